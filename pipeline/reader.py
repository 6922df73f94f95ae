"""From source files to the records that are not consumed yet, with each file's position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.index import Index
from pipeline.slices import Record
from pipeline.sources.source import SourceFile, records
from schemas.manifest import UNREADABLE, SourceRange
from schemas.reject import Reject
from transforms.formats.limits import Limits


@dataclass(frozen=True)
class Pending:
    """A file with records left to read, from `first` on."""

    source: SourceFile
    first: int


def pending(sources: Iterable[SourceFile], index: Index, reread: bool = False) -> Iterator[Pending]:
    """The files that are new, changed (read afresh; what is known becomes duplicates), or not
    read to their end; with `reread`, all of them."""
    for source in sources:
        known = index.source(source.uri)
        if reread or known is None:
            yield Pending(source, 0)
        elif known[0] == UNREADABLE:
            if source.opens():
                yield Pending(source, 0)
        elif known[0] != source.version:
            yield Pending(source, 0)
        elif not known[2]:
            yield Pending(source, known[1])


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


def read(items: Iterable[Pending], limits: Limits, position: Position) -> Iterator[Record]:
    """All records of the files, each with its file's range up to and including itself."""
    for item in items:
        source = item.source
        following = records(source, limits, item.first, position.follow)
        current = next(following, None)
        number = item.first
        while current is not None:
            ahead = next(following, None)
            number += 1
            position.records += 1
            version = source.version
            if isinstance(current, Reject) and current.reason == "unreadable_file":
                version = UNREADABLE
            span = SourceRange(source.uri, version, number - 1, number, ahead is None)
            yield Record(current, span)
            current = ahead
        position.finish(source.size)
