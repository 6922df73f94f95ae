"""What kind of character stands where, for all lines of a text at once.

One look-up in a table for each character; regular expressions would take most of the time that a
page has. Characters beyond Unicode's basic plane count as marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

# Kinds. Lower and capital letters of Latin-1 are kept apart from all others.
SPACE, LOWER, OTHER_LOWER, CAPITAL, OTHER_CAPITAL = b" ", b"a", b"l", b"A", b"L"
DIGIT, BRACKET, CLOSER, STOP, WIDE_STOP, MARK = b"0", b")", b'"', b".", b"o", b"_"

_SIZE = 0x10000
_NEWLINE, _BLANK = 10, 32
_SETS = (
    (LOWER, [*range(0x61, 0x7B), *range(0xDF, 0xF7), *range(0xF8, 0x100)]),
    (CAPITAL, [*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF)]),
    (BRACKET, map(ord, ")")),
    (CLOSER, map(ord, "\"”»’'」』")),
    (STOP, map(ord, ".!?;:؟।")),
    (WIDE_STOP, map(ord, "。！？")),
)
_DENSE = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x0E00, 0x0E7F), (0xAC00, 0xD7AF))
_JOINERS = "'’-"  # inside a word only


@cache
def _kinds() -> Any:
    """The kind of every character, by its code."""
    every = [chr(code) for code in range(_SIZE)]
    found = np.full(_SIZE, MARK[0], dtype=np.uint8)
    for kind, test in (
        (OTHER_LOWER, str.islower),
        (OTHER_CAPITAL, str.isupper),
        (DIGIT, str.isdecimal),
        (SPACE, str.isspace),
    ):
        found[np.fromiter(map(test, every), bool, _SIZE)] = kind[0]
    for kind, codes in _SETS:
        found[list(codes)] = kind[0]
    return found


@cache
def _in_words() -> Any:
    """Whether words are made of a character: letters, digits, the underscore."""
    found = np.fromiter((chr(code).isalnum() for code in range(_SIZE)), bool, _SIZE)
    found[ord("_")] = True
    return found


@cache
def _dense() -> Any:
    """Whether a character's script puts no spaces between words."""
    found = np.zeros(_SIZE, dtype=bool)
    for first, last in _DENSE:
        found[first : last + 1] = True
    return found


def _codes(text: str) -> Any:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, _SIZE - 1)


def kinds(lines: Sequence[str]) -> tuple[list[bytes], list[int]]:
    """For each line its characters' kinds, and how many are of scripts without spaces."""
    text = "".join(lines)
    codes = _codes(text)
    found = _kinds()[codes].tobytes()
    ends = np.cumsum([0, *map(len, lines)])
    dense = [0] * len(lines)
    if not text.isascii() and (is_dense := _dense()[codes]).any():
        sums = np.concatenate(([0], np.cumsum(is_dense)))[ends]
        dense = np.diff(sums).tolist()
    places = ends.tolist()
    return [found[places[i] : places[i + 1]] for i in range(len(lines))], dense


def words(lines: Sequence[str]) -> list[list[str]]:
    """For each line its words in small letters; apostrophes and hyphens join, inside a word."""
    text = "\n".join(line.replace("\n", " ") for line in lines).casefold()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kept = _in_words()[np.minimum(codes, _SIZE - 1)]
    joins = np.zeros(len(codes), dtype=bool)
    for mark in map(ord, _JOINERS):
        joins |= codes == mark
    joins[1:-1] &= kept[:-2] & kept[2:]
    joins[:1] = joins[-1:] = False
    spaced = np.where(kept | joins | (codes == _NEWLINE), codes, np.uint32(_BLANK))
    return [
        line.split() for line in spaced.tobytes().decode("utf-32-le", "surrogatepass").split("\n")
    ]
