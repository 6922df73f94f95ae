"""The feeds that this process has open, each at the place its reader has come to.

A runner parks a reader between bundles, drops it, or makes another one for the next bundle. The
feed below it, with its connections, stays: a reader goes on with it if it stands where the
reader's mark says. In any other case a new feed begins behind what is committed, which delivers
some records again; the committer knows them by their positions.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import points
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.feeds import open_feeds, sources_of
from pipeline.index import Index
from pipeline.progress import Progress
from pipeline.record import Record
from pipeline.sources.feed import Feed, Lag, merged
from pipeline.sources.settling import Steadiness
from schemas.manifest import SourceRange

STOP_LOOK_SECONDS = 0.05
ACKNOWLEDGE_SECONDS = 1.0
STOP_FILE = "stop"


@dataclass(frozen=True)
class FeedSpec:
    """Which feed: plain values that travel to any worker. Secrets stay references.

    Attributes:
        config: the run's options, with the share of the input that this feed has.
        run_id: the run.
        staging: its staging folder, where a file asks the readers to come to an end.
    """

    config: RunConfig
    run_id: str
    staging: str

    @property
    def key(self) -> tuple[str, str]:
        """One feed each."""
        return self.run_id, self.config.shard


@dataclass(frozen=True)
class Place:
    """Where a feed is: which one, and how many records it has delivered."""

    feed: str = ""
    delivered: int = 0


class Relay(Progress):
    """Lets feeds speak to the user, who may ask for figures while a bundle reads."""

    def __init__(self, shown: Progress, lock: threading.RLock) -> None:
        super().__init__()
        self.shown = shown
        self.lock = lock

    def say(self, text: str) -> None:
        """One line for the user."""
        self.shown.say(text)

    def watch(self, lags: Callable[[], Sequence[Lag]]) -> None:
        """The figures, when no bundle reads: a feed is made for one thread at a time."""

        def look() -> Sequence[Lag]:
            with self.lock:
                return lags()

        self.shown.watch(look)


@dataclass
class Live:
    """An open feed."""

    spec: FeedSpec
    progress: Progress
    owner: object
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        config = self.spec.config
        self.lock = threading.RLock()
        self.dataset = Dataset(config.home, config.scratch)
        self.acknowledged = self.dataset.last()
        self.stack = ExitStack()
        sources = sources_of(config, Path(self.spec.staging) / "input")
        index = open_shared(self.dataset.index)
        self.stack.callback(index.close)
        self.feeds: list[Feed] = self.stack.enter_context(
            open_feeds(
                config, sources, index, Relay(self.progress, self.lock), steadiness(self.spec)
            )
        )
        self.stream = merged(self.feeds, self.is_asked_to_stop)
        self.opened: set[str] = set()
        self.place = Place(uuid.uuid4().hex)
        self.looked = self.told = 0.0
        self.stopping = False

    def next(self) -> tuple[Record, bool] | None:
        """The next record, and whether it is its queue's first; None if there is none now."""
        with self.lock:
            if time.monotonic() - self.told >= ACKNOWLEDGE_SECONDS:
                self.acknowledge()
            item = self.next_of_round() or self.next_of_round()
            if item is None:
                return None
            self.place = Place(self.place.feed, self.place.delivered + 1)
            return item, self.is_opening(item)

    def next_of_round(self) -> Record | None:
        """The next record, unless the feeds' round ends before; the next one may begin with one."""
        return None if self.is_asked_to_stop() else next(self.stream, None)

    def is_opening(self, item: Record) -> bool:
        """Whether it is the first record of a queue's partition."""
        source = item.source
        if source is None or not source.is_queue or source.uri in self.opened:
            return False
        self.opened.add(source.uri)
        return True

    def is_asked_to_stop(self) -> bool:
        """Whether the driver wants no more."""
        now = time.monotonic()
        if now - self.looked >= STOP_LOOK_SECONDS:
            self.looked = now
            self.stopping = self.stopping or (Path(self.spec.staging) / STOP_FILE).exists()
        return self.stopping

    def acknowledge(self) -> None:
        """Tells the feeds of the commits that this run has made meanwhile."""
        self.told = time.monotonic()
        for manifest in self.dataset.manifests(after=self.acknowledged):
            self.acknowledged = manifest.commit
            if manifest.run_id == self.spec.run_id:
                points.reached("acknowledging")
                for feed in self.feeds:
                    feed.acknowledge(manifest)
                points.reached("acknowledged")

    def close(self) -> None:
        """Frees the feeds' connections, when no bundle reads."""
        with self.lock:
            self.stack.close()


def open_shared(path: Path) -> Index:
    """The index for reading, whichever thread a bundle runs in; one at a time does."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return Index(sqlite3.connect(uri, uri=True, check_same_thread=False))


def steadiness(spec: FeedSpec) -> Steadiness:
    """What is known of files that never rest; it outlives the feed that found out."""
    with _lock:
        return _steadiness.setdefault(spec.key, Steadiness(spec.config.settle_seconds))


_lives: dict[tuple[str, str], Live] = {}
_steadiness: dict[tuple[str, str], Steadiness] = {}
_lock = threading.RLock()
_progress: list[Progress] = []


def show_with(progress: Progress) -> None:
    """Makes the feeds of this process tell the user what they have to say."""
    _progress[:] = [progress]


def attach(spec: FeedSpec, place: Place | None, owner: object) -> Live:
    """The feed at that place, or one that begins behind what is committed."""
    with _lock:
        live = _lives.get(spec.key)
        if live is None or live.place != place:
            if live is not None:
                live.close()
            progress = _progress[0] if _progress else Progress()
            live = _lives[spec.key] = Live(spec, progress, owner)
        live.owner = owner
        return live


def release(spec: FeedSpec, owner: object) -> None:
    """Closes the feed if its last reader is given up; one that came to its end on demand stays, to
    be told of the last commits."""
    with _lock:
        live = _lives.get(spec.key)
        if live is not None and live.owner is owner and not live.stopping:
            del _lives[spec.key]
            live.close()


def check(sources: Sequence[SourceRange]) -> None:
    """Before a commit: raises PlanAgainError if what was read no longer stands."""
    for live in list(_lives.values()):
        with live.lock:
            for feed in live.feeds:
                feed.check(sources, lambda: None)  # a bundle is not interrupted


def close_all() -> None:
    """At the end of a run: the last acknowledgements, then no feed is left."""
    with _lock:
        for live in _lives.values():
            with live.lock:
                live.acknowledge()
                live.close()
        _lives.clear()
        _progress.clear()
