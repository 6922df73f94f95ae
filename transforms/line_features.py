"""What a line of scraped text shows: how it looks, what its words are for, where it stands.

Every feature is a number between about -1 and 3; `NAMES` gives their order. Besides the general
words of `line_words`, a line's own words count only as repetitions of other lines' on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from transforms.characters import kinds
from transforms.line_places import PLACES, PROSE, around, places
from transforms.line_shapes import SHAPES, shapes
from transforms.word_kinds import SHARES, line_words, word_shares

NAMES = (*SHAPES, *SHARES, *PLACES, *PROSE)


def line_features(lines: Sequence[str], roles: Sequence[str]) -> Any:
    """A row of numbers for each line, in the order of NAMES; single precision.

    Args:
        lines: normalised, at least one.
        roles: what the rules took each line for, "" for nothing.
    """
    looks, dense = kinds(lines)
    own = line_words(lines, dense)
    shown = np.array(shapes(lines, looks, dense))
    shares = word_shares(lines, own, dense)
    repeated = places(lines, roles, own, shown)
    near = around(lines, roles, shown, shares[:, -1])
    return np.concatenate((shown, shares, repeated, near), axis=1, dtype=np.float32)
