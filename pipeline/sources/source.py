"""A file to read, wherever it lies, and its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.formats.limits import Limits


class InputError(Exception):
    """An input that cannot be read at all; the text says the fix."""


class NothingThereError(InputError):
    """Nothing matches an input; where it is followed, something may come."""

    def __init__(self, text: str) -> None:
        super().__init__(f"no such input: {text}")


class SourceFile(NamedTuple):
    """One file to read. A tuple, since a listing makes hundreds of thousands.

    Attributes:
        uri: absolute path or URI; with `version` the key of what was already consumed.
        version: changes when the file's content does (size and time of change).
        size: bytes on disk.
        open: gives a new binary stream.
        path: where a local file lies; None for another.
        modified: time of change, seconds since the epoch by the clock of where it lies, if known.
        arrived: when it came there or was last touched, a rename included, by the same clock.
    """

    uri: str
    version: str
    size: int
    open: Callable[[], BinaryIO]
    path: str | None = None
    modified: float | None = None
    arrived: float | None = None

    def opens(self) -> bool:
        """Whether the file can be opened now."""
        try:
            self.open().close()
        except OSError:
            return False
        return True

    @property
    def order(self) -> tuple[str, ...]:
        """Plan order: by path component, so that a folder is walked without a full listing."""
        return tuple(self.uri.split("/"))


def records(
    source: SourceFile,
    limits: Limits,
    first: int = 0,
    opened: Callable[[BinaryIO], None] = lambda _: None,
) -> Iterator[Message | Reject]:
    """The records of one file from index `first` on; a file that does not open is one reject.

    `opened` is shown the stream, to follow how far it is read.
    """
    from transforms.formats.frame import frame  # late: a listing reads no file

    try:
        stream = source.open()
    except OSError as error:
        message = Message(b"", Origin(source.uri, 0), "file")
        yield Reject(message, "Read", "unreadable_file", str(error.strerror or error))
        return
    opened(stream)
    with stream:
        yield from frame(stream, source.uri, limits, first)
