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
        exclude: a folder that is never read (the output).

    Raises:
        InputError: an input matches nothing.
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
    path = Path(os.path.abspath(text.removeprefix("file://")))
    if path.is_dir():
        return _walk(path, exclude.absolute() if exclude else None)
    if path.exists():
        return iter([local_file(path)])
    matches = sorted(glob.glob(str(path), recursive=True), key=lambda p: p.split("/"))
    if not matches:
        raise InputError(f"no such input: {text}")
    return _matched(matches, exclude)


def _matched(matches: Sequence[str], exclude: Path | None) -> Iterator[SourceFile]:
    streams = [
        _walk(Path(match), exclude.absolute() if exclude else None)
        if os.path.isdir(match)
        else iter([local_file(Path(match))])
        for match in matches
    ]
    return heapq.merge(*streams, key=lambda file: file.order)


def _walk(folder: Path, exclude: Path | None) -> Iterator[SourceFile]:
    """Files below a folder in plan order; names that begin with a dot are skipped, and what is no
    regular file or link."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError as error:
        raise InputError(
            f"cannot list {folder}: {error.strerror}; check its permissions"
        ) from error
    for entry in entries:
        if entry.name.startswith(".") or Path(entry.path) == exclude:
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), exclude)
        elif entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path)):
            yield local_file(Path(entry.path))


def local_file(path: Path) -> SourceFile:
    """A local file with its version; a link that leads nowhere is a file that will not open."""
    status = path.stat() if path.exists() else path.lstat()
    return SourceFile(
        str(path),
        f"{status.st_size}-{status.st_mtime_ns}",
        status.st_size,
        lambda: path.open("rb"),
    )
