"""Source files: local paths, folders and globs, or anything that a Beam filesystem reaches."""

from __future__ import annotations

import glob
import heapq
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.sources.source import InputError, SourceFile


def expand(inputs: Sequence[str], exclude: Path | None = None) -> Iterator[SourceFile]:
    """All files of the inputs in plan order, each once, whatever the order of the inputs.

    Args:
        inputs: paths, folders, globs or URIs.
        exclude: a folder that is never read (the output), whichever way leads to it.

    Raises:
        InputError: an input matches nothing, or cannot be listed.
    """
    streams = [_expand_one(text, exclude) for text in sorted(set(inputs))]
    previous = None
    for source in heapq.merge(*streams, key=lambda file: file.order):
        if source.uri != previous:
            yield source
        previous = source.uri


def _expand_one(text: str, exclude: Path | None) -> Iterator[SourceFile]:
    if "://" in text and not text.startswith("file://"):
        import pipeline.quiet_beam  # noqa: F401 - before anything else imports Beam
        from pipeline.sources.remote import expand_remote

        return expand_remote(text)
    walk = Walk(exclude)
    path = os.path.abspath(text.removeprefix("file://"))
    if os.path.lexists(path):
        return walk.files(path)
    matches = sorted(glob.glob(path, recursive=True), key=lambda match: match.split("/"))
    if not matches:
        raise InputError(f"no such input: {text}")
    return heapq.merge(*map(walk.files, matches), key=lambda file: file.order)


class Walk:
    """Lists files below paths; reads no folder twice, so that a link to a folder above ends."""

    def __init__(self, exclude: Path | None) -> None:
        self.exclude = os.path.realpath(exclude) if exclude else None

    def files(self, path: str) -> Iterator[SourceFile]:
        """The file, or the files of the folder, in plan order."""
        if not self._excluded(path):
            if os.path.isdir(path):
                yield from self._below(path, frozenset())
            else:
                yield local_file(path)

    def _below(self, folder: str, above: frozenset[tuple[int, int]]) -> Iterator[SourceFile]:
        """Names that begin with a dot are skipped, and what is neither file nor link."""
        try:
            status = os.stat(folder)
            entries = sorted(os.scandir(folder), key=lambda entry: readable(entry.name))
        except OSError as error:
            raise InputError(f"cannot list {readable(folder)}: {error.strerror}") from error
        here = (status.st_dev, status.st_ino)
        if here in above:
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not self._excluded(entry.path):
                    yield from self._below(entry.path, above | {here})
            elif entry.is_file() or not os.path.exists(entry.path):
                yield local_file(entry.path)

    def _excluded(self, path: str) -> bool:
        """Whether the path is the excluded folder or lies in it."""
        if self.exclude is None:
            return False
        real = os.path.realpath(path)
        return real == self.exclude or real.startswith(self.exclude + os.sep)


def readable(path: str) -> str:
    """The path as valid Unicode: bytes that are not UTF-8 are written as \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def local_file(path: str) -> SourceFile:
    """A local file with its version; a link that leads nowhere is a file that will not open."""
    status = os.stat(path) if os.path.exists(path) else os.lstat(path)
    return SourceFile(
        readable(path),
        f"{status.st_size}-{status.st_mtime_ns}",
        status.st_size,
        lambda: open(path, "rb"),
    )
