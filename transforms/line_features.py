"""What a line of scraped text shows: how it looks, what its words are for, where it stands.

Every feature is a number between about -1 and 3; `NAMES` gives their order. Besides the general
words of `line_words`, a line's own words count only as repetitions of other lines' on the page.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, compress

import numpy as np

from transforms.line_shapes import LOOKED_AT, SHAPES, shape
from transforms.line_words import DENSE_KINDS, KINDS

# Words from which a line is prose, whose words the page's other lines are compared with.
PROSE_WORDS = 12

_KIND_NAMES = tuple(KINDS)
_PLACES = (
    *("twin", "twins", "title_again", "title_share", "prose_share", "rare_share", "repeats_word"),
    *("inside_line", "ruled_edge", "ruled_label", "ruled_about", "like_above", "like_below"),
    *("size_above", "size_below", "below_title", "far_below_title"),
)
_PROSE = (
    *("near_prose_above", "near_prose_below", "far_prose_above", "far_prose_below", "near_both"),
    *("far_both", "gap_above", "gap_below", "gap_both", "prose_before", "prose_after", "middle"),
    *("before_all", "after_all", "prose_lines", "much_prose", "labels_since", "labels_until"),
    *("labels_above", "comments_above", "related_above", "near_labels_above", "near_labels_below"),
)
NAMES = (
    *SHAPES,
    *(f"{kind}_words" for kind in _KIND_NAMES),
    "furniture_words",
    *_PLACES,
    *_PROSE,
)

_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af]")
_WORDS = re.compile(r"\w+(?:['’-]\w+)*")
_FURNITURE = tuple(
    index
    for index, kind in enumerate(_KIND_NAMES)
    if kind not in ("function", "speech", "time", "you", "media")
)


def _table() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Kinds by word, and kinds by second word of a phrase ("first_second")."""
    single: dict[str, tuple[int, ...]] = {}
    pairs: dict[str, tuple[int, ...]] = {}
    for index, kind in enumerate(_KIND_NAMES):
        for entry in KINDS[kind].split():
            table = pairs if "_" in entry else single
            table[entry] = (*table.get(entry, ()), index)
    return single, pairs


_SINGLE, _PAIRS = _table()
_PAIR_HEADS = frozenset(pair.split("_")[0] for pair in _PAIRS)
_DENSE_TABLE = tuple(
    (_KIND_NAMES.index(kind), re.compile(pattern)) for kind, pattern in DENSE_KINDS.items()
)


def tokens(line: str, dense: bool) -> list[str]:
    """The line's words in small letters; pairs of characters where a script has no spaces."""
    words = _WORDS.findall(line[:LOOKED_AT].casefold())
    if not dense:
        return words
    return [word[i : i + 2] for word in words for i in range(max(1, len(word) - 1))]


def kind_counts(line: str, words: Sequence[str], dense: bool) -> list[int]:
    """How many words of each kind a line holds."""
    counts = [0] * len(_KIND_NAMES)
    for word in words:
        for index in _SINGLE.get(word, ()):
            counts[index] += 1
    for i, word in enumerate(words[:-1]):
        if word in _PAIR_HEADS:
            for index in _PAIRS.get(f"{word}_{words[i + 1]}", ()):
                counts[index] += 2
    if dense:
        for index, pattern in _DENSE_TABLE:
            counts[index] += len(pattern.findall(line[:LOOKED_AT]))
    return counts


_EDGE = frozenset(("site_menu", "counter", "breadcrumb", "media_player"))
# Lines that are about the article, not about the page.
ABOUT = frozenset(("byline", "timestamp", "caption", "credit_line", "title"))


def line_features(lines: Sequence[str], roles: Sequence[str]) -> list[list[float]]:
    """One row for each line, in the order of NAMES.

    `roles`: what the rules took each line for, "" for nothing.
    """
    denses = [0 if line.isascii() else len(_DENSE.findall(line)) for line in lines]
    words = [tokens(line, dense > 3) for line, dense in zip(lines, denses, strict=True)]
    shapes = [shape(line, dense) for line, dense in zip(lines, denses, strict=True)]
    places = _places(lines, roles, words, shapes)
    rows = []
    for line, dense, own, look, place in zip(lines, denses, words, shapes, places, strict=True):
        counts = kind_counts(line, own, dense > 3)
        total = max(4, len(own))
        furniture = sum(counts[index] for index in _FURNITURE)
        shares = [min(count * 4 / total, 2.0) for count in counts]
        rows.append([*look, *shares, min(furniture * 4 / total, 3.0), *place])
    around = _around(rows, lines, roles)
    return [[*row, *more] for row, more in zip(rows, around, strict=True)]


_FURNITURE_AT = len(SHAPES) + len(_KIND_NAMES)
_ENDS, _RUNNING, _LONG = (
    SHAPES.index("ends_sentence"),
    SHAPES.index("running_words"),
    SHAPES.index("long_sentence"),
)
_ENDING = frozenset(("comments", "related_heading", "tag_list", "author_bio", "copyright_notice"))


def _mean(values: Sequence[float], decay: float) -> list[float]:
    """For each place the exponentially weighted mean of the values before it."""
    mean, means = 0.0, []
    for value in values:
        means.append(mean)
        mean = mean * decay + value * (1.0 - decay)
    return means


