"""Inputs that are followed: what lies there, how to learn of more, and whether they are there."""

from __future__ import annotations

import glob
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.config import OptionError, RunConfig, seconds_of
from pipeline.sources.feed import FeedError
from pipeline.sources.files import Walk, expand, local_file, outside, readable
from pipeline.sources.remote_listing import RemoteListing
from pipeline.sources.source import InputError, NothingThereError, SourceFile

FULL_LISTING_SECONDS = 300.0
"""A watched folder is listed so often even so: what a watcher misses is found then."""
REMOTE_SECONDS = 10.0
"""An object store is listed so often."""
LOCAL_SECONDS = 1.0
"""A glob, or a file that was named itself, is looked for so often."""
LISTING_SHARE = 0.005
"""Share of the time that listings may take, where the user did not say how often."""
HURRIED_SHARE = 0.1
"""The same, where a change was noticed that the watcher did not tell of."""
LOOK_SECONDS = 1.0
"""How often it is checked that a folder is there, and how soon a listing that failed is tried
again."""

Identity = tuple[int, int]


@dataclass
class Root:
    """One input that is followed.

    Attributes:
        text: the input as it was given.
        base: the local folder that must be there; None for a remote input.
        watched: the kernel tells of changes below `base`; else it is listed every `interval` s.
        exact: `interval` is the user's wish, and is kept whatever a listing costs.
        due: when to list next, monotonic seconds.
        identity: device and inode of `base` when it was last there.
        changed: time of change of `base` itself, ns: entries came or went.
        told: when the watcher last told of a change below `base`, monotonic seconds.
        cost: seconds that the last listing took.
        away_since: since when it is not there, monotonic seconds; None while it is.
        remote: the listing of a remote input that is going on.
    """

    text: str
    base: str | None
    watched: bool
    interval: float
    exact: bool = False
    due: float = 0.0
    identity: Identity | None = None
    changed: int = 0
    told: float = -math.inf
    cost: float = 0.0
    away_since: float | None = None
    remote: RemoteListing | None = None

    @property
    def path(self) -> str:
        """The input as an absolute path or a URI."""
        return self.text if self.base is None else local_path(self.text)

    @property
    def name(self) -> str:
        """The path, fit for a person."""
        return readable(self.path)

    def files(self, exclude: tuple[str, ...]) -> Iterator[SourceFile]:
        """What lies there now, in plan order; InputError if that cannot be known."""
        if self.remote is not None:
            listing, self.remote = self.remote, None
            yield from outside(iter(listing.files()), exclude)
            return
        try:
            yield from expand([self.text], exclude)
        except NothingThereError:
            if self.base == self.path:
                raise  # a folder that is not there is no empty folder

    @property
    def was_told(self) -> bool:
        """Whether the watcher has just told of a change."""
        return time.monotonic() - self.told < 2 * LOOK_SECONDS

    def listed(self, started: float) -> None:
        """A listing that began at `started` is through."""
        now = time.monotonic()
        self.cost = now - started
        least = self.cost if self.exact else self.cost / LISTING_SHARE
        self.due = min(self.due, now + max(self.interval, least))

    def list_soon(self, seconds: float = 0.0) -> None:
        """Lists in `seconds` at the latest, or a little later where a listing takes long."""
        self.due = min(self.due, time.monotonic() + max(seconds, self.cost / HURRIED_SHARE))


@dataclass(frozen=True)
class Found:
    """A file and the input that it was found by."""

    source: SourceFile
    root: Root = field(compare=False)

    def again(self) -> Found | None:
        """The file as it is now; None if it is gone."""
        source = look(self.source)
        return None if source is None else Found(source, self.root)


def look(source: SourceFile) -> SourceFile | None:
    """A local file as it is now, None if it is gone; an object, which nobody writes to, as it was
    listed."""
    if source.path is None:
        return source
    try:
        return local_file(source.path)
    except OSError:
        return None


