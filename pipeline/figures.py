"""A run's figures at one moment: what every display shows and the metrics serve."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.sources.feed import Lag
from pipeline.sources.kafka_url import parse_partition
from schemas.manifest import Counts, Manifest

RATE_SECONDS = 10.0
"""The time over which articles a second are measured."""
SHOWN_PARTITIONS = 10
"""Partitions that a display shows, those furthest behind; with more, a total stands for all."""


@dataclass(frozen=True)
class Place:
    """A partition's names; a followed folder is a topic of its own, without cluster or number."""

    cluster: str
    topic: str
    partition: str


def place_of(uri: str) -> Place:
    """The names in a source's URI."""
    found = parse_partition(uri)
    return Place("", uri, "") if found is None else Place(found[0], found[1], str(found[2]))


class Rate:
    """Events a second over the last RATE_SECONDS, from totals that are looked at now and then."""

    def __init__(self) -> None:
        self.seen: deque[tuple[float, int]] = deque()

    def add(self, now: float, total: int) -> None:
        """The total at `now`, monotonic seconds."""
        self.seen.append((now, total))
        while len(self.seen) > 2 and self.seen[1][0] <= now - RATE_SECONDS:
            self.seen.popleft()

    @property
    def per_second(self) -> float:
        """The mean over the time that is kept; 0 until there are two totals."""
        if len(self.seen) < 2:
            return 0.0
        (first, before), (last, after) = self.seen[0], self.seen[-1]
        return (after - before) / max(1e-6, last - first)


@dataclass(frozen=True)
class Committed:
    """This process's commits added up, counted from their manifests.

    Attributes:
        commit_id: the last commit; "" before the first.
        at: when it was made, seconds since the epoch.
        seconds: how long it took; None where that is not known.
    """

    counts: Counts = field(default_factory=Counts)
    commits: int = 0
    commit_id: str = ""
    at: float = 0.0
    seconds: float | None = None

    def then(self, manifest: Manifest, at: float, seconds: float | None) -> Committed:
        """With one more."""
        return Committed(
            self.counts + manifest.counts, self.commits + 1, manifest.commit_id, at, seconds
        )


@dataclass(frozen=True)
class Figures:
    """One moment; immutable, so that any thread may read it.

    Attributes:
        at: the moment, seconds since the epoch.
        done: records that have an outcome, by the workers' live counters: an estimate.
        per_second: of these, how many a second over the last RATE_SECONDS.
        committed: what is committed, exactly.
        lags: how far behind each partition is.
    """

    at: float = 0.0
    done: int = 0
    per_second: float = 0.0
    committed: Committed = field(default_factory=Committed)
    lags: tuple[Lag, ...] = ()

    @property
    def behind(self) -> int:
        """Messages of all partitions that are not committed."""
        return sum(lag.messages for lag in self.lags)

    @property
    def oldest(self) -> float | None:
        """Age of the oldest message that is not committed, seconds; None if none is known."""
        taken = [lag.oldest for lag in self.lags if lag.oldest is not None]
        return max(0.0, self.at - min(taken)) if taken else None

    def age(self, lag: Lag) -> float | None:
        """The same for one partition."""
        return None if lag.oldest is None else max(0.0, self.at - lag.oldest)

    def after(self, manifest: Manifest, committed: Committed) -> Figures:
        """The figures right behind a commit, before the sources have heard of it."""
        reached = {source.uri: source.next for source in manifest.sources}
        lags = tuple(_moved(lag, reached.get(lag.uri, lag.position)) for lag in self.lags)
        return replace(self, committed=committed, lags=lags)


def _moved(lag: Lag, position: int) -> Lag:
    position = max(lag.position, position)
    return replace(lag, position=position, oldest=lag.oldest if position < lag.end else None)


def most_behind(lags: Sequence[Lag]) -> list[Lag]:
    """The partitions to show: the SHOWN_PARTITIONS furthest behind, in order of their names."""
    shown = heapq.nlargest(SHOWN_PARTITIONS, lags, key=lambda lag: lag.messages)
    return sorted(shown, key=lambda lag: _order(place_of(lag.uri)))


def _order(place: Place) -> tuple[str, str, int, str]:
    return place.cluster, place.topic, len(place.partition), place.partition


def age_text(seconds: float | None) -> str:
    """An age for a person; - where none is known."""
    if seconds is None:
        return "-"
    if seconds < 120:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return duration(seconds)


def duration(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def outcomes_text(counts: Counts) -> str:
    """What became of the records."""
    return (
        f"{counts.published:,} published, {counts.duplicates:,} duplicates, "
        f"{counts.rejected:,} rejected"
        + (f", {counts.tombstones:,} tombstones" if counts.tombstones else "")
    )


def commit_text(kind: str, counts: Counts) -> str:
    """The same of one commit."""
    if kind == "reprocess":
        return f"{counts.published:,} articles processed again"
    return outcomes_text(counts)


def pace_text(now: Figures) -> str:
    """Speed and lag."""
    text = f"{now.per_second:,.1f} articles/s"
    if now.lags:
        text += f", {now.behind:,} behind"
    if now.oldest is not None:
        text += f", oldest unread {age_text(now.oldest)}"
    return text
