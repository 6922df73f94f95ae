"""HTTP responses as archives hold them: heads, chunks, compressed bodies, and broken ones."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.reject import REASONS
from transforms import http_message
from transforms.http_message import HttpMessageError, parse_response

BODY = "<html><body><p>Grüße.</p></body></html>".encode() * 20


def block(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join((status, *headers, "", "")).encode() + body


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


def test_head_and_body() -> None:
    response = parse_response(
        block(BODY, "Content-Type: Text/HTML; Charset='Windows-1251'", "X-Long: a", "  b")
    )
    assert response.status == 200
    assert response.body == BODY
    assert response.media_type == "text/html"
    assert response.charset == "windows-1251"
    assert response.headers["x-long"] == "a b"


def test_bare_line_feeds_and_no_reason_phrase() -> None:
    response = parse_response(b"HTTP/2 404\nServer: x\n\nbody\r\n\r\nmore")
    assert (response.status, response.body) == (404, b"body\r\n\r\nmore")
    assert response.media_type == ""
    assert response.charset is None


def test_head_only() -> None:
    assert parse_response(b"HTTP/1.1 204 No Content\r\nServer: x").body == b""


def test_interim_responses_are_skipped() -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert parse_response(interim * 2 + block(BODY)).body == BODY
    with pytest.raises(HttpMessageError) as caught:
        parse_response(interim * 100)
    assert caught.value.reason == "http_error"


def test_a_block_without_a_head_is_a_body() -> None:
    response = parse_response(BODY)
    assert (response.status, response.headers, response.body) == (200, {}, BODY)


@pytest.mark.parametrize("line", ["HTTP/1.1 OK", "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/x 200"])
def test_a_status_line_without_a_code_is_an_error(line: str) -> None:
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(BODY, status=line))
    assert caught.value.reason == "http_error"


@settings(deadline=None)  # the first example loads libraries
@given(st.binary(max_size=300), st.integers(1, 60))
def test_chunks_round_trip(body: bytes, size: int) -> None:
    response = parse_response(block(chunked(body, size), "Transfer-Encoding: chunked"))
    assert response.body == body


def test_a_cut_chunk_gives_what_is_there() -> None:
    whole = block(chunked(BODY, 100), "Transfer-Encoding: chunked")
    assert BODY.startswith(parse_response(whole[:-200]).body)
    assert len(parse_response(whole[:-200]).body) > len(BODY) - 300


def test_a_flood_of_chunks_is_refused() -> None:
    flood = b"1\r\na\r\n" * (http_message.MAX_CHUNKS + 1)
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(flood, "Transfer-Encoding: chunked"))
    assert caught.value.reason == "corrupt_stream"


def test_a_body_that_is_no_longer_chunked_is_left_alone() -> None:
    assert parse_response(block(BODY, "Transfer-Encoding: chunked")).body == BODY


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY[:50]) + gzip.compress(BODY[50:])),
        ("GZIP, gzip", gzip.compress(gzip.compress(BODY))),
        ("deflate, gzip", gzip.compress(zlib.compress(BODY))),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY) + b"\r\n"),
        ("deflate", bare_deflate(BODY)),
        ("identity", BODY),
        ("gzip", BODY),
        ("deflate", BODY),
        ("br", BODY),
        ("zstd", BODY),
    ],
)
def test_content_codings_are_undone_where_the_bytes_show_them(coding: str, body: bytes) -> None:
    header = f"Content-Encoding: {coding}"
    assert parse_response(block(body, header)).body == BODY
    sent = block(chunked(body, 64), header, "transfer-encoding: chunked")
    assert parse_response(sent).body == BODY


def test_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    packed = brotli.compress(BODY)
    assert parse_response(block(packed, "Content-Encoding: br")).body == BODY
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(b"\xff" * 50, "Content-Encoding: br"))
    assert caught.value.reason == "corrupt_stream"


def test_zstd() -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.compress(BODY)
    assert parse_response(block(packed, "Content-Encoding: zstd")).body == BODY
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(packed[:8] + b"\xff" * 50, "Content-Encoding: zstd"))
    assert caught.value.reason == "corrupt_stream"


def test_a_cut_gzip_body_gives_what_is_there() -> None:
    # Bytes that do not compress, so that a cut loses only their end.
    body = random.Random(1).randbytes(5000)  # noqa: S311 - test data, no secret
    packed = gzip.compress(body)[:3000]
    found = parse_response(block(packed, "Content-Encoding: gzip")).body
    assert body.startswith(found)
    assert len(found) > 2000


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", gzip.compress(BODY)[:10] + b"\x07" * 20, "corrupt_stream"),
        ("gzip," * 9, BODY, "corrupt_stream"),
        ("gzip", gzip.compress(b"x") * 200, "corrupt_stream"),
    ],
)
def test_corrupt_codings(coding: str, body: bytes, reason: str) -> None:
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(body, f"Content-Encoding: {coding}"))
    assert caught.value.reason == reason


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_stop_at_the_limit(monkeypatch: pytest.MonkeyPatch, coding: str) -> None:
    # Far above the limit, since brotli delivers in blocks and may overshoot it.
    monkeypatch.setattr(http_message, "MAX_BODY", 100_000)
    bomb = bytes(5_000_000)
    if coding == "br":
        packed = pytest.importorskip("brotli").compress(bomb)
    elif coding == "zstd":
        packed = pytest.importorskip("zstandard").compress(bomb)
    else:
        packed = gzip.compress(bomb) if coding == "gzip" else zlib.compress(bomb)
    with pytest.raises(HttpMessageError) as caught:
        parse_response(block(packed, f"Content-Encoding: {coding}"))
    assert caught.value.reason == "decompression_bomb"


@settings(deadline=None)  # the first example loads libraries
@given(
    st.binary(max_size=200),
    st.sampled_from(["gzip", "deflate", "br", "zstd", "br, gzip"]),
    st.sampled_from([b"", http_message.GZIP_MAGIC + b"\x08", http_message.ZSTD_MAGIC]),
)
def test_any_body_is_read_or_refused_by_name(body: bytes, coding: str, magic: bytes) -> None:
    headers = (f"Content-Encoding: {coding}", "Transfer-Encoding: chunked")
    try:
        parse_response(block(magic + body, *headers))
    except HttpMessageError as error:
        assert error.reason in REASONS  # noqa: PT017 - either outcome is right; no other error is
