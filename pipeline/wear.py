"""When a worker process is replaced: after so many shards, or once it has grown too much."""

from __future__ import annotations

from functools import cached_property

from transforms.sandbox_child import resident

SHARDS = 200
"""A worker is replaced after so many shards, so that what libraries leak stays bounded."""
GROWTH_BYTES = 1 << 30
"""A worker is replaced when it has grown by more since it started; models are not counted, since
they are loaded before."""


class Allowance(int):
    """A number of shards that shrinks to none in a process that has grown by too much.

    Pebble asks, before it hands a worker the next task, whether those done are fewer than the most.
    """

    @cached_property
    def start(self) -> int:
        """Resident bytes when first asked for, which is before the first shard."""
        return resident()

    def __gt__(self, done: int) -> bool:
        return int(self) > done and resident() - self.start <= GROWTH_BYTES
