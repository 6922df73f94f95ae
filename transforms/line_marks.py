"""Marks of a text's lines: what they begin with, what they end in, and what stands inside."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from transforms.characters import Characters, table, where

# Characters; a line of so many is not looked at for two halves that are the same.
LONGEST_SINGLE = 12

# What the last character of a line says, apart from marks that close.
_CLOSERS = "\"'”’»)]」』“)› "
_SENTENCE, _QUESTION, _COLON, _DIGIT, _COMMA, _THAI, _CLOSES = (1 << bit for bit in range(7))
_LASTS = {
    "ends_question": _QUESTION,
    "ends_colon": _COLON,
    "ends_digit": _DIGIT,
    "ends_comma": _COMMA,
}
# Letters of scripts without spaces from which a line may end without a full stop, in Thai.
_DENSE_SENTENCE = 30

# What the first character says.
_QUOTE, _SMALL, _ODD, _BULLET, _FIGURE = (1 << bit for bit in range(5))
_FIRSTS = {
    "quote_start": _QUOTE,
    "lower_start": _SMALL,
    "odd_start": _ODD,
    "bullet": _BULLET,
    "digit_start": _FIGURE,
}
_OPENERS = "\"“„«‘'(「—–-¿¡『（["

# Marks inside a line, by number.
_MARKS = (",，、،", '"“”„«「', "»", "@", "|›•", "([", "©", "$%€£", "→►", ">", "#")
_WIDTH = len(_MARKS) + 1
_COMMAS, _QUOTES, _GUILLEMETS, _AT, _BARS, _BRACKETS = range(1, 7)
_RIGHTS, _MONEY, _ARROWS, _GREATER, _HASHES = range(7, _WIDTH)
_MOST_COMMAS = 5
_BLANK, _DOT = ord(" "), ord(".")

_WEB = ("http", "www.", ".com")


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
    return found | where(str.isdigit) * np.uint8(_DIGIT)


@cache
def _firsts() -> Any:
    """What each character says as the first of a line."""
    odd = ~where(str.isalnum)
    odd[list(map(ord, _OPENERS))] = False
    found = table({_MARKS[_QUOTES - 1] + "»": _QUOTE, "•-–—*·▪►": _BULLET})
    found |= where(str.islower) * np.uint8(_SMALL) | odd * np.uint8(_ODD)
    return found | where(str.isdigit) * np.uint8(_FIGURE)


@cache
def _numbers() -> Any:
    """Each character's number among the marks."""
    return table({marks: number for number, marks in enumerate(_MARKS, 1)})


def _last(page: Characters, characters: Any) -> Any:
    """What the last character of each line says, apart from marks that close."""
    lasts = _lasts()
    found = lasts.take(characters)
    for at in (found & _CLOSES).nonzero()[0].tolist():
        bare = page.lines[at].rstrip(_CLOSERS)
        found[at] = lasts[page.codes[page.starts[at] + len(bare) - 1]] if bare else 0
    return found


def _is_cut(page: Characters, last: Any, second: Any, third: Any) -> Any:
    """Whether each line ends in an ellipsis, by its last characters, from the last on."""
    found = (last == ord("…")) | ((last == _DOT) & (second == _DOT) & (third == _DOT))
    for at in (last == ord("]")).nonzero()[0].tolist():
        found[at] = page.lines[at].endswith(("[…]", "[...]"))
    return found


def edges(page: Characters) -> dict[str, Any]:
    """What each line begins with and ends in, by the names of `line_shapes.SHAPES`."""
    behind = page.starts + page.sizes
    last, second, third = (page.codes.take(behind - back) for back in (1, 2, 3))
    cut = _is_cut(page, last, second, third)
    ends = _last(page, last)
    thai = (page.dense > _DENSE_SENTENCE) & (ends & _THAI > 0)
    first = _firsts().take(page.codes.take(page.starts))
    return {
        "cut_off": cut,
        "ends_sentence": ~cut & (thai | (ends & _SENTENCE > 0)),
        "ends_arrow": (last == ord(">"))
        | (second == ord(">"))
        | (last == ord("»"))
        | (second == ord("»")),
        **{name: ends & bit > 0 for name, bit in _LASTS.items()},
        **{name: first & bit > 0 for name, bit in _FIRSTS.items()},
    }


def _parted(page: Characters, greater: Any) -> Any:
    """Whether lines that hold a ">" have blanks around it."""
    found = np.zeros(len(page.lines), dtype=bool)
    for at in greater.nonzero()[0].tolist():
        found[at] = " > " in page.lines[at]
    return found


def _web(page: Characters) -> Any:
    """Whether each line holds an address of the web."""
    found = np.zeros(len(page.lines), dtype=bool)
    for part in _WEB:
        if part in page.text:
            found |= [part in line for line in page.lines]
    return found


def marks(page: Characters) -> dict[str, Any]:
    """Which marks each line holds, by the names of `line_shapes.SHAPES`."""
    numbers = _numbers().take(page.codes)
    places = numbers.nonzero()[0]
    keys = page.owners.take(places) * _WIDTH + numbers.take(places)
    counts = np.bincount(keys, minlength=len(page.lines) * _WIDTH).reshape(-1, _WIDTH).T
    has = counts > 0
    return {
        "commas": np.minimum(counts[_COMMAS], _MOST_COMMAS) / _MOST_COMMAS,
        "quotes": has[_QUOTES] | has[_GUILLEMETS],
        "web": _web(page),
        "email": has[_AT],
        "bars": has[_BARS] | _parted(page, has[_GREATER]),
        "brackets": has[_BRACKETS],
        "copyright": has[_RIGHTS],
        "money": has[_MONEY],
        "arrow": has[_ARROWS],
        "hashtag": has[_HASHES],
    }


def halves(page: Characters) -> Any:
    """Whether the halves of each line are the same."""
    seconds = page.codes.take(page.starts + page.sizes - page.sizes // 2)
    may = (seconds == page.codes.take(page.starts)) | (seconds == _BLANK)
    found = np.zeros(len(page.lines), dtype=bool)
    for at in (may & (page.sizes > LONGEST_SINGLE)).nonzero()[0].tolist():
        line, half = page.lines[at], page.sizes[at] // 2
        found[at] = line[:half].strip() == line[-half:].strip()
    return found
