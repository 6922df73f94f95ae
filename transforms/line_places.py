"""Where a line stands: what it repeats of the page, and how far the page's prose is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Any

import numpy as np

from transforms.characters import Characters
from transforms.line_shapes import SHAPES, side_by_side
from transforms.word_kinds import Words

# Words from which a line is prose, whose words the page's other lines are compared with.
PROSE_WORDS = 12

# Words of furniture, for every four words, from which a sentence is no prose.
PROSE_FURNITURE = 0.8

# Characters of a line of prose that count; lines since the last prose where there is none.
MOST_MASS = 600
FAR = 99.0

# How fast the lines around a line are forgotten, by line: prose near and far, furniture.
NEAR_DECAY, FAR_DECAY, LABEL_DECAY = 0.6, 0.9, 0.8

_BITS = 32  # of a word's number among those of a text

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

# What a role is, in bits.
_RULED, _IS_EDGE, _IS_ABOUT, _IS_TITLE, _IS_COMMENT, _IS_ENDING = (1 << bit for bit in range(6))
_KINDS = (
    (_IS_EDGE, _EDGE),
    (_IS_ABOUT, ABOUT),
    (_IS_TITLE, {"title"}),
    (_IS_COMMENT, {"comments"}),
    (_IS_ENDING, _ENDING),
)
_BITS_OF_ROLE = {"": 0} | {
    role: _RULED + sum(bit for bit, roles in _KINDS if role in roles)
    for role in _EDGE | ABOUT | _ENDING
}


def role_bits(roles: Sequence[str]) -> Any:
    """What the roles of a text's lines are, in bits."""
    return np.array([_BITS_OF_ROLE.get(role, _RULED) for role in roles])


def _above(prose: Sequence[float], labels: Sequence[float]) -> Any:
    """What stands above each line, in five rows.

    Exponentially weighted means of prose, twice, and of labels; how many lines back the last prose
    stands, from 0, FAR for none; and the labels between.
    """
    near = far = label = between = 0.0
    distance, rows = FAR, []
    for is_prose, is_label in zip(prose, labels, strict=True):
        rows.append((near, far, label, distance, between))
        near = near * NEAR_DECAY + is_prose * (1.0 - NEAR_DECAY)
        far = far * FAR_DECAY + is_prose * (1.0 - FAR_DECAY)
        label = label * LABEL_DECAY + is_label * (1.0 - LABEL_DECAY)
        distance = 0.0 if is_prose else distance + 1
        between = 0.0 if is_prose else between + is_label
    return np.array(rows).T


def around(page: Characters, roles: Any, shown: Any, furniture: Any) -> Any:
    """Where each line stands to the page's prose: sentences without words of furniture.

    Args:
        page: the text.
        roles: of its lines, in bits (`role_bits`).
        shown: their shapes.
        furniture: their words of furniture, for every four words.
    """
    is_prose = (shown[:, _LONG] > 0) & (shown[:, _RUNNING] > 0)
    is_prose &= (furniture < PROSE_FURNITURE) & (roles == 0)
    is_label = (roles & (_RULED | _IS_ABOUT)) == _RULED
    prose, labels = is_prose.astype(np.float64).tolist(), is_label.astype(np.float64).tolist()
    above = _above(prose, labels)
    below = _above(prose[::-1], labels[::-1])[:, ::-1]
    up, down = 1 / (1 + above[3]), 1 / (1 + below[3])
    found = (
        above[0],
        below[0],
        above[1],
        below[1],
        above[0] * below[0] * 2,
        np.minimum(above[1], below[1]) * 2,
        up,
        down,
        up * down,
        *_shares(np.minimum(page.sizes, MOST_MASS) * is_prose, is_prose),
        np.minimum(above[4], 4.0) / 2,
        np.minimum(below[4], 4.0) / 2,
        _passed(is_label) / 4,
        _passed(roles & _IS_COMMENT > 0) / 2,
        _passed(roles & _IS_ENDING > 0) / 2,
        above[2],
        below[2],
    )
    return side_by_side(found, len(prose))


