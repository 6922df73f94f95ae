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
    table,
    where,
)
from transforms.line_told import tells

# Words of a line that are looked at, ends of sentences that count.
WORDS_LOOKED_AT = 40
MOST_BREAKS = 4

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

# What the last character of a line may be, behind which marks may close, and what the first.
_CLOSERS = "\"'”’»)]」』“)› "
_SENTENCE, _QUESTION, _COLON, _COMMA, _NUMBER, _THAI, _CLOSES = (1 << bit for bit in range(7))
_QUOTE, _SMALL, _ODD, _BULLET = (1 << bit for bit in range(4))
_OPENERS = "\"“„«‘'(「—–-¿¡『（["


# Marks inside a line, by number.
_MARKS = (",，、،", '"“”„«「', "»", "@", "|›•", "([", "©", "$%€£", "→►", ">", "#")
_WIDTH = len(_MARKS) + 1
_COMMAS, _QUOTES, _GUILLEMETS, _AT, _BARS, _BRACKETS = range(1, 7)
_RIGHTS, _MONEY, _ARROWS, _GREATER, _HASHES = range(7, _WIDTH)
_BLANK, _DOT = ord(" "), ord(".")

# Characters; a line of so many is not looked at for two halves that are the same.
LONGEST_SINGLE = 12


def side_by_side(columns: Sequence[Any], rows: int) -> Any:
    """A row for each line from a column, or one number, for each feature."""
    found = np.empty((len(columns), rows))
    for place, column in zip(found, columns, strict=True):
        place[:] = column
    return found.T


@cache
def _lasts() -> Any:
    """What each character says as the last of a line."""
    found = table(
        {
            ".!?。！？؟।॥…": _SENTENCE,
            "?？؟": _QUESTION,
            ":：": _COLON,
            ",;": _COMMA,
            _CLOSERS: _CLOSES,
        }
    )
    found[0x0E01:0x0E7F] |= _THAI
    return found | where(str.isdigit) * np.uint8(_NUMBER)


@cache
def _firsts() -> Any:
    """What each character says as the first of a line."""
    odd = ~where(str.isalnum)
    odd[list(map(ord, _OPENERS))] = False
    found = table({'"“”„«»「': _QUOTE, "•-–—*·▪►": _BULLET})
    found |= where(str.islower) * np.uint8(_SMALL) | odd * np.uint8(_ODD)
    return found | where(str.isdigit) * np.uint8(_NUMBER)


@cache
def _marks() -> Any:
    """Each character's number among the marks."""
    return table({marks: number for number, marks in enumerate(_MARKS, 1)})


@cache
def _glued_pairs() -> Any:
    """Pairs of kinds between which a space may be missing."""
    found = np.zeros((KIND_COUNT, KIND_COUNT), dtype=bool)
    for pair in ((LOWER, CAPITAL), (LOWER, DIGIT), (DIGIT, CAPITAL), (BRACKET, CAPITAL)):
        found[pair] = True
    return found.ravel()


def _last(page: Characters, characters: Any) -> Any:
    """What the last character of each line says, apart from marks that close."""
    lasts = _lasts()
    found = lasts.take(characters)
    for at in (found & _CLOSES).nonzero()[0].tolist():
        bare = page.lines[at].rstrip(_CLOSERS)
        found[at] = lasts[page.codes[page.starts[at] + len(bare) - 1]] if bare else 0
    return found


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


