"""One shard's records as the reader spooled them. Knows no Beam: the driver reads them too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from schemas.article import Outcome
from schemas.spool import outcomes_of


def spool_batches(path: Path | str) -> Iterator[pa.RecordBatch]:
    """The shard's records in plan order, one batch of SPOOL_SCHEMA in memory at a time."""
    with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as reader:
        yield from reader


def read_spool(path: Path | str) -> Iterator[Outcome]:
    """The same as outcomes, as they enter the graph."""
    for batch in spool_batches(path):
        yield from outcomes_of(batch)
