"""The curves that make probabilities of the topic model's scores, and how well they hold.

Each level has a curve of Platt's (Platt 1999), fitted on the labelled test data. Its error is that
of curves which are fitted on either half of the data and judged on the other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from scripts import topics_corpus
from transforms import topic_model, topics
from transforms.iptc import PARENTS, TOPIC_NAMES

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
Observations = tuple[np.ndarray, np.ndarray]
"""The curve's inputs and whether the topic is accepted, a row for each text and topic."""


def curves(model: topic_model.TopicModel) -> np.ndarray:
    """Of each level the curve's coefficients, fitted on all labelled texts."""
    halves = [_observations(model, _examples(half)) for half in (0, 1)]
    both = zip(*halves, strict=True)
    return np.array([_logistic(*map(np.concatenate, zip(*level, strict=True))) for level in both])


def held_out(model: topic_model.TopicModel) -> list[list[tuple[float, bool]]]:
    """Of each level the scores of the topics given, by curves that have not seen the text, and
    whether the topic is accepted."""
    halves = [_observations(model, _examples(half)) for half in (0, 1)]
    given: list[list[tuple[float, bool]]] = [[], []]
    for level, least in enumerate((topics.THRESHOLD, topics.SECOND_THRESHOLD)):
        for half in (0, 1):
            x, y = halves[1 - half][level]
            scores = 1 / (1 + np.exp(-x @ _logistic(*halves[half][level])))
            found = scores >= least
            given[level] += zip(scores[found].tolist(), (y[found] > 0).tolist(), strict=True)
    return given


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error, ten bins of equal width."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for score, right in pairs:
        bins[min(int(score * 10), 9)].append((score, right))
    return sum(
        abs(sum(score for score, _ in found) - sum(right for _, right in found)) for found in bins
    ) / max(len(pairs), 1)


def _examples(half: int) -> list[tuple[str, str, set[str], bool]]:
    """Title, text, accepted codes, whether the second level is labelled: one half of the labelled
    articles, and texts without a topic."""
    listed = []
    for name in ("topics_second_level.jsonl", "topics_scored.jsonl"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        for line in lines[half::2]:
            row = json.loads(line)
            codes = set(row.get("codes", [])) or {row["code"]}
            listed.append((row["title"], row["text"], codes, "codes" in row))
    lists, rng = topics_corpus.read_lists(), random.Random(11)  # noqa: S311 - reproducible
    for number in range(40):
        fillers = rng.sample(lists["filler"], 1 + number % 6)
        text = " ".join(topics_corpus.sentence(filler, lists, rng) for filler in fillers)
        listed.append(("", text, set[str](), True))
    return listed


def _observations(
    model: topic_model.TopicModel, listed: Iterable[tuple[str, str, set[str], bool]]
) -> list[Observations]:
    """Of both levels."""
    inputs: list[list[list[float]]] = [[], []]
    labels: list[list[float]] = [[], []]
    iptc = topics.iptc_of(model)
    for title, text, codes, second in listed:
        found = topics.signs(iptc, [(title, text)])
        mass = float(found.seeds.mass[0])
        logs = found.first[0], found.second[0]
        accepted = codes | {PARENTS.get(code, code) for code in codes}
        for level, names in enumerate((TOPIC_NAMES, PARENTS)):
            if level == 0 or second:
                inputs[level] += [[value, mass, 1.0] for value in topics.log_odds(logs[level])]
                labels[level] += [float(code in accepted) for code in names]
    return [(np.array(x), np.array(y)) for x, y in zip(inputs, labels, strict=True)]


def _logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Coefficients of a logistic regression with a slight penalty."""
    coefficients = np.zeros(x.shape[1])
    for _ in range(50):
        shares = 1 / (1 + np.exp(-x @ coefficients))
        gradient = x.T @ (shares - y) + 1e-2 * coefficients
        curvature = (x.T * (shares * (1 - shares))) @ x + 1e-2 * np.eye(x.shape[1])
        coefficients -= np.linalg.solve(curvature, gradient)
    return coefficients
