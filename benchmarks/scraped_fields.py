"""Title, day and authors read from scraped plain text, where its lines name them.

    python benchmarks/scraped_fields.py PAGES.jsonl.gz [--misses]

PAGES: one JSON object a line with `url`, `lines`, `labels` ("body" or another), `title`, `authors`,
`published_at` and `crawled_at`; those without a title are left out. A field counts only where the
lines hold what the data says:

- title: one line is the title.
- authors: every person stands somewhere in the lines, word for word. Agencies, desks and the site
  itself, by a part of its address, are no people. Right is the same set of names and no other.
- day: a line that is not the body's, above its third line or at most six below its last, shows the
  day with its year, in any order of figures or with the month's name in any language (dateparser's
  data, not ours), in UTC or in the zone of the data. A day after the fetch is an error of the data.
  Right is a moment on that day in either zone.

Then, told apart: nobody named and nobody found; days that the lines tell by the fetch ("3 hours
ago") or otherwise. `--misses` prints what is wrong.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from dateparser.data.languages_info import language_order
from metadata import moment, people, same_day, spelled

from transforms.clean import clean
from transforms.head_dates import Seen

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
HEAD, TAIL = 3, 6  # lines of the body above, lines below, in which a day is that of publication
PART_OF_ADDRESS = 4  # letters from which it may name the site

_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z0-9])")


def squeezed(text: str) -> str:
    """In small letters, with one space between words and nothing else."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).casefold().split())


@cache
def month_words(number: int) -> str:
    """Alternatives for a month's name in all languages."""
    found: set[str] = set()
    for language in language_order:
        name = f"dateparser.data.date_translation_data.{language}"
        found.update(importlib.import_module(name).info.get(MONTHS[number - 1], ()))
    names = {word.casefold().strip(".") for word in found}
    usable = sorted((n for n in names if len(n) > 1 and not re.search(r"\d", n)), key=len)
    return "|".join(map(re.escape, reversed(usable)))


@cache
def shapes(day: date) -> re.Pattern[str]:
    """Every way to show a day with its year that this benchmark knows."""
    d, m = (rf"(?<!\d)0?{number}(?!\d)" for number in (day.day, day.month))
    y, name = rf"(?:{day.year}|{day.year + 543})", month_words(day.month)
    short = rf"(?:{y}|{day.year % 100:02d})(?!\d)"
    return re.compile(
        rf"{day.year}\s?[-/.年년]\s?{m}\s?[-/.月월]\s?{d}|{d}\s?[-/.]\s?{m}\s?[-/.]\s?{short}"
        rf"|{m}[-/.]{d}[-/.]{short}|{day.year}{day.month:02d}{day.day:02d}"
        rf"|{d}\W{{0,3}}(?:st|nd|rd|th|er|º|de|of|ngày|द)?\W{{0,2}}(?:{name})\b\.?.{{0,8}}{y}"
        rf"|\b(?:{name})\.? ?{d}(?:st|nd|rd|th)?,?.{{0,8}}{y}"
    )


def shows(line: str, day: date) -> bool:
    """Whether a line shows the day."""
    text = unicodedata.normalize("NFKC", _GLUED.sub(" ", line)).casefold()
    figures = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return shapes(day).search(figures) is not None


def around_body(labels: list[str]) -> Iterator[int]:
    """Numbers of the lines that may show the day of publication."""
    body = [at for at, label in enumerate(labels) if label == "body"]
    head = body[HEAD - 1] if len(body) >= HEAD else len(labels)
    tail = range(body[-1], body[-1] + TAIL + 1) if body else range(0)
    return (at for at in range(len(labels)) if labels[at] != "body" and (at < head or at in tail))


def judged(page: dict[str, Any]) -> dict[str, tuple[bool, object, object]]:
    """For each field that the lines name: whether it is right, what is, and what was found."""
    fetched, gold_at = moment(page["crawled_at"]), moment(page["published_at"])
    found = clean("\n".join(page["lines"]), scraped=True, seen=Seen(fetched, page["url"]))
    text = squeezed("\n".join(page["lines"]))
    rows: dict[str, tuple[bool, object, object]] = {}
    title = squeezed(page["title"])
    if title in map(squeezed, page["lines"]):
        rows["title"] = squeezed(found.title or "") == title, page["title"], found.title
    site = (urlsplit(page["url"]).hostname or "").split(".")
    parts = [part.replace("-", "") for part in site if len(part) >= PART_OF_ADDRESS]
    gold = {
        squeezed(name)
        for name in people(spelled(page["authors"]), "")
        if not any(part in squeezed(name).replace(" ", "") for part in parts)
    }
    got = {squeezed(name) for name in people(list(found.authors), "")}
    if not gold:
        rows["nobody"] = not got, "", found.authors
    elif all(f" {name} " in f" {text} " or (not name.isascii() and name in text) for name in gold):
        rows["authors"] = got == gold, page["authors"], found.authors
    if gold_at is None or (fetched and gold_at > fetched + timedelta(days=1)):
        return rows
    at = found.published.at if found.published else None
    days = {gold_at.date(), gold_at.astimezone(UTC).date()}
    lines = [page["lines"][number] for number in around_body(page["labels"])]
    shown = any(shows(line, day) for day in days for line in lines)
    if shown or at:
        name = "day" if shown else "day told otherwise"
        rows[name] = same_day(at, gold_at), page["published_at"], at
    return rows


def main() -> None:
    """Prints the share of each field."""
    if not sys.argv[1:]:
        sys.exit("usage: python benchmarks/scraped_fields.py PAGES.jsonl.gz [--misses]")
    with gzip.open(sys.argv[1], "rt") as rows:
        pages = [page for page in map(json.loads, rows) if page.get("title")]
    counts: dict[str, list[bool]] = {}
    for page in pages:
        for field, (right, gold, got) in judged(page).items():
            counts.setdefault(field, []).append(right)
            if not right and "--misses" in sys.argv:
                print(f"{field}: {page['url'][:80]}\n    {gold}\n    {got}")
    for field, right in counts.items():
        print(f"{field:20} {sum(right) / len(right):.3f} of {len(right)}")


if __name__ == "__main__":
    main()
