"""Lines that recur across a site's articles: boilerplate that no rule knows.

Two passes over the articles, in any order, give the same table. The first counts lines by hash in
a fixed array of cells; the second looks closer at the lines whose cell is high. What counts is not
how many articles hold a line but how many different ones, so that copies of one report do not make
boilerplate of it: each line keeps 64 bits, of which each article sets one (linear counting, Whang,
Vander-Zanden and Taylor 1990).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from transforms.urls import source_domain

HEADER = "newsmill-lines-1"

# Different articles of one site that must hold a line: a short one, and a paragraph, which could
# be background that a site repeats for a while.
FEWEST_ARTICLES = 5
FEWEST_FOR_PARAGRAPH = 12

# Characters: shorter lines are paragraphs no more; longer ones are not looked at.
PARAGRAPH = 120
LONGEST_LINE = 600

# Cells of the first pass (16 MiB), and lines that the second pass may hold (some 400 MiB).
CELLS = 1 << 22
MOST_CANDIDATES = 1_000_000

# An article is known by its longest lines: those of a copy are the same.
TELLING_LINES = 3


def site_of(url: str | None) -> str:
    """The domain of an article's address; "" for all articles that have none."""
    return (source_domain(url) if url else None) or ""


def folded(line: str) -> str:
    """The line without case, and with every digit a 0: "12 Comments" recurs as "7 comments"."""
    return "".join("0" if char.isdigit() else char for char in line.casefold())


def line_key(site: str, line: str) -> int:
    """64 bits that stand for a line of a site."""
    text = f"{site}\0{folded(line)}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def article_bit(lines: Sequence[str]) -> int:
    """One bit of 64 that stands for an article."""
    telling = sorted(set(lines), key=lambda line: (-len(line), line))[:TELLING_LINES]
    return 1 << (blake2b("\0".join(telling).encode(), digest_size=1).digest()[0] % 64)


def _countable(lines: Iterable[str]) -> Iterator[str]:
    """Each line once, as folded, without those too long to be looked at."""
    seen = set()
    for line in lines:
        if len(line) <= LONGEST_LINE and folded(line) not in seen:
            seen.add(folded(line))
            yield line


class Cells:
    """The first pass: articles by line, some lines sharing a cell."""

    def __init__(self) -> None:
        self.counts = np.zeros(CELLS, dtype=np.uint32)

    def add(self, site: str, lines: Sequence[str]) -> None:
        """Counts an article."""
        for line in _countable(lines):
            self.counts[line_key(site, line) % CELLS] += 1

    def least(self) -> int:
        """The count from which a cell's lines are candidates: FEWEST_ARTICLES, or more where
        there would be more than MOST_CANDIDATES such cells."""
        least = FEWEST_ARTICLES
        while int((self.counts >= least).sum()) > MOST_CANDIDATES:
            least *= 2
        return least


class Candidates:
    """The second pass: which of the candidates stand in enough different articles."""

    def __init__(self, cells: Cells) -> None:
        self.counts = cells.counts
        self.least = cells.least()
        self.bits: dict[tuple[str, str], int] = {}

    def add(self, site: str, lines: Sequence[str]) -> None:
        """Looks at an article."""
        bit = article_bit(lines)
        for line in _countable(lines):
            if self.counts[line_key(site, line) % CELLS] >= self.least:
                key = (site, folded(line))
                self.bits[key] = self.bits.get(key, 0) | bit

    def found(self) -> tuple[tuple[str, str], ...]:
        """Site and folded line of all that recur, sorted."""
        return tuple(
            sorted(key for key, bits in self.bits.items() if bits.bit_count() >= _enough(key[1]))
        )


def _enough(line: str) -> int:
    return FEWEST_FOR_PARAGRAPH if len(line) > PARAGRAPH else FEWEST_ARTICLES


@dataclass(frozen=True)
class LineTable:
    """What was learnt: keys of the lines that recur (`line_key`)."""

    keys: frozenset[int] = frozenset()

    def holds(self, site: str, line: str) -> bool:
        """Whether a line of a site's article is boilerplate."""
        return bool(self.keys) and len(line) <= LONGEST_LINE and line_key(site, line) in self.keys


NO_LINES = LineTable()


def to_text(found: Iterable[tuple[str, str]]) -> str:
    """A table as text: a header, then site and line, separated by a tab."""
    rows = (f"{site}\t{line}" for site, line in found)
    return "\n".join([HEADER, *rows]) + "\n"


def read_table(text: str) -> LineTable:
    """The inverse of `to_text`; ValueError for what is no table."""
    header, *rows = text.removesuffix("\n").split("\n")
    if header != HEADER or not all("\t" in row for row in rows):
        raise ValueError(f"no table of lines, which begins with {HEADER}")
    pairs = (row.partition("\t") for row in rows)
    return LineTable(frozenset(line_key(site, line) for site, _, line in pairs))
