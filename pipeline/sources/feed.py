"""What every kind of source looks like to the driver, whether it ends or is followed for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.complaint import FailedError
from pipeline.record import Record
from schemas.manifest import Manifest, SourceRange

TURN_RECORDS = 500
"""Records that one feed delivers before it is the next one's turn."""


@dataclass(frozen=True)
class Lag:
    """How far behind a partition's reader is.

    Attributes:
        uri: the partition, kafka://CLUSTER/TOPIC/PARTITION; or the followed folder.
        position: the next offset to commit.
        end: end of the log when it was last looked at.
        oldest: seconds since the epoch at which the queue took the oldest message that is read
            and not committed; None if there is none.
    """

    uri: str
    position: int
    end: int
    oldest: float | None = None

    @property
    def messages(self) -> int:
        """Messages that are not committed, control records and compacted ones included."""
        return max(0, self.end - self.position)


class FeedError(FailedError):
    """A source went away or contradicts the dataset; one line that says what to do."""


class Feed(Protocol):
    """A source of records with positions. One thread uses it."""

    def records(self) -> Iterator[Record | None]:
        """The records in order, and None whenever none is there: at least every tenth of a second.

        Ends when all that there was at the start is delivered; never, when it follows.
        """

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:
        """Called before a commit; raises PlanAgainError if what was read no longer stands.

        Calls `waiting` between short waits, which raises whatever ends them.
        """

    def begun(self) -> Sequence[SourceRange]:
        """Called before anything is read: empty ranges at positions that only this run knows."""

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        """Called before a commit: the slice's ranges with what holds no record behind them."""

    def ended(self) -> Sequence[SourceRange]:
        """Called when all is read: empty ranges of what was read to its end and held no record."""

    def acknowledge(self, manifest: Manifest) -> None:
        """Called after a commit is durable."""

    def lags(self) -> Sequence[Lag]:
        """How far behind it is, by partition; empty for files."""

    def close(self) -> None:
        """Frees what it holds."""


def merged(feeds: Sequence[Feed], finishing: Callable[[], bool]) -> Iterator[Record | None]:
    """The records of all feeds in turn, until all end or `finishing` turns true."""
    streams = [feed.records() for feed in feeds]
    while streams and not finishing():
        for stream in list(streams):
            for _ in range(TURN_RECORDS):
                try:
                    item = next(stream)
                except StopIteration:
                    streams.remove(stream)
                    break
                if item is None:
                    break
                yield item
        yield None
