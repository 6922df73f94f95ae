"""Metadata against trafilatura: python benchmarks/metadata.py DATA.jsonl.gz...

Each line of the files is a JSON object with "url", "html", "title", "authors", "published_at",
"images" (with "caption") and "crawled_at". Prints the share of pages with exactly the title
(white space, case and invisible characters folded), the publication day (in the zone of either
side) and the set of authors who are people; for each other field, of the pages that carry it
anywhere in their HTML, the share on which it was found; and the share of the captions found. A
date of the data behind the day on which its page was fetched is counted as it is, and named.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trafilatura

from transforms.authors import clean_authors
from transforms.extract import read_page
from transforms.page_title import squeezed

# What a page has somewhere if it carries a field, looked for in its source as it is.
CARRIED = {
    "language_hint": r"<html[^>]*\blang=|inLanguage|og:locale|content-language",
    "site_name": r"og:site_name|\"publisher\"|application-name|<title>[^<]+ [|–-] [^<]+</title>",
    "url": r"rel=.?canonical|og:url",
    "section": r"articleSection\W+[^\"\s,]|[\w:.-]section\"[^>]*content=\"[^\"]|breadcrumb",
    "keywords": r"\"keywords\"\s*:\s*\[?\s*\"[^\"]|article:tag\"\s+content=\"[^\"]"
    r"|name=\"?(?:news_)?keywords\"?\s+content=\"[^\"]|rel=.?tag\b",
    "lead_image_url": r"og:image|twitter:image|\"image\"\s*:",
}
_INVISIBLE = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")


def folded(text: str | None) -> str:
    """For comparing what is written differently."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text or ""))
    return " ".join(visible.split()).casefold()


def people(names: list[str], site: str) -> set[str]:
    """Without agencies and the site itself, which are no authors."""
    return {folded(name) for name in clean_authors(names, {squeezed(site)} - {""})}


def spelled(names: list[str] | None) -> list[str]:
    """The data's names; two words in small letters are one nevertheless."""
    return [name.title() if name.islower() and " " in name else name for name in names or ()]


def moment(text: str | None) -> datetime | None:
    """A date of the data; without a zone it is UTC."""
    found = datetime.fromisoformat(text) if text else None
    return found.replace(tzinfo=UTC) if found and not found.tzinfo else found


def same_day(found: datetime | None, gold: datetime) -> bool:
    """In UTC or in the zone of the data."""
    if found is None:
        return False
    return found.date() == gold.astimezone(UTC).date() or (
        found.astimezone(gold.tzinfo).date() == gold.date()
    )


def is_possible(page: dict[str, Any]) -> bool:
    """Whether the page was fetched on the day that the data names, or later, in any zone."""
    published, fetched = moment(page["published_at"]), moment(page["crawled_at"])
    return not (published and fetched) or published < fetched + timedelta(days=1)


def ours(page: dict[str, Any]) -> dict[str, bool | None]:
    """What newsmill has right on a page; None where the data says nothing."""
    reading = read_page(page["html"], page["url"], moment(page["crawled_at"]))
    if reading is None:
        return dict.fromkeys(("title", "day", "authors", *CARRIED), False)
    found = reading.metadata
    at = found.published.at if found.published else None
    filled: dict[str, bool | None] = {
        name: bool(getattr(found, name)) if re.search(mark, page["html"], re.IGNORECASE) else None
        for name, mark in CARRIED.items()
    }
    return judged(page, found.title, at, list(found.authors), found.site_name or "") | filled


def theirs(page: dict[str, Any]) -> dict[str, bool | None]:
    """The same for trafilatura."""
    document = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True)
    if document is None:
        return dict.fromkeys(("title", "day", "authors"), False)
    names = (document.author or "").split("; ")
    return judged(page, document.title, moment(document.date), names, document.sitename or "")


def judged(
    page: dict[str, Any], title: str | None, at: datetime | None, names: list[str], site: str
) -> dict[str, bool | None]:
    """The three fields that the data states."""
    gold_day = moment(page["published_at"])
    return {
        "title": folded(title) == folded(page["title"]) if page["title"] else None,
        "day": same_day(at, gold_day) if gold_day else None,
        "authors": people(names, site) == people(spelled(page["authors"]), site),
    }


def captions(page: dict[str, Any]) -> tuple[int, int]:
    """Captions found, and all of them."""
    gold = [folded(image["caption"]) for image in page["images"] or () if image.get("caption")]
    reading = read_page(page["html"], page["url"], None)
    found = [text for text in map(folded, reading.captions) if text] if reading else []
    right = sum(
        any(
            one in other or (other in one and 2 * len(other) > len(one)) for other in found if other
        )
        for one in gold
    )
    return right, len(gold)


def main() -> None:
    """Prints the table of each file."""
    if not sys.argv[1:]:
        sys.exit("usage: python benchmarks/metadata.py DATA.jsonl.gz...")
    logging.disable(logging.CRITICAL)
    for name in sys.argv[1:]:
        with gzip.open(name) as lines:
            pages = [json.loads(line) for line in lines]
        print(f"{Path(name).name}: {len(pages)} pages")
        for label, read in (("newsmill", ours), ("trafilatura", theirs)):
            rows = [read(page) for page in pages]
            shares = []
            for field in rows[0]:
                known = [row[field] for row in rows if row.get(field) is not None]
                share = sum(map(bool, known)) / max(len(known), 1)
                shares.append(f"{field} {share:.3f} of {len(known)}")
            print(f"{label:12} {'  '.join(shares)}")
        for page in pages:
            if not is_possible(page):
                at, fetched = page["published_at"], page["crawled_at"]
                print(f"the data's date {at} is later than the fetch {fetched}: {page['url']}")
        found = [captions(page) for page in pages]
        total = sum(count for _, count in found)
        print(f"captions found: {sum(right for right, _ in found) / max(total, 1):.3f} of {total}")


if __name__ == "__main__":
    main()
