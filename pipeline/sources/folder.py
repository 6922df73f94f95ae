"""A drop folder as a queue: files are read once, when they are complete, for as long as it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commit import PlanAgainError
from pipeline.config import RunConfig
from pipeline.index import Index
from pipeline.position import Position
from pipeline.reader import Pending, is_consumed, pending, read
from pipeline.record import Record
from pipeline.sources.arrivals import Arrivals
from pipeline.sources.done_folder import DoneFolder
from pipeline.sources.feed import FeedError, Lag
from pipeline.sources.refused import Refused
from pipeline.sources.roots import Found, Root, look
from pipeline.sources.settling import Settling, Steadiness
from pipeline.sources.source import SourceFile
from schemas.manifest import UNREADABLE, Manifest, SourceRange

MOST_SETTLING = 100_000
"""Files that wait to be complete; while there are more, the others wait to be listed."""
READ_AT = 10_000
"""While a folder is listed, what is complete is read whenever so many files wait."""
LAG_SECONDS = 1.0
"""How long figures of the lag stand before they are counted anew."""


@dataclass(frozen=True)
class Taken:
    """A file whose records were delivered and are not all committed."""

    found: Found
    version: str


class FolderFeed:
    """Files of folders, globs and URIs that are followed."""

    def __init__(
        self,
        config: RunConfig,
        index: Index,
        say: Callable[[str], None],
        steadiness: Steadiness | None = None,
    ) -> None:
        self.config = config
        self.index = index
        self.steadiness = steadiness or Steadiness(config.settle_seconds)
        self.settling = Settling(self.steadiness)
        self.arrivals = Arrivals(config, say)
        self.done = DoneFolder(Path(config.done).absolute(), say) if config.done else None
        self.refused = Refused()
        self.taken: dict[str, Taken] = {}
        self.counted: tuple[float, Sequence[Lag]] = (-LAG_SECONDS, ())

    def records(self) -> Iterator[Record | None]:
        """The records of files as they become complete, for ever; None while there are none."""
        for arrival in self.arrivals.stream():
            if arrival is not None:
                self.saw(arrival.found, arrival.touched)
                if len(self.settling) < READ_AT:
                    continue
            yield from self.read_settled()
            if arrival is None:
                yield None

    def saw(self, found: Found, touched: bool = False) -> None:
        """Decides what to do with a file that is there."""
        source = found.source
        if source.uri in self.taken:
            return
        if self.next_of(source) is None:
            self.finish(found)
        elif len(self.settling) >= MOST_SETTLING:
            found.root.list_soon(self.steadiness.seconds)
        elif not self.refused.holds(source):
            self.settling.add(found, touched)

    def finish(self, found: Found) -> None:
        """Moves a file away if it is committed to its end as it is."""
        source, base = found.source, found.root.base
        if self.done is None or source.path is None or base is None:
            return
        if is_consumed(source, self.index):
            self.done.move(source.path, base, source.version)

    def next_of(self, source: SourceFile) -> Pending | None:
        """The file, or the next of its parts, that this process has to read."""
        cut = not self.config.streaming  # panes are put in order by whole files
        item = next(pending([source], self.index, self.config.shard_of, cut=cut), None)
        if item is not None and item.part.name and not cut:
            raise FeedError(
                f"{source.uri} is read in {item.part.of} parts and not to its end; finish it "
                "without --streaming first"
            )
        return item

    def read_settled(self) -> Iterator[Record]:
        """The records of the files that are complete now."""
        for found in self.settling.settled():
            source, item = found.source, self.next_of(found.source)
            read_none = True
            for record in read([item] if item else [], self.config.limits, Position()):
                span, read_none = record.source, False
                if span is not None and source.uri not in self.taken:
                    self.taken[source.uri] = Taken(found, source.version)
                if span is not None and span.version == UNREADABLE:
                    self.refused.add(source)
                yield record
            if read_none:
                self.refused.add(source)  # all of it is for others to read; known when they have

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:  # noqa: ARG002 - the protocol's
        """Raises PlanAgainError if a file is not what it was when it was read; it may be gone."""
        changed = []
        for span in sources:
            taken = self.taken.get(span.uri)
            if taken is None or span.version == UNREADABLE or taken.found.source.path is None:
                continue
            now = look(taken.found.source)
            if now is not None and now.version != taken.version:
                changed.append(span.uri)
        for uri in changed:
            self.steadiness.disturbed(uri)
        if changed:
            others = f" and {len(changed) - 1:,} other files" if len(changed) > 1 else ""
            raise PlanAgainError(
                f"{changed[0]}{others} changed while it was read; "
                "reading it again when it has settled"
            )

    def begun(self) -> Sequence[SourceRange]:
        """Files are read from their beginning."""
        return ()

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        """Files hold nothing but records."""
        return tuple(sources)

    def ended(self) -> Sequence[SourceRange]:
        """None: it is never at an end."""
        return ()

    def acknowledge(self, manifest: Manifest) -> None:
        """Lets go of what is committed to its end: it may be moved, or come again if it changed."""
        for span in manifest.sources:
            taken = self.taken.get(span.uri) if span.complete else None
            if taken is not None:
                del self.taken[span.uri]
                self.steadiness.calm(span.uri)
                now = taken.found.again()
                if now is not None:
                    self.saw(now)

    def lags(self) -> Sequence[Lag]:
        """For each input, how many files are there and not committed."""
        counted_at, lags = self.counted
        if time.monotonic() - counted_at >= LAG_SECONDS:
            lags = [self.lag(root) for root in self.arrivals.roots]
            self.counted = (time.monotonic(), lags)
        return lags

    def lag(self, root: Root) -> Lag:
        """Files of one input that wait to be complete, or to be committed."""
        waiting = [found.source for found in self.settling.founds() if found.root is root]
        waiting += [taken.found.source for taken in self.taken.values() if taken.found.root is root]
        times = [source.arrived for source in waiting if source.arrived is not None]
        return Lag(root.name, 0, len(waiting), min(times, default=None))

    def close(self) -> None:
        """Stops watching."""
        self.arrivals.close()
