"""A lexicon's seed words by the rows of a vocabulary, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.lexicon import Lexicon
from transforms.text_words import UNKNOWN, Floats, Integers, Vocabulary

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SeedIndex:
    """A lexicon by the rows of a vocabulary; the last item of a row's arrays is for unknown words.

    Attributes:
        lexicon: the seed words.
        vocabulary: their words, and perhaps others before them.
        terms: the term that a word is by itself, or -1.
        begins, continues: whether a phrase begins with the word or has it as its second.
        phrases: by rows of the first two words, the rows behind and the term, longest first.
        pairs: of each term where its topics and weights begin, and behind the last.
        topics, weights: of all terms.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    terms: Integers
    begins: Flags
    continues: Flags
    phrases: dict[tuple[int, int], list[tuple[list[int], int]]]
    pairs: Integers
    topics: Integers
    weights: Floats


def seed_index(lexicon: Lexicon, known: Sequence[str] = ()) -> SeedIndex:
    """Numbers the words of a lexicon, those that are `known` first."""
    listed = [
        (first, second, rest, term)
        for first, (phrases, _) in lexicon.heads.items()
        for second, candidates in phrases.items()
        for rest, term in candidates
    ]
    words = dict.fromkeys([*known, *lexicon.heads])
    words |= dict.fromkeys(word for _, second, rest, _ in listed for word in (second, *rest))
    row = {word: number for number, word in enumerate(words)}
    terms = np.full(len(row) + 1, UNKNOWN)
    begins, continues = np.zeros((2, len(row) + 1), np.bool_)
    phrases: dict[tuple[int, int], list[tuple[list[int], int]]] = {}
    for word, (_, term) in lexicon.heads.items():
        terms[row[word]] = term
    for first, second, rest, term in listed:
        pair = row[first], row[second]
        begins[pair[0]] = continues[pair[1]] = True
        phrases.setdefault(pair, []).append(([row[word] for word in rest], term))
    pairs = [pair for weights in lexicon.weights for pair in weights]
    return SeedIndex(
        lexicon=lexicon,
        vocabulary=Vocabulary(list(row)),
        terms=terms,
        begins=begins,
        continues=continues,
        phrases=phrases,
        pairs=np.cumsum([0, *map(len, lexicon.weights)]),
        topics=np.array([topic for topic, _ in pairs], np.intp),
        weights=np.array([weight for _, weight in pairs], np.float64),
    )
