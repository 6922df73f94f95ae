"""The way in: a file's bytes become messages and rejects, one for each record."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from schemas.message import Hints, Message
from schemas.reject import Reject
from transforms.formats import archive
from transforms.formats.compression import decoded
from transforms.formats.delimited import delimited
from transforms.formats.feed import Feed, StreamFailure, spooled, stream_size
from transforms.formats.json_array import json_array
from transforms.formats.json_wrapper import wrapped_at
from transforms.formats.limits import Limits
from transforms.formats.lines import json_lines
from transforms.formats.parquet import parquet
from transforms.formats.pieces import Numbering, Piece, Skip
from transforms.formats.raw import Raw, file_raw
from transforms.formats.sniff import SNIFF_BYTES, Sniffed, is_wide, sniff
from transforms.formats.warc import warc
from transforms.formats.whole import whole

WHOLE = ("json", "html", "text")
TRANSCODED = ("lines", "array", "csv")
"""Formats whose separators are looked for in UTF-8."""


def frame(stream: BinaryIO, uri: str, limits: Limits, first: int = 0) -> Iterator[Message | Reject]:
    """The records of a file, in order; at least one outcome, and nothing is raised for content.

    Args:
        stream: the file's bytes as stored; need not be seekable.
        uri: the file's URI or path; its extension breaks ties between formats.
        limits: bounds on records and on decompression.
        first: outcomes with a smaller index are counted but not yielded.

    Every record and every failure takes the next index, from 0, over the members of an archive
    too. A payload is the record's bytes in the file's own charset, without its separator and
    without the file's byte order mark; a file that is one record keeps both. Offsets count in the
    decompressed file or member; None in lines, rows and elements of UTF-16 and UTF-32 files, and
    in Parquet files.

    Raises:
        OSError: the disk is full under the temporary file that a Parquet or zip stream needs.
    """
    numbering = Numbering(uri, limits, first)
    yield from entry(file_raw(stream, uri, limits.reject_bytes), numbering)


def entry(raw: Raw, numbering: Numbering) -> Iterator[Message | Reject]:
    """The outcomes of one file or archive member."""
    feed = decoded(raw, numbering.limits)
    found = sniff(feed.peek(SNIFF_BYTES), raw.name)
    if found.kind in ("zip", "tar"):
        if raw.member is not None:
            yield from numbering.refusal("nested_archive", f"a {found.kind} archive", raw)
        else:
            opener = archive.unzipped if found.kind == "zip" else archive.untarred
            yield from opener(raw, feed, numbering, entry)
    elif found.kind == "unknown":
        yield from unknown(raw, feed, numbering)
    else:
        yield from records(raw, feed, found, numbering)


def unknown(raw: Raw, feed: Feed, numbering: Numbering) -> Iterator[Reject]:
    """One reject; a compressed stream is read to its end first, since it may be no sound one."""
    if feed is not raw.feed:
        feed.skip_all()
    failure = feed.failure or StreamFailure("unknown_format", "no supported format")
    yield from numbering.refusal(failure.reason, failure.detail, raw)


def records(
    raw: Raw, feed: Feed, found: Sniffed, numbering: Numbering
) -> Iterator[Message | Reject]:
    """The outcomes of a file or member that is no archive."""
    charset = None
    content = feed
    start = wrapped_at(feed, found, numbering.limits)
    if start is not None:
        found = replace(found, kind="array")
    if found.kind in TRANSCODED:
        feed.skip(found.mark)
        if is_wide(found.charset):
            charset = found.charset
            content = Feed(transcoded(feed, charset or "utf-8"))
    if start is None:
        pieces = framed(raw, content, found, numbering)
    else:
        content.skip(start)
        pieces = json_array(content, Hints(charset=found.charset), numbering.limits, enclosed=True)
    yield from numbering.outcomes(pieces, raw, content, charset)


def framed(raw: Raw, feed: Feed, found: Sniffed, numbering: Numbering) -> Iterator[Piece | Skip]:
    """The framer for the kind that was found, at work."""
    limits = numbering.limits
    hints = Hints(charset=found.charset, delimiter=found.delimiter)
    if found.kind == "lines":
        return json_lines(feed, hints, limits)
    if found.kind == "array":
        return json_array(feed, hints, limits)
    if found.kind == "csv":
        return delimited(feed, hints, limits)
    if found.kind == "warc":
        return warc(feed, limits)
    if found.kind == "parquet":
        return parquet_file(raw, feed, numbering)
    return whole(feed, found.kind if found.kind in WHOLE else "text", hints, limits)


def parquet_file(raw: Raw, feed: Feed, numbering: Numbering) -> Iterator[Piece | Skip]:
    """Frames a Parquet file where it lies if it can seek, else in a temporary file."""
    skip = max(0, numbering.first - numbering.index)
    stream = raw.rewound() if feed is raw.feed else None
    if stream is not None:
        yield from parquet(stream, stream_size(stream), Hints(), numbering.limits, skip)
        return
    with spooled(feed) as file:
        if feed.failure is None:
            yield from parquet(file, feed.position, Hints(), numbering.limits, skip)


def transcoded(feed: Feed, charset: str) -> Iterator[bytes]:
    """The rest of `feed` as UTF-8; half surrogate pairs pass, so that the way back is exact."""
    decoder = codecs.getincrementaldecoder(charset)("surrogatepass")
    try:
        for chunk in feed.chunks():
            if text := decoder.decode(chunk):
                yield text.encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise StreamFailure("corrupt_stream", f"not {charset}: {error.reason}") from error
