"""A message's value as a record: formats, one record a message, the schema registry."""

from __future__ import annotations

import gzip
import json
import struct
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schema_server import SchemaServer

from pipeline.config import OptionError, RunConfig
from pipeline.replay import value_reader
from pipeline.sources.feed import FeedError
from pipeline.sources.kafka_registry import Registry, Schema, check_url
from pipeline.sources.kafka_values import Values, instant, origin
from pipeline.sources.rejects import replay_records
from schemas.message import Message, Origin
from schemas.reject import Reject
from schemas.spool import origin_columns
from transforms.formats.limits import Limits

URI = "kafka://c/t/0"
LIMITS = Limits(record_bytes=5000, reject_bytes=2000)
PAGE = b"<!doctype html><html><body><p>Hello there</p></body></html>"
AVRO = Schema("AVRO", '"string"')


def warc(kind: str = "response", body: bytes = PAGE) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/1\r\n"
        f"WARC-Date: 2025-01-02T03:04:05Z\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def record(
    value: bytes | None, form: str = "auto", schema: Schema | None = AVRO, **headers: str | None
) -> Message | Reject:
    place = Origin(URI, 7, key="k", headers=tuple(headers.items()))
    found = Values(form, LIMITS, lambda number: schema if number == 1 else None).record(
        value, place
    )
    message = found.message if isinstance(found, Reject) else found
    assert message.origin == place
    return found


def refusal(value: bytes, form: str = "auto", schema: Schema | None = AVRO) -> Reject:
    found = record(value, form, schema)
    assert isinstance(found, Reject)
    assert found.stage == "Read"
    return found


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (b'{"text": "a"}', "json"),
        (b'  {"text": "a"}', "json"),
        (b'[{"text": "a"}]', "json"),
        (PAGE, "html"),
        (b"Plain words of an article.", "text"),
        (b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "text"),
        (b"\0\0\0\0\1\x04ab", "avro"),
        (b"Obj\x01 rest", "avro"),
    ],
)
def test_formats_show_in_the_content(value: bytes, form: str) -> None:
    found = record(value)
    assert isinstance(found, Message)
    assert (found.format, found.payload) == (form, value)


def test_a_charset_shows_in_the_content() -> None:
    found = record('{"text": "été"}'.encode("utf-16"))
    assert isinstance(found, Message)
    assert (found.format, found.hints.charset) == ("json", "utf-16-le")


@pytest.mark.parametrize(
    ("declared", "form", "charset"),
    [
        ("application/json", "json", None),
        ("Application/LD+JSON; charset=UTF-8", "json", "utf-8"),
        ('text/html; charset="iso-8859-1"', "html", "iso-8859-1"),
        ("text/plain", "text", None),
        ("application/octet-stream", "text", None),
        ("avro/binary", "avro", None),
    ],
)
def test_a_content_type_goes_before_the_content(
    declared: str, form: str, charset: str | None
) -> None:
    value = b"\0\0\0\0\1x" if form == "avro" else b"words of text"
    found = record(value, **{"Content-Type": declared})
    assert isinstance(found, Message)
    assert found.format == form
    assert found.hints.charset == charset


def test_the_option_goes_before_the_content_type() -> None:
    found = record(b"{}", "text", **{"content-type": "application/json"})
    assert isinstance(found, Message)
    assert found.format == "text"


def test_a_content_type_without_a_value_says_nothing() -> None:
    found = record(b"{}", **{"content-type": None})
    assert isinstance(found, Message)
    assert found.format == "json"


def test_no_value_is_a_tombstone_and_a_blank_one_is_refused() -> None:
    found = record(None)
    assert isinstance(found, Message)
    assert (found.format, found.payload) == ("tombstone", b"")
    for blank in (b"", b" \r\n\t", b"\xef\xbb\xbf"):
        assert refusal(blank).reason == "not_one_record"
        assert refusal(blank, "json").reason == "not_one_record"


def test_what_is_no_format_is_refused_whole() -> None:
    found = refusal(b"\x89PNG\r\n\x1a\n....")
    assert (found.reason, found.message.format) == ("unknown_format", "file")
    assert found.message.payload.startswith(b"\x89PNG")


def test_a_large_value_is_refused_with_what_fits() -> None:
    found = refusal(b"{" + b"x" * 5000)
    assert (found.reason, found.payload_bytes) == ("record_too_large", 5001)
    assert found.message.payload == b""
    assert found.payload_sha256 is not None
    assert isinstance(record(b"{" + b"x" * 4999), Message)
    assert refusal(b"x" * 6000, "warc").reason == "record_too_large"


@pytest.mark.parametrize("value", [warc(), gzip.compress(warc()), b"\r\n" + warc()])
@pytest.mark.parametrize("form", ["warc", "auto"])
def test_a_warc_record_is_one(value: bytes, form: str) -> None:
    headers = {} if value.lstrip().startswith(b"WARC") else {"content-type": "application/warc"}
    found = record(value, form, **headers)
    assert isinstance(found, Message)
    assert found.format == "warc"
    assert found.payload.endswith(PAGE)
    assert found.hints.url == "https://news.example/1"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (warc() + warc(), "not_one_record"),
        (warc("request"), "not_one_record"),
        (b"WARC/1.0\r\nno header", "broken_warc_record"),
        (b"words", "broken_warc_record"),
        (b"", "broken_warc_record"),
    ],
)
def test_other_warc_values_are_kept_whole(value: bytes, reason: str) -> None:
    found = refusal(value, "warc")
    assert (found.reason, found.message.payload, found.message.format) == (reason, value, "file")


