"""How far reading has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass
class Position:
    """How far reading has come, for estimates only."""

    records: int = 0
    finished_bytes: int = 0
    stream: BinaryIO | None = None

    @property
    def bytes(self) -> int:
        """Bytes of source files read so far, as they lie on disk."""
        if self.stream is None or self.stream.closed:
            return self.finished_bytes
        return self.finished_bytes + self.stream.tell()

    def follow(self, stream: BinaryIO) -> None:
        """Takes the stream that is read now."""
        self.stream = stream

    def finish(self, size: int) -> None:
        """A file has been read to its end."""
        self.stream = None
        self.finished_bytes += size
