"""How much a text says of each topic of a lexicon, by its seed words, and where it says so.

Each seed word counts with its weight for its topics; repetitions count ever less, words of the
title and of the beginning count more. A topic's score is its share of all the evidence, with a
constant in the denominator for what any text of that length shows by chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, compress, count, islice
from operator import itemgetter

from transforms.lexicon import WORD, Head, Lexicon

_TITLE_COUNT = 4.0  # a word of the title counts as this many of the text
_LEAD_WORDS = 60  # the beginning of the text, in words
_LEAD_COUNT = 1.5
_SATURATION = 2.0  # count at which a word has half of the most that it can add
_SHARPNESS = 2.0  # exponent that widens the distance between topics
_CHANCE = 3.0  # evidence that any text shows by chance, in weights ...
_CHANCE_PER_ROOT_WORD = 0.5  # ... and how it grows with the root of the number of words

_PIECES = re.compile(f"({WORD.pattern})")

Place = tuple[int, int]  # index of the first word and number of words
Matches = dict[int, tuple[float, Place]]  # term -> its count, and where it stands first


@dataclass(frozen=True)
class SeedScores:
    """What the seed words say of a text.

    Attributes:
        pieces: the text between words and the words of title and text, by turns.
        words: the words in lower case, the line break between title and text included.
        title_words: how many of them are the title's.
        evidence: per topic what each term adds, in order of appearance, with its first place.
        scores: per topic its share of the evidence, 0 to 1.
        mass: share of the evidence that is no chance, 0 to 1.
    """

    pieces: list[str]
    words: list[str]
    title_words: int
    evidence: list[list[tuple[float, Place]]]
    scores: list[float]
    mass: float


def seed_scores(lexicon: Lexicon, title: str, text: str) -> SeedScores:
    """Scans `title`, a line break and `text`."""
    pieces, words = _cut(f"{title}\n{text}")
    title_words = len(WORD.findall(title))
    evidence = _evidence(lexicon, _scan(lexicon, words, title_words))
    powers = [sum(map(itemgetter(0), found)) ** _SHARPNESS for found in evidence]
    chance = (_CHANCE + _CHANCE_PER_ROOT_WORD * len(words) ** 0.5) ** _SHARPNESS
    whole = sum(powers) + chance
    return SeedScores(
        pieces,
        words,
        title_words,
        evidence,
        [power / whole for power in powers],
        1 - chance / whole,
    )


def _cut(text: str) -> tuple[list[str], list[str]]:
    """A text in pieces, every second one a word, and the words in lower case."""
    if text.isascii():  # elsewhere a letter in lower case may be two
        pieces = _PIECES.split(text.lower())
        return pieces, pieces[1::2]
    pieces = _PIECES.split(text)
    return pieces, list(map(str.lower, pieces[1::2]))


def strongest(found: list[tuple[float, Place]]) -> list[Place]:
    """Places of a topic's evidence, what adds most first."""
    return [place for _, place in sorted(found, key=lambda added: (-added[0], added[1]))]


def offsets(seeds: SeedScores, words: int) -> list[int]:
    """Where in title, line break and text the first so many words begin and end, by turns."""
    return list(accumulate(map(len, islice(seeds.pieces, 2 * words))))


def _scan(lexicon: Lexicon, words: list[str], title_words: int) -> Matches:
    """Counts the terms in lower-case words; a phrase that matches uses its words up."""
    lead_end = title_words + 1 + _LEAD_WORDS
    matches: Matches = {}
    resume = 0
    heads = lexicon.heads
    for index in compress(count(), map(heads.__contains__, words)):
        if index < resume:
            continue
        head = heads[words[index]]
        (phrases, term), length = head, 1
        if index + 1 < len(words) and words[index + 1] in phrases:
            term, length = _longest(head, words, index)
        if term < 0:
            continue
        resume = index + length
        added = _TITLE_COUNT if index < title_words else _LEAD_COUNT if index < lead_end else 1.0
        before, place = matches.get(term, (0.0, (index, length)))
        matches[term] = (before + added, place)
    return matches


def _longest(head: Head, words: list[str], index: int) -> tuple[int, int]:
    """The term at `words[index]` and its number of words; term -1 if there is none. The word behind
    it is one that a phrase of the head goes on with."""
    phrases, single = head
    behind = index + 2
    for rest, term in phrases[words[index + 1]]:
        if not rest or words[behind : behind + len(rest)] == rest:
            return term, 2 + len(rest)
    return single, 1


def _evidence(lexicon: Lexicon, matches: Matches) -> list[list[tuple[float, Place]]]:
    """Per topic what each of its terms adds; neutral terms add nothing."""
    evidence: list[list[tuple[float, Place]]] = [[] for _ in lexicon.codes]
    for term, (times, place) in matches.items():
        saturated = times / (times + _SATURATION)
        for topic, weight in lexicon.weights[term]:
            evidence[topic].append((weight * saturated, place))
    return evidence
