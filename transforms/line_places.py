"""Where a line stands: what it repeats of the page, and how far the page's prose is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, compress
from typing import Any

import numpy as np

from transforms.line_shapes import SHAPES
from transforms.word_kinds import KINDS_OF_WORD

# Words from which a line is prose, whose words the page's other lines are compared with.
PROSE_WORDS = 12

# Words of furniture, for every four words, from which a sentence is no prose.
PROSE_FURNITURE = 0.8

# Characters of a line of prose that count; lines since the last prose where there is none.
MOST_MASS = 600
FAR = 99.0

# How fast the lines around a line are forgotten, by line: prose near and far, furniture.
NEAR_DECAY, FAR_DECAY, LABEL_DECAY = 0.6, 0.9, 0.8

PLACES = (
    *("twin", "twins", "title_again", "title_share", "prose_share", "rare_share", "repeats_word"),
    *("inside_line", "ruled_edge", "ruled_label", "ruled_about", "like_above", "like_below"),
    *("size_above", "size_below", "below_title", "far_below_title"),
)

PROSE = (
    *("near_prose_above", "near_prose_below", "far_prose_above", "far_prose_below", "near_both"),
    *("far_both", "gap_above", "gap_below", "gap_both", "prose_before", "prose_after", "middle"),
    *("before_all", "after_all", "prose_lines", "much_prose", "labels_since", "labels_until"),
    *("labels_above", "comments_above", "related_above", "near_labels_above", "near_labels_below"),
)

_EDGE = frozenset(("site_menu", "counter", "breadcrumb", "media_player"))
# Lines that are about the article, not about the page.
ABOUT = frozenset(("byline", "timestamp", "caption", "credit_line", "title"))
_ENDING = frozenset(("comments", "related_heading", "tag_list", "author_bio", "copyright_notice"))
_RUNNING, _LONG = SHAPES.index("running_words"), SHAPES.index("long_sentence")


def _mean(values: Sequence[float], decay: float) -> list[float]:
    """For each place the exponentially weighted mean of the values before it."""
    mean, means = 0.0, []
    for value in values:
        means.append(mean)
        mean = mean * decay + value * (1.0 - decay)
    return means


def _since(values: Sequence[float]) -> list[float]:
    """For each place how many lines back the last prose stands, from 0; FAR for none."""
    distance, distances = FAR, list[float]()
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


def _both(values: Sequence[float], decay: float) -> Any:
    """The mean of what stands above each place, and below it."""
    return np.array((_mean(values, decay), _mean(values[::-1], decay)[::-1]))


def _before(flags: Sequence[bool]) -> list[int]:
    """For each place how many flags stand above it."""
    return [0, *accumulate(flags)][:-1]


def around(lines: Sequence[str], roles: Sequence[str], shown: Any, furniture: Any) -> Any:
    """Where each line stands to the page's prose: sentences without words of furniture."""
    free = np.array([not role for role in roles])
    is_prose = (shown[:, _LONG] > 0) & (shown[:, _RUNNING] > 0)
    is_prose &= (furniture < PROSE_FURNITURE) & free
    prose = is_prose.astype(np.float64).tolist()
    labels = [float(bool(role) and role not in ABOUT) for role in roles]
    masses = np.array([min(len(line), MOST_MASS) for line in lines]) * is_prose
    total = masses.sum() + 1e-9
    before = np.cumsum(masses) - masses
    after = total - before - masses
    near, far = _both(prose, NEAR_DECAY), _both(prose, FAR_DECAY)
    marks = _both(labels, LABEL_DECAY)
    up = 1 / (1 + np.array(_since(prose)))
    down = 1 / (1 + np.array(_since(prose[::-1])[::-1]))
    ones = np.ones(len(lines))
    return np.stack(
        (
            *near,
            *far,
            near[0] * near[1] * 2,
            far.min(axis=0) * 2,
            up,
            down,
            up * down,
            before / total,
            after / total,
            before * after * 4 / total**2,
            before < 0.02 * total,
            after < 0.02 * total,
            ones * (sum(prose) / len(prose)),
            ones * (math.log2(1 + total) / 14),
            _labels_since(prose, labels),
            _labels_since(prose[::-1], labels[::-1])[::-1],
            *_passed(roles, labels),
            *marks,
        ),
        axis=1,
    )


