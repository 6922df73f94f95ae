"""WARC records (ISO 28500), with a way on behind a broken one.

A record is what its Content-Length says if the line ends that close a record, the next record, or
the end of the file follow it; otherwise it is broken, and reading goes on at the next "WARC/" at
the start of a line. fastwarc 2.0.1 stops at such a record, or takes the rest of the file for its
content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.message import Hints
from transforms.date_text import in_range
from transforms.formats.feed import CHUNK, Feed
from transforms.formats.limits import Limits
from transforms.formats.pieces import NO_HINTS, Gathered, Piece, gathered

HEADER_BYTES = 1 << 16
"""A record's header is no longer than this."""
HTTP_HEADER_BYTES = 1 << 14
"""Bytes of the block in which the HTTP Content-Type is looked for."""
GAP = 64
"""Line ends (four bytes by the standard) are tolerated between records up to this many bytes."""
ARTICLE_TYPES = ("response", "resource", "conversion")

HEADER_END = re.compile(rb"\r?\n\r?\n")
NEXT = re.compile(rb"(?<=\n)WARC/[01]\.\d{1,2}\r?\n(?=[\w-]+:)")
NEXT_LENGTH = 128
"""Bytes that NEXT looks at, at most."""
BEHIND = re.compile(rb"\r\n\r\n|[\r\n]*(?:WARC/[01]\.|$)")
CHARSET = re.compile(rb"\bcharset\s*=\s*[\"']?([a-z0-9_.:-]{2,40})", re.I)
HTTP_TYPE = re.compile(rb"^content-type:[^\r\n]*?" + CHARSET.pattern, re.I | re.M)
FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


@dataclass(frozen=True)
class Header:
    """What a record's header says.

    Attributes:
        size: bytes of the header with its blank line.
        length: Content-Length; None if it is missing or no number.
        fields: names in lower case to values.
    """

    size: int
    length: int | None
    fields: dict[str, str]


def warc(feed: Feed, limits: Limits) -> Iterator[Piece]:
    """One piece per response, resource or conversion record and per broken record."""
    while skip_gap(feed):
        offset = feed.position
        header = header_of(feed.peek(HEADER_BYTES))
        if header is None or header.length is None:
            yield broken(feed, 1, limits, "no valid header")
        elif header.size + header.length > max(limits.record_bytes, limits.reject_bytes):
            yield from oversized(feed, header, header.length, limits)
        else:
            size = header.size + header.length
            data = feed.peek(size + GAP)
            if len(data) < size or not BEHIND.match(data, size):
                yield broken(feed, header.size - 1, limits, "wrong Content-Length or early end")
            else:
                feed.skip(size)
                yield from article(data[header.size : size], offset + header.size, header, limits)


def skip_gap(feed: Feed) -> bool:
    """Passes over line ends; says whether anything follows."""
    while head := feed.peek(CHUNK):
        rest = head.lstrip(b"\r\n")
        feed.skip(len(head) - len(rest))
        if rest:
            return True
    return False


def header_of(data: bytes) -> Header | None:
    """The header that `data` starts with, or None."""
    end = HEADER_END.search(data)
    if not data.startswith(b"WARC/") or end is None or NEXT.search(data, 1, end.start()):
        return None
    lines = re.sub(rb"\r?\n[ \t]+", b" ", data[: end.start()]).split(b"\n")[1:]
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = fields.get("content-length", "")
    valid = length.isascii() and length.isdigit() and len(length) <= 18
    return Header(end.end(), int(length) if valid else None, fields)


def broken(feed: Feed, past: int, limits: Limits, detail: str) -> Piece:
    """Everything up to the next record after `past` bytes, as one reject."""
    offset = feed.position
    content = gathered(limits)
    content.add(feed.exactly(past))
    move_to_next(feed, content)
    return break_off(feed, content, offset, detail, limits)


def break_off(feed: Feed, content: Gathered, offset: int, detail: str, limits: Limits) -> Piece:
    """The bytes of a broken record as a reject."""
    piece = content.piece(offset, "warc", NO_HINTS, limits)
    piece.reason, piece.detail = "broken_warc_record", detail
    piece.tail = not feed.peek(1)
    return piece


def move_to_next(feed: Feed, content: Gathered, most: int | None = None) -> None:
    """Moves bytes to `content` until a record starts, or `content` has `most`, or the end."""
    while most is None or content.size < most:
        window = feed.peek(CHUNK + NEXT_LENGTH)
        found = NEXT.search(window)
        last = len(window) < CHUNK + NEXT_LENGTH
        size = found.start() if found else len(window) if last else CHUNK
        if most is not None:
            size = min(size, most - content.size)
        content.add(feed.exactly(size))
        if found or last:
            return


def oversized(feed: Feed, header: Header, length: int, limits: Limits) -> Iterator[Piece]:
    """A record too large to hold: one that another record starts within is broken."""
    offset, size = feed.position, header.size + length
    content = gathered(limits)
    content.add(feed.exactly(header.size - 1))
    move_to_next(feed, content, size)
    if content.size < size or not BEHIND.match(feed.peek(GAP)):
        if content.size == size:
            move_to_next(feed, content)
        yield break_off(feed, content, offset, "wrong Content-Length or early end", limits)
    elif header.fields.get("warc-type", "").lower() in ARTICLE_TYPES:
        yield content.piece(offset, "warc", NO_HINTS, limits)


def article(block: bytes, offset: int, header: Header, limits: Limits) -> Iterator[Piece]:
    """A sound record: a piece, unless its type is none that holds content."""
    kind = header.fields.get("warc-type", "").lower()
    declared = header.fields.get("content-type", "")
    mime = declared.partition(";")[0].strip().lower()
    if kind not in ARTICLE_TYPES or mime == "text/dns":
        return
    form = format_of(mime, block)
    source = block[:HTTP_HEADER_BYTES] if form == "warc" else declared.encode()
    piece = Piece(block, offset, form or "file", hints_of(header, source, form))
    if form is None:
        piece.reason, piece.detail = "not_html", f"content type {mime[:80]}"
    elif len(block) > limits.record_bytes:
        piece.reason = "record_too_large"
        piece.detail = f"{len(block)} bytes, limit {limits.record_bytes}"
    yield piece


def format_of(mime: str, block: bytes) -> str | None:
    """The record format for a block of this content type; None for what is no text."""
    if mime == "application/http" or (not mime and block.startswith(b"HTTP/")):
        return "warc"
    if not mime:
        return "html" if block.lstrip().startswith(b"<") else "text"
    return FORMATS.get(mime)


def hints_of(header: Header, source: bytes, form: str | None) -> Hints:
    """What the record says: address, time, charset (`source` holds the content type)."""
    if form == "warc":
        end = HEADER_END.search(source)
        source = source[: end.start()] if end else source
    found = (HTTP_TYPE if form == "warc" else CHARSET).search(source)
    url = header.fields.get("warc-target-uri", "").strip("<>")
    return Hints(
        charset=found[1].decode("ascii").lower() if found else None,
        url=url or None,
        fetched_at=instant(header.fields.get("warc-date", "")),
    )


def instant(text: str) -> datetime | None:
    """A WARC-Date as UTC; None if it is no date, or none at which a page could be fetched."""
    try:
        parsed = datetime.fromisoformat(text)
        at = parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at if in_range(at) else None
