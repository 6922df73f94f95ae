"""gzip and zstd, streamed: several members or frames, bounded steps, and a bound on expansion.

gzip: RFC 1952, by zlib. zstd: RFC 8878; its stream is walked block by block (a block decodes to at
most 128 KiB), so that a few input bytes cannot become much output in one step, and so that an end
in the middle of a frame is known as such.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import zstandard

from transforms.formats.feed import CHUNK, Feed, StreamFailure
from transforms.formats.limits import Limits
from transforms.formats.raw import Raw

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPABLE_MAGIC = b"\x2a\x4d\x18"
LAYERS = 2
"""A .gz of a .gz is opened; a third layer is nothing an honest writer makes."""
ZSTD_HEADER = 18
"""Most bytes of a zstd frame header, magic included."""
RLE_BLOCK = 1
GZIP_WBITS = 31


def decoded(raw: Raw, limits: Limits) -> Feed:
    """The content below the compression layers of `raw`; its own feed if there are none."""
    feed = raw.feed
    for _ in range(LAYERS):
        opener = opener_of(feed.peek(4))
        if opener is None:
            return feed
        feed = Feed(bounded(opener(feed), lambda: raw.count, limits))
    return feed


def opener_of(head: bytes) -> Callable[[Feed], Iterator[bytes]] | None:
    """The decompressor for a stream that starts with `head`; None if it is not compressed."""
    if head.startswith(GZIP_MAGIC):
        return gunzipped
    if head.startswith(ZSTD_MAGIC) or is_skippable(head):
        return unzstd
    return None


def is_skippable(head: bytes) -> bool:
    """Whether a zstd skippable frame starts here."""
    return len(head) >= 4 and head[1:4] == SKIPPABLE_MAGIC and 0x50 <= head[0] <= 0x5F


def bounded(chunks: Iterator[bytes], taken: Callable[[], int], limits: Limits) -> Iterator[bytes]:
    """Passes chunks on until they are more than the `taken()` input bytes can honestly hold."""
    output = 0
    for chunk in chunks:
        output += len(chunk)
        if output > limits.expansion_floor and output > limits.expansion * taken():
            detail = f"{output} bytes and more from {taken()}"
            raise StreamFailure("decompression_bomb", detail)
        yield chunk


def gunzipped(feed: Feed) -> Iterator[bytes]:
    """Decompresses gzip members one after the other; zero padding may follow the last."""
    while feed.peek(1):
        yield from _member(feed)
        while feed.peek(1) == b"\0":
            feed.skip(1)
        if (head := feed.peek(2)) and head != GZIP_MAGIC[:2]:
            raise StreamFailure("corrupt_stream", "bytes after the end of the gzip stream")
    if feed.failure is not None:
        raise feed.failure


def _member(feed: Feed) -> Iterator[bytes]:
    engine = zlib.decompressobj(GZIP_WBITS)
    data = b""
    while not engine.eof:
        data = data or feed.peek(CHUNK)
        try:
            output = engine.decompress(data, CHUNK)
        except zlib.error as error:
            raise StreamFailure("corrupt_stream", str(error)[:200]) from error
        if not data and not output:  # nothing to put in and nothing held back
            raise feed.failure or StreamFailure("truncated_stream", "the gzip stream ends early")
        rest = engine.unused_data if engine.eof else engine.unconsumed_tail
        feed.skip(len(data) - len(rest))
        data = rest
        if output:
            yield output


def unzstd(feed: Feed) -> Iterator[bytes]:
    """Decompresses zstd frames one after the other; skippable frames are passed over."""
    while head := feed.peek(8):
        if is_skippable(head):
            _skip_frame(feed, head)
        elif head.startswith(ZSTD_MAGIC):
            yield from _frame(feed)
        elif len(head) < 4 and ZSTD_MAGIC.startswith(head):
            raise feed.failure or truncated_zstd()
        else:
            raise StreamFailure("corrupt_stream", "bytes after the end of the zstd stream")
    if feed.failure is not None:
        raise feed.failure


def truncated_zstd() -> StreamFailure:
    """The failure of a zstd stream that ends inside a frame."""
    return StreamFailure("truncated_stream", "the zstd stream ends early")


def _skip_frame(feed: Feed, head: bytes) -> None:
    size = 8 + int.from_bytes(head[4:8], "little")
    if len(head) < 8 or feed.skip(size) < size:
        raise feed.failure or truncated_zstd()


def _frame(feed: Feed) -> Iterator[bytes]:
    engine = zstandard.ZstdDecompressor().decompressobj()
    try:
        checksum = _frame_header(feed, engine)
        last = False
        while not last:
            block = int.from_bytes(_all_of(feed, 3), "little")
            last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
            body = _all_of(feed, 1 if kind == RLE_BLOCK else size)
            if output := engine.decompress(block.to_bytes(3, "little") + body):
                yield output
        if checksum and (output := engine.decompress(_all_of(feed, 4))):
            yield output
    except zstandard.ZstdError as error:
        raise StreamFailure("corrupt_stream", str(error)[:200]) from error
    if not engine.eof:
        raise StreamFailure("corrupt_stream", "the zstd frame does not end with its last block")


def _frame_header(feed: Feed, engine: zstandard.ZstdDecompressionObj) -> bool:
    """Passes the frame's header to the engine; returns whether a checksum follows the blocks."""
    head = feed.peek(ZSTD_HEADER)
    try:
        parameters = zstandard.get_frame_parameters(head)
    except zstandard.ZstdError:
        if len(head) < ZSTD_HEADER:
            raise feed.failure or truncated_zstd() from None
        raise
    engine.decompress(_all_of(feed, zstandard.frame_header_size(head)))
    return parameters.has_checksum


def _all_of(feed: Feed, size: int) -> bytes:
    data = feed.exactly(size)
    if len(data) < size:
        raise feed.failure or truncated_zstd()
    return data
