"""The block of a WARC response: HTTP status line, headers, and the body with its codings undone.

Crawlers store what the server sent, so a body may be chunked and compressed; many archives undo
that but leave the headers as they were. A coding that the bytes do not show is taken as undone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MAX_BODY = 64 << 20  # bytes of a decoded body; a page larger than this is an attack
MAX_CODINGS = 4  # content codings on one body
MAX_MEMBERS = 100  # gzip members in one body; each one costs a copy of what follows it
MAX_CHUNKS = 200_000  # in one body
MAX_INTERIM = 8  # interim responses before the final one

STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|\r?\n|$)")
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
CHARSET = re.compile(r"\bcharset\s*=\s*[\"']?\s*([^\s;\"']+)", re.IGNORECASE)
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class HttpMessageError(ValueError):
    """The block cannot be read; `reason` is a key of schemas.reject.REASONS."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True)
class Response:
    """An HTTP response.

    Attributes:
        status: the status code; 200 for a block without an HTTP head (a WARC resource).
        headers: lower-case name to value; of repeated headers the last.
        body: without transfer and content coding.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """Type of the Content-Type header, such as "text/html", or an empty string."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """Charset label of the Content-Type header."""
        found = CHARSET.search(self.headers.get("content-type", ""))
        return found[1].lower() if found else None


def parse_response(block: bytes) -> Response:
    """The final response in a block; interim ones (status 1xx) before it are skipped.

    A body cut short is read as far as it goes.

    Raises:
        HttpMessageError: "http_error" (no status code), "corrupt_stream" or
            "decompression_bomb" (content coding).
    """
    if not block.startswith(b"HTTP/"):
        return Response(200, {}, block)
    for _ in range(MAX_INTERIM):
        found = STATUS_LINE.match(block)
        if found is None:
            raise HttpMessageError("http_error", "the status line has no status code")
        head, rest = split_head(block)
        status = int(found[1])
        if status // 100 != 1:
            headers = parse_headers(head)
            return Response(status, headers, decoded_body(rest, headers))
        block = rest
    raise HttpMessageError("http_error", "nothing but interim responses")


def split_head(block: bytes) -> tuple[bytes, bytes]:
    """Head and body around the first blank line; all is head where there is none."""
    found = BLANK_LINE.search(block)
    return (block[: found.start()], block[found.end() :]) if found else (block, b"")


def parse_headers(head: bytes) -> dict[str, str]:
    """Header fields of a head; its first line, and lines without a colon, are passed over."""
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head).decode("latin-1")
    pairs = (line.partition(":") for line in unfolded.split("\n")[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def decoded_body(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body without its transfer coding and content codings."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = dechunked(body)
    codings = headers.get("content-encoding", "").lower().replace(",", " ").split()
    if len(codings) > MAX_CODINGS:
        raise HttpMessageError("corrupt_stream", f"{len(codings)} content codings on one body")
    for coding in reversed(codings):
        if body and (decode := DECODERS.get(coding)):
            body = decode(body)
    return body


def dechunked(body: bytes) -> bytes:
    """The data of the chunks; from the first thing that is no chunk on, the bytes as they are."""
    parts: list[bytes] = []
    at = 0
    while found := CHUNK_SIZE.match(body, at):
        size = int(found[1], 16)
        start, at = found.end(), found.end() + size
        parts.append(body[start:at])
        if len(parts) > MAX_CHUNKS:
            raise HttpMessageError("corrupt_stream", f"more than {MAX_CHUNKS} chunks")
        if size == 0 or at >= len(body):
            return b"".join(parts)
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    return b"".join(parts) if parts else body


def gunzip(body: bytes) -> bytes:
    """gzip, in one or more members."""
    if not body.startswith(GZIP_MAGIC):
        return body
    parts: list[bytes] = []
    left = MAX_BODY
    while body.startswith(GZIP_MAGIC):
        if len(parts) == MAX_MEMBERS:
            raise HttpMessageError("corrupt_stream", f"more than {MAX_MEMBERS} gzip members")
        part, body = inflated(body, zlib.MAX_WBITS | 16, left)
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def undeflate(body: bytes) -> bytes:
    """The coding "deflate": a zlib stream by the standard, a bare one from some servers.

    Bytes that are neither are taken as decoded already.
    """
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            data, _ = inflated(body, window, MAX_BODY)
        except HttpMessageError as error:
            if error.reason == "decompression_bomb":
                raise
        else:
            if data:
                return data
    return body


def inflated(body: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    """What a zlib, gzip or bare stream holds, up to where it is cut, and what follows it."""
    stream = zlib.decompressobj(window)
    try:
        data = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise HttpMessageError("corrupt_stream", f"content coding: {error}") from error
    if len(data) > limit:
        raise too_large()
    return data, stream.unused_data


def unbrotli(body: bytes) -> bytes:
    """The coding "br"; it has no magic, so bytes that begin like markup are taken as decoded."""
    if body.lstrip()[:1] == b"<":
        return body
    try:
        import brotli  # type: ignore[import-untyped]  # it ships no types
    except ImportError as error:
        raise HttpMessageError("corrupt_stream", "content coding br needs brotli") from error
    stream = brotli.Decompressor()
    try:
        data: bytes = stream.process(body, output_buffer_limit=MAX_BODY + 1)
    except brotli.error as error:
        raise HttpMessageError("corrupt_stream", "content coding br does not decode") from error
    if len(data) > MAX_BODY:
        raise too_large()
    return data


def unzstd(body: bytes) -> bytes:
    """The coding "zstd"."""
    if not body.startswith(ZSTD_MAGIC):
        return body
    try:
        import zstandard
    except ImportError as error:
        raise HttpMessageError("corrupt_stream", "content coding zstd needs zstandard") from error
    try:
        with zstandard.ZstdDecompressor().stream_reader(body) as stream:
            data = stream.read(MAX_BODY + 1)
    except zstandard.ZstdError as error:
        raise HttpMessageError("corrupt_stream", "content coding zstd does not decode") from error
    if len(data) > MAX_BODY:
        raise too_large()
    return data


def too_large() -> HttpMessageError:
    """The error for a body beyond MAX_BODY."""
    return HttpMessageError("decompression_bomb", f"the body is larger than {MAX_BODY} bytes")


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": undeflate,
    "br": unbrotli,
    "zstd": unzstd,
}
