"""Entities of the marked articles against floors that only a flag lowers.

python tests/test_entity_accuracy.py             prints the figures
python tests/test_entity_accuracy.py --raise     writes those that are better into the floors
python tests/test_entity_accuracy.py --lower     writes them even where they are worse
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
from entity_scores import CLASSES, Scores
from gold_articles import GoldArticle, fully_marked, gold_articles
from test_marked_quotations import NEAR, kilometres

from schemas.article import Article
from schemas.message import Message, Origin
from transforms.entities import recognise
from transforms.places import place_entities
from transforms.spacy_model import DEFAULT_MODEL
from transforms.spacy_recogniser import spacy_recogniser

FLOORS = Path(__file__).parent / "data" / "entity_floors.json"


def article_of(gold: GoldArticle) -> Article:
    return Article(
        Message(b"", Origin("file:///gold", 0), "text"),
        text=gold.text,
        title=gold.title,
        authors=gold.authors,
        dateline_place=gold.dateline,
        language="en",
    )


def figures() -> dict[str, float]:
    scores, senses, names = Scores(), [], []
    countries, points = [], []
    gold = fully_marked()
    for article, done in zip(
        gold, recognise(spacy_recogniser(DEFAULT_MODEL), [article_of(g) for g in gold]), strict=True
    ):
        assert isinstance(done, Article)
        found = [(e.type, [(m.start, m.end) for m in e.mentions]) for e in done.entities]
        scores.add(article, found)
        at = {m.start: e for e in done.entities for m in e.mentions}
        whole = {
            (m.start, m.end): e.place for e in place_entities(done).entities for m in e.mentions
        }
        for mention in article.mentions:
            entity = article.entities[mention.key]
            hit = at.get(mention.start)
            place = whole.get((mention.start, mention.end))
            if entity.country:
                countries.append(place is not None and place.country == entity.country)
            if entity.point:
                points.append(place is not None and kilometres(place, entity.point) <= NEAR)
            if entity.type in CLASSES and hit is not None:
                names.append(hit.name == entity.name)
                senses.append((hit.sense is not None) == entity.government)
    return {
        "spans_f1": scores.spans.f1,
        "typed_f1": scores.typed.f1,
        "pairs_f1": scores.pairs.f1,
        "canonical_names": sum(names) / len(names),
        "senses": sum(senses) / len(senses),
        "countries": sum(countries) / len(countries),
        "points": sum(points) / len(points),
    }


def floor(value: float) -> float:
    return math.floor(value * 1000) / 1000


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return figures()


@pytest.mark.parametrize("name", sorted(json.loads(FLOORS.read_text())))
def test_nothing_is_found_worse_than_before(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= json.loads(FLOORS.read_text())[name]


def test_every_figure_has_a_floor(measured: dict[str, float]) -> None:
    assert set(measured) == set(json.loads(FLOORS.read_text()))


def test_there_are_many_articles() -> None:
    assert len({article.name for article in fully_marked()}) >= 25
    assert len({article.text for article in gold_articles()}) == len(gold_articles())


def main() -> None:
    known = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    now = figures()
    for name, value in sorted(now.items()):
        print(f"{name:20} {value:.3f}  floor {known.get(name, 0):.3f}")
    if sys.argv[1:] and sys.argv[1] in ("--raise", "--lower"):
        lower = sys.argv[1] == "--lower"
        kept = {
            name: floor(value) if lower else max(floor(value), known.get(name, 0.0))
            for name, value in sorted(now.items())
        }
        FLOORS.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
