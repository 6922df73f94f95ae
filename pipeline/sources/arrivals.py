"""What is seen below followed inputs: first all of it, then what changes, rarely all again."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watchfiles import Change

from pipeline.config import RunConfig
from pipeline.sources.files import Walk, file_at, with_status
from pipeline.sources.folder_watch import Changes, FolderWatch
from pipeline.sources.remote_listing import RemoteListing
from pipeline.sources.roots import (
    LOOK_SECONDS,
    REMOTE_SECONDS,
    Found,
    Presence,
    Root,
    excluded,
    roots_of,
)
from pipeline.sources.source import InputError

TICK_SECONDS = 0.1
"""How long to wait when there is nothing."""
BUSY_SECONDS = 0.01
"""Whoever needs longer than this between two ticks had other work; then nobody waits here."""
ANSWER_SECONDS = 10.0
"""An object store that is not listed after so long is away."""
BURST_CHANGES = 1_000
"""After so many changes at once the kernel may have dropped some: the folder is listed again."""


@dataclass(frozen=True)
class Arrival:
    """A file that is there; `touched` if it was written or its permissions changed just now."""

    found: Found
    touched: bool = False


class Arrivals:
    """Lists the inputs, and watches those that the kernel tells of."""

    def __init__(self, config: RunConfig, say: Callable[[str], None]) -> None:
        self.roots = roots_of(config)
        self.exclude = excluded(config)
        self.walk = Walk(self.exclude)
        self.presence = Presence(config.source_seconds, say)
        self.watch = FolderWatch(say)
        self.looked = -LOOK_SECONDS

    def stream(self) -> Iterator[Arrival | None]:
        """Files that are there, some more than once; None every TICK_SECONDS and oftener.

        Raises FeedError if an input has been away for too long.
        """
        while True:
            self.look()
            for root in self.roots:
                if root.due <= time.monotonic() and self.can_list(root):
                    yield from self.listing(root)
            changes = self.watch.changes()
            if changes is None:
                self.list_watched()
            elif changes:
                yield from self.changed(changes)
            asked = time.monotonic()
            yield None
            if not changes and time.monotonic() - asked < BUSY_SECONDS:
                time.sleep(TICK_SECONDS - BUSY_SECONDS)

    def look(self) -> None:
        """Checks now and then that all is still there, and watches what is."""
        if time.monotonic() - self.looked < LOOK_SECONDS:
            return
        self.looked = time.monotonic()
        for root in self.roots:
            self.presence.look(root)
        watched = [root for root in self.roots if root.watched]
        if not self.watch.follow({r.base: r.identity for r in watched if r.base and r.identity}):
            for root in watched:
                root.watched, root.interval = False, REMOTE_SECONDS

    def can_list(self, root: Root) -> bool:
        """Whether a root is there, so that it can be listed; a remote one, whether it was."""
        if root.base is not None:
            return root.identity is not None
        if root.remote is None:
            root.remote = RemoteListing(root.text)
        if root.remote.seconds > ANSWER_SECONDS and not root.remote.done:
            self.presence.lost(root, f"no answer from {root.name}")
        return root.remote.done

    def listing(self, root: Root) -> Iterator[Arrival | None]:
        """All files of one root."""
        started = shown = time.monotonic()
        root.due = math.inf  # until it is through, or someone asks for one more
        try:
            for source in root.files(self.exclude):
                yield Arrival(Found(source, root))
                if time.monotonic() - shown > TICK_SECONDS / 2:
                    yield None
                    shown = time.monotonic()
        except InputError as error:
            self.presence.lost(root, str(error))
            return
        self.presence.found(root)
        root.listed(started)

    def list_watched(self) -> None:
        """What changed is not known: lists anew, and has the watcher made anew before."""
        for root in self.roots:
            if root.watched:
                root.list_soon()
        self.looked = -LOOK_SECONDS

    def changed(self, changes: Changes) -> Iterator[Arrival | None]:
        """The files that changed."""
        shown = time.monotonic()
        for change, path in sorted(changes, key=lambda item: item[1]):
            root = self.owner(path)
            if root is None:
                continue
            root.told = time.monotonic()
            if len(changes) >= BURST_CHANGES:
                root.list_soon(2 * LOOK_SECONDS)
            if change is Change.deleted and path == root.base:
                self.watch.close()  # it watches what is gone, even if the path is there again
                self.list_watched()
            elif change is not Change.deleted:
                yield from self.arrived(root, path, change is Change.modified)
            if time.monotonic() - shown > TICK_SECONDS / 2:
                yield None
                shown = time.monotonic()

    def arrived(self, root: Root, path: str, touched: bool) -> Iterator[Arrival]:
        """The file at a path, or those of the folder there."""
        try:
            if os.path.isdir(path):
                for listed in self.walk.files_of(path, root.base or path):
                    yield Arrival(Found(with_status(*listed), root))
            else:
                for listed in file_at(path):
                    yield Arrival(Found(with_status(*listed), root), touched)
        except (OSError, InputError):
            return  # gone again, or not to be listed: the next full listing tells

    def owner(self, path: str) -> Root | None:
        """The watched root that a path belongs to, if it is to be read at all."""
        owners = [r for r in self.roots if r.watched and r.base and is_below(path, r.base)]
        root = max(owners, key=lambda root: len(root.base or ""), default=None)
        if root is None or root.base is None:
            return None
        names = path[len(root.base) :].split(os.sep)
        hidden = any(name.startswith(".") for name in names)
        return None if hidden or self.walk.excludes(os.path.dirname(path)) else root

    def close(self) -> None:
        """Stops watching."""
        self.watch.close()


def is_below(path: str, base: str) -> bool:
    """Whether a path is `base` or lies below it."""
    return path == base or path.startswith(base.rstrip(os.sep) + os.sep)