def _since(values: Sequence[float]) -> list[float]:
    """For each place how many lines back the last prose stands, from 0; 99 for none."""
    distance, distances = 99.0, list[float]()
    for value in values:
        distances.append(distance)
        distance = 0.0 if value else distance + 1
    return distances


def _labels_since(prose: Sequence[float], labels: Sequence[float]) -> list[float]:
    """For each place the labels between it and the last prose."""
    count, counts = 0.0, []
    for is_prose, label in zip(prose, labels, strict=True):
        counts.append(min(count, 4.0) / 2)
        count = 0.0 if is_prose else count + label
    return counts


def _both(
    measure: Callable[..., list[float]], *columns: Sequence[float]
) -> tuple[list[float], ...]:
    below = measure(*(column[::-1] for column in columns))
    return measure(*columns), below[::-1]


def _around(
    rows: Sequence[Sequence[float]], lines: Sequence[str], roles: Sequence[str]
) -> list[list[float]]:
    """Where each line stands to the page's prose: sentences without words of furniture."""
    prose = [
        float(row[_LONG] and row[_RUNNING] and row[_FURNITURE_AT] < 0.8 and not role)
        for row, role in zip(rows, roles, strict=True)
    ]
    labels = [float(bool(role) and role not in ABOUT) for role in roles]
    masses = [min(len(line), 600) * is_prose for line, is_prose in zip(lines, prose, strict=True)]
    total = sum(masses) + 1e-9
    near, far = _both(partial(_mean, decay=0.6), prose), _both(partial(_mean, decay=0.9), prose)
    marks, gaps = _both(partial(_mean, decay=0.8), labels), _both(_since, prose)
    since = _both(_labels_since, prose, labels)
    share, much = sum(prose) / len(prose), math.log2(1 + total) / 14
    before, seen, talk, others, found = 0.0, 0.0, 0.0, 0.0, []
    for i, role in enumerate(roles):
        after = total - before - masses[i]
        up, down = 1 / (1 + gaps[0][i]), 1 / (1 + gaps[1][i])
        found.append(
            [
                near[0][i],
                near[1][i],
                far[0][i],
                far[1][i],
                near[0][i] * near[1][i] * 2,
                min(far[0][i], far[1][i]) * 2,
                up,
                down,
                up * down,
                before / total,
                after / total,
                before * after * 4 / total**2,
                float(before < 0.02 * total),
                float(after < 0.02 * total),
                share,
                much,
                since[0][i],
                since[1][i],
                math.log2(1 + seen) / 4,
                math.log2(1 + talk) / 2,
                math.log2(1 + others) / 2,
                marks[0][i],
                marks[1][i],
            ]
        )
        before += masses[i]
        seen += labels[i]
        talk += role == "comments"
        others += role in _ENDING
    return found


def _places(
    lines: Sequence[str],
    roles: Sequence[str],
    words: Sequence[Sequence[str]],
    shapes: Sequence[Sequence[float]],
) -> list[list[float]]:
    twins = Counter(lines)
    long = [2 ** (3 * shape[0]) - 1 >= PROSE_WORDS for shape in shapes]
    vocabularies = [set(own) for own in words]
    spread = Counter(chain.from_iterable(vocabularies))
    prose = Counter(chain.from_iterable(compress(vocabularies, long)))
    told, told_twice = set(prose), {word for word, count in prose.items() if count > 1}
    alone = {word for word, count in spread.items() if count == 1}
    common = {word for word, count in spread.items() if count > 2}
    content = [own.difference(_SINGLE) for own in vocabularies]
    named = [i for i, role in enumerate(roles) if role == "title"]
    title = content[named[0]] if named else set[str]()
    heading = named[-1] if named else -1
    text = "\n".join(line.casefold() for line in compress(lines, long))
    like = _likeness(shapes)
    sizes = [0.0, *(shape[0] for shape in shapes), 0.0]
    rows = []
    for i, line in enumerate(lines):
        own, role = content[i], roles[i]
        size = max(1, len(own))
        rows.append(
            [
                float(twins[line] > 1),
                min(twins[line] - 1, 6) / 3,
                float(i in named[1:]),
                len(own & title) / min(size, 12) if title and i not in named else 0.0,
                len(own & (told_twice if long[i] else told)) / size,
                len(own & alone) / size,
                len(own & common) / size,
                float(8 < len(line) < 200 and not long[i] and line.casefold() in text),
                float(role in _EDGE),
                float(bool(role) and role not in _EDGE and role not in ABOUT),
                float(role in ABOUT),
                like[i],
                like[i + 1],
                sizes[i],
                sizes[i + 2],
                float(0 <= heading < i),
                1.0 / (1 + abs(i - heading)) if heading >= 0 else 0.0,
            ]
        )
    return rows


def _likeness(shapes: Sequence[Sequence[float]]) -> list[float]:
    """How alike each line and the one above it look, 0 to 1; 0 at both ends."""
    looks = np.array(shapes)
    same = (np.abs(looks[1:, 5:30] - looks[:-1, 5:30]) < 0.2).sum(axis=1)
    near = np.maximum(0.0, 1.0 - np.abs(looks[1:, 0] - looks[:-1, 0]))
    return [0.0, *(same / 25 * near).tolist(), 0.0]
