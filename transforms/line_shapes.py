"""How lines look: length, ends, capitals, marks, and two kinds of sentences by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from transforms.characters import (
    BRACKET,
    CAPITAL,
    CLOSER,
    DIGIT,
    KIND_COUNT,
    LOOKED_AT,
    LOWER,
    OTHER_CAPITAL,
    OTHER_LOWER,
    SPACE,
    STOP,
    WIDE_STOP,
    Characters,
)
from transforms.line_marks import edges, halves, marks
from transforms.line_told import tells

# Words of a line that are looked at, ends of sentences that count.
WORDS_LOOKED_AT = 40
MOST_BREAKS = 4

# Letters of scripts without spaces above which a line is in one of these; words behind the first
# that begin with a small letter from which a line is running text.
DENSE = 6
RUNNING_WORDS = 4

SHAPES = (
    *("size", "size_over_3", "size_over_4.3", "tiny", "short", "ends_sentence", "ends_question"),
    *("cut_off", "ends_colon", "ends_digit", "ends_comma", "breaks", "commas", "quotes"),
    *("quote_start", "capitals", "all_capitals", "digits", "lower_start", "odd_start", "bullet"),
    *("digit_start", "web", "email", "bars", "brackets", "running_words", "long_sentence"),
    *("long_open", "glued", "halves", "word_length", "dense", "copyright", "money", "arrow"),
    *("hashtag", "clock", "biography", "picture"),
)
_BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
_GLUED = re.compile(r"[a-zß-öø-ÿ)][A-ZÀ-ÖØ-Þ]|[a-z]\d|\d[A-Z]")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")


def side_by_side(columns: Sequence[Any], rows: int) -> Any:
    """A row for each line from a column, or one number, for each feature."""
    found = np.empty((len(columns), rows))
    for place, column in zip(found, columns, strict=True):
        place[:] = column
    return found.T


@cache
def _glued_pairs() -> Any:
    """Pairs of kinds between which a space may be missing."""
    found = np.zeros((KIND_COUNT, KIND_COUNT), dtype=bool)
    for pair in ((LOWER, CAPITAL), (LOWER, DIGIT), (DIGIT, CAPITAL), (BRACKET, CAPITAL)):
        found[pair] = True
    return found.ravel()


def _breaks(page: Characters) -> Any:
    """Ends of sentences inside each line, as far as they count."""
    kinds, last = page.kinds, len(page.kinds) - 1
    wide = kinds == WIDE_STOP
    stops = (wide | (kinds == STOP)).nonzero()[0]
    behind = kinds.take(stops + 1)  # a newline is behind the last
    closed = (behind == CLOSER) | (behind == BRACKET)
    ends = stops + 1 + closed
    spaced = kinds.take(ends) == SPACE
    found = page.counts(stops[spaced])
    again = kinds.take(np.minimum(ends + 1, last))
    odd = wide.take(stops) | (spaced & (again == STOP))
    odd |= closed & ((behind == CLOSER) & (page.codes.take(stops + 1) == ord("』")) | ~spaced)
    for at in set(page.owners.take(stops[odd]).tolist()):
        found[at] = len(_BREAK.findall(page.lines[at]))
    return np.minimum(found, MOST_BREAKS) / MOST_BREAKS


def _initials(page: Characters, spaces: Any) -> tuple[Any, Any]:
    """How many of the words behind each line's first begin with a capital, with a small letter."""
    owners = page.owners.take(spaces)
    starts = owners.searchsorted(np.arange(len(page.lines)))
    near = np.arange(len(spaces)) - starts.take(owners) < WORDS_LOOKED_AT - 1
    behind = page.kinds.take(spaces + 1)
    upper = near & ((behind == CAPITAL) | (behind == OTHER_CAPITAL))
    lower = near & ((behind == LOWER) | (behind == OTHER_LOWER))
    return page.counts(spaces[upper]), page.counts(spaces[lower])


