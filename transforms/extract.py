"""Extract: a page's HTML to plain text and metadata, in a child process that can be killed."""

from __future__ import annotations

import logging
from datetime import datetime

from schemas.article import Article
from schemas.changed import changed
from schemas.reject import Reject
from transforms.authors import clean_authors
from transforms.page import PageMetadata, PageReading
from transforms.sandbox import (
    Sandbox,
    SandboxCrash,
    SandboxError,
    SandboxFailure,
    SandboxMemory,
    SandboxTimeout,
)
from transforms.urls import canonical_url

STAGE = "Extract"
RECORD_AND_PAGE = "record+page"  # the record's text with the page's metadata
MIN_MEMORY_MB = 256  # the interpreter with trafilatura loaded takes 180 MiB of address space
FILLED = (  # fields that the page fills where the record left them empty
    "title",
    "published",
    "modified_at",
    "site_name",
    "section",
    "language_hint",
    "lead_image_url",
    "keywords",
    "url",
    "authors",
)


def extractor(timeout_s: float, memory_mb: int) -> Extractor:
    """The stage's function.

    Args:
        timeout_s: wall time one page may take, in seconds.
        memory_mb: address space of the child process, in MiB.

    Raises:
        ValueError: `memory_mb` is too little for the libraries alone.
    """
    if memory_mb < MIN_MEMORY_MB:
        raise ValueError(f"extraction needs at least {MIN_MEMORY_MB} MiB, not {memory_mb}")
    return Extractor(timeout_s, memory_mb)


class Extractor:
    """HTML articles go through the sandbox; the others only get clean authors and an address."""

    def __init__(self, timeout_s: float, memory_mb: int) -> None:
        self._sandbox = Sandbox(read_page, timeout_s, memory_mb, warm_up=warm_up)

    def __call__(self, article: Article) -> Article | Reject:
        """The article with plain text in `content`, or why there is none."""
        article = _with_own_values(article)
        if article.markup != "html":
            return self._with_metadata(article) if article.page else article
        try:
            reading = self._read(article)
        except SandboxFailure as error:  # only its type: the message may quote the page
            return _reject(article, "extraction_failed", str(error).partition(":")[0])
        except SandboxError as error:
            return _reject(article, _REASONS.get(type(error), "extraction_failed"), str(error))
        if reading is None:
            return _reject(article, "no_main_text", "no article text found in the HTML")
        return _filled(article, reading)

    def _with_metadata(self, article: Article) -> Article:
        """The record's own text with the metadata of its page; without, where the page fails."""
        try:
            reading = self._sandbox(article.page, article.url, article.fetched_at, False)
        except SandboxError:
            reading = None
        content, article = article.content, changed(article, page="")
        if reading is None:
            return article
        return changed(
            _filled(article, reading),
            content=content,
            extraction=RECORD_AND_PAGE,
            extraction_confidence=None,
        )

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()

    def _read(self, article: Article) -> PageReading | None:
        """One more try in a fresh child where the failure may be due to earlier pages."""
        fresh = self._sandbox.fresh
        page = (article.content, article.url, article.fetched_at)
        try:
            return self._sandbox(*page)
        except (SandboxMemory, SandboxCrash):
            if fresh:
                raise
            return self._sandbox(*page)


_FIRST_PAGE = "<html><head><title>Page</title></head><body><p>One sentence.</p></body></html>"
_REASONS: dict[type[SandboxError], str] = {
    SandboxTimeout: "extraction_timeout",
    SandboxMemory: "extraction_memory",
}


def _reject(article: Article, reason: str, detail: str) -> Reject:
    return Reject(article.message, STAGE, reason, detail)


def _with_own_values(article: Article) -> Article:
    """The record's authors as people, and its URL in canonical form."""
    return changed(
        article,
        authors=clean_authors(article.authors),
        canonical_url=canonical_url(article.url) if article.url else None,
    )


def _filled(article: Article, reading: PageReading) -> Article:
    """The article with the page's values where the record had none."""
    missing = {
        name: getattr(reading.metadata, name) for name in FILLED if not getattr(article, name)
    }
    filled = changed(
        article,
        **missing,
        content=reading.text,
        markup="text",
        extraction=reading.extraction,
        extraction_confidence=reading.confidence,
        captions=article.captions or reading.captions,
    )
    return _with_own_values(filled)


# What follows runs in the child.


def warm_up() -> None:
    """Loads the libraries by reading one page, and silences them: bad pages are no news."""
    logging.disable(logging.CRITICAL)
    read_page(_FIRST_PAGE, None, None)


def read_page(
    content: str, url: str | None, fetched_at: datetime | None, text: bool = True
) -> PageReading | None:
    """Parses the page once and reads everything from that tree; None if it has no article.

    Without `text`, only captions and metadata are read.
    """
    from transforms import (  # loaded in the child alone
        article_body,
        main_text,
        page_captions,
        page_head,
        page_metadata,
    )

    tree = main_text.parse_page(content)
    if tree is None:
        return None
    captions = page_captions.captions(tree)
    told = tuple(filter(page_captions.is_caption, captions))
    if text and main_text.is_fragment(content):
        body = main_text.without(main_text.fragment_text(tree), captions)
        return PageReading(body, "fragment", None, told, PageMetadata()) if body else None
    head = page_head.read_head(tree, url)
    metadata = page_metadata.read_metadata(head, fetched_at)
    if not text:
        return PageReading("", "", None, told, metadata)
    found = article_body.article_body(head, content)
    body = main_text.without(found.text, captions)
    if not body:
        return None
    return PageReading(body, found.path, round(found.confidence, 3), told, metadata)
