"""WARC records, and the way on behind broken ones."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Hints, Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits
from transforms.formats.warc import instant

HTTP = b'HTTP/1.1 200 OK\r\nServer: x\r\ncontent-type: text/html; Charset="ISO-8859-2"\r\n\r\n'


def record(
    number: int,
    block: bytes,
    kind: str = "response",
    mime: str | None = "application/http; msgtype=response",
    length: str | None = None,
) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: http://example.org/{number}",
        "WARC-Date: 2024-05-06T07:08:09Z",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    if mime is not None:
        lines.insert(1, f"Content-Type: {mime}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return HTTP + b"<html><p>" + str(number).encode() * 50 + b"</p></html>"


def cut(data: bytes, limits: Limits | None = None, name: str = "a.warc") -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), name, limits or Limits()))


def payloads(outcomes: list[Message | Reject]) -> list[bytes]:
    return [outcome.payload for outcome in outcomes if isinstance(outcome, Message)]


def reasons(outcomes: list[Message | Reject]) -> list[str]:
    return [getattr(outcome, "reason", "") for outcome in outcomes]


def test_responses_come_with_what_their_headers_say() -> None:
    data = record(0, b"software: x\r\n", "warcinfo", "application/warc-fields") + record(1, page(1))
    (outcome,) = cut(data)
    assert isinstance(outcome, Message)
    assert (outcome.payload, outcome.format) == (page(1), "warc")
    assert outcome.hints == Hints(
        charset="iso-8859-2",
        url="http://example.org/1",
        fetched_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    )
    assert outcome.origin.offset is not None
    assert data[outcome.origin.offset :].startswith(page(1))


@pytest.mark.parametrize("kind", ["request", "metadata", "revisit", "warcinfo", "continuation"])
def test_other_records_are_no_inputs(kind: str) -> None:
    outcomes = cut(record(0, page(0)) + record(1, page(1), kind) + record(2, page(2)))
    assert payloads(outcomes) == [page(0), page(2)]
    assert len(outcomes) == 2


@pytest.mark.parametrize(
    ("mime", "form"),
    [("text/html; charset=koi8-r", "html"), ("text/plain;charset=koi8-r", "text")],
)
@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_resources_and_conversions_are_what_their_type_says(
    kind: str, mime: str, form: str
) -> None:
    (outcome,) = cut(record(0, b"words", kind, mime))
    assert isinstance(outcome, Message)
    assert (outcome.payload, outcome.format, outcome.hints.charset) == (b"words", form, "koi8-r")


def test_an_image_is_refused_and_a_name_lookup_is_no_input() -> None:
    outcomes = cut(
        record(0, b"\x89PNG", "resource", "image/png") + record(1, b"x", mime="text/dns")
    )
    assert reasons(outcomes) == ["not_html"]


def test_a_compressed_file_of_one_member_per_record() -> None:
    data = b"".join(gzip.compress(record(number, page(number))) for number in range(5))
    assert payloads(cut(data, name="a.warc.gz")) == [page(number) for number in range(5)]


@pytest.mark.parametrize("text", ["9999-12-31T23:00:00Z", "0001-01-01T00:00:00Z", "soon"])
def test_a_fetch_at_no_possible_time_is_unknown(text):
    assert instant(text) is None


LENGTHS = ["", "-1", "ten", "1" * 30, "5", "137", "300", "1000", "100000", "99999999999"]


@pytest.mark.parametrize("limits", [Limits(), Limits(record_bytes=2000, reject_bytes=500)])
@pytest.mark.parametrize("length", LENGTHS)
def test_a_wrong_length_costs_one_record_only(length: str, limits: Limits) -> None:
    bad = record(1, page(1), length=length)
    outcomes = cut(record(0, page(0)) + bad + record(2, page(2)) + record(3, page(3)), limits)
    assert reasons(outcomes) == ["", "broken_warc_record", "", ""]
    assert payloads(outcomes) == [page(0), page(2), page(3)]
    refused = outcomes[1]
    assert isinstance(refused, Reject)
    assert refused.message.payload.strip() == bad.strip()


def test_a_missing_header_costs_one_record_only() -> None:
    for bad in (
        b"some bytes\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n",
        b"WARC/1.0\r\n\r\n\r\n",
    ):
        outcomes = cut(record(0, page(0)) + bad + record(2, page(2)))
        assert reasons(outcomes) == ["", "broken_warc_record", ""]
        assert payloads(outcomes) == [page(0), page(2)]


@given(st.integers(1, 300))
def test_a_truncated_end_costs_the_last_record_only(missing: int) -> None:
    data = record(0, page(0)) + record(1, page(1))
    *good, last = cut(data.rstrip()[:-missing])
    assert payloads(good) == [page(0)]
    assert isinstance(last, Reject)
    assert last.reason == "broken_warc_record"
    assert data.endswith(last.message.payload + data[len(data.rstrip()) - missing :])


def test_a_truncated_compressed_file_says_so() -> None:
    data = gzip.compress(record(0, page(0))) + gzip.compress(record(1, page(1)))
    assert reasons(cut(data[:-30], name="a.warc.gz")) == ["", "truncated_stream"]


def test_a_record_beyond_the_limit_is_one_reject() -> None:
    large = HTTP + b"x" * 200_000
    for kind, refused in (("response", ["record_too_large"]), ("request", [])):
        data = record(0, page(0)) + record(1, large, kind) + record(2, page(2))
        outcomes = cut(data, Limits(record_bytes=1000, reject_bytes=100))
        assert reasons(outcomes) == ["", *refused, ""]


def test_a_record_within_a_record_is_content() -> None:
    block = HTTP + record(7, page(7))
    assert payloads(cut(record(0, block) + record(1, page(1)))) == [block, page(1)]


def test_a_file_without_an_input_is_empty() -> None:
    assert reasons(cut(record(0, b"x", "warcinfo", "application/warc-fields"))) == ["empty_file"]
