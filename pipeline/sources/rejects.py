"""A dataset's own rejects as a source: what `newsmill replay` reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.dataset import Dataset
from pipeline.index import Index
from pipeline.record import Record
from schemas.message import Message, Origin
from schemas.reject import Reject
from schemas.spool import origin_of, parse_hints
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

BATCH_ROWS = 64
CUT_OFF = ("truncated_stream", "broken_warc_record")
"""Reasons whose bytes are only a part of what the record was."""


def open_rejects(
    dataset: Dataset, index: Index, columns: list[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of the rejects that no replay has settled, oldest commit first.

    `columns` must name reject_id; None reads all, payloads included.
    """
    for manifest in dataset.manifests():
        for file in manifest.files:
            if file.table == "rejects":
                with dataset.parquet(file.path) as footer:
                    for batch in footer.iter_batches(BATCH_ROWS, columns=columns):
                        rows = batch.to_pylist()
                        yield from (r for r in rows if not index.is_resolved(r["reject_id"]))


def can_be_replayed(row: dict[str, Any]) -> bool:
    """Whether the reject's bytes say all: they were kept, and are no part of a broken record."""
    whole = row["record_format"] == "file" or row["reason"] not in CUT_OFF
    return bool(row["payload"]) and whole


def replay_records(
    row: dict[str, Any],
    limits: Limits,
    read_value: Callable[[bytes, Origin], Message | Reject] | None = None,
) -> Iterator[Record]:
    """The record of a reject; a file that was refused whole is cut into records anew, which all
    keep the reject's own position. `read_value` reads a queue's message whose schema was not known.
    """
    origin = origin_of(row)
    if row["reason"] == "unknown_schema" and read_value is not None:
        yield Record(_placed(read_value(row["payload"], origin), origin, row["reject_id"]))
        return
    if row["record_format"] == "file":
        for outcome in frame(io.BytesIO(row["payload"]), origin.uri, limits):
            yield Record(_placed(outcome, origin, row["reject_id"]))
        return
    hints = parse_hints(row["hints_json"])
    message = Message(row["payload"], origin, row["record_format"], hints, row["reject_id"])
    if row["reason"] == "record_too_large" and len(message.payload) > limits.record_bytes:
        yield Record(Reject(message, row["stage"], row["reason"], row["detail"] or ""))
    else:
        yield Record(message)


def _placed(outcome: Message | Reject, origin: Origin, reject_id: str) -> Message | Reject:
    """The record at the position of its reject."""
    if isinstance(outcome, Reject):
        message = replace(outcome.message, origin=origin, replay_of=reject_id)
        return replace(outcome, message=message)
    return replace(outcome, origin=origin, replay_of=reject_id)
