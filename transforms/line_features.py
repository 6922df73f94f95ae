"""What a line of scraped text shows: how it looks, what its words are for, where it stands.

Every feature is a number between about -1 and 3; `NAMES` gives their order. Besides the general
words of `line_words`, a line's own words count as repetitions of other lines' on the page, and by
what frequent English words mean (`word_vectors`): no word is known from pages that were labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from transforms.characters import Characters, characters
from transforms.cues import CueFinder
from transforms.line_places import PLACES, PROSE, around, places, role_bits
from transforms.line_shapes import SHAPES, shapes
from transforms.line_told import TOLD_CUES
from transforms.text_words import UNKNOWN
from transforms.word_kinds import SHARES, Words, line_words, word_shares
from transforms.word_vectors import DIMENSIONS, directions, word_vectors

MEANING = tuple(f"meaning_{number}" for number in range(DIMENSIONS))
# Share of a text's words that `word_vectors` knows from which it is English: on labelled pages
# .69 and more, in other languages .58 and less; of fewer words the share says too little.
ENGLISH_SHARE = 0.63
LEAST_WORDS = 40
NAMES = (*SHAPES, *SHARES, *PLACES, *PROSE, *MEANING)

_CUES = CueFinder(TOLD_CUES)


def told(lines: Sequence[str]) -> list[frozenset[str]]:
    """Which of TOLD_CUES each line holds."""
    return _CUES.find(lines)


def line_features(lines: Sequence[str], roles: Sequence[str]) -> Any:
    """A row of numbers for each line, in the order of NAMES; single precision.

    Args:
        lines: normalised, at least one.
        roles: what the rules took each line for, "" for nothing.
    """
    page = characters(lines)
    found = line_words(page)
    return features(page, roles, told(lines), found, word_shares(page, found))


def features(
    page: Characters,
    roles: Sequence[str],
    cues: Sequence[frozenset[str]],
    words: Words,
    shares: Any,
) -> Any:
    """`line_features` of lines that have been looked at; `shares`: what their words are for."""
    shown = shapes(page, cues)
    bits = role_bits(roles)
    repeated = places(page, bits, words, shown)
    near = around(page, bits, shown, shares[:, -1])
    meaning = _meaning(words, len(page.lines))
    return np.concatenate((shown, shares, repeated, near, meaning), axis=1, dtype=np.float32)


def _meaning(words: Words, count: int) -> Any:
    """The direction of each line's words; zeros where none is known, or the text is not English,
    or too short to say."""
    known = word_vectors()
    rows = known.vocabulary.rows(words.keys).take(words.codes)
    if (rows != UNKNOWN).sum() < ENGLISH_SHARE * max(LEAST_WORDS, len(rows)):
        rows = np.full(len(rows), UNKNOWN)
    return directions(known, rows, words.owners, count)
