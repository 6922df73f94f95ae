"""Staged Parquet files: outcomes' rows, written by workers for the committer alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.staged import STAGED

CHUNK_ROWS = 100


@dataclass(frozen=True)
class Receipt:
    """One staged file: its table and rows."""

    path: str
    table: str
    rows: int


class StagedRows:
    """Collects rows by table and writes them as one file a table.

    Rows turn into Arrow every CHUNK_ROWS, so that an article's Python objects are soon free.
    """

    def __init__(self) -> None:
        self.pending: dict[str, list[dict[str, Any]]] = {name: [] for name in STAGED}
        self.chunks: dict[str, list[pa.RecordBatch]] = {name: [] for name in STAGED}

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Takes one row."""
        self.pending[table].append(row)
        if len(self.pending[table]) >= CHUNK_ROWS:
            self._flush(table)

    def _flush(self, table: str) -> None:
        if self.pending[table]:
            batch = pa.RecordBatch.from_pylist(self.pending[table], schema=STAGED[table])
            self.chunks[table].append(batch)
            self.pending[table] = []

    def write(self, directory: Path) -> Iterator[Receipt]:
        """One file for each table that has rows, durable before its receipt is handed on."""
        for name, schema in STAGED.items():
            self._flush(name)
            if self.chunks[name]:
                rows = pa.Table.from_batches(self.chunks[name], schema=schema)
                yield Receipt(str(write_staged(directory, name, rows)), name, rows.num_rows)


def write_staged(directory: Path, name: str, rows: pa.Table) -> Path:
    """Writes one staged file; its name follows from its first record, so that a bundle that an
    engine runs twice replaces its own file instead of adding one."""
    first = f"{rows['origin_uri'][0]}\n{rows['origin_record'][0]}"
    stem = hashlib.sha256(first.encode()).hexdigest()[:16]
    path = directory / f"{name}-{stem}.parquet"
    partial = path.with_suffix(".partial")
    with partial.open("wb") as sink:
        pq.write_table(rows, sink, compression="lz4")
        sink.flush()
        os.fsync(sink.fileno())
    partial.rename(path)
    return path
