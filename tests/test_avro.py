"""Avro values in Parse: decoding, references, and bytes that are not what they say."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.message import Hints, Message, Origin
from schemas.reject import Reject
from transforms.avro import AvroError, avro_value
from transforms.avro_schema import (
    MAX_DEPTH,
    SchemaError,
    definitions,
    has_empty_items,
    inlined,
    is_recursive,
)
from transforms.parse import parser

LINKED = {
    "type": "record",
    "name": "Node",
    "fields": [{"name": "next", "type": ["null", "Node"]}],
}


def record(name: str, **fields: Any) -> dict[str, Any]:
    listed = [{"name": field, "type": kind} for field, kind in fields.items()]
    return {"type": "record", "name": name, "fields": listed}


def wire(schema: Any, value: Any, number: int = 1) -> bytes:
    stream = io.BytesIO(struct.pack(">bI", 0, number))
    stream.seek(5)
    fastavro.schemaless_writer(stream, fastavro.parse_schema(schema), value)
    return stream.getvalue()


def container(schema: Any, values: list[Any], codec: str = "null") -> bytes:
    stream = io.BytesIO()
    fastavro.writer(stream, fastavro.parse_schema(schema), values, codec=codec)
    return stream.getvalue()


def read(payload: bytes, schema: Any) -> Any:
    return avro_value(payload, json.dumps(schema))


def refusal(payload: bytes, schema: Any) -> str:
    with pytest.raises(AvroError) as caught:
        read(payload, schema)
    return caught.value.reason


def parsed(payload: bytes, schema: Any, **field_map: str) -> Article | Reject:
    message = Message(payload, Origin("kafka://c/t/0", 0), "avro", Hints(avro_schema=schema))
    return parser(field_map)(Article(message))


def test_an_article_in_avro_is_parsed_like_one_in_json() -> None:
    schema = record(
        "Article",
        text="string",
        title=["null", "string"],
        published_at={"type": "long", "logicalType": "timestamp-millis"},
        authors={"type": "array", "items": "string"},
    )
    at = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    value = {"text": "Some text.", "title": "A title", "published_at": at, "authors": ["Ada B"]}
    found = parsed(wire(schema, value), json.dumps(schema))
    assert isinstance(found, Article)
    assert (found.content, found.title, found.authors) == ("Some text.", "A title", ("Ada B",))
    assert found.published is not None
    assert found.published.at == at
    found = parsed(container(schema, [value]), None)
    assert isinstance(found, Article)
    assert found.title == "A title"


def test_fields_can_be_mapped() -> None:
    schema = record("A", odd=record("B", words="string"))
    payload = wire(schema, {"odd": {"words": "Mapped text."}})
    found = parsed(payload, json.dumps(schema), text="odd.words")
    assert isinstance(found, Article)
    assert found.content == "Mapped text."


def test_values_become_those_of_json() -> None:
    schema = record(
        "All",
        day={"type": "int", "logicalType": "date"},
        price={"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2},
        id={"type": "string", "logicalType": "uuid"},
        raw="bytes",
        text="bytes",
        kind={"type": "enum", "name": "K", "symbols": ["X", "Y"]},
        tags={"type": "map", "values": "int"},
        flag="boolean",
        local={"type": "long", "logicalType": "local-timestamp-micros"},
    )
    value = {
        "day": date(2025, 1, 2),
        "price": Decimal("1.25"),
        "id": UUID(int=1),
        "raw": b"\xff",
        "text": "été".encode(),
        "kind": "Y",
        "tags": {"a": 1},
        "flag": True,
        "local": datetime(2025, 1, 2),
    }
    assert read(wire(schema, value), schema) == {
        "day": "2025-01-02",
        "price": "1.25",
        "id": "00000000-0000-0000-0000-000000000001",
        "raw": None,
        "text": "été",
        "kind": "Y",
        "tags": {"a": 1},
        "flag": True,
        "local": "2025-01-02T00:00:00",
    }


def test_bytes_that_do_not_fit_are_refused_and_kept() -> None:
    schema = record("A", text="string")
    payload = wire(schema, {"text": "some words"})
    for broken in (payload[:-1], payload + b"x", payload[:5], payload[:3], b"", b"words"):
        found = parsed(broken, json.dumps(schema))
        assert isinstance(found, Reject)
        assert (found.stage, found.reason) == ("Parse", "invalid_avro")
        assert found.message.payload == broken


def test_values_that_are_no_article() -> None:
    found = parsed(wire("string", "words"), '"string"')
    assert isinstance(found, Reject)
    assert found.reason == "not_an_object"
    found = parsed(wire(record("A", x="int"), {"x": 1}), json.dumps(record("A", x="int")))
    assert isinstance(found, Reject)
    assert found.reason == "no_text_field"


def test_without_a_schema_it_cannot_be_read() -> None:
    with pytest.raises(AvroError) as caught:
        avro_value(wire("string", "a"), None)
    assert caught.value.reason == "unknown_schema"


@pytest.mark.parametrize("schema", ["{", '{"type": "nothing"}', '{"type": "record"}', "7", "[[]]"])
def test_schemas_that_are_not_sound(schema: str) -> None:
    with pytest.raises(AvroError) as caught:
        avro_value(b"\0\0\0\0\1\0", schema)
    assert caught.value.reason == "invalid_avro"


def test_values_nested_without_an_end_do_not_end_the_process() -> None:
    deep = b"\0\0\0\0\1" + b"\x02" * 3_000_000 + b"\0"
    assert refusal(deep, LINKED) == "invalid_avro"
    header = container(LINKED, [{"next": None}])
    block = b"\x02" * 3_000_000 + b"\0"
    size = io.BytesIO()
    fastavro.schemaless_writer(size, "long", len(block))
    marker = header[-16:]
    assert (
        refusal(header[:-20] + b"\x02" + size.getvalue() + block + marker, None) == "invalid_avro"
    )


def test_shallow_values_of_such_types_are_read() -> None:
    value = {"next": {"next": {"next": None}}}
    assert read(wire(LINKED, value), LINKED) == value


@pytest.mark.parametrize(
    "items",
    ["null", record("E"), record("N", a="null"), {"type": "fixed", "name": "F", "size": 0}],
)
def test_arrays_of_nothing_are_refused(items: Any) -> None:
    schema = record("A", many={"type": "array", "items": items})
    assert has_empty_items(schema)
    endless = b"\0\0\0\0\1" + b"\xfe" * 8 + b"\x01\0"
    assert refusal(endless, schema) == "invalid_avro"
    assert refusal(container(schema, [{"many": []}]), schema) == "invalid_avro"


def test_other_arrays_are_not() -> None:
    sound = [record("E"), record("A", one="E", many={"type": "array", "items": ["null", "E"]})]
    assert not has_empty_items(sound)
    assert has_empty_items([record("E"), {"type": "array", "items": "E"}])


def test_container_files_hold_one_record_uncompressed() -> None:
    schema = record("A", text="string")
    one = {"text": "words"}
    assert read(container(schema, [one]), None) == one
    assert refusal(container(schema, []), None) == "not_one_record"
    assert refusal(container(schema, [one, one]), None) == "not_one_record"
    assert refusal(container(schema, [one], "deflate"), None) == "invalid_avro"
    assert refusal(container(schema, [one])[:-3], None) == "invalid_avro"


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_refusal(data: bytes) -> None:
    text = json.dumps(record("A", a=["null", "string", {"type": "map", "values": "long"}]))
    parse = parser({})
    for payload in (b"\0\0\0\0\1" + data, data, b"Obj\x01" + data):
        message = Message(payload, Origin("kafka://c/t/0", 0), "avro", Hints(avro_schema=text))
        found = parse(Article(message))
        assert isinstance(found, Reject)  # no field of the schema is an article's text
        assert found.reason in ("invalid_avro", "not_one_record", "no_text_field")


def test_references_are_written_in_once() -> None:
    place = record("Place", title="string") | {"namespace": "geo"}
    inner = record("Pair", a="geo.Place", b="geo.Place") | {"namespace": "x"}
    text = inlined(
        json.dumps(record("A", p="x.Pair", q="geo.Place")), [*map(json.dumps, (place, inner))]
    )
    value = {"p": {"a": {"title": "1"}, "b": {"title": "2"}}, "q": {"title": "3"}}
    assert avro_value(wire(json.loads(text), value), text) == value


def test_names_follow_their_namespace() -> None:
    schema = record("A", b=record("B", c={"type": "fixed", "name": "z.C", "size": 1}))
    assert list(definitions(schema | {"namespace": "n"})) == ["n.A", "n.B", "z.C"]
    assert is_recursive(LINKED)
    assert is_recursive(record("n.A", b=record("B", a=["null", {"type": "A"}])))
    assert not is_recursive(record("A", b=record("B"), c="B"))


def test_schemas_nested_without_an_end_are_refused() -> None:
    deep: Any = "string"
    for _ in range(MAX_DEPTH + 1):
        deep = {"type": "array", "items": deep}
    for look in (is_recursive, has_empty_items):
        with pytest.raises(SchemaError, match="levels deep"):
            look(deep)
