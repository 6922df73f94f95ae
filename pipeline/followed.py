"""What a log shows while a queue or a folder is followed: at most a line every LINE_SECONDS."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict
from typing import TextIO

from pipeline.figures import Committed, Figures, most_behind, outcomes_text, pace_text, place_of
from pipeline.progress import LINE_SECONDS, JsonProgress, LineProgress, emit
from pipeline.sources.feed import Lag
from schemas.manifest import Counts, Manifest, commit_id


class FollowLines(LineProgress):
    """A line every LINE_SECONDS in which something changed; it sums up the commits since the
    last line, so that a log stays short however often commits come."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self.since = Counts()
        self.first = 0
        self.told = state(self.figures)

    def watch(self, lags: Callable[[], Sequence[Lag]]) -> None:
        """Says once that the sources are open: it may be long before there is news."""
        if not self.opened:
            self.say("sources are open")
        super().watch(lags)

    def show(self) -> None:
        """A line if it is time and there is news."""
        if self.ticked - self.shown >= LINE_SECONDS and state(self.figures) != self.told:
            self.tell_now()

    def show_commit(self, manifest: Manifest) -> None:
        """Keeps the commit for the next line."""
        self.since += manifest.counts
        self.first = self.first or manifest.commit
        self.show()

    def tell_now(self) -> None:
        """The line."""
        self.shown = self.ticked
        self.told = state(self.figures)
        self.tell(self.figures)
        self.since, self.first = Counts(), 0

    def tell(self, now: Figures) -> None:
        """As text."""
        self.say(f"{commits_text(self.first, now.committed, self.since)}; {pace_text(now)}")

    def close(self) -> None:
        """The commits that no line has named yet."""
        if self.first:
            self.tell_now()
        super().close()


class FollowJson(FollowLines, JsonProgress):
    """The same as JSON objects, one a line."""

    def tell(self, now: Figures) -> None:
        """As an object: commits since the last one, and how things stand."""
        emit(
            self.stream,
            "progress",
            first_commit=commit_id(self.first) if self.first else None,
            last_commit=now.committed.commit_id or None,
            **asdict(self.since),
            per_second=round(now.per_second, 1),
            behind=now.behind,
            oldest_unread_seconds=None if now.oldest is None else round(now.oldest, 3),
            partitions=len(now.lags),
            lags=lags_as_json(now),
        )


def lags_as_json(now: Figures) -> list[dict[str, object]]:
    """The partitions that are furthest behind."""
    return [
        asdict(place_of(lag.uri))
        | {"position": lag.position, "end": lag.end, "behind": lag.messages}
        for lag in most_behind(now.lags)
    ]


def commits_text(first: int, last: Committed, counts: Counts) -> str:
    """The commits from `first` on; 0 for none."""
    if not first:
        return "no commit"
    name = commit_id(first)
    if name == last.commit_id:
        return f"commit {name}: {outcomes_text(counts)}"
    return f"commits {name} to {last.commit_id}: {outcomes_text(counts)}"


def state(now: Figures) -> Hashable:
    """What has to change for a new line; an age grows while messages wait and nothing moves."""
    return (
        now.committed.commits,
        now.done,
        sum(lag.position for lag in now.lags),
        sum(lag.end for lag in now.lags),
        now.oldest if now.oldest is None else round(now.oldest),
    )


__all__ = ["FollowJson", "FollowLines"]
