"""What a person sees while a run goes on: a bar on a terminal, plain or JSON lines elsewhere.

Figures come from live counters and are estimates; the report at the end counts committed rows.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from typing import TextIO

from pipeline.counters import Counters
from pipeline.reader import Position
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
    """Keeps the figures and shows nothing; subclasses show them."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.size = 0
        self.position = Position()
        self.counters: Counters = {}

    def begin(self, files: int, size: int, position: Position) -> None:
        """What is to be read: files, their bytes, and the reader's position to follow."""
        self.size = size
        self.position = position
        self.say(f"reading {files:,} files, {size / 1e6:,.1f} MB")

    def count_with(self, counters: Counters) -> None:
        """The workers' live counters."""
        self.counters = counters

    def snapshot(self) -> Snapshot:
        """The figures now."""
        counts = {name: counter.value for name, counter in self.counters.items()}
        articles, duplicates, rejects = (
            counts.get(name, 0) for name in ("articles", "duplicates", "rejects")
        )
        done = articles + duplicates + rejects
        rate = done / max(1e-6, time.monotonic() - self.started)
        total = self.estimate()
        eta = None if total is None or rate == 0 else max(0, total - done) / rate
        return Snapshot(articles, duplicates, rejects, rate, total, eta)

    def estimate(self) -> int | None:
        """Records of the whole input, from the bytes that those read so far took."""
        read = self.position.bytes
        if not self.position.records or not read:
            return None
        return round(self.position.records * max(1.0, self.size / read))

    def refresh(self) -> None:
        """Shows the figures if it is time."""

    def committed(self, manifest: Manifest) -> None:
        """A commit is durable."""

    def say(self, text: str) -> None:
        """One line for the user."""

    def close(self) -> None:
        """No more to show."""


class LineProgress(Progress):
    """A line each LINE_SECONDS and for each commit."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        super().__init__()
        self.stream = stream
        self.shown = time.monotonic()

    def refresh(self) -> None:
        """A line every LINE_SECONDS."""
        if time.monotonic() - self.shown >= LINE_SECONDS:
            self.shown = time.monotonic()
            self.say(describe(self.snapshot()))

    def committed(self, manifest: Manifest) -> None:
        """A line for the commit."""
        self.say(
            f"commit {manifest.commit_id}: {manifest.counts.published:,} published, "
            f"{manifest.counts.duplicates:,} duplicates, {manifest.counts.rejected:,} rejected"
        )

    def say(self, text: str) -> None:
        """One plain line."""
        print(text, file=self.stream, flush=True)


class JsonProgress(LineProgress):
    """The same events as JSON objects, one a line."""

    def refresh(self) -> None:
        """The snapshot as an object."""
        if time.monotonic() - self.shown >= LINE_SECONDS:
            self.shown = time.monotonic()
            self.emit("progress", **asdict(self.snapshot()))

    def committed(self, manifest: Manifest) -> None:
        """The commit's counts as an object."""
        self.emit("commit", commit=manifest.commit_id, **asdict(manifest.counts))

    def say(self, text: str) -> None:
        """A message object."""
        self.emit("message", text=text)

    def emit(self, event: str, **values: object) -> None:
        """One object with the time in seconds since the epoch."""
        print(
            json.dumps({"event": event, "time": round(time.time(), 3), **values}),
            file=self.stream,
            flush=True,
        )


def describe(now: Snapshot) -> str:
    """The snapshot as one line."""
    of = "" if now.total is None else f" of about {now.total:,}"
    left = "" if now.eta_seconds is None else f", {duration(now.eta_seconds)} left"
    return (
        f"{now.done:,}{of} articles, {now.per_second:,.1f}/s{left}, "
        f"{now.duplicates:,} duplicates, {now.rejects:,} rejects"
    )


def duration(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
