"""Which files belong to which of several processes that share an input."""

from __future__ import annotations

from zlib import crc32

from pipeline.config import RunConfig


def in_shard(uri: str, config: RunConfig) -> bool:
    """Whether a file belongs to this process's share of the input."""
    number, of = config.shard_of
    return crc32(uri.encode()) % of == number - 1
