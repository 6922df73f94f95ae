"""What makes two records the same article, and which of two copies is kept."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable

from schemas.article import Article
from schemas.changed import changed
from schemas.message import Origin
from transforms.urls import canonical_url, source_domain


def content_hash(title: str | None, text: str) -> str:
    """Hex SHA-256 of title and text: NFKC, case folded, white space folded."""
    return hashlib.sha256(folded(title or "") + b"\n" + folded(text)).hexdigest()


def folded(text: str) -> bytes:
    """A text in UTF-8: NFKC, case folded, words with one blank between them."""
    if not text.isascii():
        return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).encode()
    folded = text.encode().replace(b"\n\n", b" ").translate(_ASCII_FOLD)
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded.strip(b" ")


def article_id(canonical: str | None, content: str) -> str:
    """32 hex digits that identify canonical URL and content; without a URL, the content alone."""
    return hashlib.sha256(f"{canonical or ''}\n{content}".encode()).hexdigest()[:32]


def record_id(origin: Origin, payload_sha256: str) -> str:
    """32 hex digits that identify one record of one version of its source."""
    text = f"{origin.uri}\n{origin.record}\n{payload_sha256}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


# ASCII in lower case, white space as blanks.
_ASCII_FOLD = bytes(
    ord(" " if chr(code).isspace() else chr(code).lower()) if code < 128 else code
    for code in range(256)
)

Rank = tuple[bool, bool, tuple[str, ...], int]


def rank(published: bool, authored: bool, uri: str, record: int) -> Rank:
    """Orders the copies of one article; the smallest is kept: the one that knows more, then the
    first in plan order."""
    return (not published, not authored, tuple(uri.split("/")), record)


def rank_of(article: Article) -> Rank:
    """The article's rank among its copies."""
    uri, record = article.message.origin.order
    return rank(article.published is not None, bool(article.authors), uri, record)


def fingerprint(article: Article) -> Article:
    """Fills canonical URL, domain, content hash and article id."""
    canonical = article.canonical_url or (canonical_url(article.url) if article.url else None)
    content = content_hash(article.title, article.text)
    return changed(
        article,
        canonical_url=canonical,
        source_domain=source_domain(canonical) if canonical else None,
        content_hash=content,
        article_id=article_id(canonical, content),
    )


def fingerprinter() -> Callable[[Article], Article]:
    """Factory of the stage."""
    return fingerprint
