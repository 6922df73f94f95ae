"""What is read from our own pages in many layouts, against floors that only a flag lowers.

python tests/test_accuracy.py             prints the figures
python tests/test_accuracy.py --raise     writes those that are better into data/accuracy.json
python tests/test_accuracy.py --lower     writes them even where they are worse
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
from article_pages import FETCHED, GoldPage, pages

from transforms.extract import read_page
from transforms.page import PageMetadata
from transforms.votes import shingles

FLOORS = Path(__file__).parent / "data" / "accuracy.json"
STATED = ("site_name", "section", "lead_image_url", "language_hint", "keywords", "url")


def counts(text: str, body: str) -> tuple[float, float, float]:
    """Shares of right, wrong and missed shingles of one page."""
    ours, gold = shingles(text), shingles(body)
    right = (ours & gold).total()
    every = ours.total() + gold.total() - right
    return right / every, (ours.total() - right) / every, (gold.total() - right) / every


def f1(rows: list[tuple[float, float, float]]) -> float:
    right, wrong, missed = (sum(column) for column in zip(*rows, strict=True))
    return 2 * right / (2 * right + wrong + missed)


def hits(page: GoldPage, found: PageMetadata) -> dict[str, bool]:
    """Which fields are as the page states them."""
    date = found.published.at if found.published else None
    stated = {name: bool(getattr(found, name)) for name in STATED}
    return stated | {
        "title": found.title == page.story.title,
        "authors": found.authors == (page.story.author,),
        "date": date is not None and date.timestamp() == page.story.published_at().timestamp(),
    }


def figures() -> dict[str, float]:
    """Body F1 of all pages and of each layout, and the share of pages with each field right."""
    rows: dict[str, list[tuple[float, float, float]]] = {}
    fields: dict[str, list[bool]] = {}
    for page in pages():
        reading = read_page(page.html, page.url, FETCHED)
        assert reading is not None, page.name
        measured = counts(reading.text, page.body)
        for name in ("all", page.name.rpartition("-")[0]):
            rows.setdefault(f"body_{name}", []).append(measured)
        for name, hit in hits(page, reading.metadata).items():
            fields.setdefault(name, []).append(hit)
    scores = {name: f1(measured) for name, measured in rows.items()}
    return scores | {name: sum(found) / len(found) for name, found in fields.items()}


def floor(value: float) -> float:
    return math.floor(value * 1000) / 1000


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return figures()


@pytest.mark.parametrize("name", sorted(json.loads(FLOORS.read_text())))
def test_nothing_is_read_worse_than_before(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= json.loads(FLOORS.read_text())[name]


def test_every_figure_has_a_floor(measured: dict[str, float]) -> None:
    assert set(measured) == set(json.loads(FLOORS.read_text()))


def test_there_are_many_pages() -> None:
    made = list(pages())
    assert len({page.name for page in made}) == len(made) >= 40


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
