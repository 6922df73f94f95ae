"""Cuts the input into slices of bounded size, and each slice into shards that wait on disk.

A slice is what one commit takes; a shard is what one worker takes. Where the cuts fall depends on
the input alone, so a run that was interrupted goes on with the very slices it would have had.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.manifest import SourceRange
from schemas.message import Message
from schemas.reject import Reject
from schemas.spool import SPOOL_SCHEMA, spool_batch, spool_row

BATCH_ROWS = 100
BATCH_BYTES = 8 << 20


@dataclass(frozen=True)
class Sizes:
    """Bounds of slices and shards: records and bytes of payload, whichever comes first.

    A slice's first shard is small and each next one twice as large, up to `shard_records`: every
    worker soon has work, and a shard's fixed cost (Beam builds its graph anew, some 0.4 s of CPU)
    stays small against the articles in it.
    """

    slice_records: int = 5_000
    slice_bytes: int = 512 << 20
    shard_records: int = 500
    shard_bytes: int = 32 << 20
    first_shard_records: int = 50

    def shard_limit(self, number: int) -> int:
        """Most records of a slice's shard `number`, from 0."""
        return min(self.shard_records, self.first_shard_records << min(number, 20))


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


@dataclass(frozen=True)
class Slice:
    """A planned slice.

    Attributes:
        number: from 1 within the run.
        folder: its staging folder.
        spools: one file a shard, in plan order.
        sources: ranges of the source files that it consumes.
        records: how many.
        kind: "run", or "replay" where the records are rejects.
    """

    number: int
    folder: Path
    spools: tuple[Path, ...]
    sources: tuple[SourceRange, ...]
    records: int
    kind: str = "run"

    def rows_folder(self, spool: Path) -> Path:
        """Where the shard of `spool` stages its rows."""
        return self.folder / "rows" / spool.stem

    def drop(self) -> None:
        """Rolls the slice back: removes its staging."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class ShardWriter:
    """Writes one shard's spool file, a bounded batch at a time."""

    path: Path
    rows: int = 0
    size: int = 0
    pending: list[dict[str, Any]] = field(default_factory=list)
    pending_bytes: int = 0

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = pa.OSFile(str(self.path), "wb")
        self.stream = pa.ipc.new_stream(self.file, SPOOL_SCHEMA)

    def add(self, item: Record) -> None:
        """Appends one record."""
        self.pending.append(spool_row(item.record))
        self.rows += 1
        self.size += item.size
        self.pending_bytes += item.size
        if len(self.pending) >= BATCH_ROWS or self.pending_bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending."""
        if self.pending:
            self.stream.write_batch(spool_batch(self.pending))
            self.pending, self.pending_bytes = [], 0

    def close(self) -> Path:
        """Ends the file."""
        self.flush()
        self.stream.close()
        self.file.close()
        return self.path


class SliceWriter:
    """Collects records until the slice is full."""

    def __init__(self, number: int, folder: Path, sizes: Sizes) -> None:
        self.number = number
        self.folder = folder
        self.sizes = sizes
        self.shard: ShardWriter | None = None
        self.spools: list[Path] = []
        self.sources: dict[str, SourceRange] = {}
        self.records = 0
        self.size = 0
        self.replay_of: str | None = None

    def is_full_for(self, item: Record) -> bool:
        """Whether `item` belongs into the next slice: this one has reached one of its bounds, and
        `item` is not of the same replayed reject as the last, which is settled as a whole."""
        full = self.records >= self.sizes.slice_records or self.size >= self.sizes.slice_bytes
        return full and (self.replay_of is None or self.replay_of != item.message.replay_of)

    def add(self, item: Record) -> None:
        """Appends one record and its source's position."""
        if self.shard is None:
            name = f"shard-{len(self.spools):04d}.arrow"
            self.shard = ShardWriter(self.folder / "spool" / name)
        self.shard.add(item)
        self.records += 1
        self.size += item.size
        self.replay_of = item.message.replay_of
        if item.source is not None:
            known = self.sources.get(item.source.uri)
            first = known.first if known else item.source.first
            self.sources[item.source.uri] = replace(item.source, first=first)
        if (
            self.shard.rows >= self.sizes.shard_limit(len(self.spools))
            or self.shard.size >= self.sizes.shard_bytes
        ):
            self._close_shard()

    def _close_shard(self) -> None:
        if self.shard is not None:
            self.spools.append(self.shard.close())
            self.shard = None

    def close(self) -> Slice:
        """The finished slice."""
        self._close_shard()
        return Slice(
            self.number,
            self.folder,
            tuple(self.spools),
            tuple(self.sources.values()),
            self.records,
            "run" if self.sources else "replay",
        )


def cut(
    records: Iterable[Record],
    staging: Path,
    sizes: Sizes,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Slice]:
    """Slices of `records` in order, spooled below `staging` as they are asked for.

    When `stopped` turns true, the slice at hand is dropped and no more follow.
    """
    number = 1
    writer: SliceWriter | None = None
    for item in records:
        if stopped():
            return
        if writer is not None and writer.is_full_for(item):
            yield writer.close()
            number, writer = number + 1, None
        writer = writer or SliceWriter(number, staging / f"slice-{number:06d}", sizes)
        writer.add(item)
    if writer is not None and not stopped():
        yield writer.close()