def _twice(page: Characters) -> Any:
    """Whether the halves of each line are the same."""
    halves = page.codes.take(page.starts + page.sizes - page.sizes // 2)
    may = (halves == page.codes.take(page.starts)) | (halves == _BLANK)
    found = np.zeros(len(page.lines), dtype=bool)
    for at in (may & (page.sizes > LONGEST_SINGLE)).nonzero()[0].tolist():
        line, half = page.lines[at], page.sizes[at] // 2
        found[at] = line[:half].strip() == line[-half:].strip()
    return found


def _marked(page: Characters) -> Any:
    """How many marks of each number each line holds."""
    numbers = _marks().take(page.codes)
    places = numbers.nonzero()[0]
    keys = page.owners.take(places) * _WIDTH + numbers.take(places)
    return np.bincount(keys, minlength=len(page.lines) * _WIDTH).reshape(-1, _WIDTH).T


def _parted(page: Characters, greater: Any) -> Any:
    """Whether lines that hold a ">" have blanks around it."""
    found = np.zeros(len(page.lines), dtype=bool)
    for at in greater.nonzero()[0].tolist():
        found[at] = " > " in page.lines[at]
    return found


def _is_cut(page: Characters, ends: Sequence[Any]) -> Any:
    """Whether each line ends in an ellipsis; `ends`: its last characters, from the last on."""
    last, second, third = ends
    found = (last == ord("…")) | ((last == _DOT) & (second == _DOT) & (third == _DOT))
    for at in (last == ord("]")).nonzero()[0].tolist():
        found[at] = page.lines[at].endswith(("[…]", "[...]"))
    return found


def _telling(page: Characters, cues: Sequence[frozenset[str]], kind: str) -> Any:
    """Whether each line is of a kind of TOLD_CUES."""
    found = np.zeros(len(page.lines), dtype=bool)
    for at, held in enumerate(cues):
        if kind in held:
            found[at] = tells(page.lines[at], kind)
    return found


def _web(page: Characters) -> Any:
    """Whether each line holds an address of the web."""
    found = np.zeros(len(page.lines), dtype=bool)
    for part in ("http", "www.", ".com"):
        if part in page.text:
            found |= [part in line for line in page.lines]
    return found


def shapes(page: Characters, cues: Sequence[frozenset[str]]) -> Any:
    """A row of numbers for each line, in the order of SHAPES.

    Args:
        page: normalised lines: blanks are single and not at the ends.
        cues: which of TOLD_CUES each line holds.
    """
    sizes, dense = page.sizes, page.dense
    spaces = (page.kinds == SPACE).nonzero()[0]
    words = page.counts(spaces) + 1
    size = np.log2(1 + words + dense / 2.0)
    behind = page.starts + sizes
    characters = [page.codes.take(behind - back) for back in (1, 2, 3)]
    last, first = _last(page, characters[0]), _firsts().take(page.codes.take(page.starts))
    cut = _is_cut(page, characters)
    ends = ~cut & ((last & _SENTENCE > 0) | ((dense > 30) & (last & _THAI > 0)))
    upper, lower = _initials(page, spaces)
    initials = upper + lower
    digits = _within(page, (page.kinds == DIGIT).nonzero()[0])
    marked = _marked(page)
    has = marked > 0
    arrow = (characters[0] == ord(">")) | (characters[1] == ord(">"))
    arrow |= (characters[0] == ord("»")) | (characters[1] == ord("»"))
    found = (
        size / 3,
        np.maximum(0.0, size - 3.0) / 2,
        np.maximum(0.0, size - 4.3),
        size < 2.2,
        size < 3.2,
        ends,
        last & _QUESTION > 0,
        cut,
        last & _COLON > 0,
        last & _NUMBER > 0,
        last & _COMMA > 0,
        _breaks(page),
        np.minimum(marked[_COMMAS], 5) / 5,
        has[_QUOTES] | has[_GUILLEMETS],
        first & _QUOTE > 0,
        np.where(initials, upper / np.maximum(initials, 1), np.where(dense > 6, 0.2, 0.5)),
        list(map(str.isupper, page.lines)),
        np.minimum(page.counts(digits) / np.minimum(sizes, LOOKED_AT) * 4, 1.0),
        first & _SMALL > 0,
        first & _ODD > 0,
        first & _BULLET > 0,
        first & _NUMBER > 0,
        _web(page),
        has[_AT],
        has[_BARS] | _parted(page, has[_GREATER]),
        has[_BRACKETS],
        (lower >= 4) | (dense > 12),
        ends & (size > 3.3),
        ~ends & (size > 3.9),
        np.minimum(_glued(page) / (1 + words) * 3, 1.5),
        _twice(page),
        np.where(dense, 0.7, np.minimum(sizes / (1 + words) / 8, 2.0)),
        dense > 6,
        has[_RIGHTS],
        has[_MONEY],
        has[_ARROWS] | arrow,
        has[_HASHES],
        _clocks(page, digits),
        _telling(page, cues, "biography"),
        _telling(page, cues, "picture"),
    )
    return side_by_side(found, len(page.lines))
