"""JSON Lines, and the physical lines that CSV rows are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from schemas.message import Hints
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.pieces import Gathered, Piece, gathered


class Line(NamedTuple):
    """One physical line.

    Attributes:
        offset: where it starts in the stream.
        data: its bytes without the line feed; b"" if there are too many to keep.
        ended: whether a line feed ended it, not the end of the stream.
        over: the count and hash of a line too large to keep; else None.
    """

    offset: int
    data: bytes
    ended: bool
    over: Gathered | None = None


def physical_lines(feed: Feed, limits: Limits) -> Iterator[Line]:
    """Every line of the rest of `feed`, blank ones included; holds no more than the limits say."""
    offset = feed.position
    pending = gathered(limits)
    while chunk := feed.read():
        parts = chunk.split(b"\n")
        rest = parts.pop()
        if parts and pending.size:
            pending.add(parts[0])
            yield _line(offset, pending, True)
            offset += pending.size + 1
            pending = gathered(limits)
            del parts[0]
        for data in parts:
            yield Line(offset, data, True)
            offset += len(data) + 1
        if rest:
            pending.add(rest)
    if pending.size:
        yield _line(offset, pending, False)


def _line(offset: int, pending: Gathered, ended: bool) -> Line:
    return Line(offset, pending.payload(), ended, pending if pending.dropped else None)


def json_lines(feed: Feed, hints: Hints, limits: Limits) -> Iterator[Piece]:
    """One piece per line that is not blank, without its line end (LF or CR LF)."""
    most = limits.record_bytes
    for offset, data, ended, over in physical_lines(feed, limits):
        if over is not None:
            piece = over.piece(offset, "json", hints, limits)
            piece.tail = not ended
            yield piece
            continue
        if not data or data.isspace():
            continue
        if data[-1] == 13:
            data = data[:-1]
        piece = Piece(data, offset, "json", hints, tail=not ended)
        if len(data) > most:
            piece.reason, piece.detail = "record_too_large", f"{len(data)} bytes, limit {most}"
        yield piece
