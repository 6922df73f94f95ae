"""A queue's message as a record: what its value is, and where it came from."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.sources.kafka_registry import Schema
from schemas.message import Hints, Message, Origin
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits
from transforms.formats.pieces import NO_HINTS, refuse
from transforms.formats.sniff import SNIFF_BYTES, sniff
from transforms.formats.whole import BLANK

WIRE_MAGIC = b"\0"
WIRE_BYTES = 5
"""Magic byte and schema id, before the value itself."""
CONTAINER_MAGIC = b"Obj\x01"
WARC_MAGICS = (b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""A WARC record, or one in gzip or zstd."""
MIME = {
    "application/json": "json",
    "text/json": "json",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/warc": "warc",
    "application/avro": "avro",
    "avro/binary": "avro",
    "application/vnd.apache.avro": "avro",
    "application/vnd.apache.avro+binary": "avro",
    "application/x-avro-binary": "avro",
}
SNIFFED = {
    "json": "json",
    "lines": "json",
    "array": "json",
    "html": "html",
    "text": "text",
    "csv": "text",
    "warc": "warc",
}
"""What content shows, as a message's format. A text with commas is no table here."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MILLISECOND = 253_402_300_799_999
"""The end of the year 9999."""

RawHeaders = Sequence[tuple[str, bytes | str | None]] | None
FindSchema = Callable[[int], Schema | None]


def origin(
    uri: str, offset: int, key: bytes | str | None, headers: RawHeaders, milliseconds: int
) -> Origin:
    """The origin of a message; `milliseconds` below 0 is no time."""
    return Origin(
        uri,
        offset,
        None,
        None,
        text(key),
        tuple((name, text(value)) for name, value in headers) if headers else (),
        instant(milliseconds),
    )


def text(data: bytes | str | None) -> str | None:
    """Bytes as text; those that are not UTF-8 are written as \\xNN."""
    return data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data


def instant(milliseconds: int) -> datetime | None:
    """A broker's time, None if it is none that a calendar holds."""
    if not 0 <= milliseconds <= LAST_MILLISECOND:
        return None
    return EPOCH + timedelta(milliseconds=milliseconds)


class Values:
    """Makes records of messages.

    Args:
        form: one of pipeline.config.MESSAGE_FORMATS.
        find_schema: gives the schema of an id, None for an unknown one; None without a registry.
    """

    def __init__(self, form: str, limits: Limits, find_schema: FindSchema | None = None) -> None:
        self.form = form
        self.limits = limits
        self.find_schema = find_schema
        self._hints: dict[Schema, Hints] = {}

    def record(self, value: bytes | None, place: Origin) -> Message | Reject:
        """The record; a tombstone where there is no value."""
        if value is None:
            return Message(b"", place, "tombstone")
        form, hints = self.form, NO_HINTS
        if form == "auto":
            form, hints = self.recognised(value, place)
        if len(value) > self.limits.record_bytes:
            detail = f"{len(value)} bytes, limit {self.limits.record_bytes}"
            kept = "file" if form in ("warc", "unknown") else form
            return self.refused(value, place, kept, "record_too_large", detail)
        if form == "warc":
            return self.warc(value, place)
        if form == "avro":
            return self.avro(value, place)
        if form == "unknown":
            return self.refused(value, place, "file", "unknown_format", "no supported format")
        if len(value) < SNIFF_BYTES and not value.strip(BLANK):
            return self.refused(value, place, form, "not_one_record", "the value is blank")
        return Message(value, place, form, hints)

    def recognised(self, value: bytes, place: Origin) -> tuple[str, Hints]:
        """Format and charset, by the content-type header if there is a known one, or content."""
        for name, declared in place.headers:
            if declared and name.lower() == "content-type":
                form, hints = by_type(declared)
                if form:
                    return form, hints
        if value.startswith(b"{"):
            return "json", NO_HINTS
        if value.startswith(CONTAINER_MAGIC):
            return "avro", NO_HINTS
        if value.startswith(WIRE_MAGIC) and self.find_schema is not None:
            return "avro", NO_HINTS
        found = sniff(value[:SNIFF_BYTES], "")
        if found.kind == "empty":
            return "text", NO_HINTS
        hints = Hints(charset=found.charset) if found.charset else NO_HINTS
        return SNIFFED.get(found.kind, "unknown"), hints

    def warc(self, value: bytes, place: Origin) -> Message | Reject:
        """The one record in the value; its own failure with the whole value if it is broken."""
        if not value.lstrip(b"\r\n").startswith(WARC_MAGICS):
            return self.refused(value, place, "file", "broken_warc_record", "no WARC record")
        outcomes = list(frame(io.BytesIO(value), place.uri, self.limits))
        if len(outcomes) > 1:
            detail = f"{len(outcomes)} records in one value"
            return self.refused(value, place, "file", "not_one_record", detail)
        outcome = outcomes[0]
        if isinstance(outcome, Message):
            return replace(outcome, origin=place)
        if outcome.reason == "empty_file":
            return self.refused(value, place, "file", "not_one_record", "no record with a page")
        return self.refused(value, place, "file", outcome.reason, outcome.detail)

    def avro(self, value: bytes, place: Origin) -> Message | Reject:
        """The value with its writer's schema; Parse decodes it."""
        if value.startswith(CONTAINER_MAGIC):
            return Message(value, place, "avro")
        if not value.startswith(WIRE_MAGIC) or len(value) < WIRE_BYTES:
            detail = "neither a schema id nor a container file at its beginning"
            return self.refused(value, place, "avro", "invalid_avro", detail)
        number = struct.unpack_from(">I", value, 1)[0]
        if self.find_schema is None:
            detail = f"schema {number}: no --schema-registry was given"
            return self.refused(value, place, "avro", "unknown_schema", detail)
        schema = self.find_schema(number)
        if schema is None:
            return self.refused(value, place, "avro", "unknown_schema", f"schema {number}")
        if schema.kind == "JSON":
            return Message(value[WIRE_BYTES:], place, "json")
        if schema.kind != "AVRO":
            detail = f"schema {number} is of type {schema.kind[:20]}"
            return self.refused(value, place, "avro", "invalid_avro", detail)
        return Message(value, place, "avro", self.hints_of(schema))

    def hints_of(self, schema: Schema) -> Hints:
        """One object for all messages of a schema."""
        if schema not in self._hints:
            self._hints[schema] = Hints(avro_schema=schema.text)
        return self._hints[schema]

    def refused(self, value: bytes, place: Origin, form: str, reason: str, detail: str) -> Reject:
        """A reject that keeps the value, if it is not too large."""
        return refuse(Message(value, place, form), reason, detail, self.limits)


def by_type(declared: str) -> tuple[str, Hints]:
    """Format and charset of a content type; "" for a type that says nothing."""
    kind, _, parameters = declared.partition(";")
    kind = kind.strip().lower()
    form = MIME.get(kind, "json" if kind.endswith("+json") else "")
    for parameter in parameters.split(";"):
        name, _, charset = parameter.partition("=")
        if name.strip().lower() == "charset" and (label := charset.strip(" \t\"'").lower()):
            return form, Hints(charset=label)
    return form, NO_HINTS
