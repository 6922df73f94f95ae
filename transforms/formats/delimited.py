"""CSV and TSV rows as the bytes they are, line ends in quoted fields included.

Quotes are followed as Python's csv module does: a quote opens a field only at its start; inside,
two quotes are one. A quote that is never closed would swallow all rows behind it; so when the
stream or the size limit ends an open row, rows go on at its first line that is by itself a whole
row of the header's width.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from schemas.message import Hints
from transforms.formats.dialect import declared_delimiter, fields_of, is_header
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.lines import Line, physical_lines
from transforms.formats.pieces import NO_HINTS, Gathered, Piece, gathered

DECLARATION_BYTES = 16
CLOSING = re.compile(rb'(?:[^"]++|"")*+"')
"""From inside a quoted field to the quote that closes it."""


def ends_open(line: bytes, inside: bool, delimiter: bytes) -> bool:
    """Whether a quoted field is still open behind `line`, given whether one was before it."""
    if not inside and b'"' not in line:
        return False
    at, opening = 0, delimiter + b'"'
    if not inside and line.startswith(b'"'):
        at, inside = 1, True
    while True:
        if inside:
            closed = CLOSING.match(line, at)
            if closed is None:
                return True
            at = closed.end()
        start = line.find(opening, at)
        if start < 0:
            return False
        at, inside = start + 2, True


class Rows:
    """Puts physical lines together to rows; holds the lines of one row.

    Attributes:
        width: fields of the header; 0 while it is unknown.
    """

    def __init__(self, delimiter: bytes, limits: Limits) -> None:
        self.delimiter = delimiter
        self.limits = limits
        self.width = 0
        self._held: list[Line] = []
        self._size = 0
        self._inside = False
        self._over: Gathered | None = None  # an open row that is too large to hold
        self._start = 0
        self._cutting = False

    def add(self, line: Line) -> Iterator[Piece]:
        """The rows that this line completes."""
        if self._over is not None:
            yield from self._pass_over(self._over, line)
            if self._over is not None or not self._stands(line):
                return
        if line.over is not None:
            yield from self.flush()
            yield line.over.piece(line.offset, "csv", NO_HINTS, self.limits)
            return
        self._inside = ends_open(line.data, self._inside, self.delimiter)
        self._held.append(line)
        self._size += len(line.data) + 1
        if not self._inside:
            yield from self._row()
        elif self._size > max(self.limits.record_bytes, self.limits.reject_bytes):
            yield from self._cut(self._give_up)

    def flush(self) -> Iterator[Piece]:
        """What the end of the stream leaves: an open row, cut where rows seem to go on."""
        if self._over is not None:
            yield self._refused(self._over)
        if self._held:
            yield from self._cut(self._row)
        yield from self._row()

    def _cut(self, otherwise: Callable[[], Iterator[Piece]]) -> Iterator[Piece]:
        lines = enumerate(self._held)
        cut = next((at for at, line in lines if at and self._stands(line)), None)
        if cut is None or self._cutting:
            yield from otherwise()
            return
        later, self._held = self._held[cut:], self._held[:cut]
        yield from self._row()
        self._cutting = True  # once for these lines, so that no input makes it quadratic
        for line in later:
            yield from self.add(line)
        self._cutting = False

    def _stands(self, line: Line) -> bool:
        """Whether the line is by itself a whole row of the header's width."""
        if self.width < 2 or line.over or ends_open(line.data, False, self.delimiter):
            return False
        row = line.data.decode("utf-8", "replace").rstrip("\r")
        return len(fields_of(row, self.delimiter.decode())) == self.width

    def _row(self) -> Iterator[Piece]:
        held, self._held, self._size, self._inside = self._held, [], 0, False
        data = b"\n".join([line.data for line in held])
        if not data or (data.isspace() and self.delimiter not in data):
            return
        piece = Piece(data.removesuffix(b"\r"), held[0].offset, "csv", tail=not held[-1].ended)
        if len(data) > self.limits.record_bytes:
            piece.reason = "record_too_large"
            piece.detail = f"{len(data)} bytes, limit {self.limits.record_bytes}"
        yield piece

    def _give_up(self) -> Iterator[Piece]:
        self._over, self._start = gathered(self.limits), self._held[0].offset
        for line in self._held:
            self._over.add(line.data + b"\n")
        self._held, self._size = [], 0
        yield from ()

    def _pass_over(self, over: Gathered, line: Line) -> Iterator[Piece]:
        """Adds a line to the row that is too large, or ends that row."""
        if line.over is not None:
            yield self._refused(over)
            yield line.over.piece(line.offset, "csv", NO_HINTS, self.limits)
        elif self._stands(line):
            yield self._refused(over)
        else:
            over.add(line.data + b"\n")
            self._inside = ends_open(line.data, self._inside, self.delimiter)
            if not self._inside:
                yield self._refused(over)

    def _refused(self, over: Gathered) -> Piece:
        self._over, self._inside = None, False
        return over.piece(self._start, "csv", NO_HINTS, self.limits)


def delimited(feed: Feed, hints: Hints, limits: Limits) -> Iterator[Piece]:
    """One piece per row, with the header in its hints; blank lines are no rows.

    The first row is the header and no record if it names columns; otherwise it is a record, and
    the hints have no columns. A line before it that only declares the delimiter is passed over.
    """
    rows = Rows(hints.delimiter.encode(), limits)
    declared = named = False
    for piece in _pieces(rows, feed, limits):
        if not named:
            if not declared and declares(piece.payload):
                declared = True
                continue
            named = True
            if not piece.reason and (columns := header(piece.payload, hints.delimiter)):
                hints = replace(hints, columns=columns)
                rows.width = len(columns)
                continue
        piece.hints = hints
        yield piece


def _pieces(rows: Rows, feed: Feed, limits: Limits) -> Iterator[Piece]:
    for line in physical_lines(feed, limits):
        yield from rows.add(line)
    yield from rows.flush()


def declares(row: bytes) -> bool:
    """Whether a first row is no row, but says which delimiter the rows have."""
    return len(row) <= DECLARATION_BYTES and declared_delimiter(row.decode("latin-1")) is not None


def header(row: bytes, delimiter: str) -> tuple[str, ...]:
    """The column names of a first row; () if it is data."""
    try:
        text = row.decode("utf-8")
    except UnicodeDecodeError:
        text = row.decode("cp1252", "replace")
    names = tuple(name.strip() for name in fields_of(text, delimiter))
    return names if is_header(names) else ()
