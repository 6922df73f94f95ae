"""Files that are one record: a text, an HTML page, a JSON document."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.message import Hints
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.pieces import Piece, gathered

BLANK = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"
"""Bytes of white space and byte order marks in UTF-8 and UTF-16."""


def whole(feed: Feed, form: str, hints: Hints, limits: Limits) -> Iterator[Piece]:
    """The rest of `feed` as one piece, its byte order mark included; none if it is blank."""
    offset = feed.position
    content = gathered(limits)
    while chunk := feed.read():
        content.add(chunk)
    piece = content.piece(offset, form, hints, limits)
    piece.tail = True
    if content.dropped or piece.payload.strip(BLANK):
        yield piece
