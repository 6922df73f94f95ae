"""How a published Parquet file is written, and how one is checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.complaint import FailedError
from schemas.arrow import arrow_schema
from schemas.columns import Table

GROUP_ROWS = 122_880
GROUP_BYTES = 128 << 20
BLOOM_FPP = 0.01
COMPRESSION_LEVEL = 3


class CheckError(FailedError):
    """A file is not what its writer said of it."""


def writer_options(table: Table, compression: str) -> dict[str, Any]:
    """Options of every published file: Parquet 2.6 types, data page v1, statistics and page
    indexes on scalar columns, page checksums, bloom filters on keys."""
    scalar = [c.name for c in table.columns if c.statistics and not pa.types.is_nested(c.type)]
    return {
        "compression": compression,
        "compression_level": COMPRESSION_LEVEL if compression == "zstd" else None,
        "version": "2.6",
        "data_page_version": "1.0",
        "write_statistics": scalar,
        "write_page_index": True,
        "write_page_checksum": True,
    }


def sorting(table: Table) -> list[pq.SortingColumn]:
    """The declared order, for the footer."""
    names = [column.name for column in table.columns]
    return [pq.SortingColumn(names.index(name)) for name in table.sort]


def group_rows(rows: int, size: int) -> int:
    """Rows of a row group: by bytes and by rows, whichever closes it first."""
    if rows == 0:
        return GROUP_ROWS
    return max(1, min(GROUP_ROWS, GROUP_BYTES // max(1, size // rows)))


def write_file(
    path: Path,
    table: Table,
    parts: Iterable[pa.Table],
    compression: str = "zstd",
    distinct: int = 0,
) -> int:
    """Writes `parts` (already in the table's order) to `path`, durably; gives the row count.

    `distinct` is the most values that a bloom filter has to hold; with 0 there are no filters.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    bloom = {name: {"fpp": BLOOM_FPP, "ndv": distinct} for name in table.bloom if distinct}
    with (
        path.open("wb") as sink,
        pq.ParquetWriter(
            sink,
            arrow_schema(table),
            sorting_columns=sorting(table),
            bloom_filter_options=bloom or None,
            **writer_options(table, compression),
        ) as writer,
    ):
        for part in parts:
            if part.num_rows:
                writer.write_table(part, row_group_size=group_rows(part.num_rows, part.nbytes))
            rows += part.num_rows
        writer.close()
        sink.flush()
        os.fsync(sink.fileno())
    return rows


def check_file(path: Path, table: Table, rows: int) -> tuple[str | None, str | None]:
    """Re-opens a footer; gives the least and the greatest published_at, ISO 8601, if there are any.

    Raises:
        CheckError: rows or schema are not as they should be.
    """
    try:
        footer = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise CheckError(f"{path}: {error}") from error
    with footer:
        found = footer.metadata.num_rows
        if found != rows:
            raise CheckError(f"{path}: {found} rows in the footer, {rows} expected")
        if not footer.schema_arrow.equals(arrow_schema(table)):
            raise CheckError(f"{path}: schema differs from that of table {table.name}")
        return published_range(footer)


def published_range(file: pq.ParquetFile) -> tuple[str | None, str | None]:
    """Least and greatest published_at of a file, ISO 8601; None where the table has none."""
    if "published_at" not in file.schema_arrow.names:
        return None, None
    ends = pc.min_max(file.read(columns=["published_at"])["published_at"])
    low, high = ends["min"].as_py(), ends["max"].as_py()
    return (low.isoformat(), high.isoformat()) if low else (None, None)


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
