"""zip and tar archives: each member that may be an input is framed like a file of its own."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, BinaryIO

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats import tar
from transforms.formats.compression import bounded
from transforms.formats.feed import CHUNK, Feed, StreamFailure, spooled, stream_size
from transforms.formats.limits import Limits
from transforms.formats.pieces import Numbering
from transforms.formats.raw import Raw

Outcomes = Iterator[Message | Reject]
Entry = Callable[[Raw, Numbering], Outcomes]

ENCRYPTED = 0x1
"""Bit of a zip member's general purpose flags."""
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, RuntimeError)
"""What zipfile raises for broken archives; NotImplementedError is a RuntimeError."""
LOCAL_HEADER = 30
"""Bytes of the fixed part of the header before a member."""
ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_input(name: str) -> bool:
    """Whether a member may be an input: no dot files, no folder that macOS adds."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return bool(parts) and "__MACOSX" not in parts and not any(p.startswith(".") for p in parts)


def untarred(raw: Raw, feed: Feed, numbering: Numbering, entry: Entry) -> Outcomes:
    """The outcomes of a tar archive's members, read as a stream."""
    start = numbering.index
    try:
        for member in tar.members(feed):
            end = feed.position + member.size
            framed = member.regular and is_input(member.name)
            if framed:
                yield from tar_member(feed, member, numbering, entry)
            feed.skip(end - feed.position)
            if feed.position < end:
                if framed:
                    return  # the member's own reject tells it
                raise feed.failure or StreamFailure("truncated_stream", tar.CUT_OFF)
            tar.skip_padding(feed, member.size)
    except StreamFailure as failure:
        yield from numbering.refusal(failure.reason, failure.detail, raw)
        return
    if numbering.index == start:
        yield from numbering.refusal("empty_file", "no member that may be an input", raw)


def tar_member(feed: Feed, member: tar.TarMember, numbering: Numbering, entry: Entry) -> Outcomes:
    """The outcomes of one member; what its framer leaves unread is the caller's to skip."""
    content = tar.content(feed, member.size)
    keep = numbering.limits.reject_bytes
    return entry(Raw(content, member.name, keep, member.name), numbering)


@dataclass
class Zip:
    """An open zip archive: its directory, the file it lies in, and what came out of it so far."""

    directory: zipfile.ZipFile
    file: BinaryIO | IO[bytes]
    size: int
    output: int = 0


def unzipped(raw: Raw, feed: Feed, numbering: Numbering, entry: Entry) -> Outcomes:
    """The outcomes of a zip archive's members, in the order of its directory."""
    start = numbering.index
    with ExitStack() as stack:
        file = raw.rewound() if feed is raw.feed else None
        if file is None:
            file = stack.enter_context(spooled(feed))
        try:
            archive = Zip(zipfile.ZipFile(file), file, stream_size(file))
        except (*ZIP_ERRORS, OSError) as error:
            failure = feed.failure or StreamFailure("corrupt_stream", str(error)[:200])
            yield from numbering.refusal(failure.reason, failure.detail, raw)
            return
        for info in archive.directory.infolist():
            if not info.is_dir() and is_input(info.filename):
                yield from zip_member(archive, info, numbering, entry)
    if numbering.index == start:
        yield from numbering.refusal("empty_file", "no member that may be an input", raw)


def zip_member(archive: Zip, info: zipfile.ZipInfo, numbering: Numbering, entry: Entry) -> Outcomes:
    """The outcomes of one member."""
    name, limits = info.filename, numbering.limits
    sealed = Raw(stored(archive.file, info), name, limits.reject_bytes, name)
    if info.flag_bits & ENCRYPTED:
        return numbering.refusal("encrypted_member", "the member needs a password", sealed)
    if info.compress_type not in ZIP_METHODS:
        detail = f"zip compression method {info.compress_type}"
        return numbering.refusal("unknown_format", detail, sealed)
    packed = min(info.compress_size, archive.size)
    content = bounded(inflated(archive, info, limits), lambda: packed, limits)
    return entry(Raw(content, name, limits.reject_bytes, name, sealed=sealed), numbering)


def inflated(archive: Zip, info: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """A member's content; all members together are bounded too, since they may share bytes."""
    try:
        with archive.directory.open(info) as stream:
            output = archive.output
            while chunk := stream.read(CHUNK):
                output += len(chunk)
                if output > max(limits.expansion_floor, limits.expansion * archive.size):
                    raise StreamFailure("decompression_bomb", "the members share their bytes")
                yield chunk
        archive.output = output  # of sound members only: one bomb does not condemn the others
    except OSError as error:
        # A directory entry that points before the file makes the seek fail with EINVAL.
        reason = "corrupt_stream" if error.errno == errno.EINVAL else "unreadable_file"
        raise StreamFailure(reason, str(error)[:200]) from error
    except ZIP_ERRORS as error:
        raise StreamFailure("corrupt_stream", str(error)[:200]) from error


def stored(file: BinaryIO | IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes as they are stored, without its headers."""
    try:
        file.seek(info.header_offset)
        head = file.read(LOCAL_HEADER)
        name, extra = (int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
        file.seek(name + extra, 1)
        left = info.compress_size
        while left > 0 and (chunk := file.read(min(left, CHUNK))):
            left -= len(chunk)
            yield chunk
    except (OSError, ValueError, OverflowError):
        return  # what could be read stands for it
