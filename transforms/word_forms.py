"""What a network's first layers make of a word form, computed once for each.

Most words of a text have occurred before: of 16,000 words of news some 3,000 are different, and
after some thousand articles 97 in 100 are known. The layers see a word's form alone, so their
result is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from transforms.row_blocks import Rows

KEPT_FORMS = 50_000
"""Word forms kept: 20 MB of vectors of width 96. Then all are forgotten, and it starts again."""


class WordForms:
    """Vectors of word forms, kept; safe to use from one thread at a time.

    Args:
        embed: (forms, features) of uint64 to (forms, width); a row depends on its form alone.
        width: of a vector.
    """

    def __init__(self, embed: Callable[[NDArray[np.uint64]], Rows], width: int) -> None:
        self.embed = embed
        self.rows: dict[bytes, int] = {}
        self.vectors = np.empty((KEPT_FORMS, width), dtype=np.float32)

    def __call__(self, features: NDArray[np.uint64]) -> Rows:
        """(words, features) to (words, width)."""
        features = np.ascontiguousarray(features)
        forms = features.view(f"V{features.strides[0]}").ravel().tolist()
        found = self._found(forms)
        if (found < 0).any():
            self._learn(forms, features, found < 0)
            found = self._found(forms)
        return self.vectors[found]

    def _found(self, forms: list[bytes]) -> NDArray[np.intp]:
        return np.fromiter(map(self.rows.get, forms, repeat(-1)), np.intp, len(forms))

    def _learn(
        self, forms: list[bytes], features: NDArray[np.uint64], unknown: NDArray[np.bool_]
    ) -> None:
        if len(self.rows) + np.count_nonzero(unknown) > len(self.vectors):
            self.rows.clear()
            unknown = np.ones(len(forms), dtype=bool)
        first = {forms[at]: at for at in reversed(np.flatnonzero(unknown).tolist())}
        start = len(self.rows)
        new = self.embed(features[list(first.values())])
        if start + len(new) > len(self.vectors):  # one batch has more forms than are ever kept
            self.vectors = np.empty((start + len(new), new.shape[1]), dtype=np.float32)
        self.vectors[start : start + len(new)] = new
        self.rows.update(zip(first, range(start, start + len(new)), strict=True))
