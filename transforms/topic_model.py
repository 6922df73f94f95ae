"""The trained half of the topic classifier: what `word_vectors` and words say, from a small file.

A text is the sum of its words' vectors, rare words first (SIF, Arora, Liang and Ma 2017), of unit
length. A linear head reads the second level from it and, summed up by parent, the first. Another
reads the same from the words themselves, the rarer the more each counts. Words that the training
texts used of a second-level topic more than of its siblings speak for it (multinomial naive
Bayes). docs/topic-model.md says what it was trained on and how good it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.iptc import PARENTS, TOPIC_NAMES
from transforms.text_words import Distinct, Floats, Integers
from transforms.word_vectors import WordVectors, word_vectors

_POWER = 0.7  # a word that occurs n times counts n to this power
_FILE = "topic_model.npz"
COMMON = 1.5  # a word as frequent as one in 32 (minus the decimal logarithm) counts ...
LEAST_GAIN = 0.2  # ... so much for the words' head; a rarer one by how much rarer it is


@dataclass(frozen=True)
class TopicModel:
    """The arrays of the model file and of the word vectors.

    Attributes:
        words: by row; words of the training texts come first.
        vectors: (words, dimensions) at 8 bits, and
        scales: what each word's is multiplied by, its SIF weight included.
        likelihoods: (words of the training texts, second level) at 8 bits: log of a word's share
            in the topic over its mean share in the siblings, and
        step: what they are multiplied by.
        word_weights: the head of the second level that reads the same words, at 8 bits, and
        word_scales: what each topic's are multiplied by, and
        word_bias: what is added.
        weights, bias: head of the second level: (dimensions, 121) and (121,).
        directions: what speaks for a topic and not for the others, a row for each, the first level
            before the second: the mean weights of its children less the mean of all topics';
            its weights less the mean of its siblings'.
        word_directions: the same of the words' head, (words of the training texts, first level).
        parents, siblings: how the second level belongs to the first, as the functions below say.
        prior: what is added to the first level's logarithms: how common topics are in news.
        calibration: of each level (slope, slope of the evidence's mass, intercept).
        information: word -> minus the decimal logarithm of its frequency in English, and
        informations: the same by row.
        version: what `articles.topic_model` says.
    """

    words: tuple[str, ...]
    vectors: npt.NDArray[np.int8]
    scales: Floats
    likelihoods: npt.NDArray[np.int8]
    step: float
    word_weights: npt.NDArray[np.int8]
    word_scales: Floats
    word_bias: Floats
    weights: Floats
    bias: Floats
    directions: Floats
    word_directions: Floats
    parents: npt.NDArray[np.intp]
    siblings: npt.NDArray[np.intp]
    prior: Floats
    calibration: Floats
    information: Mapping[str, float]
    informations: Floats
    version: str


@dataclass(frozen=True)
class Reading:
    """What the model sees in a text.

    Attributes:
        rows: of the words that it knows, each once, in order of appearance.
        places: which of the words of all texts read is the first such one.
        vectors: their vectors before scaling, (words, dimensions).
        shares: what each word's vector counts in the text's, which has unit length.
        trained: which words were in the training texts,
        saturated: what each of those counts for the likelihoods, and
        likelihoods: theirs, (words, second level).
        gains: what each of those counts for the words' head.
        logits: what the head says of the second level, and
        spoken: head and likelihoods together, and
        worded: the words' head.
    """

    rows: Integers
    places: Integers
    vectors: Floats
    shares: Floats
    trained: npt.NDArray[np.bool_]
    saturated: Floats
    likelihoods: npt.NDArray[np.int8]
    gains: Floats
    logits: Floats
    spoken: Floats
    worded: Floats


@cache
def topic_model() -> TopicModel:
    """The model that is shipped with the package."""
    with files("transforms").joinpath(_FILE).open("rb") as file:
        return from_arrays(dict(np.load(file)), word_vectors())


@cache
def version() -> str:
    """The shipped model's `version`, without the rest of it: all that a driver needs."""
    with files("transforms").joinpath(_FILE).open("rb") as file:
        return version_of(np.load(file))


def version_of(arrays: Mapping[str, npt.NDArray[Any]]) -> str:
    """The name of the model in a file's arrays."""
    return bytes(arrays["version"]).decode("ascii")


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]], known: WordVectors) -> TopicModel:
    """The model of a file's arrays, and of the vectors that it was trained with."""
    words = known.vocabulary.words
    weights = arrays["weights"].astype(np.float64)
    means = _means(weights)
    first, second_ = means - means.mean(axis=1, keepdims=True), weights - means[:, parents()]
    worded = _means(arrays["word_weights"] * arrays["word_scales"].astype(np.float32))
    return TopicModel(
        words=words,
        vectors=known.vectors,
        scales=known.scales,
        likelihoods=arrays["likelihoods"],
        step=float(arrays["step"]),
        word_weights=arrays["word_weights"],
        word_scales=arrays["word_scales"].astype(np.float64),
        word_bias=arrays["word_bias"].astype(np.float64),
        weights=weights,
        bias=arrays["bias"].astype(np.float64),
        directions=np.concatenate([first.T, second_.T]),
        word_directions=worded - worded.mean(axis=1, keepdims=True),
        parents=parents(),
        siblings=siblings(),
        prior=arrays["prior"].astype(np.float64),
        calibration=arrays["calibration"].astype(np.float64),
        information=dict(zip(words, arrays["information"].tolist(), strict=True)),
        informations=arrays["information"].astype(np.float64),
        version=version_of(arrays),
    )


