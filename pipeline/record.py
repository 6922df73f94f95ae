"""A record on its way into a slice, and the stretch of a source that a slice takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.manifest import SourceRange
from schemas.message import Message
from schemas.reject import Reject


@dataclass(frozen=True)
class Record:
    """One record on its way into a slice.

    Attributes:
        record: what the reader delivered.
        source: the file's range so far, `next` behind this record.
    """

    record: Message | Reject
    source: SourceRange | None = None

    @property
    def message(self) -> Message:
        """The record's message, refused or not."""
        return self.record.message if isinstance(self.record, Reject) else self.record

    @property
    def size(self) -> int:
        """Bytes of payload."""
        return len(self.message.payload)


@dataclass
class Span:
    """The ranges of one source that follow one another in a slice, as they come."""

    first: int
    gaps: int = 0
    lost: int = 0

    def add(self, source: SourceRange) -> None:
        """Takes in the next range."""
        self.last = source
        if source.gaps:
            self.gaps += source.gaps
            self.lost += source.lost

    @property
    def source(self) -> SourceRange:
        """All of them as one range."""
        return replace(self.last, first=self.first, gaps=self.gaps, lost=self.lost)
