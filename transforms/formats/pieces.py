"""What framers yield, and the one place where it becomes a Message or a Reject."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from schemas.message import Hints, Message, Origin
from schemas.reject import Reject
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.raw import Raw

STAGE = "Read"
NO_HINTS = Hints()
RESTS = ("truncated_stream", "unreadable_file")
"""Failures whose reject holds the unfinished record rather than the whole file."""


@dataclass(slots=True)
class Piece:
    """One record, or one thing that should have been one.

    Attributes:
        payload: its bytes; b"" where `sha256` stands for them.
        offset: where it starts in the stream that was framed; None if unknown.
        format: one of schemas.message.FORMATS.
        hints: what the container said of it.
        reason: "" for a record, else why it is none.
        detail: one line for a person.
        sha256: hex digest of bytes too many to keep.
        size: how many bytes they were.
        whole: the reject is about the whole file or member, whose bytes are its payload.
        tail: the stream's end, not a separator, ended it.
    """

    payload: bytes
    offset: int | None
    format: str
    hints: Hints = NO_HINTS
    reason: str = ""
    detail: str = ""
    sha256: str | None = None
    size: int | None = None
    whole: bool = False
    tail: bool = False


@dataclass(frozen=True)
class Skip:
    """`count` records that a framer passed over because they lie before the first one wanted."""

    count: int


class Gathered:
    """Bytes of one record as they come: kept up to `keep`, beyond it counted and hashed only."""

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.clear()

    def clear(self) -> None:
        """Starts over."""
        self.size = 0
        self._parts: list[bytes] = []
        self._digest = hashlib.sha256()

    @property
    def dropped(self) -> bool:
        """Whether there were too many bytes to keep."""
        return self.size > self.keep

    def add(self, data: bytes) -> None:
        """Appends `data`."""
        held = not self.dropped
        self.size += len(data)
        if held:
            self._parts.append(data)
        if self.dropped:
            for part in self._parts if held else [data]:
                self._digest.update(part)
            self._parts = []

    def payload(self) -> bytes:
        """All bytes, or b"" if they were dropped."""
        return b"".join(self._parts)

    def piece(self, offset: int | None, form: str, hints: Hints, limits: Limits) -> Piece:
        """The bytes as a record, or as the refusal of one that is too large."""
        piece = Piece(self.payload(), offset, form, hints)
        if self.size > limits.record_bytes:
            piece.reason = "record_too_large"
            piece.detail = f"{self.size} bytes, limit {limits.record_bytes}"
        if self.dropped:
            piece.sha256, piece.size = self._digest.hexdigest(), self.size
        return piece


def gathered(limits: Limits) -> Gathered:
    """An empty Gathered that can hold what may become a record or a reject's payload."""
    return Gathered(max(limits.record_bytes, limits.reject_bytes))


def refuse(message: Message, reason: str, detail: str, limits: Limits) -> Reject:
    """A Reject with its original bytes, or their size and SHA-256 if they are too many to keep."""
    data = message.payload
    if len(data) <= limits.reject_bytes:
        return Reject(message, STAGE, reason, detail)
    digest = hashlib.sha256(data).hexdigest()
    return Reject(replace(message, payload=b""), STAGE, reason, detail, digest, len(data))


class Numbering:
    """Gives every record and every failure of a file its index, and turns each into an outcome.

    Attributes:
        index: the next index.
        first: outcomes below this index are counted but not yielded.
    """

    def __init__(self, uri: str, limits: Limits, first: int) -> None:
        self.uri = uri
        self.limits = limits
        self.first = first
        self.index = 0

    def outcomes(
        self, pieces: Iterable[Piece | Skip], raw: Raw, feed: Feed, charset: str | None = None
    ) -> Iterator[Message | Reject]:
        """Outcomes of one file or member: at least one, and one for the failure of its stream.

        `charset`: the original charset of pieces that were framed in UTF-8; None if they were not.
        """
        start, closed = self.index, False
        for piece in pieces:
            if isinstance(piece, Skip):
                self.index += piece.count
                continue
            if piece.tail and not closed and self._breaks(piece, feed):
                closed = True
            self.index += 1
            if self.index > self.first:
                yield self._outcome(piece, raw, charset)
        if feed.failure is not None and not closed:
            yield from self.refusal(feed.failure.reason, feed.failure.detail, raw)
        elif self.index == start:
            yield from self.refusal("empty_file", "no record", raw)

    def refusal(self, reason: str, detail: str, raw: Raw) -> Iterator[Reject]:
        """One reject for a whole file or member, unless it lies before the first one wanted."""
        self.index += 1
        if self.index > self.first:
            yield self._whole(reason, detail, raw)

    @staticmethod
    def _breaks(piece: Piece, feed: Feed) -> bool:
        """Marks a tail that the failure of its stream cut off; says whether it did."""
        if feed.failure is None:
            return False
        piece.reason, piece.detail = feed.failure.reason, feed.failure.detail
        piece.whole = piece.reason not in RESTS or not (piece.payload or piece.size)
        return True

    def _outcome(self, piece: Piece, raw: Raw, charset: str | None) -> Message | Reject:
        if piece.whole:
            return self._whole(piece.reason, piece.detail, raw)
        payload, offset = piece.payload, piece.offset
        if charset is not None:
            payload = payload.decode("utf-8", "surrogatepass").encode(charset, "surrogatepass")
            offset = None
        origin = Origin(self.uri, self.index - 1, offset, raw.member)
        message = Message(payload, origin, piece.format, piece.hints)
        if not piece.reason:
            return message
        if piece.sha256 is not None:
            return Reject(message, STAGE, piece.reason, piece.detail, piece.sha256, piece.size)
        return refuse(message, piece.reason, piece.detail, self.limits)

    def _whole(self, reason: str, detail: str, raw: Raw) -> Reject:
        payload, digest, size = raw.original(self.limits.reject_bytes)
        message = Message(payload, Origin(self.uri, self.index - 1, 0, raw.member), "file")
        return Reject(message, STAGE, reason, detail, digest, size)