@dataclass
class Presence:
    """Notices when a root goes away, waits for it, and gives up in the end."""

    patience: float
    say: Callable[[str], None]

    def lost(self, root: Root, why: str) -> None:
        """The root cannot be listed now; raises FeedError if that is so for too long."""
        now = time.monotonic()
        if root.away_since is None:
            root.away_since = now
            self.say(f"{why}; waiting for it for up to {self.patience:g} s")
        elif now - root.away_since > self.patience:
            raise FeedError(
                f"{root.name} has been away for {self.patience:g} s ({why}); when it is back, "
                "run the same command to go on"
            )
        root.identity = None
        root.due = now + LOOK_SECONDS

    def found(self, root: Root) -> None:
        """The root is there."""
        if root.away_since is not None:
            root.away_since = None
            self.say(f"{root.name} is back; listing it anew")

    def look(self, root: Root) -> None:
        """Checks that a local root is there and the same; if not, it is listed anew."""
        if root.base is None:
            return
        try:
            status = os.stat(root.base)
        except OSError as error:
            self.lost(root, f"{readable(root.base)} is gone ({error.strerror})")
            return
        identity = (status.st_dev, status.st_ino)
        if identity != root.identity:
            root.due = time.monotonic()
        elif root.watched and status.st_mtime_ns != root.changed and not root.was_told:
            root.list_soon(LOOK_SECONDS)
        root.identity, root.changed = identity, status.st_mtime_ns


def roots_of(config: RunConfig) -> list[Root]:
    """The inputs to follow, each once."""
    poll = seconds_of("poll-interval", config.poll_interval)
    return [_root(text, poll) for text in sorted(set(config.files))]


def _root(text: str, poll: float) -> Root:
    if is_remote(text):
        return Root(text, None, False, poll or REMOTE_SECONDS, exact=poll > 0)
    path = local_path(text)
    base = path
    if os.path.isfile(path):
        base = os.path.dirname(path)
    elif glob.has_magic(path) and not os.path.lexists(path):
        while glob.has_magic(base):
            base = os.path.dirname(base)
    watched = base == path and not poll
    return Root(text, base, watched, poll or (FULL_LISTING_SECONDS if watched else LOCAL_SECONDS),
                exact=poll > 0)  # fmt: skip


def is_remote(text: str) -> bool:
    """Whether an input lies on an object store."""
    return "://" in text and not text.startswith("file://")


def local_path(text: str) -> str:
    """An input without its scheme, absolute."""
    return os.path.abspath(text.removeprefix("file://"))


def excluded(config: RunConfig) -> tuple[str, ...]:
    """What is never read: the output, and where files go when they are done."""
    return (config.home, *([os.path.realpath(config.done)] if config.done else []))


def check_followed(config: RunConfig) -> None:
    """Raises InputError or OptionError unless every input can be followed."""
    if config.reread:
        raise OptionError("--reread reads files once more and ends; leave --follow out")
    walk = Walk(excluded(config))
    for root in roots_of(config):
        if root.base is None:
            _check_remote(root, config)
        elif not os.path.isdir(root.base):
            raise NothingThereError(root.text)
        elif walk.excludes(root.base):
            raise InputError(f"{root.text} lies in the output or in --done; name another folder")
    if config.done and os.path.lexists(config.done) and not os.path.isdir(config.done):
        raise OptionError(f"--done {config.done} is not a folder; name one")
    if config.done and Walk(config.home).excludes(config.done):
        raise OptionError(f"--done {config.done} lies in the output; name another folder")


def _check_remote(root: Root, config: RunConfig) -> None:
    import pipeline.quiet_beam  # noqa: F401 - before anything else imports Beam
    from pipeline.sources.remote import check_scheme

    check_scheme(root.text.split("://", 1)[0])
    if config.done:
        raise OptionError(f"--done moves local files only; leave it out for {root.text}")
