"""Which of many phrases the lines of a text hold: one look at all of its bytes.

Where a phrase stands, its rarest four bytes do. Every four neighbouring bytes of a text are looked
up in a table of those at once, and only where one is found are phrases compared, as in Karp and
Rabin's search for several patterns (1987). Small and capital letters are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

# Bytes of a phrase that are looked up; bits of the table's keys, the highest of a product by an odd
# number without a pattern (multiplicative hashing).
GRAM = 4
_BITS = 16
_FACTOR, _SHIFT = np.uint32(0x9E3779B1), np.uint32(32 - _BITS)

# Letters of European languages from the commonest on; others and marks are rare.
_COMMON = b" etanirsoldhcumgpfbvwyk"
_NEWLINE = 10

NONE: frozenset[str] = frozenset()


def _rarity(gram: bytes) -> int:
    return sum(_COMMON.index(byte) if byte in _COMMON else len(_COMMON) for byte in gram)


def _rarest(phrase: bytes) -> bytes:
    """The four neighbouring bytes that other texts hold least."""
    return max((phrase[i : i + GRAM] for i in range(len(phrase) - GRAM + 1)), key=_rarity)


def _spellings(phrase: str) -> Iterator[str]:
    """The phrase with each letter beyond ASCII small and capital; ASCII is read as small."""
    letters = ((c,) if c.isascii() else dict.fromkeys((c, c.upper())) for c in phrase)
    return map("".join, product(*letters))


def _keys(text: bytes) -> Any:
    """A key for every four neighbouring bytes."""
    windows: Any = np.ndarray((len(text) - GRAM + 1,), "<u4", text, 0, (1,))
    return (windows * _FACTOR) >> _SHIFT


class CueFinder:
    """Finds kinds of phrases.

    Args:
        kinds: phrases in small letters, by what they are a sign of.
    """

    def __init__(self, kinds: Mapping[str, Sequence[str]]) -> None:
        self.short: list[tuple[bytes, str]] = []
        self.phrases: dict[int, list[tuple[bytes, int, str]]] = defaultdict(list)
        self.table = np.zeros(1 << _BITS, dtype=bool)
        for kind, phrases in kinds.items():
            for phrase in phrases:
                for spelling in _spellings(phrase):
                    self._add(kind, spelling.encode())

    def _add(self, kind: str, phrase: bytes) -> None:
        if len(phrase) < GRAM:
            self.short.append((phrase, kind))
            return
        gram = _rarest(phrase)
        key = int(_keys(gram)[0])
        self.table[key] = True
        self.phrases[key].append((phrase, phrase.index(gram), kind))

    def find(self, lines: Sequence[str]) -> list[frozenset[str]]:
        """For each line the kinds of phrases that it holds."""
        text = "\n".join(lines)
        if text.count("\n") >= max(len(lines), 1):
            return self.find([line.replace("\n", " ") for line in lines])
        encoded = text.encode("utf-8", "surrogatepass").lower()
        hits = [*self._long(encoded), *self._short(encoded)]
        if not hits:
            return [NONE] * len(lines)
        ends = (np.frombuffer(encoded, np.uint8) == _NEWLINE).nonzero()[0]
        found: dict[int, set[str]] = defaultdict(set)
        for at, (_, kind) in zip(
            ends.searchsorted([p for p, _ in hits]).tolist(), hits, strict=True
        ):
            found[at].add(kind)
        return [frozenset(found[at]) if at in found else NONE for at in range(len(lines))]

    def _long(self, text: bytes) -> Iterator[tuple[int, str]]:
        """Where a phrase stands, and its kind."""
        if len(text) < GRAM:
            return
        keys = _keys(text)
        places = self.table.take(keys).nonzero()[0]
        for place, key in zip(places.tolist(), keys.take(places).tolist(), strict=True):
            for phrase, offset, kind in self.phrases[key]:
                if place >= offset and text.startswith(phrase, place - offset):
                    yield place, kind

    def _short(self, text: bytes) -> Iterator[tuple[int, str]]:
        """The same for phrases of few bytes."""
        for phrase, kind in self.short:
            place = text.find(phrase)
            while place >= 0:
                yield place, kind
                place = text.find(phrase, place + 1)
