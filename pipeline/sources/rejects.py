"""A dataset's own rejects as a source: what `newsmill replay` reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq

from pipeline.dataset import Dataset
from pipeline.index import Index
from pipeline.slices import Record
from schemas.message import Message, Origin
from schemas.reject import Reject
from schemas.spool import parse_hints
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

BATCH_ROWS = 64


def open_rejects(
    dataset: Dataset, index: Index, columns: list[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of the rejects that no replay has settled, oldest commit first.

    `columns` must name reject_id; None reads all, payloads included.
    """
    for manifest in dataset.manifests():
        for file in manifest.files:
            if file.table == "rejects":
                with pq.ParquetFile(dataset.root / file.path) as footer:
                    for batch in footer.iter_batches(BATCH_ROWS, columns=columns):
                        rows = batch.to_pylist()
                        yield from (r for r in rows if not index.is_resolved(r["reject_id"]))


def replay_records(row: dict[str, Any], limits: Limits) -> Iterator[Record]:
    """The record of a reject; what the reader refused is cut into records anew."""
    origin = Origin(
        row["origin_uri"], row["origin_record"], row["origin_offset"], row["origin_member"]
    )
    if row["stage"] == "Read":
        base = 0 if row["record_format"] == "file" else origin.record
        for outcome in frame(io.BytesIO(row["payload"]), origin.uri, limits):
            yield Record(_moved(outcome, base), replay_of=row["reject_id"])
    else:
        hints = parse_hints(row["hints_json"])
        message = Message(row["payload"], origin, row["record_format"], hints)
        yield Record(message, replay_of=row["reject_id"])


def _moved(outcome: Message | Reject, base: int) -> Message | Reject:
    """The record with its index counted from `base`."""
    if isinstance(outcome, Reject):
        return replace(outcome, message=_moved_message(outcome.message, base))
    return _moved_message(outcome, base)


def _moved_message(message: Message, base: int) -> Message:
    origin = replace(message.origin, record=message.origin.record + base)
    return replace(message, origin=origin)
