"""The block model: how likely each block of a page is part of the article.

Gradient-boosted trees, fitted by `scripts/fit_blocks.py` and evaluated for all blocks of a page at
once with bit masks instead of branches (QuickScorer: Lucchese et al., SIGIR 2015): each split that
sends a block to the right strikes out the leaves on its left; the first leaf left is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from transforms.block_nodes import Floats

MAX_LEAVES = 16
BLOCKS_AT_ONCE = 512  # bounds the memory of one evaluation

_ALL = 0xFFFF
_FIRST_LEAF = np.array(
    [max((mask & -mask).bit_length() - 1, 0) for mask in range(_ALL + 1)], dtype=np.uint8
)


@dataclass(frozen=True)
class BlockModel:
    """Trees in parallel arrays: splits grouped by tree, leaves as one row for each tree.

    Attributes:
        column: of the feature that a split looks at.
        threshold: a block whose value is greater goes to the right.
        mask: the leaves that remain then.
        first: each tree's first split.
        leaves: their values, log odds, padded with 0 to MAX_LEAVES.
    """

    column: NDArray[np.intp]
    threshold: NDArray[np.float32]
    mask: NDArray[np.uint16]
    first: NDArray[np.intp]
    leaves: Floats

    def predict(self, features: Floats) -> Floats:
        """The probability for each row of features."""
        values = features.astype(np.float32)
        parts = [
            self._log_odds(values[start : start + BLOCKS_AT_ONCE])
            for start in range(0, len(values), BLOCKS_AT_ONCE)
        ]
        odds: Floats = 1.0 / (1.0 + np.exp(-np.concatenate(parts)))
        return odds

    def _log_odds(self, values: NDArray[np.float32]) -> Floats:
        right = values.T[self.column] > self.threshold[:, None]
        masks = np.where(right, self.mask[:, None], np.uint16(_ALL))
        leaf = _FIRST_LEAF[np.bitwise_and.reduceat(masks, self.first, axis=0)]
        total: Floats = self.leaves[np.arange(len(self.leaves))[:, None], leaf].sum(axis=0)
        return total


@cache
def load_model(name: str, columns: tuple[str, ...]) -> BlockModel:
    """A model from its file in this package.

    Args:
        name: of the file, without ".tsv".
        columns: names of the features, in the order in which `predict` gets them.
    """
    text = files("transforms").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    places = {column: place for place, column in enumerate(columns)}
    splits = [row for row in rows if row[0] == "split"]
    leaves = np.zeros((sum(row[0] == "leaves" for row in rows), MAX_LEAVES))
    first: list[int] = [0]
    seen = 0
    for row in rows:
        if row[0] == "split":
            seen += 1
        else:
            leaves[len(first) - 1, : len(row) - 1] = [float(value) for value in row[1:]]
            first.append(seen)
    return BlockModel(
        np.array([places[row[1]] for row in splits]),
        np.array([float(row[2]) for row in splits], dtype=np.float32),
        np.array([int(row[3], 16) for row in splits], dtype=np.uint16),
        np.array(first[:-1]),
        leaves,
    )
