"""Source files: local paths, folders and globs, or anything that a Beam filesystem reaches."""

from __future__ import annotations

import glob
import heapq
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

from pipeline.sources.source import InputError, NothingThereError, SourceFile
from pipeline.stores.opening import is_bucket

Excluded = Path | str | Sequence[str] | None


def expand(inputs: Sequence[str], exclude: Excluded = None) -> Iterator[SourceFile]:
    """All files of the inputs in plan order, each once, whatever the order of the inputs.

    Args:
        inputs: paths, folders, globs or URIs.
        exclude: folders and URLs below which nothing is ever read (the output), whichever way
            leads to the folders.

    Raises:
        InputError: an input matches nothing, or cannot be listed.
    """
    streams = [_expand_one(text, exclude) for text in sorted(set(inputs))]
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


def _expand_one(text: str, exclude: Excluded) -> Iterator[SourceFile]:
    if "://" in text and not text.startswith("file://"):
        import pipeline.quiet_beam  # noqa: F401 - before anything else imports Beam
        from pipeline.sources.remote import expand_remote

        return outside(expand_remote(text), exclude)
    walk = Walk(exclude)
    path = os.path.abspath(text.removeprefix("file://"))
    if os.path.lexists(path):
        return walk.files(path)
    matches = sorted(glob.glob(path, recursive=True), key=lambda match: match.split("/"))
    if not matches:
        raise NothingThereError(text)
    return in_order([walk.files(match) for match in matches])


def listed(exclude: Excluded) -> list[str]:
    """What is excluded, each a path or a URL."""
    return [str(exclude)] if isinstance(exclude, Path | str) else list(exclude or ())


def outside(sources: Iterator[SourceFile], exclude: Excluded) -> Iterator[SourceFile]:
    """The objects that lie below no excluded URL."""
    below = tuple(f"{home}/" for home in listed(exclude) if is_bucket(home))
    return (source for source in sources if not source.uri.startswith(below))


class Walk:
    """Lists files below paths; reads no folder twice, so that a link to a folder above ends."""

    def __init__(self, exclude: Excluded) -> None:
        local = (home for home in listed(exclude) if not is_bucket(home))
        self.exclude = [os.path.realpath(folder) for folder in local]

    def files(self, path: str) -> Iterator[SourceFile]:
        """The file, or the files of the folder, in plan order."""
        if not self.excludes(path):
            if os.path.isdir(path):
                yield from self._below(path, frozenset())
            else:
                yield from there(path)

    def files_of(self, folder: str, above: str) -> Iterator[SourceFile]:
        """The files of a folder as they are found from the folder `above` it; none for `above`."""
        if folder == above or self.excludes(folder):
            return
        parents = []
        parent = os.path.dirname(folder)
        while len(parent) >= len(above):
            status = os.stat(parent)
            parents.append((status.st_dev, status.st_ino))
            parent = os.path.dirname(parent) if parent != above else ""
        yield from self._below(folder, frozenset(parents))

    def _below(self, folder: str, above: frozenset[tuple[int, int]]) -> Iterator[SourceFile]:
        """Names that begin with a dot are skipped, and what is neither file nor link."""
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
        if not all(entry.name.isascii() for entry in entries):
            entries.sort(key=lambda entry: readable(entry.name))
        for entry in entries:
            if entry.name[0] == ".":
                continue
            if entry.is_file():
                try:
                    status = entry.stat()
                except FileNotFoundError:
                    continue  # gone since it was listed
                yield with_status(entry.path, status)
            elif entry.is_dir():
                if not self.excludes(entry.path):
                    yield from self._below(entry.path, above | {here})
            elif not os.path.exists(entry.path):
                yield from there(entry.path)

    def excludes(self, path: str) -> bool:
        """Whether the path is an excluded folder or lies in one."""
        if not self.exclude:
            return False
        real = os.path.realpath(path)
        return any(real == out or real.startswith(out + os.sep) for out in self.exclude)


def readable(path: str) -> str:
    """The path as valid Unicode: bytes that are not UTF-8 are written as \\xNN."""
    if path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file_at(path: str) -> Iterator[SourceFile]:
    """The file that a folder's listing would show at a path, if there is one."""
    if os.path.isfile(path) or os.path.islink(path):
        yield from there(path)


def there(path: str) -> Iterator[SourceFile]:
    """The local file, unless it is gone since it was listed."""
    with suppress(FileNotFoundError):
        yield local_file(path)


def local_file(path: str) -> SourceFile:
    """A local file with its version; a link that leads nowhere is a file that will not open."""
    return with_status(path, os.stat(path) if os.path.exists(path) else os.lstat(path))


def with_status(path: str, status: os.stat_result) -> SourceFile:
    """The same, if the status of what it leads to is known."""
    size = status.st_size
    return SourceFile(
        path if path.isascii() else readable(path),
        f"{size}-{status.st_mtime_ns}",
        size,
        lambda: open(path, "rb"),
        path,
        status.st_mtime,
        status.st_ctime,
    )
