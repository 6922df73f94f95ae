"""Which of many phrases the lines of a text hold: one look at all of its characters.

Where a phrase stands, its rarest four characters do. Every four characters of a text are looked up
in a table of those at once, and only where one is found are phrases compared, as in Rabin and
Karp's search for several patterns (1987). Small and capital letters are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from transforms.characters import small_codes

# Characters of a phrase that are looked up, bits of the table's keys, and what mixes characters
# into them: odd, without a pattern.
GRAM = 4
_BITS = 16
_MIX = np.array((0x9E3B, 0x85EB, 0xC2B3, 0x27D5), dtype=np.uint16)

# Letters of European languages from the commonest on; others and marks are rare.
_COMMON = " etanirsoldhcumgpfbvwyk"
_RARITY = {letter: rank for rank, letter in enumerate(_COMMON)}

NONE: frozenset[str] = frozenset()


def _rarest(phrase: str) -> str:
    """The four neighbouring characters that other texts hardly hold."""
    grams = (phrase[i : i + GRAM] for i in range(len(phrase) - GRAM + 1))
    return max(grams, key=lambda gram: sum(_RARITY.get(c, len(_COMMON)) for c in gram))


def _keys(codes: Any) -> Any:
    """A key for every four neighbouring characters."""
    mixed = codes.astype(np.uint16)
    keys = mixed[: len(codes) - GRAM + 1] * _MIX[0]
    for place in range(1, GRAM):
        keys = keys ^ (mixed[place : place + len(keys)] * _MIX[place])
    return keys


class CueFinder:
    """Finds kinds of phrases.

    Args:
        kinds: phrases in small letters, by what they are a sign of.
    """

    def __init__(self, kinds: Mapping[str, Sequence[str]]) -> None:
        self.short: list[tuple[str, str]] = []
        self.phrases: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.table = np.zeros(1 << _BITS, dtype=bool)
        for kind, phrases in kinds.items():
            for phrase in phrases:
                self._add(kind, phrase)

    def _add(self, kind: str, phrase: str) -> None:
        if len(phrase) < GRAM:
            self.short.append((phrase, kind))
            return
        key = int(_keys(small_codes(_rarest(phrase)))[0])
        self.table[key] = True
        self.phrases[key].append((phrase, kind))

    def find(self, lines: Sequence[str]) -> list[frozenset[str]]:
        """For each line the kinds of phrases that it holds."""
        text = "\n".join(lines)
        found: dict[int, set[str]] = defaultdict(set)
        if len(text) >= GRAM:
            keys = _keys(small_codes(text))
            places = np.flatnonzero(self.table.take(keys))
            ends = np.cumsum([len(line) + 1 for line in lines])
            holders = ends.searchsorted(places, side="right")
            for at, key in set(zip(holders.tolist(), keys.take(places).tolist(), strict=True)):
                lower = lines[at].lower()
                found[at].update(kind for phrase, kind in self.phrases[key] if phrase in lower)
        lower = text.lower() if self.short else ""
        for phrase, kind in self.short:
            if phrase in lower:
                for at, line in enumerate(lines):
                    if phrase in line.lower():
                        found[at].add(kind)
        return [frozenset(found[at]) if at in found else NONE for at in range(len(lines))]
