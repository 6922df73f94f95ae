"""The last stage: outcomes become staged Parquet files that only the committer reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import counters
from pipeline.sinks.staged_rows import StagedRows
from schemas.article import Outcome
from transforms.rows import Lineage
from transforms.step import LeanDoFn


class WriteStaged(LeanDoFn):
    """Buffers a bundle's rows (a shard at most) and writes them when it ends."""

    def __init__(self, directory: Callable[[], str], lineage: Lineage) -> None:
        self.directory = directory
        self.lineage = lineage

    def start_bundle(self) -> None:
        """Begins with no rows."""
        self.rows = StagedRows(self.lineage)

    def process(self, outcome: Outcome) -> None:
        """Takes one outcome."""
        self.rows.add(outcome)
        counters.count(outcome)

    def finish_bundle(self) -> Iterable[WindowedValue]:
        """Writes the files and hands on their receipts."""
        window = GlobalWindow()
        for receipt in self.rows.write(Path(self.directory())):
            yield WindowedValue(receipt, window.max_timestamp(), (window,))


@dataclass(eq=False)
class StageFiles(beam.PTransform[Any, Any]):
    """PCollection of Outcome to PCollection of Receipt; `directory` is asked when a bundle ends."""

    directory: Callable[[], str]
    lineage: Lineage

    def expand(self, outcomes: Any) -> Any:
        """Writes one set of files per bundle."""
        return outcomes | "Write" >> beam.ParDo(WriteStaged(self.directory, self.lineage))
