"""What a page says of itself: JSON-LD first, then OpenGraph and other meta tags, then its text.

Direct reading is more exact than general extractors on news pages; they stay the last resort, for
the author (trafilatura) and the date (htmldate).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import htmldate
import trafilatura.metadata
from lxml.html import HtmlElement

from schemas.article import PublicationDate
from transforms.authors import clean_authors
from transforms.field_values import first, site_value
from transforms.json_ld import Node, article_node, first_text, names, types
from transforms.page import PageMetadata
from transforms.page_title import headline, one_line, squeezed
from transforms.published import choose, date_in_url, parse_date, parse_instant
from transforms.urls import canonical_url, source_domain

MAX_VALUE_CHARS = 1000
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
_IMAGE_KEYS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "image")


@dataclass(frozen=True)
class _Page:
    """What the readers below share: the tree, its meta tags by lower-case key, its article node."""

    tree: HtmlElement
    meta: dict[str, list[str]]
    article: Node
    url: str | None

    def first(self, keys: tuple[str, ...]) -> str | None:
        return next((value for key in keys for value in self.meta.get(key, ())), None)


def read_metadata(
    tree: HtmlElement, url: str | None = None, fetched_at: datetime | None = None
) -> PageMetadata:
    """Reads title, authors, dates and the rest.

    Args:
        tree: the parsed page; it is not changed.
        url: the page's address, if the record gave it.
        fetched_at: upper bound for the dates, UTC.
    """
    meta = _meta_tags(tree)
    blocks = [script.text or "" for script in tree.iter("script") if _is_json_ld(script)]
    address = url or _own_address(tree, meta)
    page = _Page(tree, meta, article_node(blocks, address), address)
    site = _site_name(page)
    return PageMetadata(
        title=_title(page, site),
        authors=_authors(page, site),
        published=_published(page, fetched_at),
        modified_at=_modified(page, fetched_at),
        site_name=site,
        section=one_line(
            first_text(page.article.get("articleSection")) or page.first(_SECTION_KEYS)
        ),
        language_hint=_language(page),
        lead_image_url=_image(page),
        url=address,
    )


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        value = (tag.get("content") or "").strip()
        for name in ("property", "name", "itemprop", "http-equiv"):
            key = tag.get(name)
            if key and value and len(value) <= MAX_VALUE_CHARS:
                tags.setdefault(key.strip().lower(), []).append(value)
    return tags


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _own_address(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    written = [*links, *meta.get("og:url", ()), *meta.get("twitter:url", ())]
    return next((url.strip() for url in written if url and canonical_url(url)), None)


def _title(page: _Page, site: str | None) -> str | None:
    said = first_text(page.article.get("headline"))
    tag = page.tree.find(".//title")
    titles = [page.first(("og:title",)), said, tag.text_content() if tag is not None else None]
    headings = (one_line(heading.text_content()) for heading in page.tree.iter("h1"))
    first = next((heading for heading in headings if heading), None)
    return headline(titles, [first, said], _site_names(page, site))


def _site_names(page: _Page, site: str | None) -> set[str]:
    """Squeezed: the site's name, its domain and the domain's labels."""
    domain = source_domain(page.url or "") or ""
    labels = [label for label in domain.split(".") if len(label) >= MIN_LABEL_CHARS]
    return {squeezed(name) for name in (site or "", domain, *labels)} - {""}


def _authors(page: _Page, site: str | None) -> tuple[str, ...]:
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


def _published(page: _Page, fetched_at: datetime | None) -> PublicationDate | None:
    written = first_text(page.article.get("datePublished"))
    candidates = [parse_date(written, "json-ld")] if written else []
    candidates += [
        parse_date(text, "meta") for key in _PUBLISHED_KEYS for text in page.meta.get(key, ())
    ]
    candidates += [date_in_url(page.url)] if page.url else []
    if not any(candidates):  # where the page has only impossible dates, a search would twist one
        candidates = [_visible_date(page, fetched_at)]
    return choose(candidates, fetched_at)


def _visible_date(page: _Page, fetched_at: datetime | None) -> PublicationDate | None:
    latest = fetched_at.strftime("%Y-%m-%d") if fetched_at else LATEST_DAY
    text = htmldate.find_date(
        page.tree, original_date=True, extensive_search=False, url=page.url, max_date=latest
    )
    return parse_date(text, "visible-text") if text else None


def _modified(page: _Page, fetched_at: datetime | None) -> datetime | None:
    written = [first_text(page.article.get("dateModified")), page.first(_MODIFIED_KEYS)]
    known = [at for text in written if text and (at := parse_instant(text))]
    return next((at for at in known if fetched_at is None or at <= fetched_at), None)


def _site_name(page: _Page) -> str | None:
    publisher: Any = page.article.get("publisher")
    written = (page.first(_SITE_KEYS[:1]), first_text(publisher), page.first(_SITE_KEYS[1:]))
    return first(one_line(site_value(name)) for name in written)


def _language(page: _Page) -> str | None:
    written = [
        page.tree.get("lang"),
        page.tree.get("xml:lang"),
        first_text(page.article.get("inLanguage")),
        page.first(("content-language", "og:locale", "dc.language")),
    ]
    codes = [re.match(r"[a-z]{2,3}(?![a-z])", text.strip().lower()) for text in written if text]
    return next((code[0] for code in codes if code), None)


def _image(page: _Page) -> str | None:
    written = page.first(_IMAGE_KEYS) or first_text(page.article.get("image"), "url")
    if not written:
        return None
    try:
        address = urljoin(page.url or "", written)
    except ValueError:
        return None
    return address if canonical_url(address) else None
