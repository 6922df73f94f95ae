"""Which files, and which parts of large files, belong to which of several processes that share an
input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from schemas.manifest import whole_or_part

SHARED_BYTES = 64 << 20
"""A file of more bytes, as they are stored, is shared by all processes; a smaller one is one's."""
BLOCK_RECORDS = 50
"""Neighbouring records that stay together. Positions of files that are partly read depend on it."""


@dataclass(frozen=True)
class Part:
    """The `number`-th of the `of` parts of a file, from 1: of blocks 0, 1, 2 ... of BLOCK_RECORDS
    records each every `of`-th, so that no one needs to know how many there are. 1 of 1 is the file.
    """

    number: int = 1
    of: int = 1

    @property
    def name(self) -> str:
        """I/N as positions name it; empty for a whole file."""
        return f"{self.number}/{self.of}" if self.of > 1 else ""

    @staticmethod
    def named(name: str) -> Part:
        """The inverse of `name`."""
        return Part(*whole_or_part(name))

    def holds(self, record: int) -> bool:
        """Whether the record of that index is of this part."""
        return record // BLOCK_RECORDS % self.of == self.number - 1

    def count(self, first: int, behind: int) -> int:
        """How many records of [first, behind) are of this part."""
        return self._below(behind) - self._below(first)

    def _below(self, record: int) -> int:
        blocks, rest = divmod(record, BLOCK_RECORDS)
        whole = (blocks - self.number + self.of) // self.of
        return whole * BLOCK_RECORDS + (rest if blocks % self.of == self.number - 1 else 0)

    def is_of(self, shard: tuple[int, int], uri: str) -> bool:
        """Whether the process that has shard (I, N) reads this part of the file, or the file.

        Any N serves, so what some processes have begun others can finish.
        """
        number, processes = shard
        return (crc32(uri.encode()) + self.number - 1) % processes == number - 1


ALL = (1, 1)
"""The share of a process that reads everything."""
WHOLE = Part()


def parts(of: int, shard: tuple[int, int], uri: str) -> Iterable[Part]:
    """The parts that this process reads of a file that is cut into `of`."""
    return (part for number in range(1, of + 1) if (part := Part(number, of)).is_of(shard, uri))


def parts_of_new(size: int, shard: tuple[int, int]) -> int:
    """Into how many parts a file of `size` bytes is cut by those who begin it now."""
    return shard[1] if size > SHARED_BYTES else 1
