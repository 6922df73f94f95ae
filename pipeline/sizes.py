"""How large slices and shards become."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """Bounds of slices and shards: records and bytes of payload, whichever comes first; and, while
    nothing comes, seconds since the slice's or the shard's first record.

    A slice's first shard is small and each next one twice as large, up to `shard_records`: every
    worker soon has work, and a shard's fixed cost (Beam readies the graph, some 0.02 s of CPU)
    stays small against the articles in it.
    """

    slice_records: int = 5_000
    slice_bytes: int = 512 << 20
    shard_records: int = 250
    shard_bytes: int = 32 << 20
    first_shard_records: int = 50
    interval: float = math.inf
    shard_interval: float = math.inf

    def without_model(self) -> Sizes:
        """The same with larger shards, for a graph that takes a hundredth of the time."""
        return replace(self, shard_records=1_000, first_shard_records=500)

    def shard_limit(self, number: int) -> int:
        """Most records of a slice's shard `number`, from 0."""
        return min(self.shard_records, self.first_shard_records << min(number, 20))
