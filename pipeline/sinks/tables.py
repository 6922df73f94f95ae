"""A commit's files, table by table, under the names that they will be published by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.partition import split
from pipeline.resolve import Resolved
from pipeline.sinks.parquet import check_file, sha256_of, write_file
from schemas.columns import Table
from schemas.found_tables import ENTITIES, QUOTATIONS, TOPICS
from schemas.manifest import DataFile, commit_id
from schemas.tables import ARTICLES, DUPLICATES, REJECTS, TOMBSTONES


class FileWriter:
    """Writes a commit's files under the names that they will be published by."""

    def __init__(self, folder: Path, number: int, day: date, compression: str) -> None:
        self.folder = folder
        self.number = number
        self.day = day.isoformat()
        self.compression = compression
        self.count = 0

    def write_all(
        self, resolved: Resolved, rejects: Iterable[pa.Table], granularity: str
    ) -> Iterator[DataFile]:
        """All tables' files; a table without rows gets none."""
        for table, rows in (
            (ARTICLES, resolved.articles),
            (ENTITIES, resolved.entities),
            (TOPICS, resolved.topics),
            (QUOTATIONS, resolved.quotations),
        ):
            for value, part in split(rows, granularity):
                yield self.write(table, value, [part], part.num_rows)
        for table, rows in (
            (DUPLICATES, resolved.duplicates),
            (TOMBSTONES, resolved.tombstones),
        ):
            if rows.num_rows:
                yield self.write(table, self.day, [rows])
        first = next(iter(rejects := iter(rejects)), None)
        if first is not None:
            yield self.write(REJECTS, self.day, _chain(first, rejects))

    def write(
        self, table: Table, value: str, parts: Iterable[pa.Table], distinct: int = 0
    ) -> DataFile:
        """One file, written, re-opened, hashed."""
        self.count += 1
        partition = f"{table.partition}={value}"
        partial = self.folder / f"{self.count:04d}.parquet"
        rows = write_file(partial, table, parts, self.compression, distinct)
        low, high = check_file(partial, table, rows)
        digest = sha256_of(partial)
        name = f"part-{commit_id(self.number)}-{self.count:04d}-{digest[:12]}.parquet"
        path = Path("data") / table.name / partition / name
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.rename(target)
        return DataFile(
            str(path), table.name, partition, rows, target.stat().st_size, digest, low, high
        )


def _chain(first: pa.Table, rest: Iterable[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest
