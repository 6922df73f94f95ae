"""The way in: one outcome at least, contiguous indices, originals kept, nothing raised."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.message import FORMATS, Message
from schemas.reject import REASONS, Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

SMALL = Limits(record_bytes=200, reject_bytes=100, expansion=200, expansion_floor=20_000)
LINES = b'{"text": "a"}\n{"text": "b"}\n\n{"text": "c"}\n'
TABLE = b'title,text\nA,"b\nc"\n"D",e\n'
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>Hi</p></html>"
WARC = b"".join(
    b"WARC/1.0\r\nWARC-Type: %s\r\nContent-Type: application/http\r\n" % kind
    + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(PAGE), PAGE)
    for kind in (b"response", b"request", b"response")
)


def parquet() -> bytes:
    file = io.BytesIO()
    table = pa.table(
        {"text": ["a", "b", "c"], "at": pa.array([1, 2, 3], pa.timestamp("us", "UTC"))}
    )
    pq.write_table(table, file, row_group_size=2)
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", LINES * 3)
        archive.writestr("b.txt.gz", gzip.compress(b"words"))
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in (("a.jsonl", LINES), ("é" * 90 + ".csv", TABLE)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


GOOD = {
    "a.jsonl": LINES,
    "b.csv": TABLE,
    "c.warc": WARC,
    "d.parquet": parquet(),
    "e.zip": zipped(),
    "f.tar": tarred(),
    "g.json": b'[{"text": "a"}, {"text": "b"}]',
    "h.html": b"<!doctype html><html><body><p>Hi</p></body></html>",
    "i.txt": "Wörter und Sätze".encode("utf-16"),
    "j.jsonl.gz": gzip.compress(LINES[:14]) + gzip.compress(LINES[14:]),
    "k.jsonl.zst": zstandard.compress(LINES),
    "l.tar.gz": gzip.compress(tarred()),
    "m.warc.gz": gzip.compress(WARC),
    "n.csv": TABLE.decode().encode("utf-16-le"),
}
COUNTS = [3, 2, 2, 3, 10, 5, 2, 1, 1, 3, 3, 5, 2, 2]


class Pipe(io.BytesIO):
    """A stream that cannot seek and gives a few bytes at a time."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_args: Any) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 100) if size and size > 0 else size)


class Failing(io.BytesIO):
    """A stream whose medium fails behind the first bytes."""

    def read(self, _size: int | None = -1) -> bytes:
        if self.tell() >= 30:
            raise OSError(5, "Input/output error")
        return super().read(30)


def cut(data: bytes, name: str, limits: Limits, first: int = 0) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), name, limits, first))


def without_detail(outcome: Message | Reject) -> Message | Reject:
    return replace(outcome, detail="") if isinstance(outcome, Reject) else outcome


def check(outcomes: list[Message | Reject], limits: Limits) -> None:
    assert outcomes
    for number, outcome in enumerate(outcomes):
        message = outcome.message if isinstance(outcome, Reject) else outcome
        assert message.origin.record == number
        assert message.format in FORMATS
        if isinstance(outcome, Reject):
            assert outcome.stage == "Read"
            assert outcome.reason in REASONS
            assert "\n" not in outcome.detail
            assert len(message.payload) <= limits.reject_bytes
            if outcome.payload_sha256 is not None:
                assert message.payload == b""
                assert outcome.payload_bytes is not None
                assert outcome.payload_bytes > limits.reject_bytes
        else:
            assert message.payload
            assert message.format != "file"
            assert len(message.payload) <= 2 * limits.record_bytes  # UTF-16 doubles


@pytest.mark.parametrize(("name", "count"), list(zip(GOOD, COUNTS, strict=True)))
def test_good_files_give_their_records_and_nothing_else(name: str, count: int) -> None:
    outcomes = cut(GOOD[name], name, Limits())
    check(outcomes, Limits())
    assert [type(outcome) for outcome in outcomes] == [Message] * count


@pytest.mark.parametrize("name", GOOD)
def test_a_stream_that_cannot_seek_gives_the_same(name: str) -> None:
    expected = cut(GOOD[name], name, Limits())
    assert list(frame(Pipe(GOOD[name]), name, Limits())) == expected
    for first in range(len(expected) + 2):
        assert cut(GOOD[name], name, Limits(), first) == expected[first:]


@pytest.mark.parametrize("name", GOOD)
def test_content_counts_more_than_the_extension(name: str) -> None:
    if name != "b.csv":  # a small table is one by its header or its extension
        expected = [getattr(o, "format", "") for o in cut(GOOD[name], name, Limits())]
        assert [getattr(o, "format", "") for o in cut(GOOD[name], "data", Limits())] == expected


@given(st.binary(max_size=600), st.sampled_from([*GOOD, "noname", "x.md"]))
def test_arbitrary_bytes_are_accounted_for(data: bytes, name: str) -> None:
    check(cut(data, name, SMALL), SMALL)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=400)
@given(st.data(), st.sampled_from(list(GOOD)), st.sampled_from([SMALL, Limits()]))
def test_damaged_files_are_accounted_for(data: st.DataObject, name: str, limits: Limits) -> None:
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    size = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    outcomes = cut(bytes(content[:size]), name, limits)
    check(outcomes, limits)
    again = frame(Pipe(content[:size]), name, limits)
    assert list(map(without_detail, again)) == list(map(without_detail, outcomes))


def test_empty_files_are_one_reject_each() -> None:
    for name in ("a.jsonl", "a.csv", "a.txt", "a.parquet", "a"):
        for data in (b"", b"\n", b" \t\r\n" * 50_000, "\ufeff\n ".encode("utf-16-le")):
            (outcome,) = cut(data, name, Limits())
            assert isinstance(outcome, Reject)
            assert (outcome.reason, outcome.message.format) == ("empty_file", "file")
            assert outcome.message.payload == data


def test_a_file_that_is_none_of_the_formats_keeps_its_bytes_or_their_hash() -> None:
    data = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000
    for stream in (io.BytesIO(data), Pipe(data)):
        (small,) = frame(stream, "a.txt", Limits())
        assert isinstance(small, Reject)
        assert (small.reason, small.message.payload) == ("unknown_format", data)
    for stream in (io.BytesIO(data), Pipe(data)):
        (large,) = frame(stream, "a.txt", Limits(reject_bytes=1000))
        assert isinstance(large, Reject)
        assert large.message.payload == b""
        assert large.payload_bytes == len(data)
        assert large.payload_sha256 == hashlib.sha256(data).hexdigest()


def test_a_medium_that_fails_keeps_what_was_read() -> None:
    *good, last = frame(Failing(LINES), "a.jsonl", Limits())
    assert [o.payload for o in good if isinstance(o, Message)] == [LINES[:13], LINES[14:27]]
    assert isinstance(last, Reject)
    assert last.reason == "unreadable_file"


def test_a_text_is_one_record_with_its_mark() -> None:
    data = "\ufeffZeile\n\nZeile".encode("utf-16-be")
    (outcome,) = cut(data, "a.txt", Limits())
    assert isinstance(outcome, Message)
    assert (outcome.payload, outcome.format) == (data, "text")
    assert outcome.hints.charset == "utf-16-be"


def test_a_text_beyond_the_limit_is_refused() -> None:
    (outcome,) = cut(b"words " * 100, "a.txt", SMALL)
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.payload_bytes) == ("record_too_large", 600)
