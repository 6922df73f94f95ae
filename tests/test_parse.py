"""The Parse stage: every format, every reason it refuses with, and any bytes at all."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.article import Article
from schemas.message import FORMATS, Hints, Message, Origin
from schemas.reject import REASONS, Reject
from transforms.parse import MAX_JSON_DEPTH, STAGE, parser

FETCHED = datetime(2024, 5, 7, tzinfo=UTC)
URL = "https://example.com/bridge"
PAGE = "<!DOCTYPE html><html><body><p>Grüße aus Köln.</p></body></html>"
RECORD = {"title": "A bridge", "text": "It opens in May.", "author": ["Ada Berg"]}

parse = parser({})


def article(payload: bytes | str, format: str, **hints: Any) -> Article:
    data = payload.encode() if isinstance(payload, str) else payload
    return Article(Message(data, Origin("file:///x", 0), format, Hints(**hints)))


def accepted(payload: bytes | str, format: str, **hints: Any) -> Article:
    outcome = parse(article(payload, format, **hints))
    assert isinstance(outcome, Article), outcome
    return outcome


def refused(payload: bytes | str, format: str, **hints: Any) -> str:
    before = article(payload, format, **hints)
    outcome = parse(before)
    assert isinstance(outcome, Reject), outcome
    assert outcome.message is before.message
    assert outcome.stage == STAGE == "Parse"
    assert len(outcome.detail.splitlines()) == 1
    return outcome.reason


def response(body: bytes, kind: str | None, status: str = "200 OK", *more: str) -> bytes:
    headers = ([f"Content-Type: {kind}"] if kind else []) + list(more)
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + body


def test_text() -> None:
    found = accepted("A bridge\r\n\r\nIt opens in May.\n", "text", fetched_at=FETCHED)
    assert found.content == "A bridge\r\n\r\nIt opens in May.\n"
    assert (found.markup, found.url, found.fetched_at) == ("scraped", None, FETCHED)


def test_html() -> None:
    found = accepted(PAGE.encode("cp1252"), "html", charset="iso-8859-1", url=URL)
    assert (found.content, found.markup, found.url) == (PAGE, "html", URL)


def test_only_what_parse_knows_is_filled() -> None:
    before = article("Words.", "text")
    assert parse(before) == replace(before, content="Words.", markup="scraped")


@pytest.mark.parametrize(
    ("kind", "body", "markup"),
    [
        ("text/html; charset=windows-1252", PAGE.encode("cp1252"), "html"),
        ("text/html; charset=koi8-r", PAGE[:25].encode() + "Да".encode("koi8-r"), "html"),
        ("text/html; charset=utf-8", gzip.compress(PAGE.encode()), "html"),
        ("application/xhtml+xml", PAGE.encode(), "html"),
        ("text/plain", b"Just words.", "scraped"),
        ("text/plain", PAGE.encode(), "html"),
        (None, PAGE.encode(), "html"),
        ("application/octet-stream", b"\xef\xbb\xbf\n<!-- x --> <html>" + PAGE.encode(), "html"),
        ("application/xml", b"<?xml version='1.0'?>\n<html>Words</html>", "html"),
        ("text/html", b"No tags.", "html"),
    ],
)
def test_warc(kind: str | None, body: bytes, markup: str) -> None:
    found = accepted(response(body, kind, "200 OK", "Content-Encoding: gzip"), "warc", url=URL)
    assert (found.markup, found.url) == (markup, URL)
    if kind and "charset" in kind:
        assert found.content.endswith(("Да", "Köln.</p></body></html>"))


@pytest.mark.parametrize("status", ["404 Not Found", "500", "301 Moved", "304", "999"])
def test_http_error(status: str) -> None:
    assert refused(response(PAGE.encode(), "text/html", status), "warc") == "http_error"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("image/png", b"\x89PNG"),
        ("text/css", b"p {}"),
        (None, b"Just words."),
        ("application/rss+xml", b"<?xml version='1.0'?><rss><title>x</title></rss>"),
    ],
)
def test_not_html(kind: str | None, body: bytes) -> None:
    assert refused(response(body, kind), "warc") == "not_html"


def test_corrupt_coding_in_warc() -> None:
    body = gzip.compress(PAGE.encode())[:10] + b"\x07" * 9
    sent = response(body, "text/html", "200 OK", "Content-Encoding: gzip")
    assert refused(sent, "warc") == "corrupt_stream"


@pytest.mark.parametrize("format", ["json", "parquet"])
def test_json(format: str) -> None:
    record = RECORD | {"url": URL, "published_at": "2024-05-06", "language": "en"}
    found = accepted(json.dumps(record), format, url="https://other.example/", fetched_at=FETCHED)
    assert (found.content, found.markup) == ("It opens in May.", "text")
    assert (found.title, found.authors, found.url) == ("A bridge", ("Ada Berg",), URL)
    assert (found.language_hint, found.fetched_at) == ("en", FETCHED)
    assert found.published
    assert found.published.at == datetime(2024, 5, 6, tzinfo=UTC)


def test_hints_fill_what_the_record_lacks() -> None:
    found = accepted(json.dumps(RECORD), "json", url=URL, fetched_at=FETCHED)
    assert (found.url, found.fetched_at) == (URL, FETCHED)


@pytest.mark.parametrize(("day", "kept"), [("2024-05-07", True), ("2024-05-08", False)])
def test_a_publication_after_the_fetch_is_dropped(day: str, kept: bool) -> None:
    record = RECORD | {"date": day, "modified_at": "2024-05-09"}
    found = accepted(json.dumps(record), "json", fetched_at=FETCHED)
    assert (found.published is not None) is kept
    assert found.modified_at == datetime(2024, 5, 9, tzinfo=UTC)
    assert accepted(json.dumps(record), "json").published is not None


def test_the_field_map_reaches_records() -> None:
    outcome = parser({"text": "corpus.body"})(article('{"corpus": {"body": "Mapped."}}', "json"))
    assert isinstance(outcome, Article)
    assert outcome.content == "Mapped."
    with pytest.raises(ValueError, match="words=x"):
        parser({"words": "x"})


@pytest.mark.parametrize(
    "payload",
    [
        '{"text": "x", "n": NaN, "i": -Infinity}',
        '{"text": "x", "n": ' + "9" * 10_000 + "}",
        '{"text": "x", "date": -' + "9" * 400 + ', "title": 1' + "0" * 30 + "}",
        '{"text": "y", "text": "x"}',
        '\ufeff{"text": "x"}\r\n',
        '{"text": "x", "unused": "\\ud800 \\u0000"}',
        '{"text": "x", "deep": ' + "[" * 98 + "]" * 98 + "}",
    ],
)
def test_json_oddities_are_tolerated(payload: str) -> None:
    assert accepted(payload, "json").content == "x"
    assert accepted('{"text": "\\ud83d\\ude00"}', "json").content == "\U0001f600"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ('{"text": "x"} {}', "invalid_json"),
        ("{'text': 'x'}", "invalid_json"),
        ("[" * 100_000, "json_too_deep"),
        ("[" * 101 + "]" * 101, "json_too_deep"),
        ('{"a":' * 101 + "1" + "}" * 101, "json_too_deep"),
        ("[" * 100 + "]" * 100, "not_an_object"),
        ('"text"', "not_an_object"),
        ("null", "not_an_object"),
        ("1", "not_an_object"),
        ("{}", "no_text_field"),
        ('{"title": "x", "text": "  "}', "no_text_field"),
        ('{"text": "a\\u0000b"}', "nul_bytes"),
        ('{"text": "a", "title": "b\\u0000"}', "nul_bytes"),
        ('{"text": "a", "authors": ["b", "c\\u0000"]}', "nul_bytes"),
        ('{"text": "a \\ud83d b"}', "lone_surrogate"),
        ('{"text": "a", "headline": "\\udc00"}', "lone_surrogate"),
        ('{"text": "a", "author": {"name": "\\udc00"}}', "lone_surrogate"),
        (bytes(range(1, 32)) * 10, "undecodable_text"),
    ],
)
def test_json_refused(payload: str | bytes, reason: str) -> None:
    assert refused(payload, "json") == reason
    assert MAX_JSON_DEPTH == 100  # the cases above stand on both sides of it


def test_csv() -> None:
    columns = ("Title", "Text", "Authors", "Section", "Date")
    row = '"A ""small"" bridge";"It opens\nin May; maybe.";nan;;2024-05-06\r\n'
    found = accepted(row, "csv", columns=columns, delimiter=";")
    assert found.title == 'A "small" bridge'
    assert found.content == "It opens\nin May; maybe."
    assert (found.authors, found.section) == ((), None)
    assert found.published is not None


def test_a_csv_field_may_be_larger_than_the_csv_module_likes() -> None:
    text = "word " * 100_000
    assert accepted(f'x,"{text}"', "csv", columns=("title", "text")).content == text


@pytest.mark.parametrize("row", ["a", "a,b,c", "", "\r\n", "a,b\r\nc,d", '"a,b'])
def test_field_count(row: str) -> None:
    assert refused(row, "csv", columns=("title", "text")) == "field_count"


def test_a_row_without_a_header_says_what_to_do() -> None:
    outcome = parse(article("1,2,3", "csv"))
    assert isinstance(outcome, Reject)
    assert outcome.reason == "field_count"
    assert outcome.detail == "the first row names no known column; add a header line"


@pytest.mark.parametrize("format", ["text", "html"])
def test_plain_formats_refused(format: str) -> None:
    assert refused("One\0two", format) == "nul_bytes"
    assert refused(bytes(range(256)), format) == "undecodable_text"
    assert refused(" \r\n", format) == "no_text_field"
    assert refused("Words.", "file") == "unknown_format"


values = st.none() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.text())
names = st.sampled_from(["text", "html", "title", "date", "author", "image"])
json_text = st.dictionaries(names, values).map(lambda record: json.dumps(record).encode())
payloads = (
    st.binary(max_size=300)
    | json_text
    | st.binary(max_size=90).map(lambda body: response(body, "text/html"))
)


@settings(deadline=None)  # the first example loads libraries
@given(payloads, st.sampled_from(FORMATS), st.sampled_from([None, "utf-16", "big5"]))
@example(b"\xff" * 9, "json", None)
def test_any_bytes_are_parsed_or_refused(payload: bytes, format: str, charset: str | None) -> None:
    before = article(payload, format, charset=charset, columns=("text", "title"))
    outcome = parse(before)
    assert outcome == parse(before)
    assert outcome.message is before.message
    if isinstance(outcome, Reject):
        assert outcome.reason in REASONS
        assert outcome.stage == STAGE
    else:
        assert outcome.content.strip()
        assert outcome.markup in ("html", "text", "scraped")
        assert "\0" not in outcome.content
        outcome.content.encode()
