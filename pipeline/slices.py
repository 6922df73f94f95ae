"""Cuts the input into slices of bounded size, and each slice into shards that wait on disk.

A slice is what one commit takes; a shard is what one worker takes. Where the cuts fall depends on
the input alone, so a run that was interrupted goes on with the very slices it would have had.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import points
from pipeline.record import Record, Span
from pipeline.shard_writer import ShardWriter
from pipeline.sizes import Sizes
from schemas.manifest import SourceRange

TICK_SECONDS = 0.05
"""So often at least the driver gets its turn while records come."""


@dataclass(frozen=True)
class Shard:
    """A shard that is ready to run: its spool file, and the folder for its staged rows."""

    spool: Path
    rows: Path


@dataclass(frozen=True)
class Slice:
    """A planned slice.

    Attributes:
        number: from 1 within the run.
        folder: its staging folder.
        spools: one file a shard, in plan order.
        sources: ranges of the source files that it consumes.
        records: how many.
        kind: "run"; "replay" where the records are rejects; "reprocess" where they are articles.
        replaces: for the last, the commits that hold these articles.
    """

    number: int
    folder: Path
    spools: tuple[Path, ...]
    sources: tuple[SourceRange, ...]
    records: int
    kind: str = "run"
    replaces: tuple[int, ...] = ()

    def rows_folder(self, spool: Path) -> Path:
        """Where the shard of `spool` stages its rows."""
        return rows_folder(self.folder, spool)

    def drop(self) -> None:
        """Rolls the slice back: removes its staging."""
        shutil.rmtree(self.folder, ignore_errors=True)


def rows_folder(folder: Path, spool: Path) -> Path:
    """Where a shard of the slice in `folder` stages its rows."""
    return folder / "rows" / spool.stem


class SliceWriter:
    """Collects records until the slice is full."""

    def __init__(self, number: int, folder: Path, sizes: Sizes) -> None:
        self.number = number
        self.folder = folder
        self.sizes = sizes
        self.shard: ShardWriter | None = None
        self.spools: list[Path] = []
        self.spans: dict[str, Span] = {}
        self.records = 0
        self.size = 0
        self.replay_of: str | None = None
        self.opened = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the slice is old enough to be committed as it is."""
        return time.monotonic() - self.opened >= self.sizes.interval

    def ends_before(self, item: Record | None) -> bool:
        """Whether the slice is complete, with `item` or nothing to come."""
        return self.is_due or (item is not None and self.is_full_for(item))

    def is_full_for(self, item: Record) -> bool:
        """Whether `item` belongs into the next slice: this one holds another part of its file, or
        has reached one of its bounds, and `item` is not of the same replayed reject as the last,
        which is settled as a whole."""
        span = None if item.source is None else self.spans.get(item.source.uri)
        if span is not None and item.source is not None and item.source.part != span.last.part:
            return True  # accounting is by file
        full = self.records >= self.sizes.slice_records or self.size >= self.sizes.slice_bytes
        return full and (self.replay_of is None or self.replay_of != item.message.replay_of)

    def add(self, item: Record) -> Shard | None:
        """Appends one record and its source's position; gives the shard that is full with it."""
        if self.shard is None:
            name = f"shard-{len(self.spools):04d}.arrow"
            self.shard = ShardWriter(self.folder / "spool" / name)
        before = self.shard.size
        self.shard.add(item)
        self.records += 1
        self.size += self.shard.size - before
        self.replay_of = item.message.replay_of
        source = item.source
        if source is not None:
            span = self.spans.get(source.uri)
            if span is None:
                span = self.spans[source.uri] = Span(source.first)
            span.add(source)
        if (
            self.shard.rows >= self.sizes.shard_limit(len(self.spools))
            or self.shard.size >= self.sizes.shard_bytes
        ):
            return self.close_shard()
        return None

    @property
    def is_shard_due(self) -> bool:
        """Whether the shard at hand is old enough to be run as it is."""
        shard = self.shard
        return shard is not None and time.monotonic() - shard.opened >= self.sizes.shard_interval

    def close_shard(self) -> Shard | None:
        """Ends the shard at hand, if there is one."""
        if self.shard is None:
            return None
        spool = self.shard.close()
        self.spools.append(spool)
        self.shard = None
        return Shard(spool, rows_folder(self.folder, spool))

    def close(self) -> Slice:
        """The finished slice; its last shard is closed."""
        return Slice(
            self.number,
            self.folder,
            tuple(self.spools),
            tuple(span.source for span in self.spans.values()),
            self.records,
            "run" if self.spans else "replay",
        )


def cut(
    records: Iterable[Record | None],
    staging: Path,
    sizes: Callable[[], Sizes],
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Shard | Slice | None]:
    """Slices of `records` in order, spooled below `staging` as they are asked for; before each
    slice its shards, each as soon as it can be run.

    A None among the records says that nothing is there now. It is handed on, and one more every
    TICK_SECONDS while records come, so that the driver can look after what is with the workers.
    `sizes` is asked anew for each slice. When `stopped` turns true, the slice at hand is dropped
    and no more follow.
    """
    number = 0
    handed = time.monotonic()
    writer: SliceWriter | None = None
    for item in records:
        if stopped():
            return
        if writer is not None and writer.ends_before(item):
            yield from finished(writer)
            writer = None
        shard = None
        if item is not None:
            if writer is None:
                number += 1
                writer = SliceWriter(number, staging / f"slice-{number:06d}", sizes())
            shard = writer.add(item)
            points.reached("record-read")
        if shard is None and writer is not None and writer.is_shard_due:
            shard = writer.close_shard()
        if shard is not None or item is None or time.monotonic() - handed >= TICK_SECONDS:
            yield shard
            handed = time.monotonic()
    if writer is not None and not stopped():
        yield from finished(writer)


def finished(writer: SliceWriter) -> Iterator[Shard | Slice]:
    """A slice's last shard, and the slice."""
    shard = writer.close_shard()
    if shard is not None:
        yield shard
    yield writer.close()
    points.reached("slice-read")
