"""py3langid's model, read in a fraction of its time: all bytes of a text at once.

py3langid walks its automaton byte by byte. The automaton looks for byte sequences (Aho and Corasick
1975), so no state remembers more bytes than the longest sequence has: the state behind a byte is
the one in which a walk from the start over just so many bytes ends, and all of these short walks
take their steps together. What is counted, in which order, and so every bit of the scores is
py3langid's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from py3langid.langid import LanguageIdentifier

# Bytes of the model's longest sequence. A byte that no sequence holds leads back to the start.
LONGEST = 6
NO_BYTE = b"\0"

# A number's magnitude in half precision, moved to where single has it, is this much too small.
_MAGNITUDE, _MOVED = 0x7FFF, 13
_TOO_SMALL = np.float32(2.0**112)


class Identifier(LanguageIdentifier):  # type: ignore[misc]  # py3langid ships no types
    """py3langid's identifier with another walk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As the parent's, which reads the model."""
        super().__init__(*args, **kwargs)
        every = np.arange(256)
        self.moves = np.frombuffer(self.tk_nextmove, dtype=np.uint32)
        self.rows = np.array(self.tk_row, dtype=np.intp) << 8
        self.outputs = np.array(self.tk_output, dtype=np.int32)
        first = self.moves[self.rows[0] + every]
        self.behind_pairs = self.moves[self.rows[first][:, None] + every].ravel()

    def states(self, text: bytes) -> Any:
        """The automaton's state behind each byte."""
        codes = np.frombuffer(NO_BYTE * (LONGEST - 1) + text, dtype=np.uint8).astype(np.intp)
        count = len(text)
        found = self.behind_pairs.take((codes[:count] << 8) + codes[1 : 1 + count])
        for step in range(2, LONGEST):
            found = self.moves.take(self.rows.take(found) + codes[step : step + count])
        return found

    def visits(self, text: bytes) -> tuple[Any, Any]:
        """Each sequence of the model that the text holds, by first place, and how often."""
        found = self.outputs.take(self.states(text))
        places = np.flatnonzero(found >= 0)
        keys = (found.take(places).astype(np.int64) << 32) | places
        keys.sort()
        sequences = keys >> 32
        starts = np.flatnonzero(np.diff(sequences, prepend=-1))
        order = (keys.take(starts) & 0xFFFFFFFF).argsort()
        counts = np.diff(starts, append=len(keys))
        return sequences.take(starts).take(order), counts.take(order)

    def _raw_score(self, text: bytes) -> Any:
        sequences, counts = self.visits(text)
        if not len(sequences):
            return super()._raw_score(text)
        table = _single(self.nb_ptc.take(sequences, axis=0))
        return np.log1p(counts.astype(np.float32)) @ table + self.nb_pc


def _single(logarithms: Any) -> Any:
    """Logarithms of probabilities in half precision, in single; faster than NumPy's own.

    They are finite and below 0.
    """
    bits = logarithms.view(np.uint16).astype(np.uint32)
    bits &= _MAGNITUDE
    bits <<= _MOVED
    found = bits.view(np.float32)
    found *= -_TOO_SMALL
    return found
