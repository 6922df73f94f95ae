"""What a page says of itself: JSON-LD first, then OpenGraph and other meta tags, then its text.

Direct reading is more exact than general extractors on news pages; they stay the last resort, for
the author (trafilatura) and the date (htmldate).
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from urllib.parse import urljoin

from transforms.json_ld import first_text
from transforms.page import PageMetadata
from transforms.page_authors import read_authors
from transforms.page_dates import read_modified, read_published
from transforms.page_head import PageHead
from transforms.page_labels import keywords, section, site_name
from transforms.page_title import headline, one_line, squeezed
from transforms.urls import canonical_url, source_domain

MIN_LABEL_CHARS = 3  # of a domain label that can be the site's name

_IMAGE_KEYS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "image")


def read_metadata(page: PageHead, fetched_at: datetime | None = None) -> PageMetadata:
    """Reads title, authors, dates and the rest.

    Args:
        page: its head.
        fetched_at: upper bound for the dates, UTC.
    """
    site = site_name(page)
    title = _title(page, site)
    return PageMetadata(
        title=title,
        authors=read_authors(page, _site_names(page, site), title),
        published=read_published(page, title, fetched_at),
        modified_at=read_modified(page, fetched_at),
        site_name=site,
        section=section(page, title),
        language_hint=_language(page),
        lead_image_url=_image(page),
        url=page.url,
        keywords=keywords(page),
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
