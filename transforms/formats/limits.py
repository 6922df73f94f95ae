"""Bounds that framing keeps, so that no input decides how much memory a run takes."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one record or one compressed stream may cost.

    Attributes:
        record_bytes: a larger record becomes a reject ("record_too_large").
        reject_bytes: a reject keeps its original bytes up to this size, else size and SHA-256.
        expansion: most output bytes per input byte of a compressed stream ...
        expansion_floor: ... once the output is larger than this many bytes.
    """

    record_bytes: int = 16 * MIB
    reject_bytes: int = 4 * MIB
    expansion: int = 100
    expansion_floor: int = 8 * MIB
