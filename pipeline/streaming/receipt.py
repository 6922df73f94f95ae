"""What a bundle staged of one window, told to the committer: plain JSON, whatever the runner."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from schemas.manifest import SourceRange


@dataclass(frozen=True)
class Stretch:
    """A run of one source's records without a hole.

    Attributes:
        source: the records [first, next), as the feed told their range.
        opening: the feed's first record of that source is among them.
    """

    source: SourceRange
    opening: bool = False


@dataclass(frozen=True)
class Receipt:
    """One staged folder: `records.arrow` and, below `rows`, the staged tables.

    Attributes:
        folder: its path.
        stretches: what it holds; at most one of each version of a source.
        records: how many.
        size: bytes of their payload.
        stamp: when the first was read, microseconds since the epoch.
    """

    folder: str
    stretches: tuple[Stretch, ...]
    records: int
    size: int
    stamp: int

    def to_bytes(self) -> bytes:
        """JSON."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_bytes(text: bytes) -> Receipt:
        """The inverse of `to_bytes`."""
        values = json.loads(text)
        stretches = tuple(
            Stretch(SourceRange(**item["source"]), item["opening"]) for item in values["stretches"]
        )
        return Receipt(**values | {"stretches": stretches})


class BrokenStretchError(Exception):
    """A bundle holds records with a hole between them, or one of them twice."""


def joined(pieces: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The pieces of a bundle, one a record and in any order, as one stretch per source version.

    Raises BrokenStretchError.
    """
    found: dict[tuple[str, str], Stretch] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.source.uri, piece.source.first)):
        key = (piece.source.uri, piece.source.version)
        before = found.get(key)
        if before is None:
            found[key] = piece
        elif before.source.next == piece.source.first:
            found[key] = Stretch(before.source.then(piece.source), before.opening or piece.opening)
        else:
            raise BrokenStretchError(
                f"{piece.source.uri}: {piece.source.first} follows {before.source.next} in a bundle"
            )
    return tuple(found.values())
