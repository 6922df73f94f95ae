"""Files that could not be read, so that they are tried again but not all the time."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable

from pipeline.sources.source import SourceFile

RETRY_SECONDS = 600.0
"""A file that failed, looks the same and opens is tried again after so long."""
MOST_FILES = 10_000
"""Most files that are remembered; the oldest are tried again too soon."""

Mark = tuple[str, int]


class Refused:
    """Files that were refused as unreadable, as they were then."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.files: OrderedDict[str, tuple[Mark, float]] = OrderedDict()

    def add(self, source: SourceFile) -> None:
        """The file could not be read to its end."""
        self.files[source.uri] = (mark(source), self.now())
        self.files.move_to_end(source.uri)
        if len(self.files) > MOST_FILES:
            self.files.popitem(last=False)

    def holds(self, source: SourceFile) -> bool:
        """Whether the file was refused as it is, not long ago."""
        known = self.files.get(source.uri)
        if known is None:
            return False
        if known[0] == mark(source) and self.now() - known[1] < RETRY_SECONDS:
            return True
        del self.files[source.uri]
        return False


def mark(source: SourceFile) -> Mark:
    """What differs once a file was changed, permissions included."""
    try:
        return source.version, os.stat(source.path or "").st_ctime_ns
    except OSError:
        return source.version, 0
