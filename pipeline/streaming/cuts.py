"""Staged folders as slices: whole, or without the records that are committed already."""

from __future__ import annotations

import shutil
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from pipeline.resolve import read_staged
from pipeline.sinks.staged_rows import write_staged
from pipeline.slices import Slice
from pipeline.sources.spool import spool_batches
from pipeline.streaming.panes import Portion
from pipeline.streaming.stage import RECORDS, ROWS
from schemas.manifest import SourceRange
from schemas.spool import SPOOL_SCHEMA
from schemas.staged import STAGED


@dataclass(frozen=True)
class PaneSlice(Slice):
    """A slice whose shards are folders that bundles staged, each with its rows beside it."""

    def rows_folder(self, spool: Path) -> Path:
        """Where the rows of `spool` are."""
        return spool.parent / ROWS

    def drop(self) -> None:
        """Removes the staging, the bundles' folders included."""
        super().drop()
        for spool in self.spools:
            drop_folder(spool.parent)


def drop_folder(folder: Path) -> None:
    """Removes a bundle's staged folder, if it is still there."""
    shutil.rmtree(folder, ignore_errors=True)


def slice_of(portions: Sequence[Portion], staging: Path, number: int) -> PaneSlice:
    """The slice that commits the portions."""
    folder = staging / f"slice-{number:06d}-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    spools: list[Path] = []
    ranges: dict[str, SourceRange] = {}
    records = 0
    for portion in portions:
        spool, sources, kept = ready(portion, folder)
        spools.append(spool)
        records += kept
        for source in sources:
            known = ranges.get(source.uri)
            ranges[source.uri] = known.then(source) if known else source
    return PaneSlice(number, folder, tuple(spools), tuple(ranges.values()), records)


def ready(portion: Portion, folder: Path) -> tuple[Path, tuple[SourceRange, ...], int]:
    """The portion's spool file, its ranges and its records; a part is copied below `folder`."""
    staged = Path(portion.receipt.folder)
    if not portion.is_cut:
        return staged / RECORDS, portion.sources, portion.receipt.records
    part = folder / "cut" / staged.name
    counts = copy_part(staged, part, portion.below)
    sources = tuple(
        recounted(source, counts[source.uri]) if source.uri in portion.below else source
        for source in portion.sources
    )
    return part / RECORDS, sources, counts.total()


def recounted(source: SourceRange, records: int) -> SourceRange:
    """The range with the gaps that a part of it has."""
    gaps = source.next - source.first - records
    return replace(source, gaps=gaps, lost=min(source.lost, gaps))


def copy_part(staged: Path, part: Path, below: Mapping[str, int]) -> Counter[str]:
    """Copies what of a staged folder lies at or behind `below`; gives the records by source."""
    (part / ROWS).mkdir(parents=True)
    spooled = pa.Table.from_batches(spool_batches(staged / RECORDS), SPOOL_SCHEMA)
    records = without(spooled, below)
    with (
        pa.OSFile(str(part / RECORDS), "wb") as sink,
        pa.ipc.new_stream(sink, records.schema) as stream,
    ):
        stream.write_table(records)
    for name in STAGED:
        rows = without(read_staged([staged / ROWS], name), below)
        if rows.num_rows:
            write_staged(part / ROWS, name, rows)
    return Counter(records["origin_uri"].to_pylist())


def without(rows: pa.Table, below: Mapping[str, int]) -> pa.Table:
    """The rows that lie at or behind their source's place."""
    places = zip(rows["origin_uri"].to_pylist(), rows["origin_record"].to_pylist(), strict=True)
    return rows.filter(
        pa.array([record >= below.get(uri, 0) for uri, record in places], pa.bool_())
    )
