"""From source files to the records that are not consumed yet, with each file's position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.config import RunConfig
from pipeline.index import Index
from pipeline.position import Position
from pipeline.progress import Progress
from pipeline.record import Record
from pipeline.sources.feed import Lag
from pipeline.sources.source import SourceFile, records
from schemas.manifest import UNREADABLE, Manifest, SourceRange
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


class FilesFeed:
    """Source files, read to their end."""

    def __init__(
        self,
        sources: Callable[[], Iterator[SourceFile]],
        index: Index,
        config: RunConfig,
        progress: Progress,
    ) -> None:
        self.sources = sources
        self.index = index
        self.config = config
        self.progress = progress

    def records(self) -> Iterator[Record | None]:
        """The records of all files that are pending."""
        reread = self.config.reread
        position = Position()
        files, size = total(pending(self.sources(), self.index, reread))
        self.progress.begin(files, size, position)
        yield from read(pending(self.sources(), self.index, reread), self.config.limits, position)

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:
        """Files are read as they were listed; a change shows when they are listed again."""

    def begun(self) -> Sequence[SourceRange]:
        """Files are read from their beginning."""
        return ()

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        """Files hold nothing but records."""
        return tuple(sources)

    def acknowledge(self, manifest: Manifest) -> None:
        """Files stay where they are."""

    def lags(self) -> Sequence[Lag]:
        """None: what is left is seen by its bytes."""
        return ()

    def close(self) -> None:
        """Holds nothing."""


def total(items: Iterator[Pending]) -> tuple[int, int]:
    """Number and bytes of the files that are pending."""
    files = size = 0
    for item in items:
        files += 1
        size += item.source.size
    return files, size


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
