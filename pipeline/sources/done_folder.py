"""Moves files that are committed out of a followed folder."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from pipeline.sources.files import local_file, readable


class DoneFolder:
    """Where files go after the commit that completes them."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.complaints: set[int | None] = set()

    def move(self, path: str, base: str, version: str) -> bool:
        """Moves the file at `path` below `base` to the same place here, unless it is no longer
        the `version` that was committed; where a file lies already, under a name with a number.

        A file that cannot be moved stays, which is said once for each cause.
        """
        try:
            if local_file(path).version != version:
                return False
            place(path, self.folder / os.path.relpath(path, base))
        except OSError as error:
            if not isinstance(error, FileNotFoundError) and error.errno not in self.complaints:
                self.complaints.add(error.errno)
                self.say(f"cannot move {readable(path)} to {self.folder}: {error.strerror}")
            return False
        return True


def place(path: str, target: Path) -> None:
    """Moves a file to `target` or to the first free name beside it; overwrites nothing.

    The name is taken by an empty file first, so that no other process takes it meanwhile.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for name in names(target):
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        try:
            transfer(path, name)
        except OSError:
            name.unlink()
            raise
        return


def names(target: Path) -> Iterator[Path]:
    """The name itself, then report.1.json, report.2.json, ..."""
    yield target
    for number in count(1):
        yield target.with_name(f"{target.stem}.{number}{target.suffix}")


def transfer(path: str, target: Path) -> None:
    """Renames; across file systems, copies, makes that durable, and removes the original."""
    try:
        os.rename(path, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy_durably(path, target)
        os.unlink(path)


def copy_durably(path: str, target: Path) -> None:
    """Copies under a hidden name, then renames: the target is whole or not there."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.copy2(path, partial)
        with partial.open("rb") as copied:
            os.fsync(copied.fileno())
        os.rename(partial, target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
