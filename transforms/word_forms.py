"""What a network's first layers make of a word form, computed once for each.

Most words of a text have occurred before, and these layers see nothing but a word's form.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from transforms.ner_layers import Floats, Numbers

KEPT_FORMS = 50_000
"""Word forms kept: 20 MB of vectors of width 96. Then all are forgotten, and it starts again."""
NO_WORD = 0
"""Number of a form that has the vector zero."""


class WordForms:
    """Vectors of word forms, kept; for one thread at a time.

    Args:
        embed: (forms, features) of uint64 to (forms, width); a row depends on its form alone.
        width: of a vector.
    """

    def __init__(self, embed: Callable[[NDArray[np.uint64]], Floats], width: int) -> None:
        self.embed = embed
        self.known: dict[bytes, int] = {}
        self.vectors = np.zeros((1 + KEPT_FORMS, width), dtype=np.float32)

    def numbers(self, features: NDArray[np.uint64]) -> Numbers:
        """(words, features) to (words,): rows of `vectors`, good until the next call."""
        features = np.ascontiguousarray(features)
        forms = features.view(f"V{features.itemsize * features.shape[1]}").ravel().tolist()
        found = self._found(forms)
        if (found == NO_WORD).any():
            self._learn(forms, features, found == NO_WORD)
            found = self._found(forms)
        return found

    def _found(self, forms: list[bytes]) -> Numbers:
        return np.fromiter(map(self.known.get, forms, repeat(NO_WORD)), np.intp, len(forms))

    def _learn(
        self, forms: list[bytes], features: NDArray[np.uint64], unknown: NDArray[np.bool_]
    ) -> None:
        room = len(self.vectors) - 1 - len(self.known)
        if np.count_nonzero(unknown) > room:
            self.known.clear()
            unknown = np.ones(len(forms), dtype=bool)
        place = {forms[at]: at for at in np.flatnonzero(unknown).tolist()}
        start = 1 + len(self.known)
        end = start + len(place)
        if end > len(self.vectors):  # a batch with more forms than are ever kept
            self.vectors = np.zeros((end, self.vectors.shape[1]), dtype=np.float32)
        self.vectors[start:end] = self.embed(features[list(place.values())])
        self.known.update(zip(place, range(start, end), strict=True))
