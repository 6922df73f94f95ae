"""What kind of character stands where, for all lines of a text at once.

One look-up in a table for each character; regular expressions would take most of the time that a
page has. Characters beyond Unicode's basic plane count as marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import category

import numpy as np

# Kinds. Small and capital letters of Latin-1 are kept apart from all others.
MARK, NEWLINE, SPACE, LOWER, OTHER_LOWER, CAPITAL, OTHER_CAPITAL = range(7)
DIGIT, BRACKET, CLOSER, STOP, WIDE_STOP = range(7, 12)
KIND_COUNT = 12

# Characters at which a line is cut for its words; longer lines show in these what they are.
LOOKED_AT = 320

_SIZE = 0x10000
_BEYOND = _SIZE - 1  # no character
_NEWLINE = 10
_SETS = (
    (LOWER, [*range(0x61, 0x7B), *range(0xDF, 0xF7), *range(0xF8, 0x100)]),
    (CAPITAL, [*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF)]),
    (BRACKET, map(ord, ")")),
    (CLOSER, map(ord, "\"”»’'」』")),
    (STOP, map(ord, ".!?;:؟।")),
    (WIDE_STOP, map(ord, "。！？")),
    (NEWLINE, [_NEWLINE]),
)
_DENSE = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x0E00, 0x0E7F), (0xAC00, 0xD7AF))
_JOINERS, JOINER = "'’-\u200c\u200d", 2  # inside a word only
_MARKS = (0x0300, 0x1D00)  # where marks above and below letters are, with which words go on


def table(marks: dict[str, int], dtype: Any = np.uint8) -> Any:
    """A number for every character; 0 for those that are not named."""
    found = np.zeros(_SIZE, dtype=dtype)
    for characters, number in marks.items():
        found[list(map(ord, characters))] |= number
    return found


def where(test: Any) -> Any:
    """Whether a test of `str` holds, for every character."""
    return np.fromiter(map(test, map(chr, range(_SIZE))), bool, _SIZE)


@cache
def _kinds() -> Any:
    """The kind of every character, by its code."""
    found = np.full(_SIZE, MARK, dtype=np.uint8)
    for kind, test in (
        (OTHER_LOWER, str.islower),
        (OTHER_CAPITAL, str.isupper),
        (DIGIT, str.isdecimal),
        (SPACE, str.isspace),
    ):
        found[where(test)] = kind
    for kind, codes in _SETS:
        found[list(codes)] = kind
    return found


@cache
def _in_words() -> Any:
    """1 for characters that words are made of, JOINER for those that join words, else 0."""
    found = where(str.isalnum).astype(np.uint8)
    for code in range(*_MARKS):
        found[code] |= category(chr(code)).startswith("M")
    found[ord("_")] = 1
    return found | table({_JOINERS: JOINER})


@cache
def _dense() -> Any:
    """Whether a character's script puts no spaces between words."""
    found = np.zeros(_SIZE, dtype=bool)
    for first, last in _DENSE:
        found[first : last + 1] = True
    return found


@cache
def _folded() -> tuple[Any, Any]:
    """Each character without case, and whether that is several characters, here left as it is."""
    folded = [chr(code).casefold() for code in range(_SIZE)]
    single = (ord(to) if len(to) == 1 else code for code, to in enumerate(folded))
    several = np.fromiter((len(to) > 1 for to in folded), bool, _SIZE)
    return np.fromiter(single, np.uint64, _SIZE), several


@dataclass(frozen=True)
class Characters:
    """The characters of a text's lines, each line with a newline behind it.

    Attributes:
        lines: without newlines.
        text: the lines behind one another, each with its newline.
        codes: of each character; all beyond the basic plane alike.
        kinds: of each character.
        owners: the number of each character's line.
        starts: where each line starts.
        sizes: characters of each line.
        dense: how many letters of scripts without spaces each line has.
    """

    lines: Sequence[str]
    text: str
    codes: Any
    kinds: Any
    owners: Any
    starts: Any
    sizes: Any
    dense: Any

    def counts(self, places: Any) -> Any:
        """How many of some places each line holds."""
        return np.bincount(self.owners.take(places), minlength=len(self.lines))

    def folds_longer(self) -> bool:
        """Whether a character without case is several."""
        return not self.text.isascii() and bool(_folded()[1].take(self.codes).any())

    def folded(self) -> list[str]:
        """The lines without case."""
        if self.text.isascii():
            return self.text.lower().split("\n")[:-1]
        if self.folds_longer():
            return [line.casefold() for line in self.lines]
        codes = _folded()[0].take(self.codes)
        text: str = codes.astype(np.uint16).tobytes().decode("utf-16-le", "surrogatepass")
        return text.split("\n")[:-1]


def characters(lines: Sequence[str]) -> Characters:
    """Looks at lines; a newline in one of them is a space."""
    text = "\n".join(lines)
    if text.count("\n") >= max(len(lines), 1):
        return characters([line.replace("\n", " ") for line in lines])
    text += "\n"
    if text.isascii():
        codes = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.intp)
    else:
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.minimum(wide, _BEYOND).astype(np.intp)
    sizes = np.fromiter(map(len, lines), np.intp, len(lines))
    ends = (sizes + 1).cumsum()
    owners = np.repeat(np.arange(len(lines)), sizes + 1)
    dense = np.zeros(len(lines), dtype=np.intp)
    if not text.isascii() and (is_dense := _dense().take(codes)).any():
        dense = np.bincount(owners[is_dense], minlength=len(lines))
    kinds = _kinds().take(codes)
    return Characters(lines, text, codes, kinds, owners, ends - sizes - 1, sizes, dense)


@dataclass(frozen=True)
class Spans:
    """Where words stand, in order; `codes`: of all characters of the text, without case."""

    codes: Any
    owners: Any
    starts: Any
    ends: Any


def word_spans(page: Characters, looked_at: int = LOOKED_AT) -> Spans:
    """The words of each line, as far as it is looked at.

    Apostrophes and hyphens join, inside a word.
    """
    if page.folds_longer():
        folded = [line[:looked_at].casefold() for line in page.lines]
        return word_spans(characters(folded), max(map(len, folded)))
    parts = _in_words().take(page.codes)
    for at in (page.sizes > looked_at).nonzero()[0].tolist():
        start = page.starts[at]
        parts[start + looked_at : start + page.sizes[at]] = 0
    kept = np.zeros(len(parts) + 2, dtype=bool)
    kept[1:-1] = parts == 1
    kept[2:-2] |= (parts[1:-1] == JOINER) & kept[1:-3] & kept[3:-1]
    edges = (kept[1:] != kept[:-1]).nonzero()[0]
    starts = edges[::2]
    return Spans(_folded()[0].take(page.codes), page.owners.take(starts), starts, edges[1::2])
