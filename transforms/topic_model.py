"""The trained half of the topic classifier: word vectors and a linear head, from one small file.

A text is the sum of its words' vectors, rare words first (SIF, Arora, Liang and Ma 2017), of unit
length. A linear head reads the second level from it and, summed up by parent, the first. Words
that the training texts used of a second-level topic more than of its siblings speak for it
(multinomial naive Bayes). docs/topic-model.md says what it was trained on and how good it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.iptc import PARENTS, TOPIC_NAMES

Floats = npt.NDArray[np.float64]
_POWER = 0.7  # a word that occurs n times counts n to this power
_FILE = "topic_model.npz"


@dataclass(frozen=True)
class TopicModel:
    """The arrays of the model file.

    Attributes:
        index: word -> row; words of the training texts come first.
        vectors: (words, dimensions) at 8 bits, and
        scales: what each word's is multiplied by, its SIF weight included.
        likelihoods: (words of the training texts, second level) at 8 bits: log of a word's share
            in the topic over its mean share in the siblings, and
        step: what they are multiplied by.
        weights, bias: head of the second level: (dimensions, 121) and (121,).
        first_directions: of each first-level topic the mean weights of its children less the mean
            of all topics': what speaks for it and not for the others.
        second_directions: the weights of each second-level topic less the mean of its siblings.
        parents, siblings: how the second level belongs to the first, as the functions below say.
        prior: what is added to the first level's logarithms: how common topics are in news.
        calibration: of each level (slope, slope of the evidence's mass, intercept).
        information: word -> minus the decimal logarithm of its frequency in English.
        version: what `articles.topic_model` says.
    """

    index: Mapping[str, int]
    vectors: npt.NDArray[np.int8]
    scales: Floats
    likelihoods: npt.NDArray[np.int8]
    step: float
    weights: Floats
    bias: Floats
    first_directions: Floats
    second_directions: Floats
    parents: npt.NDArray[np.intp]
    siblings: npt.NDArray[np.intp]
    prior: Floats
    calibration: Floats
    information: Mapping[str, float]
    version: str


@dataclass(frozen=True)
class Reading:
    """What the model sees in a text.

    Attributes:
        words: the words that it knows, each once, in order of appearance.
        rows: their rows.
        vectors: their vectors before scaling, (words, dimensions).
        shares: what each word's vector counts in the text's, which has unit length.
        trained: which words were in the training texts, and
        saturated: what each of those counts for the likelihoods.
        first: log-probabilities of the first level, summed up from the head's second.
        second: of each second-level topic the log-probability given its parent.
    """

    words: tuple[str, ...]
    rows: npt.NDArray[np.intp]
    vectors: Floats
    shares: Floats
    trained: npt.NDArray[np.bool_]
    saturated: Floats
    first: Floats
    second: Floats


@cache
def topic_model() -> TopicModel:
    """The model that is shipped with the package."""
    with files("transforms").joinpath(_FILE).open("rb") as file:
        arrays = np.load(file)
        return from_arrays({name: arrays[name] for name in arrays.files})


@cache
def version() -> str:
    """The shipped model's `version`, without the rest of it: all that a driver needs."""
    with files("transforms").joinpath(_FILE).open("rb") as file:
        return version_of(np.load(file))


def version_of(arrays: Mapping[str, npt.NDArray[Any]]) -> str:
    """The name of the model in a file's arrays."""
    return bytes(arrays["version"]).decode("ascii")


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> TopicModel:
    """The model of a file's arrays."""
    words = bytes(arrays["words"]).decode("utf-8").split("\n")
    weights = arrays["weights"].astype(np.float64)
    means = np.add.reduceat(weights, siblings(), axis=1) / np.bincount(parents())
    return TopicModel(
        index={word: row for row, word in enumerate(words)},
        vectors=arrays["vectors"],
        scales=arrays["vector_scale"].astype(np.float64).ravel(),
        likelihoods=arrays["likelihoods"],
        step=float(arrays["step"]),
        weights=weights,
        bias=arrays["bias"].astype(np.float64),
        first_directions=means - means.mean(axis=1, keepdims=True),
        second_directions=weights - means[:, parents()],
        parents=parents(),
        siblings=siblings(),
        prior=arrays["prior"].astype(np.float64),
        calibration=arrays["calibration"].astype(np.float64),
        information=dict(zip(words, arrays["information"].tolist(), strict=True)),
        version=version_of(arrays),
    )


def siblings() -> npt.NDArray[np.intp]:
    """Where in PARENTS, which is in the order of TOPIC_NAMES, each first-level topic's begin."""
    parents = list(PARENTS.values())
    return np.array([parents.index(code) for code in TOPIC_NAMES], dtype=np.intp)


def parents() -> npt.NDArray[np.intp]:
    """For each second-level topic the place of its parent in TOPIC_NAMES."""
    codes = list(TOPIC_NAMES)
    return np.array([codes.index(code) for code in PARENTS.values()], dtype=np.intp)


def read(model: TopicModel, counts: Mapping[str, float]) -> Reading:
    """Reads a text, given as lower-case words with how often each counts."""
    index = model.index
    words = tuple(filter(index.__contains__, counts))
    rows = np.fromiter(map(index.__getitem__, words), np.intp, len(words))
    weights = np.fromiter(map(counts.__getitem__, words), np.float64, len(words))
    vectors = model.vectors.take(rows, axis=0).astype(np.float64)
    strengths = weights**_POWER * model.scales.take(rows)
    total = strengths @ vectors
    length = float(np.sqrt(total @ total)) or 1.0
    unit = total / length
    logits = unit @ model.weights + model.bias
    trained = rows < len(model.likelihoods)
    known = weights[trained]
    saturated = known / (known + 1.0) * model.step
    spoken = logits + saturated @ model.likelihoods.take(rows[trained], axis=0).astype(np.float64)
    return Reading(
        words=words,
        rows=rows,
        vectors=vectors,
        shares=strengths / length,
        trained=trained,
        saturated=saturated,
        first=log_softmax(_wholes(model, logits)),
        second=spoken - _wholes(model, spoken)[model.parents],
    )


def _wholes(model: TopicModel, logits: Floats) -> Floats:
    """Log of the summed exponentials of each first-level topic's children."""
    most = logits.max()  # of all topics: those of one text differ by far less than 700
    wholes: Floats = np.log(np.add.reduceat(np.exp(logits - most), model.siblings)) + most
    return wholes


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of the softmax of a vector."""
    shifted: Floats = logits - logits.max()
    result: Floats = shifted - np.log(np.exp(shifted).sum())
    return result


def first_contributions(model: TopicModel, reading: Reading, topic: int) -> Floats:
    """What each word of a reading adds to a first-level topic over the mean of all topics."""
    return _along(reading, model.first_directions[:, topic])


def second_contributions(model: TopicModel, reading: Reading, topic: int) -> Floats:
    """What each word adds to a second-level topic over the mean of its siblings."""
    added = _along(reading, model.second_directions[:, topic])
    known = model.likelihoods[reading.rows[reading.trained], topic]
    added[reading.trained] += reading.saturated * known
    return added


def _along(reading: Reading, direction: Floats) -> Floats:
    projected: Floats = (reading.vectors @ direction) * reading.shares
    return projected
