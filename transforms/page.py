"""What one HTML page gave; apart from its readers, so that the parent loads no HTML library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.article import PublicationDate


@dataclass(frozen=True)
class PageMetadata:
    """What the page gave, as the fields of `Article`; None or empty where it said nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: PublicationDate | None = None
    modified_at: datetime | None = None
    site_name: str | None = None
    section: str | None = None
    language_hint: str | None = None
    lead_image_url: str | None = None
    keywords: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True)
class PageReading:
    """What one page gave: its text, the path that found it and how sure that is (0 to 1), its
    captions and its metadata.
    """

    text: str
    extraction: str
    confidence: float | None
    captions: tuple[str, ...]
    metadata: PageMetadata
