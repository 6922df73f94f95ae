"""What a line of scraped text shows: how it looks, what its words are for, where it stands.

Every feature is a number between about -1 and 3; `NAMES` gives their order. Besides the general
words of `line_words`, a line's own words count only as repetitions of other lines' on the page.
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
from transforms.word_kinds import SHARES, Words, line_words, word_shares

NAMES = (*SHAPES, *SHARES, *PLACES, *PROSE)

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
    return np.concatenate((shown, shares, repeated, near), axis=1, dtype=np.float32)
