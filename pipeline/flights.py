"""Slices that are with the workers, and how fast they come back."""

from __future__ import annotations

import time
from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.sizes import Sizes

if TYPE_CHECKING:
    from pipeline.slices import Slice

IN_FLIGHT = 2
"""Slices handed to the workers at once, or more on many workers: one being run, one ready, so that
no worker waits while a slice is committed."""
LEAST_RECORDS = 100
"""A slice that is cut by time may always hold so many records: fixed costs would eat less."""
LEAST_SHARD_SECONDS = 0.5
"""A slice's shards are run while it still fills, each so long after its first record or later."""
FIRST_RATE = 100.0
"""Records a second that are expected before any was measured."""


@dataclass(frozen=True)
class Flight:
    """A slice whose shards are with the workers since `started` (monotonic seconds)."""

    planned: Slice
    futures: tuple[Future[str], ...]
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> bool:
        """Whether all shards are back."""
        return all(future.done() for future in self.futures)


def is_enough(flying: Collection[Flight], width: int) -> bool:
    """Whether so many slices are with an engine that runs `width` shards at once that it will not
    wait for work while the first of them is committed."""
    if len(flying) < IN_FLIGHT:
        return False
    shards = [len(flight.futures) for flight in flying]
    return sum(shards) - shards[0] >= width


class Pace:
    """Measures how many records a second come back from the workers.

    While a queue is behind, a slice takes no more than what can be run in one commit interval: so
    commits go on coming at their interval, and a crash costs no more than that.
    """

    def __init__(self) -> None:
        self.rate = FIRST_RATE
        self.last = 0.0

    def measure(self, flight: Flight) -> None:
        """Takes in a flight that has just come back; a running mean over the last few."""
        now = time.monotonic()
        seconds = max(1e-3, now - max(flight.started, self.last))
        self.last = now
        self.rate += (flight.planned.records / seconds - self.rate) / 2

    def sizes(self, most: int, size: int, interval: float) -> Sizes:
        """Bounds of the next slice: at most `most` records and `size` bytes, one `interval` s."""
        records = min(most, max(LEAST_RECORDS, round(self.rate * interval)))
        shard_interval = max(LEAST_SHARD_SECONDS, interval / 4)
        return Sizes(records, size, interval=interval, shard_interval=shard_interval)
