"""The last stage before the windows close: each bundle's records and rows, window by window."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import counters, points
from pipeline.record import Record
from pipeline.shard_writer import ShardWriter
from pipeline.sinks.staged_rows import StagedRows
from pipeline.streaming.delivery import stretch_of
from pipeline.streaming.receipt import Receipt, Stretch, joined
from schemas.article import Outcome
from transforms.rows import Lineage

RECORDS = "records.arrow"
ROWS = "rows"
KEY = b"dataset"
"""One key for all receipts: one dataset, one committer."""
KeyedReceipt = tuple[bytes, bytes]


class StagedBundle:
    """What one bundle has of one window.

    The folder's name is new each time: a bundle that the runner repeats leaves the first one's
    files alone, and no receipt ever names those.
    """

    def __init__(self, staging: Path, lineage: Lineage) -> None:
        self.folder = staging / uuid.uuid4().hex
        self.records = ShardWriter(self.folder / RECORDS)
        self.rows = StagedRows(lineage)
        self.pieces: list[Stretch] = []
        self.versions: dict[str, str] = {}
        self.stamp = 0

    def takes(self, outcome: Outcome) -> bool:
        """Whether the outcome's source is not here in another version: rows do not tell them
        apart."""
        source = stretch_of(outcome).source
        return self.versions.setdefault(source.uri, source.version) == source.version

    def add(self, outcome: Outcome, stamp: int) -> None:
        """Takes one outcome, read at `stamp` (microseconds)."""
        self.pieces.append(stretch_of(outcome))
        self.records.add(Record(outcome.message))
        self.rows.add(outcome)
        self.stamp = min(stamp, self.stamp or stamp)

    def close(self) -> Receipt:
        """Writes the files; raises BrokenStretchError."""
        self.records.close()
        folder = self.folder / ROWS
        folder.mkdir()
        for _ in self.rows.write(folder):
            pass
        points.reached("rows-staged")
        return Receipt(
            str(self.folder), joined(self.pieces), self.records.rows, self.records.size, self.stamp
        )


class WriteWindows(beam.DoFn):
    """Buffers a bundle's rows by window and writes them when it ends."""

    def __init__(self, staging: str, lineage: Lineage) -> None:
        self.staging = staging
        self.lineage = lineage

    def start_bundle(self) -> None:
        """Begins with no rows."""
        self.open: dict[Any, list[StagedBundle]] = {}

    def process(
        self,
        outcome: Outcome,
        timestamp: Any = beam.DoFn.TimestampParam,
        window: Any = beam.DoFn.WindowParam,
    ) -> None:
        """Takes one outcome into its window."""
        staged = self.open.setdefault(window, [])
        fitting = next((bundle for bundle in staged if bundle.takes(outcome)), None)
        if fitting is None:
            fitting = StagedBundle(Path(self.staging), self.lineage)
            fitting.takes(outcome)
            staged.append(fitting)
        fitting.add(outcome, timestamp.micros)
        counters.count(outcome)

    def finish_bundle(self) -> Iterable[WindowedValue]:
        """Writes the files and hands on their receipts."""
        for window, staged in self.open.items():
            for bundle in staged:
                receipt = (KEY, bundle.close().to_bytes())
                yield WindowedValue(receipt, window.max_timestamp(), (window,))


@dataclass(eq=False)
class StageWindows(beam.PTransform[Any, Any]):
    """PCollection of Outcome, windowed, to PCollection of keyed receipts in the same windows."""

    staging: str
    lineage: Lineage

    def expand(self, outcomes: Any) -> Any:
        """Writes one folder per bundle and window."""
        write = beam.ParDo(WriteWindows(self.staging, self.lineage))
        return outcomes | "Write" >> write.with_output_types(KeyedReceipt)
