"""Byte streams with a look ahead, whose failures are values: what came before one stays usable."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO

CHUNK = 1 << 16
"""Bytes per step of reading and decompressing."""


class StreamFailure(Exception):  # noqa: N818 - a stream that fails, not a mistake of the program
    """A stream cannot go on; `reason` is a key of `schemas.reject.REASONS`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Feed:
    """A forward-only stream over chunks of bytes.

    When the chunks end with a StreamFailure, the feed ends like any other, and `failure` says why.

    Attributes:
        position: offset of the next unread byte.
        failure: why the stream ended early; None while it has not.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.position = 0
        self.failure: StreamFailure | None = None
        self._chunks = chunks
        self._head = b""
        self._at = 0

    def _next(self) -> bytes:
        if self.failure is not None:
            return b""
        try:
            return next(self._chunks, b"")
        except StreamFailure as failure:
            self.failure = failure
            return b""

    def peek(self, size: int) -> bytes:
        """The next `size` bytes without consuming them; fewer only where the stream ends."""
        have = len(self._head) - self._at
        if have < size:
            parts = [self._head[self._at :]]
            while have < size and (chunk := self._next()):
                parts.append(chunk)
                have += len(chunk)
            self._head, self._at = b"".join(parts), 0
        return self._head[self._at : self._at + size]

    def read(self, size: int | None = None) -> bytes:
        """Some bytes, at most `size`, as they come cheapest; b"" at the end only."""
        if self._at >= len(self._head):
            self._head, self._at = self._next(), 0
        end = len(self._head) if size is None else min(len(self._head), self._at + size)
        data = (
            self._head if self._at == 0 and end == len(self._head) else self._head[self._at : end]
        )
        self._at = end
        self.position += len(data)
        return data

    def exactly(self, size: int) -> bytes:
        """The next `size` bytes; fewer only where the stream ends."""
        data = self.peek(size)
        self.skip(len(data))
        return data

    def skip(self, size: int) -> int:
        """Drops `size` bytes; returns how many there were."""
        left = size
        while left and (data := self.read(left)):
            left -= len(data)
        return size - left

    def skip_all(self) -> None:
        """Drops the rest."""
        while self.read():
            pass

    def chunks(self) -> Iterator[bytes]:
        """The rest, chunk by chunk; raises the StreamFailure that ended it."""
        while chunk := self.read():
            yield chunk
        if self.failure is not None:
            raise self.failure


def chunks_of(stream: BinaryIO | IO[bytes]) -> Iterator[bytes]:
    """Chunks of a binary stream; an OSError becomes the StreamFailure "unreadable_file"."""
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except OSError as error:
        raise StreamFailure("unreadable_file", str(error)[:200]) from error


def spooled(feed: Feed) -> IO[bytes]:
    """The rest of `feed` in a temporary file at position 0, for formats that need to seek."""
    file = tempfile.TemporaryFile(prefix="newsmill-")  # noqa: SIM115 - the caller closes it
    while chunk := feed.read():
        file.write(chunk)
    file.seek(0)
    return file


def stream_size(stream: BinaryIO | IO[bytes]) -> int:
    """Bytes of a seekable stream, from its position on; leaves the position as it is."""
    start = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(start)
    return end - start
