"""Changes below folders as the kernel tells of them, through watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence

import watchfiles
from watchfiles import Change

from pipeline.sources.files import readable
from pipeline.sources.roots import Identity

POLL_MS = 1
"""How long one look at the watcher may take; who waits, sleeps between two looks."""

Changes = set[tuple[Change, str]]


class FolderWatch:
    """Watches folders while they are the same folders."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.watched: dict[str, Identity] = {}
        self.stream: Generator[Changes, None, None] | None = None

    def follow(self, folders: Mapping[str, Identity]) -> bool:
        """Watches these folders from now on; False if that cannot be."""
        if folders == self.watched:
            return True
        self.close()
        if not folders:
            return True
        try:
            self.stream = _watch(sorted(folders))
            next(self.stream)  # from here on nothing is missed
        except (OSError, RuntimeError) as error:
            self.close()
            self.say(f"cannot watch {', '.join(map(readable, sorted(folders)))} ({_line(error)})")
            return False
        self.watched = dict(folders)
        return True

    def changes(self) -> Changes | None:
        """What changed since the last call; None if that is unknown."""
        if self.stream is None:
            return set()
        try:
            return next(self.stream)
        except (OSError, RuntimeError, StopIteration):
            # A name that is no UTF-8, or an error of the kernel's: the watcher is of no more use.
            self.close()
            return None

    def close(self) -> None:
        """Stops watching."""
        if self.stream is not None:
            self.stream.close()
        self.stream = None
        self.watched = {}


def _watch(folders: Sequence[str]) -> Generator[Changes, None, None]:
    return watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=POLL_MS,
        step=POLL_MS,
        rust_timeout=POLL_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=True,
        ignore_permission_denied=True,
    )


def _line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
