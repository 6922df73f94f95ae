"""Source files: local paths, folders and globs, or anything that a Beam filesystem reaches."""

from __future__ import annotations

import glob
import heapq
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from operator import attrgetter, methodcaller
from pathlib import Path

from pipeline.sources.source import InputError, NothingThereError, SourceFile
from pipeline.stores.opening import is_bucket

Excluded = Path | str | Sequence[str] | None
Committed = Callable[[Sequence[str]], Mapping[str, str]]
"""Gives, of the files with these URIs, the versions of those that are committed to their end."""
Listed = tuple[str, os.stat_result]
"""A local file's path and its status, or that of what it leads to."""
TOGETHER = 500
"""So many files are looked at and looked up at a time."""


def none_committed(_: Sequence[str]) -> Mapping[str, str]:
    """Every file is yet to be read."""
    return {}


def expand(
    inputs: Sequence[str], exclude: Excluded = None, committed: Committed = none_committed
) -> Iterator[SourceFile]:
    """All files of the inputs in plan order, each once, whatever the order of the inputs.

    Args:
        inputs: paths, folders, globs or URIs.
        exclude: folders and URLs below which nothing is ever read (the output), whichever way
            leads to the folders.
        committed: files that it gives the same version for are left out: nearly all of a large
            input, so nothing is made of them.

    Raises:
        InputError: an input matches nothing, or cannot be listed.
    """
    streams = [_expand_one(text, exclude, committed) for text in sorted(set(inputs))]
    previous = None
    for source in in_order(streams):
        if source.uri != previous:
            yield source
        previous = source.uri


def in_order(streams: Sequence[Iterator[SourceFile]]) -> Iterator[SourceFile]:
    """Several streams in plan order as one; one alone needs no comparing."""
    if len(streams) == 1:
        return streams[0]
    return heapq.merge(*streams, key=lambda file: file.order)


def _expand_one(text: str, exclude: Excluded, committed: Committed) -> Iterator[SourceFile]:
    if "://" in text and not text.startswith("file://"):
        import pipeline.quiet_beam  # noqa: F401 - before anything else imports Beam
        from pipeline.sources.remote import expand_remote

        return uncommitted(outside(expand_remote(text), exclude), committed)
    walk = Walk(exclude)
    path = os.path.abspath(text.removeprefix("file://"))
    if os.path.lexists(path):
        return made(walk.files(path), committed)
    matches = sorted(glob.glob(path, recursive=True), key=lambda match: match.split("/"))
    if not matches:
        raise NothingThereError(text)
    return in_order([made(walk.files(match), committed) for match in matches])


def listed(exclude: Excluded) -> list[str]:
    """What is excluded, each a path or a URL."""
    return [str(exclude)] if isinstance(exclude, Path | str) else list(exclude or ())


def outside(sources: Iterator[SourceFile], exclude: Excluded) -> Iterator[SourceFile]:
    """The objects that lie below no excluded URL."""
    below = tuple(f"{home}/" for home in listed(exclude) if is_bucket(home))
    return (source for source in sources if not source.uri.startswith(below))


def made(listed: Iterator[Listed], committed: Committed) -> Iterator[SourceFile]:
    """Those local files that are not committed as they are."""
    while some := list(islice(listed, TOGETHER)):
        uris = [path if path.isascii() else readable(path) for path, _ in some]
        known = committed(uris)
        for uri, (path, status) in zip(uris, some, strict=True):
            if known.get(uri) != version_of(status):
                yield with_status(path, status)


def uncommitted(sources: Iterator[SourceFile], committed: Committed) -> Iterator[SourceFile]:
    """The same of files that are no local ones."""
    while some := list(islice(sources, TOGETHER)):
        known = committed([source.uri for source in some])
        yield from (source for source in some if known.get(source.uri) != source.version)


