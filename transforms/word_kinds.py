"""What the words of a line are for: how many it has of each kind in `line_words`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from transforms.characters import words
from transforms.line_shapes import LOOKED_AT
from transforms.line_words import DENSE_KINDS, KINDS

# Letters of scripts without spaces up to which a line is read by its spaces all the same.
FEW_DENSE = 3

_KIND_NAMES = tuple(KINDS)
SHARES = (*(f"{kind}_words" for kind in _KIND_NAMES), "furniture_words")

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


KINDS_OF_WORD, _PAIRS = _table()
_PAIR_HEADS = frozenset(pair.split("_")[0] for pair in _PAIRS)
_DENSE_TABLE = tuple(
    (_KIND_NAMES.index(kind), re.compile(pattern)) for kind, pattern in DENSE_KINDS.items()
)


def line_words(lines: Sequence[str], dense: Sequence[int]) -> list[list[str]]:
    """Each line's words in small letters; pairs of characters where a script has no spaces."""
    return [
        pairs_of(own) if number > FEW_DENSE else own
        for own, number in zip(words([line[:LOOKED_AT] for line in lines]), dense, strict=True)
    ]


def pairs_of(words: Sequence[str]) -> list[str]:
    """All pairs of neighbouring characters, and the words of one character."""
    return [word[i : i + 2] for word in words for i in range(max(1, len(word) - 1))]


def kind_counts(lines: Sequence[str], words: Sequence[Sequence[str]], dense: Sequence[int]) -> Any:
    """How many words of each kind each line holds; a phrase counts as two."""
    width = len(_KIND_NAMES)
    places = [
        at * width + index
        for at, own in enumerate(words)
        for word in own
        if word in KINDS_OF_WORD
        for index in KINDS_OF_WORD[word]
    ]
    for at, own in enumerate(words):
        for word, after in pairwise(own):
            if word in _PAIR_HEADS:
                for index in _PAIRS.get(f"{word}_{after}", ()):
                    places += (at * width + index,) * 2
    for at, (line, number) in enumerate(zip(lines, dense, strict=True)):
        if number > FEW_DENSE:
            for index, pattern in _DENSE_TABLE:
                places += [at * width + index] * len(pattern.findall(line[:LOOKED_AT]))
    counts = np.bincount(np.array(places, dtype=int), minlength=len(lines) * width)
    return counts.reshape(len(lines), width)


def word_shares(lines: Sequence[str], words: Sequence[Sequence[str]], dense: Sequence[int]) -> Any:
    """For each line its words of each kind, and last those of furniture, for every four words."""
    counts = kind_counts(lines, words, dense)
    totals = np.array([max(4, len(own)) for own in words])[:, None]
    furniture = counts[:, _FURNITURE].sum(axis=1, keepdims=True)
    shares = np.minimum(counts * 4 / totals, 2.0)
    return np.concatenate((shares, np.minimum(furniture * 4 / totals, 3.0)), axis=1)
