"""Queues and drop folders as Beam's UnboundedSource."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from apache_beam.coders import Coder, PickleCoder
from apache_beam.io.unbounded_source import CheckpointMark, UnboundedReader, UnboundedSource
from apache_beam.utils.timestamp import MAX_TIMESTAMP, Timestamp

from pipeline import points
from pipeline.streaming import live, progress_fix
from pipeline.streaming.delivery import enter
from pipeline.streaming.failure import remembered
from pipeline.streaming.live import FeedSpec, Live, Place
from schemas.article import Outcome

progress_fix.mend()  # here, since every process that reads imports this module

BUNDLE_BYTES = 32 << 20
"""A reader ends its bundle at this many bytes of payload, so that a worker's memory is bounded."""


@dataclass(frozen=True)
class Mark(CheckpointMark):
    """Where a reader is, and its clock in microseconds.

    Its finalisation does nothing: runners finalise when a bundle has been read, long before its
    pane is committed. Only the committer's manifest counts, and the queue is told after it.
    """

    place: Place
    stamp: int


class FeedReader(UnboundedReader):
    """Reads a feed.

    A record's time is the moment at which it is read, by a clock that never runs back: so each
    window has one contiguous range of each partition's positions, no record is ever late, a window
    holds what an interval brought, however old it is, and a producer's wrong clock moves nothing.
    """

    def __init__(self, spec: FeedSpec, mark: Mark | None) -> None:
        self.spec = spec
        self.place = mark.place if mark else None
        self.stamp = mark.stamp if mark else 0
        self.size = 0
        self.current: Outcome | None = None
        self.live: Live | None = None

    def start(self) -> bool:
        """Opens the feed, or finds it open."""
        with remembered():
            self.live = live.attach(self.spec, self.place, self)
        return self.advance()

    def advance(self) -> bool:
        """Takes the next record; waits no longer than a feed's tick."""
        if self.live is None:
            return self.start()
        with remembered():
            taken = self.live.next() if self.size < BUNDLE_BYTES else None
        self.stamp = max(self.stamp, time.time_ns() // 1_000)
        if taken is None:
            return False
        points.reached("record-read")
        item, opening = taken
        self.size += item.size
        self.current = enter(item, opening)
        return True

    def get_current(self) -> Outcome | None:
        """The record as it enters the graph."""
        return self.current

    def get_current_timestamp(self) -> Timestamp:
        """When it was read."""
        return Timestamp(micros=self.stamp)

    def get_watermark(self) -> Timestamp:
        """No record to come has an earlier time; the end of time once it is asked to stop."""
        if self.live is not None and self.live.stopping:
            return MAX_TIMESTAMP
        return Timestamp(micros=self.stamp)

    def get_checkpoint_mark(self) -> Mark:
        """Ends a bundle."""
        self.size = 0
        return Mark(self.live.place if self.live else Place(), self.stamp)

    def close(self) -> None:
        """Gives the feed up, unless another reader has gone on with it."""
        live.release(self.spec, self)


class FeedSource(UnboundedSource):
    """All inputs of a run, or a share of them."""

    def __init__(self, spec: FeedSpec, readers: int = 1) -> None:
        self.spec = spec
        self.readers = readers

    def split(self, desired_num_splits: int, options: Any = None) -> Iterable[FeedSource]:  # noqa: ARG002 - Beam's signature; how many is the run's choice
        """One source per reader: this process's share, dealt out once more by the same rule."""
        number, of = self.spec.config.shard_of
        for place in range(self.readers):
            shard = f"{number + of * place}/{of * self.readers}"
            yield FeedSource(replace(self.spec, config=replace(self.spec.config, shard=shard)))

    def create_reader(self, options: Any, checkpoint_mark: Any) -> FeedReader:  # noqa: ARG002 - Beam's signature
        """A reader that goes on at the mark if its feed still stands there."""
        return FeedReader(self.spec, checkpoint_mark)

    def get_checkpoint_mark_coder(self) -> Coder:
        """Pickle: a mark is read by no one else."""
        return PickleCoder()
