"""Writes WARC/1.0 records (ISO 28500) in the order and with the headers of news crawls."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Capture:
    """One fetched page.

    Attributes:
        url: its address.
        content_type: of the HTTP response.
        body: of the HTTP response.
        status: HTTP code and phrase; None for "200 OK".
    """

    url: str
    content_type: str
    body: bytes
    status: str | None = None


def captured(date: str, software: str, captures: Iterable[Capture]) -> Iterator[bytes]:
    """A warcinfo record, then request, response and metadata for each capture."""
    common = {"WARC-Date": date}
    info = fields({"software": software, "format": "WARC File Format 1.0"})
    yield record("warcinfo", {**common, "Content-Type": "application/warc-fields"}, info)
    for capture in captures:
        target = {**common, "WARC-Target-URI": capture.url}
        yield record("request", {**target, **http_type("request")}, request(capture))
        digest = {"WARC-Payload-Digest": f"sha1:{sha1_base32(capture.body)}"}
        headers = {**target, **digest, **http_type("response")}
        yield record("response", headers, response(capture))
        note = {**target, "Content-Type": "application/warc-fields"}
        yield record("metadata", note, fields({"fetchTimeMs": "120"}))


def record(kind: str, headers: Mapping[str, str], block: bytes) -> bytes:
    """One record; its id follows from its headers."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([kind, dict(headers)]))
    head = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{name}>", **headers}
    head["Content-Length"] = str(len(block))
    return b"WARC/1.0\r\n" + fields(head) + b"\r\n" + block + b"\r\n\r\n"


def request(capture: Capture) -> bytes:
    """The HTTP request for a capture."""
    host, _, path = capture.url.split("://", 1)[1].partition("/")
    return f"GET /{path} HTTP/1.1\r\n".encode() + fields({"Host": host}) + b"\r\n"


def response(capture: Capture) -> bytes:
    """The HTTP response of a capture."""
    status = f"HTTP/1.1 {capture.status or '200 OK'}\r\n".encode()
    headers = {"Content-Type": capture.content_type, "Content-Length": str(len(capture.body))}
    return status + fields(headers) + b"\r\n" + capture.body


def fields(headers: Mapping[str, str]) -> bytes:
    """Header lines."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


def http_type(message: str) -> dict[str, str]:
    """The content type of a record that holds an HTTP message."""
    return {"Content-Type": f"application/http; msgtype={message}"}


def sha1_base32(data: bytes) -> str:
    """The digest that WARC records carry."""
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
