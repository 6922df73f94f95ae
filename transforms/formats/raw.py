"""The bytes of one file or archive member as they are stored, for decoding and for its reject."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from transforms.formats.feed import Feed, chunks_of


class Raw:
    """A file or member as stored.

    A seekable stream is read again if a reject needs its bytes; of any other, the first
    `keep` bytes are kept while it streams, and a larger one is hashed on the way.

    Attributes:
        name: file name or path that its extension is taken from.
        member: path inside the archive; None for a file.
        count: bytes read so far.
        feed: the bytes.
        stream: where they can be read again; None if nowhere.
    """

    def __init__(
        self,
        chunks: Iterator[bytes],
        name: str,
        keep: int,
        member: str | None = None,
        stream: BinaryIO | IO[bytes] | None = None,
        sealed: Raw | None = None,
    ) -> None:
        self.name = name
        self.member = member
        self.count = 0
        self.stream = stream
        self._start = stream.tell() if stream is not None else 0
        self._keep = keep
        self._kept: list[bytes] = []
        self._digest = hashlib.sha256()
        self._source = chunks
        self._sealed = sealed
        self.feed = Feed(self._tallied())

    def _tallied(self) -> Iterator[bytes]:
        for chunk in self._source:
            self.count += len(chunk)
            if self.stream is None:
                self._note(chunk)
            yield chunk

    def _note(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        if self.count <= self._keep:
            self._kept.append(chunk)
        else:
            self._kept = []

    def rewound(self) -> IO[bytes] | BinaryIO | None:
        """The seekable stream at its start, or None if there is none."""
        if self.stream is not None:
            try:
                self.stream.seek(self._start)
            except OSError:
                return None
        return self.stream

    def original(self, keep: int) -> tuple[bytes, str | None, int | None]:
        """Payload, or b"" with SHA-256 and size if larger than `keep`; reads on to the end.

        Of a stream that fails, what could be read stands for the whole; of an archive member that
        does not decode, the bytes that are stored (`sealed`).
        """
        if self._sealed is not None and self.feed.failure is not None:
            return self._sealed.original(keep)
        if self.stream is not None:
            return self._reread(keep)
        self.feed.skip_all()
        if self.count <= keep:
            return b"".join(self._kept), None, None
        return b"", self._digest.hexdigest(), self.count

    def _reread(self, keep: int) -> tuple[bytes, str | None, int | None]:
        again = Raw(rereading(self), self.name, keep, self.member)
        return again.original(keep)


def rereading(raw: Raw) -> Iterator[bytes]:
    """The chunks of a seekable `raw` from its start."""
    stream = raw.rewound()
    if stream is not None:
        yield from chunks_of(stream)


def file_raw(stream: BinaryIO, name: str, keep: int) -> Raw:
    """A file as opened by a source."""
    return Raw(chunks_of(stream), name, keep, stream=stream if is_seekable(stream) else None)


def is_seekable(stream: BinaryIO) -> bool:
    """Whether the stream says so and can tell its position."""
    try:
        return stream.seekable() and stream.tell() >= 0
    except OSError:
        return False
