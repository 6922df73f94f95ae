"""When a file of a drop folder is complete: it was not changed for a while."""

from __future__ import annotations

import heapq
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from pipeline.sources.roots import Found

FIRST_REST = 1.0
"""Least seconds of rest for a file that was changed while it was read."""
LONGEST_REST = 600.0
"""Most seconds of rest, however often a file was changed while it was read."""
UNSTEADY_FILES = 10_000
"""Most files that are remembered as unsteady."""


class Steadiness:
    """How long each file must rest before it is read.

    A file that changed while it was read cost its whole slice, so it must rest twice as long the
    next time: one that never stops growing cannot keep the others from being committed. Outlives
    the feeds of a run.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.longer: OrderedDict[str, float] = OrderedDict()

    def rest(self, uri: str) -> float:
        """Seconds that the file must rest."""
        return self.longer.get(uri, self.seconds)

    def disturbed(self, uri: str) -> None:
        """The file changed while it was read."""
        longer = min(LONGEST_REST, max(FIRST_REST, 2 * self.rest(uri)))
        self.longer[uri] = max(longer, self.seconds)
        self.longer.move_to_end(uri)
        if len(self.longer) > UNSTEADY_FILES:
            self.longer.popitem(last=False)

    def calm(self, uri: str) -> None:
        """The file was read and committed as it is."""
        self.longer.pop(uri, None)


@dataclass
class Waiting:
    """A file as it was last seen, and when (monotonic) it will have rested."""

    found: Found
    due: float


class Settling:
    """Files that may still be written.

    A file has rested when its time of change is long enough ago, or, where that time is unknown or
    lies ahead of this machine's clock, when size and time of change have stayed the same for as
    long. A change that was seen to happen counts from then, whatever the file's own time says.
    """

    def __init__(
        self,
        steadiness: Steadiness,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.steadiness = steadiness
        self.now = now
        self.wall = wall
        self.waiting: dict[str, Waiting] = {}
        self.queue: list[tuple[float, int, str]] = []
        self.numbers = count()

    def __len__(self) -> int:
        return len(self.waiting)

    def add(self, found: Found, touched: bool = False) -> None:
        """A file was seen; `touched` if it was changed just now."""
        uri = found.source.uri
        known = self.waiting.get(uri)
        if known is None:
            self.waiting[uri] = Waiting(found, self._due(found, touched))
            self._enqueue(uri)
        elif touched or known.found.source.version != found.source.version:
            known.found, known.due = found, self._due(found, touched)

    def settled(self) -> Iterator[Found]:
        """The files that have rested, each looked at once more; the longest waiting first."""
        while self.queue and self.queue[0][0] <= self.now():
            due, _, uri = heapq.heappop(self.queue)
            waiting = self.waiting[uri]
            if waiting.due <= due:
                again = waiting.found.again()
                if again is None:
                    del self.waiting[uri]
                    continue
                if again.source.version == waiting.found.source.version:
                    del self.waiting[uri]
                    yield again
                    continue
                waiting.found, waiting.due = again, self._due(again, True)
            self._enqueue(uri)

    def founds(self) -> Iterator[Found]:
        """All that wait."""
        return (waiting.found for waiting in self.waiting.values())

    def _enqueue(self, uri: str) -> None:
        heapq.heappush(self.queue, (self.waiting[uri].due, next(self.numbers), uri))

    def _due(self, found: Found, touched: bool) -> float:
        rest = self.steadiness.rest(found.source.uri)
        modified = found.source.modified
        age = 0.0 if touched or modified is None else self.wall() - modified
        return self.now() + (rest if age < 0 else max(0.0, rest - age))
