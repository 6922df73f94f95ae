"""A JSON array's elements as the bytes they are, split without parsing and in bounded memory.

Only strings and brackets are followed; whether an element is valid JSON is Parse's question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.message import Hints
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.pieces import Gathered, Piece, gathered

SPACE = b" \t\r\n"
TOKEN = re.compile(rb'["{}\[\],]')
BACKSLASH = 0x5C


class Splitter:
    """Cuts the chunks that follow an array's opening bracket; carries its state between them."""

    def __init__(self, offset: int, hints: Hints, limits: Limits) -> None:
        self.offset = offset
        self.hints = hints
        self.limits = limits
        self.element = gathered(limits)
        self.start = offset
        self.depth = 1
        self.in_string = False
        self.escaped = False
        self.broken = ""

    def split(self, chunk: bytes) -> Iterator[Piece]:
        """Pieces that end in this chunk; what is left over waits in `element`."""
        begin = at = 0
        while at < len(chunk) and self.depth and not self.broken:
            if self.in_string:
                at = self._string(chunk, at)
                continue
            found = TOKEN.search(chunk, at)
            if found is None:
                break
            at = found.end()
            if self._ends_element(found[0]):
                self.take(chunk[begin : at - 1], begin)
                yield from self.finish()
                begin = at
        self.take(chunk[begin:], begin)
        self.offset += len(chunk)

    def finish(self) -> Iterator[Piece]:
        """The element gathered so far, if there is any."""
        if self.element.size:
            yield trimmed(self.element, self.start, self.hints, self.limits)
            self.element = gathered(self.limits)

    def _ends_element(self, token: bytes) -> bool:
        if token == b'"':
            self.in_string = True
        elif token in b"[{":
            self.depth += 1
        elif token in b"]}":
            self.depth -= 1
            if self.depth == 0 and token == b"}":
                self.depth, self.broken = 1, "a brace closes the array"
            return self.depth == 0
        return token == b"," and self.depth == 1

    def _string(self, chunk: bytes, at: int) -> int:
        if self.escaped:
            self.escaped = False
            at += 1
        while (end := chunk.find(b'"', at)) >= 0:
            at, start = end + 1, at
            if not escapes(chunk, start, end):
                self.in_string = False
                return at
        self.escaped = escapes(chunk, at, len(chunk))
        return len(chunk)

    def take(self, data: bytes, begin: int) -> None:
        """Appends bytes at `begin` of the chunk to the element, without leading white space."""
        if not self.element.size:
            stripped = data.lstrip(SPACE)
            self.start = self.offset + begin + len(data) - len(stripped)
            data = stripped
        if data:
            self.element.add(data)


def escapes(data: bytes, start: int, end: int) -> bool:
    """Whether the backslashes before `end`, back to `start`, escape what stands there."""
    at = end
    while at > start and data[at - 1] == BACKSLASH:
        at -= 1
    return (end - at) % 2 == 1


def trimmed(element: Gathered, start: int, hints: Hints, limits: Limits) -> Piece:
    """The element without the white space behind it."""
    piece = element.piece(start, "json", hints, limits)
    piece.payload = piece.payload.rstrip(SPACE)
    return piece


def json_array(feed: Feed, hints: Hints, limits: Limits, enclosed: bool = False) -> Iterator[Piece]:
    """One piece per element; what follows the last sound one is one reject, "invalid_json".

    `enclosed`: the array lies in a document known to be sound, whose rest is passed over.
    """
    while feed.peek(1) in (b" ", b"\t", b"\r", b"\n"):
        feed.skip(1)
    feed.skip(1)
    splitter = Splitter(feed.position, hints, limits)
    while splitter.depth and not splitter.broken and (chunk := feed.read()):
        yield from splitter.split(chunk)
    open_end = bool(splitter.depth)
    if enclosed and not open_end:
        feed.skip_all()
        return
    while chunk := feed.read():
        splitter.take(chunk, 0)
    if open_end or splitter.element.size:
        detail = splitter.broken or ("the array has no end" if open_end else "text after the array")
        rest = trimmed(splitter.element, splitter.start, hints, limits)
        rest.tail, rest.reason, rest.detail = True, rest.reason or "invalid_json", detail
        yield rest
