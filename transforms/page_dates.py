"""When a page was published and changed: JSON-LD, tags, its address, what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import htmldate
from lxml.html import HtmlElement

from schemas.article import PublicationDate
from transforms.json_ld import first_text
from transforms.page_bylines import around, headline_at
from transforms.page_head import PageHead
from transforms.published import choose, date_in_url, parse_date, parse_instant, with_zone
from transforms.timestamps import read_timestamp

LATEST_DAY = "2199-12-31"  # for htmldate, whose own default is today: results must not depend on it
LONGEST_REST = 60  # characters beside a date on its line: a byline, not a sentence

_PUBLISHED_KEYS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "publish-date",
    "publishdate",
    "pubdate",
    "publication_date",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "date",
    "datecreated",
)
_MODIFIED_KEYS = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "article:modified",
)
# What sites of their own call it: "DCSext.articleFirstPublished", "bt:pubDate", "article_date".
_PUBLISHED_NAME = re.compile(
    r"(?:first|article|news|story|post|content)[._-]?publish(?:ed|ing)?(?:[._-]?(?:date|time|at|on))?"
    r"|publish(?:ed|ing)?[._-]?(?:date|time|at|on)|publication[._-]?(?:date|time)"
    r"|pub[._-]?(?:date|time)|(?:article|news|story|release|issue)[._-]?(?:date|time)"
)
_BESIDE_THE_ARTICLE = frozenset(("aside", "nav", "footer", "li", "a"))


def read_published(
    page: PageHead, title: str | None, fetched_at: datetime | None
) -> PublicationDate | None:
    """The first date that is stated and not later than the fetch; None if there is none.

    A time without a zone gets that of another date of publication that names the same moment, or
    the one in which the page writes its changes.

    Args:
        page: its head.
        title: the page's, by which a visible date is found.
        fetched_at: upper bound, UTC.
    """
    stated = list(_stated(page))
    candidates = [parse_date(text, source) for text, source in stated]
    modified = first_text(page.article.get("dateModified")) or page.first(_MODIFIED_KEYS)
    candidates = with_zone(candidates, modified)
    candidates += [date_in_url(page.url)] if page.url else []
    if not any(candidates):  # where the page has only impossible dates, a search would twist one
        candidates = [_shown(page, title, fetched_at) or _searched(page, fetched_at)]
    return choose(candidates, fetched_at)


def read_modified(page: PageHead, fetched_at: datetime | None) -> datetime | None:
    """The last change that the page states."""
    written = [first_text(page.article.get("dateModified")), page.first(_MODIFIED_KEYS)]
    known = [at for text in written if text and (at := parse_instant(text))]
    return next((at for at in known if fetched_at is None or at <= fetched_at), None)


def _stated(page: PageHead) -> Iterator[tuple[str, str]]:
    """Dates of publication as they are written, and their sources, the most trusted first."""
    written = first_text(page.article.get("datePublished"))
    if written:
        yield written, "json-ld"
    for key in _PUBLISHED_KEYS:
        yield from ((text, "meta") for text in page.meta.get(key, ()))
    for element in page.tree.iter("time"):
        if (
            "datepublished" in (element.get("itemprop") or "").lower()
            or element.get("pubdate") is not None
        ):
            yield element.get("datetime") or element.text_content(), "meta"
    for key, values in page.meta.items():
        if key not in _PUBLISHED_KEYS and _PUBLISHED_NAME.search(key):
            yield from ((text, "meta") for text in values)


def _shown(
    page: PageHead, title: str | None, fetched_at: datetime | None
) -> PublicationDate | None:
    """The date nearest to the headline: of a `time` element, or alone with names on a line."""
    for text in _times(page.tree):
        found = parse_date(text, "visible-text")
        if choose([found], fetched_at):
            return found
    at = headline_at(page.blocks, title)
    places = around(page.blocks, at)
    for place in sorted(places, key=lambda place: (place < at, abs(place - at))):
        stamp = read_timestamp(page.blocks.blocks[place].text)
        if stamp and len(stamp.rest) <= LONGEST_REST and choose([stamp.at], fetched_at):
            return stamp.at
    return None


def _times(tree: HtmlElement) -> list[str]:
    """Values of the article's `time` elements; those behind the main heading come first."""
    before: list[str] = []
    behind: list[str] = []
    found = before
    for element in tree.iter("h1", "time"):
        if element.tag == "h1":
            found = behind
        elif (value := element.get("datetime")) and not any(
            above.tag in _BESIDE_THE_ARTICLE for above in element.iterancestors()
        ):
            found.append(value)
    return behind + before[::-1]


def _searched(page: PageHead, fetched_at: datetime | None) -> PublicationDate | None:
    """What htmldate finds anywhere on the page."""
    latest = fetched_at.strftime("%Y-%m-%d") if fetched_at else LATEST_DAY
    text = htmldate.find_date(
        page.tree, original_date=True, extensive_search=False, url=page.url, max_date=latest
    )
    return parse_date(text, "visible-text") if text else None
