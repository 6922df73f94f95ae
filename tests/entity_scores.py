"""Scores of entities against the gold articles: types, joining."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from gold_articles import GoldArticle

Found = Sequence[tuple[str, Sequence[tuple[int, int]]]]
"""Entities: OntoNotes type and offsets of the mentions."""

CLASSES = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
}  # all others are MISC


@dataclass
class Counts:
    """True positives, found, gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: set[object], gold: set[object]) -> None:
        """Counts two sets."""
        self.right += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.found + self.gold) if self.right else 0.0


@dataclass
class Scores:
    """Spans; typed spans of persons, organisations and places; pairs of joined mentions."""

    spans: Counts = field(default_factory=Counts)
    typed: Counts = field(default_factory=Counts)
    pairs: Counts = field(default_factory=Counts)

    def add(self, article: GoldArticle, entities: Found) -> None:
        """Counts one article's entities."""
        gold = gold_entities(article)
        self.spans.add({s for _, m in entities for s in m}, {s for _, m in gold for s in m})
        self.typed.add(typed(entities), typed(gold))
        common = {s for _, m in entities for s in m} & {s for _, m in gold for s in m}
        self.pairs.add(pairs(entities, common), pairs(gold, common))


def gold_entities(article: GoldArticle) -> Found:
    """The marked entities in the form of those found."""
    places: dict[str, list[tuple[int, int]]] = {}
    for mention in article.mentions:
        places.setdefault(mention.key, []).append((mention.start, mention.end))
    return [(article.entities[key].type, spans) for key, spans in places.items()]


def typed(entities: Found) -> set[object]:
    """Spans with their class; other classes than persons, organisations and places are left out."""
    return {
        (start, end, CLASSES[kind])
        for kind, spans in entities
        if kind in CLASSES
        for start, end in spans
    }


def pairs(entities: Found, common: set[tuple[int, int]]) -> set[object]:
    """Pairs of an entity's mentions, of those that both sides have."""
    return {pair for _, spans in entities for pair in combinations(sorted(set(spans) & common), 2)}


def score(articles: Iterable[GoldArticle], finder: Callable[[GoldArticle], Found]) -> Scores:
    """All articles' counts together."""
    scores = Scores()
    for article in articles:
        scores.add(article, finder(article))
    return scores
