"""One type for each name of a document: the model's votes and the evidence against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.name_evidence import PLACES, VOTES, Evidence

MODEL, MAJORITY, FULL_NAME, SURNAME = "model", "votes", "full name", "surname"


class Typing(NamedTuple):
    """A type, what decided it, and its lead over the next."""

    type: str
    source: str


def decide(votes: Sequence[str], evidence: Iterable[Evidence]) -> Typing:
    """The type with most weight; of equals the one that the model named first.

    `source` is "model" where all of the model's mentions agree with it, "votes" where most do, else
    the strongest evidence for it.
    """
    counts = Counter(votes)
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


def _place(counts: Counter[str]) -> str:
    """The kind of place that the model sees most in a name."""
    return max(PLACES, key=lambda label: counts[label])


def _among_places(label: str, counts: Counter[str]) -> str:
    """Evidence for one kind of place is no evidence against another that the model sees."""
    seen = _place(counts)
    return seen if counts[seen] else label


def _source(best: str, counts: Counter[str], strongest: dict[str, Evidence]) -> str:
    if set(counts) == {best}:
        return MODEL
    if counts and best == counts.most_common(1)[0][0]:
        return MAJORITY
    return strongest[best].source if best in strongest else MAJORITY
