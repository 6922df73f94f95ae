"""What a source delivers: one record's bytes, where they came from, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

FORMATS = ("text", "html", "json", "csv", "parquet", "warc", "avro", "tombstone", "file", "article")
"""Formats of a record; "file" is a whole file or archive member that could not be cut, "tombstone"
a queue's message without a value, "article" a committed article that is processed again."""


@dataclass(frozen=True)
class Origin:
    """Where a record came from: enough to find the same bytes again.

    Attributes:
        uri: the source file as a URI or absolute path, or a queue's partition
            (kafka://CLUSTER/TOPIC/PARTITION); never holds credentials.
        record: 0-based index of the record in the whole file, members of an archive included; the
            offset in a queue's partition.
        offset: byte offset of the record in the (decompressed) member or file; None if unknown.
        member: path inside an archive, or None.
        key: a queue message's key, or None. Bytes that are not UTF-8 are written as \\xNN.
        headers: a queue message's headers in their order; names repeat, values may be None.
        timestamp: when the queue took the message, UTC.
    """

    uri: str
    record: int
    offset: int | None = None
    member: str | None = None
    key: str | None = None
    headers: tuple[tuple[str, str | None], ...] = ()
    timestamp: datetime | None = None

    @property
    def order(self) -> tuple[str, int]:
        """The place of the record in plan order: smaller comes first."""
        return (self.uri, self.record)


@dataclass(frozen=True)
class Hints:
    """What the container said of a record; each field None or empty where it said nothing.

    Attributes:
        charset: charset label of an HTTP header or a byte order mark, lower case.
        url: address the record was fetched from.
        fetched_at: when it was fetched, UTC.
        columns: header of a CSV file; a row's bytes mean nothing without it.
        delimiter: the CSV field separator.
        avro_schema: the writer's schema of an Avro value, JSON.
    """

    charset: str | None = None
    url: str | None = None
    fetched_at: datetime | None = None
    columns: tuple[str, ...] = ()
    delimiter: str = ","
    avro_schema: str | None = None


@dataclass(frozen=True)
class Message:
    """One record as it was delivered.

    Attributes:
        payload: the record's original bytes (a Parquet row: its JSON form).
        origin: its position.
        format: one of FORMATS.
        hints: what the container said of it.
        replay_of: id of the reject that is tried again, if this is a replay.
    """

    payload: bytes
    origin: Origin
    format: str
    hints: Hints = field(default_factory=Hints)
    replay_of: str | None = None
