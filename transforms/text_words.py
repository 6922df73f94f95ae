"""The words of several texts as numbers: where they stand and a hash of each, no object a word.

A word's hash is the polynomial of its letters in lower case, modulo 2 to the 64th power (Karp and
Rabin 1987); prefix sums give those of all words at once. A vocabulary finds its words by hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from transforms.lexicon import WORD

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint16]
UNKNOWN = -1  # row of a word that a vocabulary lacks
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
_INVERSE = pow(_BASE, -1, 1 << 64)
_LETTERS_END = 0x250  # code point behind WORD's last letter
_BREAK = 1  # stands for a line break, which is a word of its own; 0 for what is no letter
_LONG_I = 0x130  # the one letter of WORD that is two characters in lower case
_STRETCH = 1 << 16  # characters that one polynomial goes through


def _codes() -> Codes:
    """What each character counts in the polynomial: its code in lower case."""
    letters = [chr(code) for code in range(_LETTERS_END)]
    lower = [ord(letter.lower()[0]) if WORD.fullmatch(letter) else 0 for letter in letters]
    lower[ord("\n")], lower[_LONG_I] = _BREAK, _LONG_I
    return np.array([*lower, 0], np.uint16)


def _powers(base: int, size: int) -> Hashes:
    factors = np.full(size, base, np.uint64)
    factors[:1] = 1
    powers: Hashes = np.multiply.accumulate(factors)
    return powers


_CODES = _codes()
_UP, _DOWN = (_powers(base, _STRETCH) for base in (_BASE, _INVERSE))


@dataclass(frozen=True)
class Words:
    """The words of texts with titles, line breaks included: one ends each title and each text.

    Attributes:
        whole: all titles and texts.
        titles, texts: where in it each begins; behind the last text, the end.
        starts, ends: where each word stands in it.
        hashes: of the words in lower case.
        bounds: of each text its first word, the title's; behind the last text, the number of words.
        bodies: of each text the line break behind its title.
    """

    whole: str
    titles: list[int]
    texts: list[int]
    starts: Integers
    ends: Integers
    hashes: Hashes
    bounds: Integers
    bodies: Integers


def cut(pairs: Sequence[tuple[str, str]]) -> Words:
    """Cuts titles and texts into WORDs."""
    titles, texts = [0], list[int]()
    for title, text in pairs:
        texts.append(titles[-1] + len(title) + 1)
        titles.append(texts[-1] + len(text) + 1)
    whole = "".join([f"{title}\n{text}\n" for title, text in pairs])
    characters = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _CODES.take(characters, mode="clip")
    starts, ends = _bounds(codes)
    return Words(
        whole=whole,
        titles=titles,
        texts=texts,
        starts=starts,
        ends=ends,
        hashes=_hashes(codes, starts, ends),
        bounds=starts.searchsorted(titles),
        bodies=starts.searchsorted(texts) - 1,
    )


def _bounds(codes: Codes) -> tuple[Integers, Integers]:
    """Where words start and end."""
    letters = codes > _BREAK
    joined = letters[1:] & letters[:-1]
    first = codes > 0
    last = first.copy()
    np.greater(first[1:], joined, out=first[1:])
    np.greater(last[:-1], joined, out=last[:-1])
    return first.nonzero()[0], last.nonzero()[0] + 1


def _hashes(codes: Codes, starts: Integers, ends: Integers) -> Hashes:
    """Of the words, by stretches of characters; of a longer word that of its beginning."""
    ends = np.minimum(ends, starts + _STRETCH)
    hashes = np.empty(len(starts), np.uint64)
    begin = 0
    while begin < len(starts):
        origin = starts[begin]
        behind = int(ends.searchsorted(origin + _STRETCH, side="right"))
        stretch = codes[origin : ends[behind - 1]]
        sums = np.zeros(len(stretch) + 1, np.uint64)
        np.cumsum(stretch * _UP[: len(stretch)], out=sums[1:])
        first = starts[begin:behind] - origin
        added = sums[ends[begin:behind] - origin] - sums[first]
        np.multiply(added, _DOWN[first], out=hashes[begin:behind])
        begin = behind
    return hashes


class Vocabulary:
    """Distinct words (each one whole by WORD, in lower case) with their rows, found by hash."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        hashes = cut([("", " ".join(words))]).hashes[1:]  # the last is that of a line break
        rows = np.append(np.arange(len(words)), UNKNOWN)
        order = hashes.argsort()
        self._hashes, self._rows = hashes[order], rows[order]

    def rows(self, hashes: Hashes) -> Integers:
        """Row of each hash, UNKNOWN for those of other words."""
        places = np.minimum(self._hashes.searchsorted(hashes), len(self._hashes) - 1)
        rows = self._rows[places]
        rows[self._hashes[places] != hashes] = UNKNOWN
        return rows


@dataclass(frozen=True)
class Distinct:
    """The words of texts, each once a text, in order of appearance.

    Attributes:
        rows: in a vocabulary.
        first: which of the words is the first such one of its text.
        counts: how often it occurs, by the weights of its places.
        bounds: of each text its first distinct word; behind the last text, their number.
        every: rows of all words.
    """

    rows: Integers
    first: Integers
    counts: Floats
    bounds: Integers
    every: Integers


def distinct(words: Words, vocabulary: Vocabulary, weights: Floats) -> Distinct:
    """Counts the words of each text; `weights` has what each place counts."""
    bounds = pairwise(words.bounds.tolist())
    order = np.concatenate([words.hashes[begin:end].argsort() + begin for begin, end in bounds])
    hashes = words.hashes[order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = hashes[1:] != hashes[:-1]
    begins[words.bounds[:-1]] = True
    groups = begins.nonzero()[0]
    first = np.minimum.reduceat(order, groups)
    rows = vocabulary.rows(hashes[groups])
    every = np.empty(len(order), np.intp)
    every[order] = np.repeat(rows, np.diff(groups, append=len(order)))
    appearance = first.argsort()
    first = first[appearance]
    return Distinct(
        rows=rows[appearance],
        first=first,
        counts=np.add.reduceat(weights[order], groups)[appearance],
        bounds=first.searchsorted(words.bounds),
        every=every,
    )
