"""Staged files: outcomes' rows as Arrow, written by workers for the committer alone.

A crash of the machine undoes the slices at hand, so nothing here waits for the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from schemas.article import Outcome
from schemas.spool import column_array
from schemas.staged import STAGED
from transforms.rows import TABLES, Lineage, columns_of

CHUNK_ROWS = 100


@dataclass(frozen=True)
class Receipt:
    """One staged file: its table and rows."""

    path: str
    table: str
    rows: int


class StagedRows:
    """Collects outcomes by table and writes their rows as one file a table.

    They turn into Arrow every CHUNK_ROWS, so that an article's Python objects are soon free.
    """

    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        self.pending: dict[str, list[Outcome]] = {name: [] for name in STAGED}
        self.chunks: dict[str, list[pa.RecordBatch]] = {name: [] for name in STAGED}

    def add(self, outcome: Outcome) -> None:
        """Takes one outcome."""
        table = TABLES[type(outcome)]
        pending = self.pending[table]
        pending.append(outcome)
        if len(pending) >= CHUNK_ROWS:
            self._flush(table)

    def _flush(self, table: str) -> None:
        if self.pending[table]:
            self.chunks[table].append(row_batch(table, self.pending[table], self.lineage))
            self.pending[table] = []

    def write(self, directory: Path) -> Iterator[Receipt]:
        """One file for each table that has rows, whole before its receipt is handed on."""
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
    path = directory / f"{name}-{stem}.arrow"
    partial = path.with_suffix(".partial")
    with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as stream:
        stream.write_table(rows)
    partial.rename(path)
    return path


def row_batch(table: str, outcomes: Sequence[Outcome], lineage: Lineage) -> pa.RecordBatch:
    """Outcomes of one table as one batch, column by column."""
    columns = columns_of(table, outcomes, lineage.reject_bytes)
    arrays = [
        column_array(columns[field.name], field.type)
        if field.name in columns
        else pa.repeat(pa.scalar(getattr(lineage, field.name), field.type), len(outcomes))
        for field in STAGED[table]
    ]
    return pa.record_batch(arrays, schema=STAGED[table])


def read_file(path: Path, names: list[str] | None = None) -> pa.Table:
    """The rows of a staged file, mapped into memory and not copied."""
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
        rows = reader.read_all()
    return rows if names is None else rows.select(names)
