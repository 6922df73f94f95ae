"""Plain-text articles in many house styles, scored against gold labels; floors may only rise.

Two sets: articles, and heads and tails of articles in many languages.

`NEWSMILL_LOWER_FLOORS=1` writes what is measured to the floors, lower ones too; without it a
higher figure raises nothing by itself.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from transforms.clean import Cleaned, clean

DATA = Path(__file__).parent / "data"
SETS = ("plain_articles", "plain_heads")


@dataclass(frozen=True)
class Gold:
    name: str
    authors: tuple[str, ...]
    day: str
    agency: str
    place: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.lines)

    @property
    def title(self) -> str:
        return next((line for kind, line in self.lines if kind == "T"), "")

    def of(self, kinds: str) -> list[str]:
        return [line for kind, line in self.lines if kind in kinds]


def gold_articles(name: str = "plain_articles") -> list[Gold]:
    found = []
    blocks = (DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    for block in blocks:
        header, *rows = block.rstrip("\n").split("\n")
        name, authors, day, agency, place = (part.strip() for part in header.split("|"))
        names = tuple(part.strip() for part in authors.split(";") if part.strip())
        lines = tuple((row[0], row[2:]) for row in rows if row)
        found.append(Gold(name, names, day, agency, place, lines))
    return found


def dropped(cleaned: Cleaned) -> list[str]:
    return [line for _, line in cleaned.dropped]


def measure(articles: list[Gold]) -> dict[str, float]:
    """Shares of what should be so: see plain_articles_floors.json."""
    done = [(gold, clean(gold.text, scraped=True)) for gold in articles]
    body = sum(len(line) for gold, _ in done for line in gold.of("B"))
    kept = sum(len(line) for gold, c in done for line in gold.of("B") if line not in dropped(c))
    others = [line in dropped(c) for gold, c in done for line in gold.of("XCKNS")]
    titles = [c.title == gold.title for gold, c in done if gold.title]
    authors = [c.authors == gold.authors for gold, c in done if gold.authors]
    no_author = [not c.authors for gold, c in done if not gold.authors]
    days = [
        bool(c.published) and f"{c.published.at:%Y-%m-%d}" == gold.day
        for gold, c in done
        if gold.day
    ]
    agencies = [
        (c.agency or "", c.place or "") == (gold.agency, gold.place)
        for gold, c in done
        if gold.agency
    ]
    shares = {
        "body_characters_kept": kept / body,
        "other_lines_dropped": sum(others) / len(others),
    }
    for name, right in (
        ("titles", titles),
        ("authors", authors),
        ("no_authors_invented", no_author),
        ("days", days),
        ("agency_and_place", agencies),
    ):
        shares[name] = sum(right) / len(right)
    return {name: round(share, 4) for name, share in shares.items()}


def test_the_set_is_large_and_varied() -> None:
    articles = gold_articles()
    assert len(articles) >= 60
    assert len({gold.name.split("-")[0] for gold in articles}) >= 6
    assert len({gold.name for gold in articles}) == len(articles)


@pytest.mark.parametrize("name", SETS)
def test_floors_hold(name: str) -> None:
    found = measure(gold_articles(name))
    path = DATA / f"{name}_floors.json"
    if os.environ.get("NEWSMILL_LOWER_FLOORS"):
        path.write_text(json.dumps(found, indent=1) + "\n")
    floors = json.loads(path.read_text())
    assert found.keys() == floors.keys()
    low = {name: (share, floors[name]) for name, share in found.items() if share < floors[name]}
    assert not low, f"below the floor: {low}"


CLEAN = [gold for gold in gold_articles() if "-clean-" in gold.name]


@pytest.mark.parametrize("gold", CLEAN, ids=lambda gold: gold.name)
def test_a_clean_text_loses_nothing(gold: Gold) -> None:
    assert clean(gold.text, scraped=True).text.split("\n\n") == gold.of("B")
    assert clean(gold.text, scraped=False).text.split("\n\n") == gold.of("B")
