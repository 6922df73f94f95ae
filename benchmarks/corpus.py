"""Made-up articles of real length for measuring: seeded, so that every run sees the same ones."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

FIRST = ("Ada", "Grace", "Alan", "Maria", "Kofi", "Chen", "Olga", "Ravi", "Lucia", "Tomas")
LAST = ("Lindqvist", "Okafor", "Moreau", "Tanaka", "Novak", "Silva", "Haddad", "Park", "Weber")
PLACES = ("Seoul", "Lisbon", "Nairobi", "Oslo", "Lima", "Jakarta", "Toronto", "Cairo", "Athens")
BODIES = ("the Harbour Authority", "Northwind Energy", "the Ministry of Transport", "Delta Bank")
ACTS = ("announced", "rejected", "welcomed", "postponed", "approved", "criticised", "reviewed")
THINGS = (
    "a plan to rebuild the railway", "new rules for lenders", "a vote on school meals",
    "the flood defences", "a trade agreement", "the budget for hospitals", "a wage settlement",
    "an inquiry into the collapse", "the film festival", "a ceasefire proposal",
)  # fmt: skip
TAILS = (
    "after weeks of talks", "despite objections from unions", "on Tuesday", "for the third time",
    "as prices rose by four per cent", "while storms hit the coast", "in a letter to investors",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    """One sentence of some twenty words with names in it."""
    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return (
        f"{person} of {chance.choice(BODIES)} in {chance.choice(PLACES)} "
        f"{chance.choice(ACTS)} {chance.choice(THINGS)} {chance.choice(TAILS)}, "
        f"and said {chance.randrange(2, 900)} people would be affected."
    )


def article(number: int, sentences: int = 25) -> dict[str, str]:
    """Article `number`, of about twenty words a sentence; the same number gives the same."""
    chance = random.Random(number)  # noqa: S311 - made-up text, no secret
    lines = [sentence(chance) for _ in range(sentences)]
    paragraphs = [" ".join(lines[at : at + 3]) for at in range(0, sentences, 3)]
    day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number % 360)
    return {
        "url": f"https://bench.example/{number}",
        "title": f"{chance.choice(PLACES)}: {chance.choice(THINGS)} ({number})",
        "text": "\n\n".join(paragraphs),
        "date": day.isoformat(),
        "author": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
    }


def articles(count: int, sentences: int = 25) -> Iterator[str]:
    """JSON Lines."""
    return (json.dumps(article(number, sentences)) + "\n" for number in range(count))


def write(path: Path, count: int, sentences: int = 25) -> Path:
    """A corpus of `count` articles."""
    with path.open("w", encoding="utf-8") as sink:
        sink.writelines(articles(count, sentences))
    return path
