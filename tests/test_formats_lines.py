"""JSON Lines: one record per line, whatever the line holds, in bounded memory."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Hints, Message
from schemas.reject import Reject
from transforms.formats.feed import Feed
from transforms.formats.frame import frame
from transforms.formats.limits import Limits
from transforms.formats.lines import json_lines

MIB = 1 << 20


def cut(data: bytes, limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), "a.jsonl", limits or Limits()))


@given(st.binary(max_size=200), st.integers(1, 50))
def test_lines_are_those_of_the_bytes_whatever_the_chunks(data: bytes, size: int) -> None:
    feed = Feed(iter([data[at : at + size] for at in range(0, len(data), size)]))
    pieces = list(json_lines(feed, Hints(), Limits()))
    expected = [line.removesuffix(b"\r") for line in data.split(b"\n") if line.strip()]
    assert [piece.payload for piece in pieces] == expected
    for piece in pieces:
        assert piece.offset is not None
        assert data[piece.offset :].startswith(piece.payload)


def test_blank_lines_and_line_ends_are_no_part_of_records() -> None:
    outcomes = cut(b'{"text": "a"}\r\n\n  \n{"text": "b"}\nnot json\n{"text": "c"}')
    assert [o.payload for o in outcomes if isinstance(o, Message)] == [
        b'{"text": "a"}',
        b'{"text": "b"}',
        b"not json",
        b'{"text": "c"}',
    ]
    assert [o.origin.record for o in outcomes if isinstance(o, Message)] == [0, 1, 2, 3]
    assert [o.origin.offset for o in outcomes if isinstance(o, Message)] == [0, 19, 33, 42]
    assert {o.format for o in outcomes if isinstance(o, Message)} == {"json"}


def test_utf16_payloads_are_the_files_own_bytes() -> None:
    records = [json.dumps({"text": text}, ensure_ascii=False) for text in ("Ärger", "ਊĀ", "🙂")]
    for charset in ("utf-16-le", "utf-16-be"):
        for mark in ("\ufeff", ""):
            outcomes = cut((mark + "\r\n".join(records)).encode(charset))
            assert [o.payload for o in outcomes if isinstance(o, Message)] == [
                record.encode(charset) for record in records
            ]
            assert {o.hints.charset for o in outcomes if isinstance(o, Message)} == {charset}


def test_a_utf8_mark_belongs_to_the_file_not_to_the_first_record() -> None:
    first, _ = cut(b'\xef\xbb\xbf{"a": 1}\n{"a": 2}\n')
    assert isinstance(first, Message)
    assert (first.payload, first.origin.offset, first.hints.charset) == (b'{"a": 1}', 3, "utf-8")


class Repeating(io.RawIOBase):
    """A stream of `count` times the same block, made as it is read, that cannot seek."""

    def __init__(self, head: bytes, block: bytes, count: int, tail: bytes) -> None:
        self.parts = iter([head, *(block for _ in range(count)), tail])

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        return next(self.parts, b"")


def test_a_huge_line_is_hashed_and_never_held() -> None:
    block = b"x" * 65536
    stream = Repeating(b'{"n": 1}\n{"text": "', block, 800, b'"}\n{"n": 2}\n')
    limits = Limits(record_bytes=MIB, reject_bytes=MIB)
    tracemalloc.start()
    outcomes = list(frame(stream, "a.jsonl", limits))  # type: ignore[arg-type]  # read is enough
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [getattr(o, "reason", "") for o in outcomes] == ["", "record_too_large", ""]
    refused = outcomes[1]
    assert isinstance(refused, Reject)
    line = b'{"text": "' + block * 800 + b'"}'
    assert refused.payload_bytes == len(line)
    assert refused.payload_sha256 == hashlib.sha256(line).hexdigest()
    assert peak < 8 * MIB


def test_a_line_between_the_two_limits_keeps_its_bytes() -> None:
    line = b'{"text": "' + b"x" * 100 + b'"}'
    (outcome,) = cut(line, Limits(record_bytes=50, reject_bytes=1000))
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("record_too_large", line)
    assert outcome.payload_sha256 is None
