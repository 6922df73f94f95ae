"""What the words of a line are for: how many it has of each kind in `line_words`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from transforms.characters import LOOKED_AT, Characters, words
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
_DENSE_TABLE = tuple(
    (_KIND_NAMES.index(kind), re.compile(pattern)) for kind, pattern in DENSE_KINDS.items()
)


@dataclass(frozen=True)
class Vocabulary:
    """The words of `line_words` by number, from 1 on; 0 stands for all others.

    Attributes:
        numbers: of each word, and of each word of a phrase.
        groups: for each number the row of `kinds` that it has; 0 for none.
        kinds: how often a word counts for each kind; a word may be listed twice.
        heads: whether a phrase begins with a number's word.
        phrases: kinds by the numbers of two words.
    """

    numbers: dict[str, int]
    groups: Any
    kinds: Any
    heads: Any
    phrases: dict[tuple[int, int], list[int]]


@cache
def vocabulary() -> Vocabulary:
    """The tables of `line_words`; made once per process."""
    listed = [(kind, entry) for kind, name in enumerate(KINDS) for entry in KINDS[name].split()]
    entries = [(kind, entry.split("_")) for kind, entry in listed]
    words = dict.fromkeys(word for _, entry in entries for word in entry)
    numbers = {word: number for number, word in enumerate(words, 1)}
    counts = np.zeros((len(numbers) + 1, len(KINDS)))
    heads = np.zeros(len(counts), dtype=bool)
    phrases: dict[tuple[int, int], list[int]] = defaultdict(list)
    for kind, entry in entries:
        first = numbers[entry[0]]
        if len(entry) == 1:
            counts[first, kind] += 1
        elif len(entry) == 2:
            heads[first] = True
            phrases[first, numbers[entry[1]]].append(kind)
    kinds, groups = np.unique(counts, axis=0, return_inverse=True)
    return Vocabulary(numbers, groups.ravel(), kinds, heads, dict(phrases))


@dataclass(frozen=True)
class Words:
    """The words of a text's lines, behind one another.

    Attributes:
        different: how many words of the text differ.
        codes: of each word its number among these.
        numbers: of each word its number in the vocabulary.
        groups: of each word its row of the vocabulary's kinds; 0 for words that count for none.
        owners: the number of each word's line.
        sizes: words of each line.
    """

    different: int
    codes: Any
    numbers: Any
    groups: Any
    owners: Any
    sizes: Any


def line_words(page: Characters) -> Words:
    """Each line's words in small letters; pairs of characters where a script has no spaces."""
    found = words(page)
    for at in (page.dense > FEW_DENSE).nonzero()[0].tolist():
        found[at] = pairs_of(found[at])
    sizes = np.fromiter(map(len, found), np.intp, len(found))
    places: dict[str, int] = {}
    codes = np.array(
        [places.setdefault(word, len(places)) for own in found for word in own], dtype=np.intp
    )
    known = vocabulary()
    numbers = np.fromiter(map(known.numbers.get, places, repeat(0)), np.intp, len(places))
    numbers = numbers.take(codes)
    owners = np.repeat(np.arange(len(found)), sizes)
    return Words(len(places), codes, numbers, known.groups.take(numbers), owners, sizes)


def pairs_of(words: Sequence[str]) -> list[str]:
    """All pairs of neighbouring characters, and the words of one character."""
    return [word[i : i + 2] for word in words for i in range(max(1, len(word) - 1))]


def kind_counts(page: Characters, found: Words) -> Any:
    """How many words of each kind each line holds; a phrase counts as two."""
    known, count = vocabulary(), len(page.lines)
    places = found.groups.nonzero()[0]
    width = len(known.kinds)
    keys = found.owners.take(places) * width + found.groups.take(places)
    counts = np.bincount(keys, minlength=count * width).reshape(count, width) @ known.kinds
    for place in known.heads.take(found.numbers[:-1]).nonzero()[0].tolist():
        kinds = known.phrases.get((found.numbers[place], found.numbers[place + 1]), ())
        if kinds and found.owners[place] == found.owners[place + 1]:
            for kind in kinds:
                counts[found.owners[place], kind] += 2
    for at in (page.dense > FEW_DENSE).nonzero()[0].tolist():
        for kind, pattern in _DENSE_TABLE:
            counts[at, kind] += len(pattern.findall(page.lines[at][:LOOKED_AT]))
    return counts


def word_shares(page: Characters, found: Words) -> Any:
    """For each line its words of each kind, and last those of furniture, for every four words."""
    counts = kind_counts(page, found)
    totals = np.maximum(4, found.sizes)[:, None]
    furniture = counts[:, _FURNITURE].sum(axis=1, keepdims=True)
    shares = np.minimum(counts * 4 / totals, 2.0)
    return np.concatenate((shares, np.minimum(furniture * 4 / totals, 3.0)), axis=1)
