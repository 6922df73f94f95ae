"""How far texts agree: shares of common shingles, of blocks with a text and of two texts."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from transforms.block_nodes import Floats

SHINGLE = 4  # words

_WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of SHINGLE words in a text; a shorter text is one run."""
    found = _WORD.findall(text)
    if not found:
        return Counter()
    return Counter(zip(*(found[start:] for start in range(min(SHINGLE, len(found)))), strict=False))


def agreement(one: str, other: str) -> float:
    """F1 of the two texts' shingles, 0 to 1."""
    first, second = shingles(one), shingles(other)
    common = (first & second).total()
    return 2 * common / max(first.total() + second.total(), 1)


def votes(blocks: list[str], text: str) -> Floats:
    """The share of each block that an extractor's text holds; -1 for blocks without words."""
    found = _WORD.findall(text)
    known = [
        set(zip(*(found[start:] for start in range(size)), strict=False))
        for size in range(1, SHINGLE + 1)
    ]
    result = []
    for block in blocks:
        own = _WORD.findall(block)
        size = min(SHINGLE, len(own))
        if not size:
            result.append(-1.0)
            continue
        runs = list(zip(*(own[start:] for start in range(size)), strict=False))
        result.append(sum(map(known[size - 1].__contains__, runs)) / len(runs))
    return np.array(result)
