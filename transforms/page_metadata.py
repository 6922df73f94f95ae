"""What a page says of itself: JSON-LD first, then OpenGraph and other meta tags, then its text.

Direct reading is more exact than general extractors on news pages; they stay the last resort, for
the author (trafilatura) and the date (htmldate).
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import htmldate
import trafilatura.metadata

from schemas.article import PublicationDate
from transforms.authors import clean_authors
from transforms.field_values import first, site_value
from transforms.json_ld import Node, first_text, names, types
from transforms.page import PageMetadata
from transforms.page_head import PageHead
from transforms.page_title import headline, one_line, squeezed
from transforms.published import choose, date_in_url, parse_date, parse_instant
from transforms.urls import canonical_url, source_domain

MAX_KEYWORDS = 50
MAX_KEYWORD_CHARS = 100
MIN_LABEL_CHARS = 3  # of a domain label that can be the site's name
LATEST_DAY = "2199-12-31"  # for htmldate, whose own default is today: results must not depend on it

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
_AUTHOR_KEYS = (
    "author",
    "article:author",
    "parsely-author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "citation_author",
    "creator",
    "article:author_name",
    "dc.contributor",
)
_SITE_KEYS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_SECTION_KEYS = ("article:section", "og:section", "section", "parsely-section", "category")
_KEYWORD_KEYS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_IMAGE_KEYS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "image")

_LISTED = re.compile(r"[,;、،|]")


def read_metadata(page: PageHead, fetched_at: datetime | None = None) -> PageMetadata:
    """Reads title, authors, dates and the rest.

    Args:
        page: its head.
        fetched_at: upper bound for the dates, UTC.
    """
    site = _site_name(page)
    return PageMetadata(
        title=_title(page, site),
        authors=_authors(page, site),
        published=_published(page, fetched_at),
        modified_at=_modified(page, fetched_at),
        site_name=site,
        section=_section(page),
        language_hint=_language(page),
        lead_image_url=_image(page),
        url=page.url,
        keywords=_keywords(page),
    )


def _title(page: PageHead, site: str | None) -> str | None:
    said = html.unescape(first_text(page.article.get("headline")) or "") or None
    tag = page.tree.find(".//title")
    shown = tag.text_content() if tag is not None else None
    titles = [page.first(("og:title",)), said, shown]
    headings = (one_line(heading.text_content()) for heading in page.tree.iter("h1"))
    first = next((heading for heading in headings if heading), None)
    if _made_for_sharing(page, said, first, shown):
        titles.insert(0, said)
    return headline(titles, [first, said], _site_names(page, site))


def _made_for_sharing(
    page: PageHead, said: str | None, heading: str | None, shown: str | None
) -> bool:
    """Whether OpenGraph's title is not the headline: JSON-LD and the heading agree on another, and
    Twitter's title with them, or OpenGraph's is that of the window.
    """
    voted, shared = squeezed(said or ""), squeezed(page.first(("og:title",)) or "")
    if not voted or voted != squeezed(heading or "") or voted.endswith(shared):
        return False
    tweeted = squeezed(page.first(("twitter:title",)) or "")
    return tweeted == voted or shared == squeezed(shown or "")


def _site_names(page: PageHead, site: str | None) -> set[str]:
    """Squeezed: the site's name, its domain and the domain's labels."""
    domain = source_domain(page.url or "") or ""
    labels = [label for label in domain.split(".") if len(label) >= MIN_LABEL_CHARS]
    return {squeezed(name) for name in (site or "", domain, *labels)} - {""}


def _authors(page: PageHead, site: str | None) -> tuple[str, ...]:
    own = _site_names(page, site)
    said = names(page.article.get("author"), _is_person)
    tagged = [value for key in _AUTHOR_KEYS for value in page.meta.get(key, ())]
    authors = clean_authors(said, own) or clean_authors(tagged[:1], own)
    if authors:
        return authors
    shown = clean_authors([trafilatura.metadata.extract_author(page.tree) or ""], own)
    return tuple(name for name in shown if " " in name or not name.isascii())


def _is_person(node: Node) -> bool:
    return not any(kind.endswith("Organization") for kind in types(node))


def _published(page: PageHead, fetched_at: datetime | None) -> PublicationDate | None:
    written = first_text(page.article.get("datePublished"))
    candidates = [parse_date(written, "json-ld")] if written else []
    candidates += [
        parse_date(text, "meta") for key in _PUBLISHED_KEYS for text in page.meta.get(key, ())
    ]
    candidates += [date_in_url(page.url)] if page.url else []
    if not any(candidates):  # where the page has only impossible dates, a search would twist one
        candidates = [_visible_date(page, fetched_at)]
    return choose(candidates, fetched_at)


def _visible_date(page: PageHead, fetched_at: datetime | None) -> PublicationDate | None:
    latest = fetched_at.strftime("%Y-%m-%d") if fetched_at else LATEST_DAY
    text = htmldate.find_date(
        page.tree, original_date=True, extensive_search=False, url=page.url, max_date=latest
    )
    return parse_date(text, "visible-text") if text else None


def _modified(page: PageHead, fetched_at: datetime | None) -> datetime | None:
    written = [first_text(page.article.get("dateModified")), page.first(_MODIFIED_KEYS)]
    known = [at for text in written if text and (at := parse_instant(text))]
    return next((at for at in known if fetched_at is None or at <= fetched_at), None)


def _site_name(page: PageHead) -> str | None:
    publisher: Any = page.article.get("publisher")
    written = (page.first(_SITE_KEYS[:1]), first_text(publisher), page.first(_SITE_KEYS[1:]))
    return first(one_line(site_value(name)) for name in written)


def _section(page: PageHead) -> str | None:
    """The stated section; of a path such as "News > Europe" the last part."""
    written = first_text(page.article.get("articleSection")) or page.first(_SECTION_KEYS)
    return one_line(html.unescape(written)) if written else None


def _keywords(page: PageHead) -> tuple[str, ...]:
    """Stated keywords, each once: those of the article's JSON-LD, else tags, else keywords."""
    stated = page.article.get("keywords")
    values = [text for text in (stated if isinstance(stated, list) else [stated]) if text]
    if not values:
        values = page.meta.get("article:tag") or page.meta.get("og:article:tag") or []
    if not values:
        values = [value for key in _KEYWORD_KEYS for value in page.meta.get(key, ())][:1]
    texts = [text for text in values if isinstance(text, str)]
    parts = texts if len(texts) > 1 else [part for text in texts for part in _LISTED.split(text)]
    words = (one_line(html.unescape(part)) for part in parts)
    known = dict.fromkeys(word for word in words if word and len(word) <= MAX_KEYWORD_CHARS)
    return tuple(known)[:MAX_KEYWORDS]


def _language(page: PageHead) -> str | None:
    written = [
        page.tree.get("lang"),
        page.tree.get("xml:lang"),
        first_text(page.article.get("inLanguage")),
        page.first(("content-language", "og:locale", "dc.language")),
    ]
    codes = [re.match(r"[a-z]{2,3}(?![a-z])", text.strip().lower()) for text in written if text]
    return next((code[0] for code in codes if code), None)


def _image(page: PageHead) -> str | None:
    written = page.first(_IMAGE_KEYS) or first_text(page.article.get("image"), "url")
    if not written:
        return None
    try:
        address = urljoin(page.url or "", written)
    except ValueError:
        return None
    return address if canonical_url(address) else None