def _passed(roles: Sequence[str], labels: Sequence[float]) -> list[list[float]]:
    """Furniture, comments, and ends of articles above each line, on a scale of doublings."""
    return [
        [math.log2(1 + count) / scale for count in _before(flags)]
        for flags, scale in (
            (list(map(bool, labels)), 4),
            ([role == "comments" for role in roles], 2),
            ([role in _ENDING for role in roles], 2),
        )
    ]


def places(
    lines: Sequence[str],
    roles: Sequence[str],
    words: Sequence[Sequence[str]],
    shown: Any,
) -> Any:
    """For each line what it repeats of the page, what the rules took it for, and what stands next
    to it, in the order of PLACES; `shown`: its shapes."""
    twins = Counter(lines)
    copies = np.array([twins[line] - 1 for line in lines])
    looks = shown[:, 0]
    long = np.array([2 ** (3 * size) - 1 >= PROSE_WORDS for size in looks.tolist()])
    named = [i for i, role in enumerate(roles) if role == "title"]
    edge = np.array([role in _EDGE for role in roles])
    about = np.array([role in ABOUT for role in roles])
    ruled = np.array([bool(role) for role in roles])
    again = np.zeros(len(lines))
    again[named[1:]] = 1
    like = _likeness(shown)
    sizes = np.concatenate(([0.0], looks, [0.0]))
    behind = np.arange(len(lines)) - named[-1] if named else np.full(len(lines), -np.inf)
    return np.stack(
        (
            copies > 0,
            np.minimum(copies, 6) / 3,
            again,
            *_repeated(words, long, named),
            _inside(lines, long.tolist()),
            edge,
            ruled & ~edge & ~about,
            about,
            like[:-1],
            like[1:],
            sizes[:-2],
            sizes[2:],
            behind > 0,
            1 / (1 + np.abs(behind)),
        ),
        axis=1,
    )


def _repeated(words: Sequence[Sequence[str]], long: Any, named: Sequence[int]) -> Any:
    """Shares of each line's own words that stand in the title, in the page's other prose, in no
    other line, and in more than two; general words of `line_words` do not count.

    Words are numbered, so that all lines are counted at once.
    """
    numbers: dict[str, int] = {}
    content = [set(own).difference(KINDS_OF_WORD) for own in words]
    codes = np.array(
        [numbers.setdefault(word, len(numbers)) for own in content for word in own], int
    )
    sizes = np.array([len(own) for own in content])
    line = np.repeat(np.arange(len(words)), sizes)
    spread = np.bincount(codes)[codes]
    prose = np.bincount(codes, long[line])[codes]
    titled = np.zeros(len(numbers), dtype=bool)
    titled[codes[line == named[0]] if named else []] = True
    titles, told, rare, common = (
        np.bincount(line, flags, len(words))
        for flags in (titled[codes], prose > long[line], spread == 1, spread > 2)
    )
    titles[named] = 0
    size = np.maximum(sizes, 1)
    return titles / np.minimum(size, 12), told / size, rare / size, common / size


def _inside(lines: Sequence[str], long: Sequence[bool]) -> list[bool]:
    """Whether a short line stands word for word in the page's prose."""
    text = "\n".join(compress(lines, long)).casefold()
    return [
        8 < len(line) < 200 and not is_long and line.casefold() in text
        for line, is_long in zip(lines, long, strict=True)
    ]


def _likeness(looks: Any) -> Any:
    """How alike each line and the one above it look, 0 to 1; 0 at both ends."""
    same = (np.abs(looks[1:, 5:30] - looks[:-1, 5:30]) < 0.2).sum(axis=1)
    near = np.maximum(0.0, 1.0 - np.abs(looks[1:, 0] - looks[:-1, 0]))
    return np.concatenate(([0.0], same / 25 * near, [0.0]))