def _within(page: Characters, places: Any, characters: int = 1) -> Any:
    """Those of some places that a line's beginning holds, with as many characters from there."""
    within = places - page.starts.take(page.owners.take(places))
    return places[within <= LOOKED_AT - characters]


def _glued(page: Characters) -> Any:
    """Places of each line where a space is missing."""
    pairs = page.kinds[:-1] * np.uint8(KIND_COUNT) + page.kinds[1:]
    places = _within(page, _glued_pairs().take(pairs).nonzero()[0], 2)
    found = page.counts(places)
    odd = (page.kinds.take(places) == DIGIT) | (page.kinds.take(places + 1) == DIGIT)
    for at in set(page.owners.take(places[odd]).tolist()):
        found[at] = len(_GLUED.findall(page.lines[at][:LOOKED_AT]))
    return found


def _clocks(page: Characters, digits: Any) -> Any:
    """Whether each line shows a time of day."""
    stops = digits[page.kinds.take(digits + 1) == STOP]
    found = np.zeros(len(page.lines), dtype=bool)
    for at in set(page.owners.take(stops).tolist()):
        found[at] = _CLOCK.search(page.lines[at][:LOOKED_AT]) is not None
    return found


def _telling(page: Characters, cues: Sequence[frozenset[str]], kind: str) -> Any:
    """Whether each line is of a kind of TOLD_CUES."""
    found = np.zeros(len(page.lines), dtype=bool)
    for at, held in enumerate(cues):
        if kind in held:
            found[at] = tells(page.lines[at], kind)
    return found


def _letters(page: Characters, size: Any, words: Any, spaces: Any) -> dict[str, Any]:
    """Capitals, figures, words; `size`: the binary logarithm of a line's words."""
    upper, lower = _initials(page, spaces)
    initials, dense = upper + lower, page.dense
    digits = _within(page, (page.kinds == DIGIT).nonzero()[0])
    unknown = np.where(dense > DENSE, 0.2, 0.5)
    length = np.minimum(page.sizes / (1 + words) / 8, 2.0)
    return {
        "size": size / 3,
        "size_over_3": np.maximum(0.0, size - 3.0) / 2,
        "size_over_4.3": np.maximum(0.0, size - 4.3),
        "tiny": size < 2.2,
        "short": size < 3.2,
        "capitals": np.where(initials, upper / np.maximum(initials, 1), unknown),
        "all_capitals": list(map(str.isupper, page.lines)),
        "digits": np.minimum(page.counts(digits) / np.minimum(page.sizes, LOOKED_AT) * 4, 1.0),
        "running_words": (lower >= RUNNING_WORDS) | (dense > 2 * DENSE),
        "glued": np.minimum(_glued(page) / (1 + words) * 3, 1.5),
        "word_length": np.where(dense, 0.7, length),
        "dense": dense > DENSE,
        "clock": _clocks(page, digits),
    }


def shapes(page: Characters, cues: Sequence[frozenset[str]]) -> Any:
    """A row of numbers for each line, in the order of SHAPES.

    Args:
        page: normalised lines: blanks are single and not at the ends.
        cues: which of TOLD_CUES each line holds.
    """
    spaces = (page.kinds == SPACE).nonzero()[0]
    words = page.counts(spaces) + 1
    size = np.log2(1 + words + page.dense / 2.0)
    found = edges(page) | marks(page) | _letters(page, size, words, spaces)
    ends = found["ends_sentence"]
    found["arrow"] |= found["ends_arrow"]
    found |= {
        "breaks": _breaks(page),
        "long_sentence": ends & (size > 3.3),
        "long_open": ~ends & (size > 3.9),
        "halves": halves(page),
        "biography": _telling(page, cues, "biography"),
        "picture": _telling(page, cues, "picture"),
    }
    return side_by_side([found[name] for name in SHAPES], len(page.lines))
