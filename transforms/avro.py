"""Avro values: binary with the writer's schema beside them, or container files of one record.

fastavro decodes. Its compiled reader follows nested values on the C stack, so types that hold
themselves go to its reader in Python, which stops at the recursion limit.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from transforms.avro_schema import SchemaError, has_empty_items, is_recursive, loaded

CONTAINER_MAGIC = b"Obj\x01"
WIRE_MAGIC = b"\0"
WIRE_BYTES = 5
"""The magic byte and the schema's id, before the value."""
MOST_SCHEMAS = 256
BROKEN = (
    *(EOFError, IndexError, KeyError, OverflowError, TypeError, ValueError, StopIteration),
    *(ArithmeticError, AttributeError, RecursionError),
)
"""What fastavro raises for bytes or schemas that are not sound."""

Decode = Callable[[io.BytesIO], Any]


class AvroError(ValueError):
    """A value that cannot be read; `reason` is a key of REASONS."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def avro_value(payload: bytes, schema: str | None) -> Any:
    """The value in JSON's types: times as ISO text, bytes as text if they are UTF-8, else None.

    Args:
        payload: a container file, or magic byte, schema id and the binary value.
        schema: the writer's schema as JSON.

    Raises:
        AvroError: the payload is not Avro, does not fit the schema, or there is none.
    """
    stream = io.BytesIO(payload)
    if payload.startswith(CONTAINER_MAGIC):
        return in_json(contained(stream))
    if not schema:
        raise AvroError("unknown_schema", "the value's schema was not found")
    if not payload.startswith(WIRE_MAGIC) or len(payload) < WIRE_BYTES:
        raise AvroError("invalid_avro", "no schema id at the value's beginning")
    stream.seek(WIRE_BYTES)
    try:
        value = decoder(schema)(stream)
    except SchemaError as error:
        raise AvroError("invalid_avro", str(error)) from error
    except BROKEN as error:
        raise broken(error) from error
    if left := len(payload) - stream.tell():
        raise AvroError("invalid_avro", f"{left} bytes behind the value")
    return in_json(value)


def broken(error: Exception) -> AvroError:
    """The refusal of bytes that fastavro stumbled over; its text may hold some of them."""
    return AvroError("invalid_avro", f"the bytes do not fit the schema ({type(error).__name__})")


@lru_cache(maxsize=MOST_SCHEMAS)
def decoder(text: str) -> Decode:
    """Reads one binary value of a schema; raises SchemaError for a schema that cannot be read."""
    import fastavro
    from fastavro._read_py import schemaless_reader as careful
    from fastavro.schema import SchemaParseException, UnknownType

    schema = loaded(text)
    if has_empty_items(schema):
        raise SchemaError("a schema with arrays of nothing")
    read = careful if is_recursive(schema) else fastavro.schemaless_reader
    try:
        parsed = fastavro.parse_schema(schema)
    except (SchemaParseException, UnknownType, *BROKEN) as error:
        raise SchemaError(f"a schema that is not sound ({type(error).__name__})") from error
    return lambda stream: read(stream, parsed, None)


def contained(stream: io.BytesIO) -> Any:
    """The one record of a container file. Its schema comes with it and is trusted in nothing."""
    from fastavro._read_py import reader
    from fastavro.schema import SchemaParseException, UnknownType

    try:
        file = reader(stream)
        if file.codec != "null":
            raise AvroError("invalid_avro", f"a container file in {str(file.codec)[:20]}")
        if has_empty_items(file.writer_schema):
            raise AvroError("invalid_avro", "a schema with arrays of nothing")
        found = [value for value, _ in zip(file, range(2), strict=False)]
    except AvroError:
        raise
    except (SchemaParseException, UnknownType, *BROKEN) as error:
        raise broken(error) from error
    if len(found) != 1:
        raise AvroError("not_one_record", "a container file with no record, or more than one")
    return found[0]


def in_json(value: Any) -> Any:
    """`plain`, with its own refusal of values nested too deeply."""
    try:
        return plain(value)
    except RecursionError as error:
        raise broken(error) from error


def plain(value: Any) -> Any:
    """A decoded value in JSON's types."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, bytes):
        return decoded(value)
    return value


def decoded(value: bytes) -> str | None:
    """Bytes as text, None if they are none."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
