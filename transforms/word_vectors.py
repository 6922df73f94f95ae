"""Vectors of frequent English words: what a text or one of its lines is about.

GloVe, 50 dimensions (Pennington, Socher and Manning 2014), at 8 bits; the rarer a word, the longer
its vector (SIF, Arora, Liang and Ma 2017). `word_vectors.npz` is written by
`scripts/train_topics.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.text_words import UNKNOWN, Floats, Integers, Vocabulary

DIMENSIONS = 50
_FILE = "word_vectors.npz"


@dataclass(frozen=True)
class WordVectors:
    """The arrays of the file.

    Attributes:
        vocabulary: the words by row; words of the topic model's training texts come first.
        vectors: (words, dimensions) at 8 bits, and
        scales: what each word's is multiplied by, its SIF weight included.
    """

    vocabulary: Vocabulary
    vectors: npt.NDArray[np.int8]
    scales: Floats


@cache
def word_vectors() -> WordVectors:
    """The vectors that are shipped with the package."""
    with files("transforms").joinpath(_FILE).open("rb") as file:
        return from_arrays(np.load(file))


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> WordVectors:
    """The vectors of a file's arrays."""
    words = bytes(arrays["words"]).decode("utf-8").split("\n")
    scales = arrays["vector_scale"].astype(np.float64).ravel()
    return WordVectors(Vocabulary(words), arrays["vectors"], scales)


def directions(known: WordVectors, rows: Integers, owners: Integers, count: int) -> Any:
    """Where the summed vectors of each line's words point.

    Args:
        known: the vectors.
        rows: of each word, UNKNOWN for others.
        owners: the number of each word's line, in ascending order.
        count: how many lines there are.

    Returns:
        (count, DIMENSIONS) in single precision: rows of unit length, of zeros where no word of the
        line is known.
    """
    found = np.zeros((count, DIMENSIONS), dtype=np.float32)
    places = (rows != UNKNOWN).nonzero()[0]
    if not len(places):
        return found
    rows, owners = rows.take(places), owners.take(places)
    scaled = known.vectors.take(rows, axis=0) * known.scales.take(rows).astype(np.float32)[:, None]
    first = np.diff(owners, prepend=-1).nonzero()[0]
    sums = np.add.reduceat(scaled, first, axis=0)
    lengths = np.sqrt(np.square(sums).sum(axis=1, keepdims=True))
    found[owners.take(first)] = sums / np.maximum(lengths, np.finfo(np.float32).tiny)
    return found
