"""From source files to the records that are not consumed yet, with each file's position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.config import RunConfig
from pipeline.index import Index, Standing
from pipeline.position import Position
from pipeline.progress import Progress
from pipeline.record import Record
from pipeline.shard import ALL, WHOLE, Part, parts, parts_of_new
from pipeline.sources.feed import Lag
from pipeline.sources.files import Committed, none_committed
from pipeline.sources.source import SourceFile, records
from schemas.manifest import UNREADABLE, Manifest, SourceRange
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.formats.limits import Limits


@dataclass(frozen=True)
class Pending:
    """A file, or a part of it, with records left to read, from `first` on."""

    source: SourceFile
    first: int
    part: Part = WHOLE


class Plan(NamedTuple):
    """What is left to read: files, or parts of them, and the bytes of the files."""

    files: int
    size: int


def pending(
    sources: Iterable[SourceFile],
    index: Index,
    shard: tuple[int, int] = ALL,
    reread: bool = False,
    cut: bool = True,
) -> Iterator[Pending]:
    """What process I of N has left to read: files that are new, changed (read afresh; what is known
    becomes duplicates), or not read to their end; with `reread`, all of them. Without `cut`, new
    files are not cut into parts.

    A file that was begun in parts is finished in these parts, and one that was begun as a whole is
    finished as a whole, whatever N is. Each file takes a lookup: leave out beforehand what is
    committed to its end.
    """
    for source in sources:
        standings = index.standings(source.uri)
        if reread or not is_hopeless(source, standings):
            of = parts_of_new(source.size, shard) if cut else 1
            yield from pending_parts(source, standings, shard, of, reread)


def left_to_read(
    sources: Callable[[Committed], Iterator[SourceFile]], index: Index, config: RunConfig
) -> Iterator[Pending]:
    """What a run with these options has left to read of files that `sources` lists anew."""
    listed = sources(none_committed if config.reread else index.complete)
    return pending(listed, index, config.shard_of, config.reread)


def is_hopeless(source: SourceFile, standings: Sequence[Standing]) -> bool:
    """Whether the file could not be read and still cannot."""
    return any(known.version == UNREADABLE for known in standings) and not source.opens()


def pending_parts(
    source: SourceFile,
    standings: Sequence[Standing],
    shard: tuple[int, int] = ALL,
    of: int = 1,
    reread: bool = False,
) -> Iterator[Pending]:
    """Those of the file's parts that are this process's, as far as they are not read; `of` is how
    many it is cut into if that is not decided yet."""
    same = {known.part: known for known in standings if known.version == source.version}
    of = next((part.of for part in same), of)
    total = max((known.total or 0 for known in same.values()), default=0)
    for part in parts(of, shard, source.uri):
        known = None if reread else same.get(part)
        first = known.next if known is not None else 0
        is_over = total > 0 and not part.count(first, total)
        if not is_over and (known is None or not known.complete):
            yield Pending(source, first, part)


def is_consumed(source: SourceFile, index: Index) -> bool:
    """Whether the file is committed to its end as it is, by whichever processes."""
    same = [known for known in index.standings(source.uri) if known.version == source.version]
    return bool(same) and next(pending_parts(source, same), None) is None


class FilesFeed:
    """Source files, read to their end."""

    def __init__(
        self,
        sources: Callable[[Committed], Iterator[SourceFile]],
        index: Index,
        config: RunConfig,
        progress: Progress,
        planned: Plan | None = None,
    ) -> None:
        self.sources = sources
        self.index = index
        self.config = config
        self.progress = progress
        self.planned = planned
        self.empty: list[SourceRange] = []

    def records(self) -> Iterator[Record | None]:
        """The records of all files that are pending."""
        position = Position()
        files, size = self.planned or total(self.pending())
        self.progress.begin(files, size, position)
        if files:
            yield from read(self.pending(), self.config.limits, position, self.empty.append)

    def pending(self) -> Iterator[Pending]:
        """What is left to read, listed anew."""
        return left_to_read(self.sources, self.index, self.config)

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:
        """Files are read as they were listed; a change shows when they are listed again."""

    def begun(self) -> Sequence[SourceRange]:
        """Files are read from their beginning."""
        return ()

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        """Files hold nothing but records."""
        return tuple(sources)

    def ended(self) -> Sequence[SourceRange]:
        """Parts of files that hold no record."""
        return self.empty

    def acknowledge(self, manifest: Manifest) -> None:
        """Files stay where they are."""

    def lags(self) -> Sequence[Lag]:
        """None: what is left is seen by its bytes."""
        return ()

    def close(self) -> None:
        """Holds nothing."""


def total(items: Iterator[Pending]) -> Plan:
    """Number and bytes of the files that are pending."""
    files = size = 0
    for item in items:
        files += 1
        size += item.source.size
    return Plan(files, size)


def read(
    items: Iterable[Pending],
    limits: Limits,
    position: Position,
    empty: Callable[[SourceRange], object] = lambda _: None,
) -> Iterator[Record]:
    """All records of the files or parts, each with the range up to and including itself; `empty`
    takes the range of a part that has none."""
    for item in items:
        cursor = Cursor(item)
        following = cursor.records(limits, position)
        current = next(following, None)
        first = item.first
        if current is None and item.part.name and not cursor.failed:
            empty(cursor.nothing())
        while current is not None:
            ahead = next(following, None)
            position.records += 1
            span = cursor.span(first, current, is_last=ahead is None)
            yield Record(current, span)
            first, current = span.next, ahead
        position.finish(item.source.size)


class Cursor:
    """Goes through a file and keeps the records of one part."""

    def __init__(self, item: Pending) -> None:
        self.item = item
        self.behind = item.first
        self.failed = False

    def records(self, limits: Limits, position: Position) -> Iterator[Message | Reject]:
        """The records of the part."""
        item = self.item
        for record in records(item.source, limits, item.first, position.follow):
            self.failed = is_unreadable(record)
            if item.part.holds(self.behind):
                yield record
            self.behind += 1

    def nothing(self) -> SourceRange:
        """The range of a part without a record, once the file has been read."""
        source, first = self.item.source, self.item.first
        return SourceRange(
            source.uri,
            source.version,
            first,
            first,
            True,
            end=self.behind,
            part=self.item.part.name,
        )

    def span(self, first: int, record: Message | Reject, is_last: bool) -> SourceRange:
        """The range that begins at `first` and ends with the record; `is_last` of its part."""
        source, part = self.item.source, self.item.part
        failed = is_unreadable(record)
        number = origin_of(record).record
        complete = is_last and (failed or not self.failed)
        return SourceRange(
            source.uri,
            UNREADABLE if failed else source.version,
            first,
            number + 1,
            complete,
            gaps=number - first,
            end=self.behind if complete and not failed and part.name else None,
            part=part.name,
        )


def is_unreadable(record: Message | Reject) -> bool:
    """Whether it stands for what of a file could not be read."""
    return isinstance(record, Reject) and record.reason == "unreadable_file"


def origin_of(record: Message | Reject) -> Origin:
    """Where the record lies."""
    return record.message.origin if isinstance(record, Reject) else record.origin
