"""Quotations and places of the marked articles, against floors that only a flag lowers.

python tests/test_marked_quotations.py             prints the figures, and what is wrong
python tests/test_marked_quotations.py --raise     writes those that are better into their file
python tests/test_marked_quotations.py --lower     writes them even where they are worse
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gold_articles import GoldArticle, GoldQuotation, gold_articles

from schemas.article import Entity, Mention
from schemas.place import Place
from schemas.quotation import Quotation
from transforms.places import find_places
from transforms.quotations import find_quotations

FLOORS = Path(__file__).parent / "data" / "quotation_floors.json"
MARKS = "“”‘’\"'"
NEAR = 50.0  # km
EARTH_RADIUS = 6371.0  # km


def entities(article: GoldArticle) -> dict[str, Entity]:
    """The article's entities as a recogniser without fault would give them, by key."""
    return {
        key: Entity(
            gold.name,
            gold.type,
            tuple(Mention(m.start, m.end, m.surface) for m in article.mentions if m.key == key),
        )
        for key, gold in article.entities.items()
    }


def words_of(article: GoldArticle, quotation: GoldQuotation | Quotation) -> tuple[int, int]:
    """Offsets without marks at the ends."""
    text = article.text[quotation.start : quotation.end]
    lead = len(text) - len(text.lstrip(MARKS))
    end = quotation.end - (len(text) - len(text.rstrip(MARKS)))
    return quotation.start + lead, end


def kilometres(place: Place, point: tuple[float, float]) -> float:
    """Great-circle distance, by the haversine formula."""
    if place.latitude is None or place.longitude is None:
        return math.inf
    one, other = math.radians(place.latitude), math.radians(point[0])
    turn = math.radians(place.longitude - point[1])
    chord = math.sin((one - other) / 2) ** 2 + math.cos(one) * math.cos(other) * (
        math.sin(turn / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(chord))


def judged_quotations(article: GoldArticle) -> Iterator[tuple[str, bool, str]]:
    """Measure, right or not, and what it is about."""
    found = find_quotations(article.text, list(entities(article).values()))
    ours: dict[tuple[int, int], Quotation] = {words_of(article, q): q for q in found}
    gold = {words_of(article, q): q for q in article.quotations}
    for span in ours.keys() | gold.keys():
        text = f"{article.name} {article.text[slice(*span)]!r}"
        if span not in gold:
            yield "precision", False, text
            continue
        yield "recall", span in ours, text
        if span not in ours:
            continue
        yield "precision", True, text
        speaker = gold[span].speaker
        name = article.entities[speaker].name if speaker else None
        yield "speaker", ours[span].speaker == name, f"{text}: {ours[span].speaker}, not {name}"
        kinds = f"{ours[span].kind}, not {gold[span].kind}"
        yield "kind", ours[span].kind == gold[span].kind, f"{text}: {kinds}"
        verbs = f"{ours[span].verb}, not {gold[span].verb}"
        yield "verb", ours[span].verb == gold[span].verb, f"{text}: {verbs}"


def judged_places(article: GoldArticle) -> Iterator[tuple[str, bool, str]]:
    known = entities(article)
    places = find_places(article.text, list(known.values()), article.dateline)
    for (key, entity), place in zip(known.items(), places, strict=True):
        gold = article.entities[key]
        about = f"{article.name} {gold.name}: {place}"
        for _ in entity.mentions:
            if gold.country:
                yield "country", place is not None and place.country == gold.country, about
            if gold.point:
                yield "point", place is not None and kilometres(place, gold.point) <= NEAR, about


def judged() -> list[tuple[str, bool, str]]:
    return [
        line
        for article in gold_articles()
        for judge in (judged_quotations, judged_places)
        for line in judge(article)
    ]


def figures() -> dict[str, float]:
    rows: dict[str, list[bool]] = {}
    for measure, right, _ in judged():
        rows.setdefault(measure, []).append(right)
    shares = {measure: sum(found) / len(found) for measure, found in rows.items()}
    precision, recall = shares.pop("precision"), shares.pop("recall")
    return shares | {"span_f1": 2 * precision * recall / (precision + recall)}


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


def main() -> None:
    known = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    for measure, right, about in judged():
        if not right:
            print(f"{measure:10} {about}")
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
