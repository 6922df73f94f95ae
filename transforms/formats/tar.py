"""tar archives (ustar, GNU and pax names and sizes) as a stream of members.

After POSIX pax(1) and the GNU tar manual, "Basic Tar Format".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.formats.feed import CHUNK, Feed, StreamFailure

BLOCK = 512
LONGEST_NAME = 1 << 16
"""Bytes of a GNU long name or a pax header that are looked at."""
CUT_OFF = "the archive ends inside a member"
REGULAR = (b"0", b"\0", b"7")


@dataclass(frozen=True)
class TarMember:
    """A member whose content comes next in the stream.

    Attributes:
        name: path in the archive.
        size: bytes of content.
        regular: whether it is a plain file.
    """

    name: str
    size: int
    regular: bool


def is_tar(head: bytes, by_name: bool) -> bool:
    """Whether `head` starts a tar archive; `by_name` also accepts an empty or an ancient one."""
    block = head[:BLOCK]
    if len(block) < BLOCK:
        return False
    if not any(block):
        return by_name and not any(head)
    return (block[257:262] == b"ustar" or by_name) and checksum_holds(block)


def checksum_holds(block: bytes) -> bool:
    """Whether the header's checksum is that of its bytes."""
    try:
        return number(block[148:156]) == sum(block) - sum(block[148:156]) + 8 * 32
    except ValueError:
        return False


def number(field: bytes) -> int:
    """An octal or, with the top bit set, base-256 field; raises ValueError for anything else."""
    if field[:1] and field[0] & 0x80:
        return int.from_bytes(field, "big") & ~(0x80 << 8 * (len(field) - 1))
    digits = field.split(b"\0")[0].strip()
    return int(digits, 8) if digits else 0


def text(field: bytes) -> str:
    """A name up to its NUL."""
    return field.split(b"\0")[0].decode("utf-8", "replace")


def members(feed: Feed) -> Iterator[TarMember]:
    """The members in order; the caller reads or skips each one's content before the next.

    Raises:
        StreamFailure: a header is broken or cut off.
    """
    name, size = "", None
    while header := next_header(feed):
        stored = number(header[124:136])
        kind = header[156:157]
        if kind in (b"L", b"x", b"X"):
            extra = extension(feed, stored)
            if kind == b"L":
                name = text(extra)
            else:
                name, size = pax_fields(extra, name, size)
        elif kind in (b"g", b"K"):
            extension(feed, stored)
        else:
            actual = stored if size is None else size
            yield TarMember(name or ustar_name(header), actual, kind in REGULAR)
            name, size = "", None


def next_header(feed: Feed) -> bytes:
    """The next header block; b"" at the end of the stream.

    Blocks of zeros, which end an archive, are passed over: another archive may follow.
    """
    block = feed.exactly(BLOCK)
    while block and not any(block):
        block = feed.exactly(BLOCK)
    if feed.failure is not None and len(block) < BLOCK:
        raise feed.failure
    if 0 < len(block) < BLOCK:
        raise StreamFailure("truncated_stream", "the archive ends in a header")
    if block and not checksum_holds(block):
        raise StreamFailure("corrupt_stream", "a tar header has a wrong checksum")
    try:
        number(block[124:136])
    except ValueError as error:
        raise StreamFailure("corrupt_stream", "a tar header has no valid size") from error
    return block


def extension(feed: Feed, size: int) -> bytes:
    """The content of an extension header; what is longer than LONGEST_NAME is passed over."""
    data = feed.exactly(min(size, LONGEST_NAME))
    feed.skip(size - len(data))
    skip_padding(feed, size)
    return data


def skip_padding(feed: Feed, size: int) -> None:
    """Passes over the zeros that fill the last block of `size` bytes of content."""
    feed.skip(-size % BLOCK)


def content(feed: Feed, size: int) -> Iterator[bytes]:
    """A member's content; raises the StreamFailure of an archive that ends inside it."""
    left = size
    while left and (data := feed.read(min(left, CHUNK))):
        left -= len(data)
        yield data
    if left:
        raise feed.failure or StreamFailure("truncated_stream", CUT_OFF)


def ustar_name(header: bytes) -> str:
    """The name in the header block itself."""
    name, prefix = text(header[:100]), text(header[345:500])
    return f"{prefix}/{name}" if prefix and header[257:263] == b"ustar\0" else name


def pax_fields(data: bytes, name: str, size: int | None) -> tuple[str, int | None]:
    """Name and size as a pax header has them; as they were where it has none."""
    while data:
        length, _, _ = data.partition(b" ")
        if not length.isdigit() or not 0 < int(length) <= len(data):
            break
        key, _, value = data[len(length) + 1 : int(length) - 1].partition(b"=")
        data = data[int(length) :]
        if key == b"path":
            name = value.decode("utf-8", "replace")
        elif key == b"size" and value.isdigit():
            size = int(value)
    return name, size
