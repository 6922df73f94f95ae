"""One type for each name of a document: the model's votes and the evidence against them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from transforms.name_evidence import PLACES, VOTES, Evidence

MODEL, MAJORITY, FULL_NAME, SURNAME = "model", "votes", "full name", "surname"
KEPT_ANSWERS = 1 << 13  # votes and evidence of which a process keeps the type, some 5 MB


class Typing(NamedTuple):
    """A type, what decided it, and its lead over the next."""

    type: str
    source: str


@lru_cache(KEPT_ANSWERS)
def decide(votes: tuple[str, ...], evidence: tuple[Evidence, ...]) -> Typing:
    """The type with most weight; of equals the one that the model named first.

    `source` is "model" where all of the model's mentions agree with it, "votes" where most do, else
    the strongest evidence for it.
    """
    counts: dict[str, int] = {}
    for vote in votes:
        counts[vote] = counts.get(vote, 0) + 1
    scores = {label: VOTES * count / len(votes) for label, count in counts.items()}
    strongest: dict[str, Evidence] = {}
    for found in evidence:
        label = _place(counts) if found.type == "PLACE" else found.type
        if label in PLACES:
            label = _among_places(label, counts)
        if found.weight < 0 and label not in scores:
            continue
        if label not in strongest or found.weight > strongest[label].weight:
            strongest[label] = found
        scores[label] = scores.get(label, 0.0) + found.weight
    scores = scores or {"ORG": 0.0}
    best = max(scores, key=lambda label: scores[label])
    return Typing(best, _source(best, counts, strongest))


def _place(counts: Mapping[str, int]) -> str:
    """The kind of place that the model sees most in a name."""
    return max(PLACES, key=lambda label: counts.get(label, 0))


def _among_places(label: str, counts: Mapping[str, int]) -> str:
    """Evidence for one kind of place is no evidence against another that the model sees."""
    seen = _place(counts)
    return seen if seen in counts else label


def _source(best: str, counts: Mapping[str, int], strongest: dict[str, Evidence]) -> str:
    if set(counts) == {best}:
        return MODEL
    if counts and best == max(counts, key=lambda label: counts[label]):
        return MAJORITY
    return strongest[best].source if best in strongest else MAJORITY
