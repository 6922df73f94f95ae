"""Messages as Arrow rows: how a slice's records wait on disk between the reader and the graph."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from schemas.article import Article, Outcome, Tombstone
from schemas.changed import changed
from schemas.columns import HEADERS, INSTANT
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
        pa.field("origin_key", pa.string()),
        pa.field("origin_headers", HEADERS),
        pa.field("origin_timestamp", INSTANT),
    ]
)


ORIGIN_COLUMNS = (
    *("origin_uri", "origin_record", "origin_offset", "origin_member"),
    *("origin_key", "origin_headers", "origin_timestamp"),
)
"""Columns of a position, in the order of Origin's fields."""
REJECT_COLUMNS = ("stage", "reason", "detail", "payload_sha256", "payload_bytes")
NO_HINTS = Hints()
NO_ARTICLE = Article(Message(b"", Origin("", 0), "json"))
EPOCH = datetime.fromtimestamp(0, UTC)


def hints_json(hints: Hints) -> str | None:
    """The hints that say something, as JSON; None if none does."""
    values: dict[str, Any] = {}
    if hints.charset:
        values["charset"] = hints.charset
    if hints.url:
        values["url"] = hints.url
    if hints.fetched_at:
        values["fetched_at"] = hints.fetched_at.isoformat()
    if hints.avro_schema:
        values["avro_schema"] = hints.avro_schema
    if hints.columns:
        values |= {"columns": list(hints.columns), "delimiter": hints.delimiter}
    return json.dumps(values, sort_keys=True) if values else None


def parse_hints(text: str | None) -> Hints:
    """The inverse of `hints_json`."""
    if not text:
        return NO_HINTS
    values = json.loads(text)
    fetched = values.get("fetched_at")
    return Hints(
        charset=values.get("charset"),
        url=values.get("url"),
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
        columns=tuple(values.get("columns", ())),
        delimiter=values.get("delimiter", ","),
        avro_schema=values.get("avro_schema"),
    )


def origin_columns(origin: Origin) -> dict[str, Any]:
    """A record's position as the columns that every table of records has."""
    return {
        "origin_uri": origin.uri,
        "origin_member": origin.member,
        "origin_record": origin.record,
        "origin_offset": origin.offset,
        "origin_key": origin.key,
        "origin_headers": [{"name": name, "value": value} for name, value in origin.headers],
        "origin_timestamp": origin.timestamp,
    }


def origin_of(row: Mapping[str, Any]) -> Origin:
    """The inverse of `origin_columns`."""
    return Origin(
        row["origin_uri"],
        row["origin_record"],
        row["origin_offset"],
        row["origin_member"],
        row["origin_key"],
        _headers(row["origin_headers"]),
        row["origin_timestamp"],
    )


def spool_batch(records: Sequence[Message | Reject]) -> pa.RecordBatch:
    """Records as one batch of SPOOL_SCHEMA, built column by column."""
    messages = [item.message if isinstance(item, Reject) else item for item in records]
    refused = [item if isinstance(item, Reject) else None for item in records]
    columns: dict[str, list[Any]] = {
        **origin_lists([message.origin for message in messages]),
        "record_format": [message.format for message in messages],
        "hints_json": [hints_json(message.hints) for message in messages],
        "payload": [message.payload for message in messages],
        "replay_of": [message.replay_of for message in messages],
    }
    for name in REJECT_COLUMNS:
        columns[name] = [None if item is None else getattr(item, name) for item in refused]
    arrays = [column_array(columns[field.name], field.type) for field in SPOOL_SCHEMA]
    return pa.record_batch(arrays, schema=SPOOL_SCHEMA)


def column_array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Values as an Arrow array; a column of nulls, as many are, costs nothing."""
    return (
        pa.nulls(len(values), kind) if values.count(None) == len(values) else pa.array(values, kind)
    )


def origin_lists(origins: Sequence[Origin]) -> dict[str, list[Any]]:
    """The positions of many records, column by column."""
    return {
        "origin_uri": [origin.uri for origin in origins],
        "origin_member": [origin.member for origin in origins],
        "origin_record": [origin.record for origin in origins],
        "origin_offset": [origin.offset for origin in origins],
        "origin_key": [origin.key for origin in origins],
        "origin_headers": [origin.headers for origin in origins],
        "origin_timestamp": [origin.timestamp for origin in origins],
    }


def outcomes_of(batch: pa.RecordBatch) -> Iterator[Outcome]:
    """Spooled records as they enter the graph: empty articles, rejects, tombstones."""
    lists = {name: column_list(batch.column(name)) for name in batch.schema.names}
    origins = map(Origin, *(lists[name] for name in ORIGIN_COLUMNS))
    messages = map(
        Message,
        lists["payload"],
        origins,
        lists["record_format"],
        map(parse_hints, lists["hints_json"]),
        lists["replay_of"],
    )
    yield from map(_outcome, messages, *(lists[name] for name in REJECT_COLUMNS))


def column_list(column: pa.Array) -> list[Any]:
    """An array's values as Python objects; the types that are slow in Arrow by hand."""
    if column.null_count == len(column):
        return [None] * len(column)
    if column.type == INSTANT:
        return list(map(_instant, column.view(pa.int64()).to_pylist()))
    if column.type == HEADERS:
        return (
            [_headers(value) for value in column.to_pylist()]
            if len(column.flatten())
            else [()] * len(column)
        )
    return list(column.to_pylist())


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def _headers(value: list[dict[str, Any]] | None) -> tuple[tuple[str, str | None], ...]:
    return tuple((header["name"], header["value"]) for header in value or ())


def _outcome(
    message: Message,
    stage: str | None,
    reason: str | None,
    detail: str | None,
    payload_sha256: str | None,
    payload_bytes: int | None,
) -> Outcome:
    if message.format == "tombstone":
        return Tombstone(message)
    if stage is None or reason is None:
        return changed(NO_ARTICLE, message=message)
    return Reject(message, stage, reason, detail or "", payload_sha256, payload_bytes)
