"""Parquet rows as JSON, read in small batches from a file that can seek.

A row's payload is UTF-8 JSON of its columns in order: timestamps, dates and times as ISO 8601
(with an offset where the column has a time zone), durations in seconds, decimals as strings,
floats that are no numbers as null, binary values as text if they are UTF-8, else as
{"base64": ...}, so that nobody takes them for text.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, BinaryIO

from schemas.message import Hints
from transforms.formats.limits import Limits
from transforms.formats.pieces import Piece, Skip

BATCH_ROWS = 128
READ_BYTES = 1 << 20
BATCH_BYTES = 4 << 20
"""Rows are read as many at a time as the row group's average says fit into this many bytes."""


def parquet(
    file: BinaryIO | IO[bytes], size: int, hints: Hints, limits: Limits, skip: int
) -> Iterator[Piece | Skip]:
    """One piece per row; `skip` leading rows are not wanted, and row groups of them not read.

    A file that is broken gives the rows before the defect and one reject, "corrupt_stream".
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Read in pieces: by default a whole row group is loaded before its first row is out.
        reader = pq.ParquetFile(file, buffer_size=READ_BYTES, pre_buffer=False)
        if expands(reader.metadata, size, limits):
            yield refused("decompression_bomb", "row groups are far larger than the file")
            return
        for number in range(reader.metadata.num_row_groups):
            group = reader.metadata.row_group(number)
            if group.num_rows <= skip:
                skip -= group.num_rows
                yield Skip(group.num_rows)
                continue
            skip = 0
            for batch in reader.iter_batches(batch_rows(group), [number], use_threads=False):
                yield from rows(batch, hints, limits)
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        yield refused("corrupt_stream", f"{type(error).__name__}: {error}"[:200])


def refused(reason: str, detail: str) -> Piece:
    """The refusal of the whole file."""
    return Piece(b"", None, "file", reason=reason, detail=" ".join(detail.split()), whole=True)


def expands(metadata: Any, size: int, limits: Limits) -> bool:
    """Whether the footer owns to more decoded bytes than a file of `size` can honestly hold."""
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    total = sum(group.total_byte_size for group in groups)
    return bool(total > limits.expansion_floor and total > limits.expansion * size)


def batch_rows(group: Any) -> int:
    """Rows to read at a time."""
    average = max(1, group.total_byte_size // max(1, group.num_rows))
    return int(min(BATCH_ROWS, max(1, BATCH_BYTES // average)))


def rows(batch: Any, hints: Hints, limits: Limits) -> Iterator[Piece]:
    """The rows of a record batch as pieces."""
    columns = [values(column) for column in batch.columns]
    for row in zip(*columns, strict=True):
        record = dict(zip(batch.schema.names, map(plain, row), strict=True))
        payload = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
        piece = Piece(payload, None, "parquet", hints)
        if len(payload) > limits.record_bytes:
            piece.reason = "record_too_large"
            piece.detail = f"{len(payload)} bytes, limit {limits.record_bytes}"
        yield piece


def values(column: Any) -> list[Any]:
    """A column as Python values; as Arrow prints them where Python has no such value."""
    import pyarrow as pa

    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # strings that are no UTF-8, years beyond 9999, nanoseconds
        pass
    try:
        return list(column.cast(pa.binary()).to_pylist())
    except pa.ArrowException:
        return list(column.cast(pa.string()).to_pylist())


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return text_or_base64(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def text_or_base64(value: bytes) -> str | dict[str, str]:
    """Binary values: text if they are UTF-8."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}
