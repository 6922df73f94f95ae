"""What a person sees while a run goes on: a bar on a terminal, plain or JSON lines elsewhere.

Figures of what is at hand come from live counters and are estimates; those of commits, and the
report at the end, count committed rows.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TextIO

from pipeline.counters import Counters
from pipeline.figures import Figures, Rate, commit_text, duration
from pipeline.position import Position
from pipeline.sources.feed import Lag
from schemas.manifest import Manifest

LINE_SECONDS = 10.0


@dataclass(frozen=True)
class Snapshot:
    """The state of a run at one moment; `total` and `eta_seconds` are estimates or None."""

    articles: int
    duplicates: int
    rejects: int
    per_second: float
    total: int | None
    eta_seconds: float | None

    @property
    def done(self) -> int:
        """Records that have an outcome."""
        return self.articles + self.duplicates + self.rejects


class Progress:
    """Keeps the figures and shows nothing; subclasses show them.

    The driver calls `refresh` ten times a second and looks after the rest in between; other
    threads may read `figures`, `ticked` and `ready`, which are replaced and never changed.
    """

    look_seconds = 1.0
    """How often figures are gathered and shown; looking costs an idle follower next to nothing."""

    commits_here = True
    """Whether the driver itself commits; else nothing is known of how long that takes."""

    def __init__(self) -> None:
        self.started = self.ticked = time.monotonic()
        self.looked = -math.inf
        self.size = 0
        self.position = Position()
        self.counters: Counters = {}
        self.lags: Callable[[], Sequence[Lag]] = tuple
        self.rate = Rate()
        self.figures = Figures()
        self.opened = False
        self.ready = False

    def begin(self, files: int, size: int, position: Position) -> None:
        """What is to be read: files, their bytes, and the reader's position to follow."""
        self.size = size
        self.position = position
        self.opened = True
        self.say(f"reading {files:,} files, {size / 1e6:,.1f} MB")

    def count_with(self, counters: Counters) -> None:
        """The workers' live counters."""
        self.counters = counters

    def watch(self, lags: Callable[[], Sequence[Lag]]) -> None:
        """The sources are open; where to ask how far behind they are."""
        self.lags = lags
        self.opened = True

    def snapshot(self) -> Snapshot:
        """The figures of a run that ends, now."""
        articles, duplicates, rejects = self.outcomes()
        done = articles + duplicates + rejects
        rate = done / max(1e-6, time.monotonic() - self.started)
        total = self.estimate()
        eta = None if total is None or rate == 0 else max(0, total - done) / rate
        return Snapshot(articles, duplicates, rejects, rate, total, eta)

    def outcomes(self) -> tuple[int, int, int]:
        """Articles, duplicates and rejects so far, by the live counters."""
        # Read without their locks: a worker that is killed may leave one locked.
        counts = {name: counter.get_obj().value for name, counter in self.counters.items()}
        return counts.get("articles", 0), counts.get("duplicates", 0), counts.get("rejects", 0)

    def estimate(self) -> int | None:
        """Records of the whole input, from the bytes that those read so far took."""
        read = self.position.bytes
        if not self.position.records or not read:
            return None
        return round(self.position.records * max(1.0, self.size / read))

    def refresh(self) -> None:
        """The driver is alive; gathers and shows the figures if it is time."""
        now = self.ticked = time.monotonic()
        self.ready = self.opened
        if now - self.looked >= self.look_seconds:
            self.looked = now
            self.look(now)
            self.show()

    def look(self, now: float) -> None:
        """Gathers the figures; `now` in monotonic seconds."""
        done = sum(self.outcomes())
        self.rate.add(now, done)
        self.figures = Figures(
            time.time(), done, self.rate.per_second, self.figures.committed, tuple(self.lags())
        )

    def committed(self, manifest: Manifest) -> None:
        """A commit is durable. It began at the driver's last sign of life, which it gives when
        the rows are there."""
        seconds = time.monotonic() - self.ticked if self.commits_here else None
        committed = self.figures.committed.then(manifest, time.time(), seconds)
        self.figures = self.figures.after(manifest, committed)
        self.show_commit(manifest)

    def show(self) -> None:
        """Shows the figures."""

    def show_commit(self, manifest: Manifest) -> None:
        """Shows a commit."""

    def say(self, text: str) -> None:
        """One line for the user."""

    def close(self) -> None:
        """No more to show."""
        self.ready = False


class LineProgress(Progress):
    """A line each LINE_SECONDS and for each commit."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__()
        self.stream = stream or sys.stderr
        self.shown = self.started

    def show(self) -> None:
        """A line every LINE_SECONDS."""
        if self.ticked - self.shown >= LINE_SECONDS:
            self.shown = self.ticked
            self.say(describe(self.snapshot()))

    def show_commit(self, manifest: Manifest) -> None:
        """A line for the commit."""
        self.say(f"commit {manifest.commit_id}: {commit_text(manifest.kind, manifest.counts)}")

    def say(self, text: str) -> None:
        """One plain line."""
        print(text, file=self.stream, flush=True)


class JsonProgress(LineProgress):
    """The same events as JSON objects, one a line."""

    def show(self) -> None:
        """The snapshot as an object."""
        if self.ticked - self.shown >= LINE_SECONDS:
            self.shown = self.ticked
            emit(self.stream, "progress", **asdict(self.snapshot()))

    def show_commit(self, manifest: Manifest) -> None:
        """The commit's counts as an object."""
        emit(self.stream, "commit", commit=manifest.commit_id, **asdict(manifest.counts))

    def say(self, text: str) -> None:
        """A message object."""
        emit(self.stream, "message", text=text)


def emit(stream: TextIO, event: str, **values: object) -> None:
    """One JSON object with the time in seconds since the epoch."""
    line = json.dumps({"event": event, "time": round(time.time(), 3), **values})
    print(line, file=stream, flush=True)


def describe(now: Snapshot) -> str:
    """The snapshot as one line."""
    of = "" if now.total is None else f" of about {now.total:,}"
    left = "" if now.eta_seconds is None else f", {duration(now.eta_seconds)} left"
    return (
        f"{now.done:,}{of} articles, {now.per_second:,.1f}/s{left}, "
        f"{now.duplicates:,} duplicates, {now.rejects:,} rejects"
    )
