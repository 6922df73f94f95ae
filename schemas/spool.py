"""Messages as Arrow rows: how a slice's records wait on disk between the reader and the graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from schemas.article import Article, Outcome
from schemas.message import Hints, Message, Origin
from schemas.reject import Reject

SPOOL_SCHEMA = pa.schema(
    [
        pa.field("origin_uri", pa.string(), nullable=False),
        pa.field("origin_record", pa.int64(), nullable=False),
        pa.field("origin_offset", pa.int64()),
        pa.field("origin_member", pa.string()),
        pa.field("record_format", pa.string(), nullable=False),
        pa.field("hints_json", pa.string()),
        pa.field("payload", pa.binary(), nullable=False),
        pa.field("stage", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        pa.field("payload_sha256", pa.string()),
        pa.field("payload_bytes", pa.int64()),
        pa.field("replay_of", pa.string()),
    ]
)


def hints_json(hints: Hints) -> str | None:
    """The hints that say something, as JSON; None if none does."""
    values: dict[str, Any] = {}
    if hints.charset:
        values["charset"] = hints.charset
    if hints.url:
        values["url"] = hints.url
    if hints.fetched_at:
        values["fetched_at"] = hints.fetched_at.isoformat()
    if hints.columns:
        values |= {"columns": list(hints.columns), "delimiter": hints.delimiter}
    return json.dumps(values, sort_keys=True) if values else None


def parse_hints(text: str | None) -> Hints:
    """The inverse of `hints_json`."""
    if not text:
        return Hints()
    values = json.loads(text)
    fetched = values.get("fetched_at")
    return Hints(
        charset=values.get("charset"),
        url=values.get("url"),
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
        columns=tuple(values.get("columns", ())),
        delimiter=values.get("delimiter", ","),
    )


def spool_row(record: Message | Reject) -> dict[str, Any]:
    """One record as a row of SPOOL_SCHEMA."""
    reject = record if isinstance(record, Reject) else None
    message = record.message if isinstance(record, Reject) else record
    return {
        "origin_uri": message.origin.uri,
        "origin_record": message.origin.record,
        "origin_offset": message.origin.offset,
        "origin_member": message.origin.member,
        "record_format": message.format,
        "hints_json": hints_json(message.hints),
        "payload": message.payload,
        "stage": reject.stage if reject else None,
        "reason": reject.reason if reject else None,
        "detail": reject.detail if reject else None,
        "payload_sha256": reject.payload_sha256 if reject else None,
        "payload_bytes": reject.payload_bytes if reject else None,
        "replay_of": message.replay_of,
    }


def spool_batch(rows: Sequence[dict[str, Any]]) -> pa.RecordBatch:
    """Rows as one record batch."""
    return pa.RecordBatch.from_pylist(list(rows), schema=SPOOL_SCHEMA)


def outcome_of(row: dict[str, Any]) -> Outcome:
    """A spooled row as it enters the graph: an empty article, or the reader's reject."""
    origin = Origin(
        row["origin_uri"], row["origin_record"], row["origin_offset"], row["origin_member"]
    )
    message = Message(
        row["payload"],
        origin,
        row["record_format"],
        parse_hints(row["hints_json"]),
        row["replay_of"],
    )
    if row["reason"] is None:
        return Article(message)
    return Reject(
        message,
        row["stage"],
        row["reason"],
        row["detail"] or "",
        row["payload_sha256"],
        row["payload_bytes"],
    )