class Walk:
    """Lists files below paths; reads no folder twice, so that a link to a folder above ends."""

    def __init__(self, exclude: Excluded) -> None:
        local = (home for home in listed(exclude) if not is_bucket(home))
        self.exclude = [os.path.realpath(folder) for folder in local]

    def files(self, path: str) -> Iterator[Listed]:
        """The file, or the files of the folder, in plan order."""
        if self.excludes(path):
            return iter(())
        if os.path.isdir(path):
            return chain.from_iterable(self._below(path, frozenset()))
        return there(path)

    def files_of(self, folder: str, above: str) -> Iterator[Listed]:
        """The files of a folder as they are found from the folder `above` it; none for `above`."""
        if folder == above or self.excludes(folder):
            return iter(())
        parents = []
        parent = os.path.dirname(folder)
        while len(parent) >= len(above):
            status = os.stat(parent)
            parents.append((status.st_dev, status.st_ino))
            parent = os.path.dirname(parent) if parent != above else ""
        return chain.from_iterable(self._below(folder, frozenset(parents)))

    def _below(self, folder: str, above: frozenset[tuple[int, int]]) -> Iterator[Iterable[Listed]]:
        """The files some at a time, so that not each goes through every folder above it. Names that
        begin with a dot are skipped, and what is neither file nor link."""
        try:
            folder_status = os.stat(folder)
            entries = list(os.scandir(folder))
        except OSError as error:
            if above and isinstance(error, FileNotFoundError):
                return  # gone since it was listed
            raise InputError(f"cannot list {readable(folder)}: {error.strerror}") from error
        here = (folder_status.st_dev, folder_status.st_ino)
        if here in above:
            return
        entries.sort(key=attrgetter("name"))
        if not "".join([entry.name for entry in entries]).isascii():
            entries.sort(key=lambda entry: readable(entry.name))
        for start in range(0, len(entries), TOGETHER):
            some = entries[start : start + TOGETHER]
            plain = plain_files(some)
            if plain is None:
                yield from self._each(some, above | {here})
            else:
                yield plain

    def _each(
        self, entries: Sequence[os.DirEntry[str]], above: frozenset[tuple[int, int]]
    ) -> Iterator[Iterable[Listed]]:
        for entry in entries:
            if entry.name[0] == ".":
                continue
            if entry.is_file():
                with suppress(FileNotFoundError):  # gone since it was listed
                    yield ((entry.path, entry.stat()),)
            elif entry.is_dir():
                if not self.excludes(entry.path):
                    yield from self._below(entry.path, above)
            elif not os.path.exists(entry.path):
                yield there(entry.path)

    def excludes(self, path: str) -> bool:
        """Whether the path is an excluded folder or lies in one."""
        if not self.exclude:
            return False
        real = os.path.realpath(path)
        return any(real == out or real.startswith(out + os.sep) for out in self.exclude)


def plain_files(entries: Sequence[os.DirEntry[str]]) -> Iterator[Listed] | None:
    """A folder's entries if all are files and none is hidden; nothing here is done one by one."""
    if not all(map(os.DirEntry.is_file, entries)):
        return None
    if any(map(methodcaller("startswith", "."), map(attrgetter("name"), entries))):
        return None
    try:
        statuses = list(map(os.DirEntry.stat, entries))
    except FileNotFoundError:
        return None
    return zip(map(attrgetter("path"), entries), statuses, strict=True)


def readable(path: str) -> str:
    """The path as valid Unicode: bytes that are not UTF-8 are written as \\xNN."""
    if path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file_at(path: str) -> Iterator[Listed]:
    """The file that a folder's listing would show at a path, if there is one."""
    if os.path.isfile(path) or os.path.islink(path):
        yield from there(path)


def there(path: str) -> Iterator[Listed]:
    """The local file, unless it is gone since it was listed."""
    with suppress(FileNotFoundError):
        yield path, status_at(path)


def local_file(path: str) -> SourceFile:
    """A local file with its version; a link that leads nowhere is a file that will not open."""
    return with_status(path, status_at(path))


def status_at(path: str) -> os.stat_result:
    """The status of what lies there, or of a link that leads nowhere."""
    return os.stat(path) if os.path.exists(path) else os.lstat(path)


def version_of(status: os.stat_result) -> str:
    """Changes when the content does."""
    return f"{status.st_size}-{status.st_mtime_ns}"


def with_status(path: str, status: os.stat_result) -> SourceFile:
    """A local file of which the status is known."""
    return SourceFile(
        readable(path),
        version_of(status),
        status.st_size,
        lambda: open(path, "rb"),
        path,
        status.st_mtime,
        status.st_ctime,
    )
