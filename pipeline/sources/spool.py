"""The graph's source: one shard's records, spooled as an Arrow file by the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
import pyarrow as pa

from schemas.article import Outcome
from schemas.spool import outcome_of


def read_spool(path: Path | str) -> Iterator[Outcome]:
    """The shard's records in plan order, one record batch in memory at a time."""
    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as reader:
        for batch in reader:
            for row in batch.to_pylist():
                yield outcome_of(row)


class ReadSpool(beam.DoFn):  # type: ignore[misc]  # Beam's DoFn is untyped
    """Path of a spool file to its outcomes."""

    def process(self, path: str) -> Iterator[Outcome]:
        """Yields every record of the file."""
        yield from read_spool(path)