def test_avro_carries_its_schema_and_stays_whole() -> None:
    value = struct.pack(">bI", 0, 1) + b"\x04ab"
    for form in ("avro", "auto"):
        found = record(value, form)
        assert isinstance(found, Message)
        assert (found.format, found.payload, found.hints.avro_schema) == ("avro", value, '"string"')


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"\0\0\0\0\2x", "unknown_schema"),
        (b"\0\0\0", "invalid_avro"),
        (b"words", "invalid_avro"),
        (b"", "invalid_avro"),
    ],
)
def test_other_avro_values_are_refused_whole(value: bytes, reason: str) -> None:
    found = refusal(value, "avro")
    assert (found.reason, found.message.payload, found.message.format) == (reason, value, "avro")


def test_schemas_of_other_kinds() -> None:
    found = record(b'\0\0\0\0\1{"text": "a"}', schema=Schema("JSON", "{}"))
    assert isinstance(found, Message)
    assert (found.format, found.payload) == ("json", b'{"text": "a"}')
    assert refusal(b"\0\0\0\0\1x", schema=Schema("PROTOBUF", "")).reason == "invalid_avro"


def test_without_a_registry_there_is_no_schema() -> None:
    values = Values("avro", LIMITS)
    found = values.record(b"\0\0\0\0\1x", Origin(URI, 0))
    assert isinstance(found, Reject)
    assert (found.reason, found.detail) == (
        "unknown_schema",
        "schema 1: no --schema-registry was given",
    )


@given(st.binary(max_size=200), st.sampled_from(["auto", "json", "html", "text", "warc", "avro"]))
def test_any_value_has_exactly_one_outcome(value: bytes, form: str) -> None:
    assert record(value, form) is not None


def test_origin_takes_any_bytes() -> None:
    place = origin(URI, 3, b"\xff\0a", [("n", None), ("n", b"\xfe"), ("s", "text")], 0)
    assert place.key == "\\xff\0a"
    assert place.headers == (("n", None), ("n", "\\xfe"), ("s", "text"))
    assert place.timestamp == datetime(1970, 1, 1, tzinfo=UTC)
    assert origin(URI, 3, None, None, -1) == Origin(URI, 3)


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_number_is_a_time_or_none(milliseconds: int) -> None:
    found = instant(milliseconds)
    assert found is None or round(found.timestamp() * 1000) == milliseconds


def test_a_registry_is_asked_once_for_each_schema() -> None:
    with SchemaServer({1: {"schema": '"string"'}}, failures=(503, 500)) as server:
        registry = Registry(server.url + "/", {"basic.auth.user.info": "user:pass"})
        for _ in range(3):
            assert registry.find(1) == Schema("AVRO", '"string"')
            assert registry.find(2) is None
        assert server.asked == ["/schemas/ids/1"] * 3 + ["/schemas/ids/2"]
        assert server.authorizations[0] == "Basic dXNlcjpwYXNz"


def test_a_registry_is_believed_only_if_it_speaks_like_one() -> None:
    with SchemaServer({}, failures=(404,)) as server, pytest.raises(FeedError, match="HTTP 404"):
        Registry(server.url, {}).find(1)
    with SchemaServer({}, failures=(401,)) as server, pytest.raises(FeedError, match="HTTP 401"):
        Registry(server.url, {"bearer.auth.token": "t"}).find(1)


def test_a_registry_that_is_down_stops_in_time() -> None:
    with SchemaServer({}) as server:
        url = server.url
    started = time.monotonic()
    with pytest.raises(FeedError, match=f"registry at {url} does not answer: .*refused"):
        Registry(url, {}).find(1)
    assert 3 < time.monotonic() - started < 10


def test_references_are_followed() -> None:
    answers = {
        1: {
            "schema": '{"type": "record", "name": "A", "fields": [{"name": "p", "type": "x.P"}]}',
            "references": [{"name": "x.P", "subject": "p v", "version": 3}],
        },
        "/subjects/p%20v/versions/3": {
            "schema": '{"type": "record", "name": "P", "namespace": "x", "fields": []}'
        },
    }
    with SchemaServer(answers) as server:
        found = Registry(server.url, {}).find(1)
    assert found is not None
    assert '"name": "P"' in found.text


@pytest.mark.parametrize(
    "url", ["mock://x", "registry:8081", "http://", "http://h?x=1", "http://["]
)
def test_addresses_that_are_no_registry(url: str) -> None:
    with pytest.raises(OptionError, match="--schema-registry"):
        check_url(url)


def test_credentials_in_the_registrys_address_are_not_repeated() -> None:
    with pytest.raises(OptionError, match=r"schema\.registry\.basic\.auth\.user\.info") as caught:
        check_url("https://user:hunter2@registry:8081")
    assert "hunter2" not in str(caught.value)


def test_certificates_that_are_not_there() -> None:
    with pytest.raises(OptionError, match=r"schema\.registry\.ssl"):
        Registry("https://h", {"ssl.ca.location": "/not/there"})


def test_replay_knows_a_schema_that_has_come():
    """A message whose schema the registry did not know is published once it does."""
    value = b"\0\0\0\0\x07" + b"\x0aworld"
    row = {
        **origin_columns(Origin("kafka://c/t/0", 3)),
        "reject_id": "ab" * 16,
        "reason": "unknown_schema",
        "record_format": "avro",
        "payload": value,
        "hints_json": None,
    }
    schema = {"type": "record", "name": "A", "fields": [{"name": "text", "type": "string"}]}
    with SchemaServer({7: {"schema": json.dumps(schema)}}) as registry:
        config = RunConfig(output="out", schema_registry=registry.url)
        (record,) = replay_records(row, config.limits, value_reader(config))
    assert record.message.hints.avro_schema is not None
    assert (record.message.payload, record.message.replay_of) == (value, "ab" * 16)
