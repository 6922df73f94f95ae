"""What the words of a line are for: how many it has of each kind in `line_words`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from transforms.characters import LOOKED_AT, Characters, Spans, word_spans
from transforms.line_words import DENSE_KINDS, KINDS
from transforms.world_words import WORLD_DENSE, WORLD_WORDS

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
    (_KIND_NAMES.index(kind), re.compile("|".join(filter(None, patterns))))
    for kind in _KIND_NAMES
    if any(patterns := (DENSE_KINDS.get(kind), WORLD_DENSE.get(kind)))
)


# A word is known by 64 bits: its characters as digits of a number to an odd base without a pattern,
# modulo 2 ** 64 (Karp and Rabin 1987).
_BASE = 0x9E3779B97F4A7C15


@cache
def _powers() -> Any:
    """The base's powers, for words as long as a line is looked at, three times if letters grow."""
    found = np.full(3 * LOOKED_AT + 1, _BASE, dtype=np.uint64)
    found[0] = 1
    return found.cumprod()


def _keys(spans: Spans) -> Any:
    """The number of each word."""
    if not len(spans.starts):
        return np.zeros(0, dtype=np.uint64)
    sizes = spans.ends - spans.starts
    firsts = sizes.cumsum() - sizes
    within = np.arange(firsts[-1] + sizes[-1]) - np.repeat(firsts, sizes)
    codes = spans.codes.take(within + np.repeat(spans.starts, sizes))
    return np.add.reduceat(codes * _powers().take(within), firsts)


@dataclass(frozen=True)
class Vocabulary:
    """The words of `line_words` by number, from 1 on; 0 stands for all others.

    Attributes:
        keys: of each number's word, in ascending order behind that of no word.
        groups: for each number the row of `kinds` that it has; 0 for none.
        kinds: how often a word counts for each kind; a word may be listed twice.
        heads: whether a phrase begins with a number's word.
        phrases: kinds by the numbers of two words.
    """

    keys: Any
    groups: Any
    kinds: Any
    heads: Any
    phrases: dict[tuple[int, int], list[int]]


def key_of(word: str) -> int:
    """The number of one word."""
    codes = np.array(list(map(ord, word)), dtype=np.uint64)
    return int(_keys(Spans(codes, None, np.array([0]), np.array([len(codes)])))[0])


def entries_of(kind: str) -> list[str]:
    """All languages' words and phrases of a kind, as pages are read: without case, and with either
    apostrophe."""
    own = KINDS[kind].casefold().split()
    world = {word for words in WORLD_WORDS.values() for word in words.get(kind, "").split()}
    more = {word.casefold() for word in world}
    more |= {word.replace("'", "’") for word in (*own, *more)}
    return own + sorted(more - set(own))


@cache
def vocabulary() -> Vocabulary:
    """The tables of `line_words`; made once per process."""
    listed = [(kind, entry) for kind, name in enumerate(KINDS) for entry in entries_of(name)]
    entries = [(kind, entry.split("_")) for kind, entry in listed]
    words = {word: key_of(word) for _, entry in entries for word in entry}
    ordered = sorted(words, key=words.__getitem__)
    numbers = {word: number for number, word in enumerate(ordered, 1)}
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
    keys = np.array([0, *map(words.__getitem__, ordered)], dtype=np.uint64)
    return Vocabulary(keys, groups.ravel(), kinds, heads, dict(phrases))


@dataclass(frozen=True)
class Words:
    """The words of a text's lines, behind one another.

    Attributes:
        keys: the numbers of the text's different words, which a `text_words.Vocabulary` knows.
        codes: of each word its number among these.
        numbers: of each word its number in the vocabulary.
        groups: of each word its row of the vocabulary's kinds; 0 for words that count for none.
        owners: the number of each word's line.
        sizes: words of each line.
    """

    keys: Any
    codes: Any
    numbers: Any
    groups: Any
    owners: Any
    sizes: Any


def line_words(page: Characters) -> Words:
    """Each line's words without case; pairs of characters where a script has no spaces."""
    spans = word_spans(page)
    if (page.dense > FEW_DENSE).any():
        spans = _in_pairs(spans, (page.dense > FEW_DENSE).take(spans.owners))
    keys, known = _keys(spans), vocabulary()
    order = keys.argsort()
    keys = keys.take(order)
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    different = keys[first]
    places = np.minimum(known.keys.searchsorted(different), len(known.keys) - 1)
    codes = np.empty(len(keys), dtype=np.intp)
    codes[order] = first.cumsum() - 1
    numbers = np.where(known.keys.take(places) == different, places, 0).take(codes)
    sizes = np.bincount(spans.owners, minlength=len(page.lines))
    groups = known.groups.take(numbers)
    return Words(different, codes, numbers, groups, spans.owners, sizes)


def _in_pairs(spans: Spans, dense: Any) -> Spans:
    """Some of the words in pairs of neighbouring characters; one character stays a word."""
    counts = np.where(dense, np.maximum(spans.ends - spans.starts - 1, 1), 1)
    firsts = np.repeat(counts.cumsum() - counts, counts)
    starts = np.repeat(spans.starts, counts) + np.arange(len(firsts)) - firsts
    ends = np.repeat(spans.ends, counts)
    paired = np.where(np.repeat(dense, counts), np.minimum(starts + 2, ends), ends)
    return Spans(spans.codes, np.repeat(spans.owners, counts), starts, paired)


def _phrases(found: Words) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where the first word of a phrase may stand, with its number and the next word's."""
    numbers, owners = found.numbers, found.owners
    may = vocabulary().heads.take(numbers[:-1]) & (numbers[1:] > 0) & (owners[1:] == owners[:-1])
    places = may.nonzero()[0]
    pairs = zip(numbers.take(places).tolist(), numbers.take(places + 1).tolist(), strict=True)
    return zip(places.tolist(), pairs, strict=True)


def kind_counts(page: Characters, found: Words) -> Any:
    """How many words of each kind each line holds; a phrase counts as two."""
    known, count = vocabulary(), len(page.lines)
    places = found.groups.nonzero()[0]
    width = len(known.kinds)
    keys = found.owners.take(places) * width + found.groups.take(places)
    counts = np.bincount(keys, minlength=count * width).reshape(count, width) @ known.kinds
    for place, pair in _phrases(found):
        for kind in known.phrases.get(pair, ()):
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