def _shares(masses: Any, is_prose: Any) -> tuple[Any, ...]:
    """How much of the page's prose stands above and below each line, and how much there is."""
    total = masses.sum() + 1e-9
    before = masses.cumsum() - masses
    after = total - before - masses
    return (
        before / total,
        after / total,
        before * after * 4 / total**2,
        before < 0.02 * total,
        after < 0.02 * total,
        is_prose.mean(),
        math.log2(1 + total) / 14,
    )


def _passed(flags: Any) -> Any:
    """How many flags stand above each line, in doublings."""
    return np.log2(1 + flags.cumsum() - flags)


def places(page: Characters, roles: Any, words: Words, shown: Any) -> Any:
    """For each line what it repeats of the page, what the rules took it for, and what stands next
    to it, in the order of PLACES; `roles`: in bits (`role_bits`), `shown`: its shapes."""
    lines, count = page.lines, len(page.lines)
    twins = Counter(lines)
    copies = np.fromiter(map(twins.__getitem__, lines), np.intp, count) - 1
    looks = shown[:, 0]
    long = np.exp2(3 * looks) - 1 >= PROSE_WORDS
    named = (roles & _IS_TITLE).nonzero()[0].tolist()
    edge, about = roles & _IS_EDGE > 0, roles & _IS_ABOUT > 0
    again = np.zeros(count)
    again[named[1:]] = 1
    like = _likeness(shown)
    sizes = np.concatenate(([0.0], looks, [0.0]))
    behind = np.arange(count) - named[-1] if named else np.full(count, -np.inf)
    found = (
        copies > 0,
        np.minimum(copies, 6) / 3,
        again,
        *_repeated(words, long, named),
        _inside(page, long.tolist()),
        edge,
        (roles > 0) & ~edge & ~about,
        about,
        like[:-1],
        like[1:],
        sizes[:-2],
        sizes[2:],
        behind > 0,
        1 / (1 + np.abs(behind)),
    )
    return side_by_side(found, count)


def _repeated(words: Words, long: Any, named: Sequence[int]) -> Any:
    """Shares of each line's own words that stand in the title, in the page's other prose, in no
    other line, and in more than two; general words of `line_words` do not count."""
    count, different = len(words.sizes), max(len(words.keys), 1)
    own = (words.groups == 0).nonzero()[0]
    keys = (words.owners.take(own) << _BITS) + words.codes.take(own)
    keys.sort()
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    keys = keys[first]
    line, codes = keys >> _BITS, keys & ((1 << _BITS) - 1)
    sizes = np.bincount(line, minlength=count)
    spread = np.bincount(codes, minlength=different).take(codes)
    is_long = long.take(line)
    prose = np.bincount(codes[is_long], minlength=different).take(codes)
    titled = np.zeros(different, dtype=bool)
    titled[codes[line == named[0]] if named else []] = True
    titles, told, rare, common = (
        np.bincount(line[flags], minlength=count)
        for flags in (titled.take(codes), prose > is_long, spread == 1, spread > 2)
    )
    titles[named] = 0
    size = np.maximum(sizes, 1)
    return titles / np.minimum(size, 12), told / size, rare / size, common / size


def _inside(page: Characters, long: Sequence[bool]) -> list[bool]:
    """Whether a short line stands word for word in the page's prose."""
    lines = page.folded()
    text = "\n".join(compress(lines, long))
    return [
        not is_long and 8 < len(line) < 200 and bare in text
        for line, bare, is_long in zip(page.lines, lines, long, strict=True)
    ]


def _likeness(looks: Any) -> Any:
    """How alike each line and the one above it look, 0 to 1; 0 at both ends."""
    same = (np.abs(looks[1:, 5:30] - looks[:-1, 5:30]) < 0.2).sum(axis=1)
    near = np.maximum(0.0, 1.0 - np.abs(looks[1:, 0] - looks[:-1, 0]))
    return np.concatenate(([0.0], same / 25 * near, [0.0]))
