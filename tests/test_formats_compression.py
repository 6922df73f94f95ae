"""gzip and zstd streams: whole, in several members, cut off, damaged, and bombs."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.compression import gunzipped, unzstd
from transforms.formats.feed import Feed
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

MIB = 1 << 20
RANDOM = random.Random(7)  # noqa: S311 - filler that hardly compresses, the same in each run
LINES = [json.dumps({"text": f"{RANDOM.getrandbits(400):x}"}).encode() for _ in range(3000)]
DATA = b"\n".join(LINES) + b"\n"
Compress = Callable[[bytes], bytes]


def zstd_with_checksum(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def zstd_of_unknown_size(data: bytes) -> bytes:
    engine = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    return engine.compress(data) + engine.flush()


CODECS: list[Compress] = [
    gzip.compress,
    zstandard.compress,
    zstd_with_checksum,
    zstd_of_unknown_size,
]


def cut(data: bytes, name: str = "a.jsonl", limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), name, limits or Limits()))


def reasons(outcomes: list[Message | Reject]) -> list[str]:
    return [outcome.reason for outcome in outcomes if isinstance(outcome, Reject)]


def chunked(data: bytes, size: int) -> Feed:
    return Feed(data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("compress", CODECS)
@given(parts=st.lists(st.binary(max_size=300), min_size=1, max_size=4), size=st.integers(1, 40))
def test_parts_one_after_the_other_are_one_stream(
    compress: Compress, parts: list[bytes], size: int
) -> None:
    decompress = gunzipped if compress is gzip.compress else unzstd
    feed = chunked(b"".join(map(compress, parts)), size)
    assert b"".join(decompress(feed)) == b"".join(parts)


@pytest.mark.parametrize("compress", CODECS)
def test_lines_of_a_compressed_file(compress: Compress) -> None:
    outcomes = cut(compress(DATA), "whatever.bin")
    assert [o.payload for o in outcomes if isinstance(o, Message)] == LINES
    assert not reasons(outcomes)


def test_two_layers_are_opened() -> None:
    outcomes = cut(gzip.compress(zstandard.compress(DATA)))
    assert len(outcomes) == len(LINES)


def test_zstd_skippable_frames_and_gzip_padding_are_passed_over() -> None:
    skippable = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    assert len(cut(skippable + zstandard.compress(DATA) + skippable)) == len(LINES)
    assert len(cut(gzip.compress(DATA) + b"\0" * 600)) == len(LINES)


@pytest.mark.parametrize("size", [1, 100, 64 * 1024])
def test_a_truncated_gzip_keeps_what_came_before(size: int) -> None:
    packed = gzip.compress(DATA)
    *good, last = cut(packed[: len(packed) - size])
    payloads = [outcome.payload for outcome in good if isinstance(outcome, Message)]
    assert payloads == LINES[: len(payloads)]
    assert isinstance(last, Reject)
    assert last.reason == "truncated_stream"
    assert last.message.origin.record == len(good)
    engine = zlib.decompressobj(31)
    rest = engine.decompress(packed[: len(packed) - size]).split(b"\n")[-1]
    assert last.message.payload == rest or (not rest and last.message.format == "file")


def test_a_truncated_zstd_keeps_the_blocks_before() -> None:
    packed = zstandard.compress(DATA * 3)
    *good, last = cut(packed[:-100])
    assert [o.payload for o in good if isinstance(o, Message)] == (LINES * 3)[: len(good)]
    assert len(good) > 1000
    assert isinstance(last, Reject)
    assert last.reason == "truncated_stream"


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("size", [4, 6, 9, 12])
def test_a_stream_cut_off_in_its_header_keeps_its_bytes(compress: Compress, size: int) -> None:
    packed = compress(DATA)[:size]
    (outcome,) = cut(packed)
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("truncated_stream", packed)
    assert outcome.message.format == "file"


@pytest.mark.parametrize("compress", [gzip.compress, zstd_with_checksum])
def test_a_damaged_stream_is_corrupt_and_keeps_its_bytes(compress: Compress) -> None:
    packed = bytearray(compress(DATA))
    packed[-3] ^= 0xFF  # in the checksum: all the content is there
    outcomes = cut(bytes(packed))
    assert len(outcomes) >= len(LINES) * 0.5
    last = outcomes[-1]
    assert isinstance(last, Reject)
    assert (last.reason, last.message.payload) == ("corrupt_stream", bytes(packed))


def test_bytes_behind_a_stream_are_corrupt() -> None:
    assert reasons(cut(gzip.compress(DATA) + b"more")) == ["corrupt_stream"]
    assert reasons(cut(zstandard.compress(DATA) + b"more")) == ["corrupt_stream"]


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("filler", [b"\0", b"a", b" ", b'{"a": "' + b"x" * 9000 + b'"}\n'])
def test_a_bomb_is_refused_in_bounded_memory(compress: Compress, filler: bytes) -> None:
    packed = compress(filler * (40 * MIB // len(filler)))
    tracemalloc.start()
    count, last = 0, None
    for outcome in frame(io.BytesIO(packed), "a.txt" if filler == b"a" else "a", Limits()):
        count, last = count + 1, outcome
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(last, Reject)
    assert last.reason == "decompression_bomb"
    assert last.message.payload == packed
    assert peak < 24 * MIB
    assert count == 1 or filler.startswith(b"{")


def test_a_bomb_within_a_bomb_counts_against_the_file() -> None:
    packed = gzip.compress(gzip.compress(b"\0" * (40 * MIB)))
    (outcome,) = cut(packed)
    assert isinstance(outcome, Reject)
    assert outcome.reason == "decompression_bomb"


def test_a_small_file_may_expand_at_any_ratio() -> None:
    (outcome,) = cut(gzip.compress(b"a" * MIB), "a.txt")
    assert isinstance(outcome, Message)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_a_compressed_nothing_is_an_empty_file(compress: Compress) -> None:
    for content in (b"", b" \n"):
        (outcome,) = cut(compress(content))
        assert isinstance(outcome, Reject)
        assert (outcome.reason, outcome.message.payload) == ("empty_file", compress(content))