def _means(weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The mean of each first-level topic's children, a column for each."""
    means: npt.NDArray[Any] = np.add.reduceat(weights, siblings(), axis=1) / np.bincount(parents())
    return means


def siblings() -> npt.NDArray[np.intp]:
    """Where in PARENTS, which is in the order of TOPIC_NAMES, each first-level topic's begin."""
    parents = list(PARENTS.values())
    return np.array([parents.index(code) for code in TOPIC_NAMES], dtype=np.intp)


def parents() -> npt.NDArray[np.intp]:
    """For each second-level topic the place of its parent in TOPIC_NAMES."""
    codes = list(TOPIC_NAMES)
    return np.array([codes.index(code) for code in PARENTS.values()], dtype=np.intp)


def gains(counts: Floats, informations: Floats) -> Floats:
    """What words that occur so often count for the words' head, in a text of unit length."""
    strengths = counts / (counts + 1.0) * np.maximum(LEAST_GAIN, informations - COMMON)
    shares: Floats = strengths / (math.sqrt(strengths @ strengths) or 1.0)
    return shares


def read(model: TopicModel, words: Distinct) -> list[Reading]:
    """Reads texts, each by itself, so that what is read beside a text makes no difference."""
    known = (words.rows >= 0) & (words.rows < len(model.words))
    bounds = np.append(0, known.cumsum())[words.bounds].tolist()
    rows, places, counts = words.rows[known], words.first[known], words.counts[known]
    strengths = counts**_POWER * model.scales[rows]
    trained = rows < len(model.likelihoods)
    saturated = counts / (counts + 1.0) * model.step
    readings = []
    for begin, end in pairwise(bounds):
        mine = rows[begin:end]
        seen = trained[begin:end]
        vectors = model.vectors.take(mine, axis=0).astype(np.float64)
        total = strengths[begin:end] @ vectors
        length = math.sqrt(total @ total) or 1.0
        logits = (total / length) @ model.weights + model.bias
        times = saturated[begin:end][seen]
        known_words = mine[seen]
        shares = gains(counts[begin:end][seen], model.informations[known_words])
        likely = model.likelihoods.take(known_words, axis=0)
        worded = shares @ model.word_weights.take(known_words, axis=0).astype(np.float64)
        readings.append(
            Reading(
                rows=mine,
                places=places[begin:end],
                vectors=vectors,
                shares=strengths[begin:end] / length,
                trained=seen,
                saturated=times,
                likelihoods=likely,
                gains=shares,
                logits=logits,
                spoken=logits + times @ likely.astype(np.float64),
                worded=worded * model.word_scales + model.word_bias,
            )
        )
    return readings


def first(model: TopicModel, logits: Floats) -> Floats:
    """Log-probabilities of the first level, (texts, topics): the second's, summed up. For either
    head's `logits`."""
    return log_softmax(_wholes(model, logits))


def agreement(model: TopicModel, logits: Floats, spoken: Floats) -> Floats:
    """Log of how much likelier a text's words are below each first-level topic than its head's
    shares of the children tell: (texts, topics)."""
    agreed: Floats = _wholes(model, spoken) - _wholes(model, logits)
    return agreed


def second(model: TopicModel, spoken: Floats) -> Floats:
    """Log-probabilities of the second level given its parents, (texts, topics)."""
    given: Floats = spoken - _wholes(model, spoken)[:, model.parents]
    return given


def _wholes(model: TopicModel, logits: Floats) -> Floats:
    """Log of the summed exponentials of each first-level topic's children."""
    most = np.maximum.reduceat(logits, model.siblings, axis=1)
    exponentials = np.exp(logits - most[:, model.parents])
    wholes: Floats = np.log(np.add.reduceat(exponentials, model.siblings, axis=1)) + most
    return wholes


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of the softmax of each row."""
    shifted: Floats = logits - logits.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def contributions(
    model: TopicModel, reading: Reading, topics: Sequence[int], shares: tuple[float, float]
) -> Floats:
    """What each word adds to a topic over the mean of all topics, or of its siblings, a row for
    each of `topics`, which are counted as in `directions`; `shares` is what vectors and words count
    on the first level."""
    added: Floats = (model.directions[topics] @ reading.vectors.T) * reading.shares
    for row, topic in zip(added, topics, strict=True):
        if topic >= len(model.siblings):
            known = reading.likelihoods[:, topic - len(model.siblings)]
            row[reading.trained] += reading.saturated * known
        else:
            known = model.word_directions[reading.rows[reading.trained], topic]
            row *= shares[0]
            row[reading.trained] += shares[1] * reading.gains * known
    return added
