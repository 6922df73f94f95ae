"""How much texts say of each topic of a lexicon, by its seed words, and where they say so.

Each seed word counts with its weight for its topics; repetitions count ever less, words of the
title and of the beginning count more. A topic's score is its share of all the evidence, with a
constant in the denominator for what any text of that length shows by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.seed_index import SeedIndex
from transforms.text_words import Floats, Integers, Words

_TITLE_COUNT = 4.0  # a word of the title counts as this many of the text
_LEAD_WORDS = 60  # the beginning of the text, in words
_LEAD_COUNT = 1.5
_SATURATION = 2.0  # count at which a word has half of the most that it can add
_SHARPNESS = 2.0  # exponent that widens the distance between topics
_CHANCE = 3.0  # evidence that any text shows by chance, in weights ...
_CHANCE_PER_ROOT_WORD = 0.5  # ... and how it grows with the root of the number of words

Place = tuple[int, int]  # index of the first word and number of words


@dataclass(frozen=True)
class SeedScores:
    """What the seed words say of texts.

    Attributes:
        scores: (texts, topics), the topic's share of the text's evidence, 0 to 1.
        mass: of each text the share of the evidence that is no chance, 0 to 1.
        topics, added: in order of appearance, what each term adds to a topic, and
        places, lengths: where it stands first.
        bounds: where in those each text begins; behind the last text, their number.
    """

    scores: Floats
    mass: Floats
    topics: list[int]
    added: list[float]
    places: list[int]
    lengths: list[int]
    bounds: list[int]


def strongest(seeds: SeedScores, text: int, topic: int, most: int) -> list[Place]:
    """Places of a topic's evidence in a text, what adds most first."""
    mine = slice(*seeds.bounds[text : text + 2])
    columns = seeds.topics[mine], seeds.added[mine], seeds.places[mine], seeds.lengths[mine]
    ranked = sorted(
        [
            (-added, place, length)
            for of, added, place, length in zip(*columns, strict=True)
            if of == topic
        ]
    )
    return [(place, length) for _, place, length in ranked[:most]]


def seed_scores(index: SeedIndex, words: Words, rows: Integers) -> SeedScores:
    """Scans texts, of which `rows` has each word's in the vocabulary."""
    at, terms, lengths = _scan(index, rows)
    texts = len(words.texts)
    counts = _counts(words)[at]
    text_of = words.bounds.searchsorted(at, side="right") - 1
    # Each term once a text, in order of appearance.
    _, first, every = np.unique(
        text_of * len(index.pairs) + terms, return_index=True, return_inverse=True
    )
    times = np.bincount(every, counts, minlength=len(first))
    order = first.argsort()
    first, times = first[order], times[order]
    saturated = times / (times + _SATURATION)
    # What each adds to each of its topics.
    terms_found = terms[first]
    begins = index.pairs[terms_found]
    sizes = index.pairs[terms_found + 1] - begins
    behind = sizes.cumsum()
    pairs = np.arange(behind[-1] if len(behind) else 0) + np.repeat(begins - behind + sizes, sizes)
    added = index.weights[pairs] * np.repeat(saturated, sizes)
    found = np.repeat(first, sizes)
    of, topics = text_of[found], index.topics[pairs]
    size = len(index.lexicon.codes)
    sums = np.bincount(of * size + topics, added, minlength=texts * size).reshape(texts, size)
    powers = sums**_SHARPNESS
    length = np.diff(words.bounds) - 1
    chance = (_CHANCE + _CHANCE_PER_ROOT_WORD * np.sqrt(length)) ** _SHARPNESS
    whole = powers.sum(axis=1) + chance
    return SeedScores(
        scores=powers / whole[:, None],
        mass=1 - chance / whole,
        topics=topics.tolist(),
        added=added.tolist(),
        places=at[found].tolist(),
        lengths=lengths[found].tolist(),
        bounds=of.searchsorted(np.arange(texts + 1)).tolist(),
    )


def _counts(words: Words) -> Floats:
    """What a word counts by its place."""
    counts = np.ones(len(words.starts))
    for begin, body in zip(words.bounds.tolist(), words.bodies.tolist(), strict=False):
        counts[begin:body] = _TITLE_COUNT
        counts[body : body + 1 + _LEAD_WORDS] = _LEAD_COUNT
    return counts


def _scan(index: SeedIndex, rows: Integers) -> tuple[Integers, Integers, Integers]:
    """The words at which terms begin, the terms, and their lengths in words; a phrase uses its
    words up."""
    terms = index.terms[rows]
    lengths = np.ones(len(rows), np.intp)
    begins = (index.begins[rows[:-1]] & index.continues[rows[1:]]).nonzero()[0]
    resume = 0
    pairs = zip(rows[begins].tolist(), rows[begins + 1].tolist(), strict=True)
    for place, pair in zip(begins.tolist(), pairs, strict=True):
        if place < resume or pair not in index.phrases:
            continue
        for rest, term in index.phrases[pair]:
            behind = place + 2 + len(rest)
            if not rest or rows[place + 2 : behind].tolist() == rest:
                terms[place], lengths[place] = term, behind - place
                terms[place + 1 : behind] = -1
                resume = behind
                break
    at = (terms >= 0).nonzero()[0]
    return at, terms[at], lengths[at]
