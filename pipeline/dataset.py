"""The dataset on disk: where things lie, which commits there are, and who may write."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.manifest import Manifest, commit_id


class DatasetError(Exception):
    """The dataset is not in a state that newsmill can work on; the text says the fix."""


class Dataset:
    """Paths and manifests below one root folder.

    data/ holds finished files and nothing else; _meta/ the manifests, schemas and the index;
    _staging/ what no reader ever looks at.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.meta = root / "_meta"
        self.commits = self.meta / "commits"
        self.staging = root / "_staging"
        self.index = self.meta / "index.sqlite"
        self.lines = self.meta / "lines"
        self.lines_pointer = self.meta / "lines.json"
        self.newest = 0

    def line_table(self) -> Path | None:
        """The table of recurring lines that runs use; None if none was learnt."""
        if not self.lines_pointer.exists():
            return None
        name = json.loads(self.lines_pointer.read_text(encoding="utf-8"))["table"]
        return self.lines / str(name)

    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return any(self._listed())

    def create(self) -> None:
        """Makes the folders; raises OSError if that cannot be."""
        for folder in (self.data, self.commits, self.staging):
            folder.mkdir(parents=True, exist_ok=True)

    def manifest_path(self, number: int) -> Path:
        """Path of a commit's manifest."""
        return self.commits / f"{commit_id(number)}.json"

    def numbers(self) -> list[int]:
        """Numbers of all commits, ascending."""
        return sorted(self._listed())

    def _listed(self) -> Iterator[int]:
        """Numbers of all commits as the folder has them; none if there is no folder."""
        try:
            with os.scandir(self.commits) as entries:
                for entry in entries:
                    stem, dot, kind = entry.name.partition(".")
                    if dot and kind == "json" and stem.isdigit():
                        yield int(stem)
        except FileNotFoundError:
            return

    def has(self, number: int) -> bool:
        """Whether that commit is there."""
        return os.path.exists(self.manifest_path(number))

    def last(self) -> int:
        """Number of the newest commit, 0 if there is none.

        Only the first call lists the folder. Later ones go up from the newest commit that was
        seen, so that a long history costs a follower nothing; commits of other processes are
        found, since numbers have no gaps.
        """
        if not self.newest or not self.has(self.newest):
            self.newest = max(self._listed(), default=0)
        while self.has(self.newest + 1):
            self.newest += 1
        return self.newest

    def manifest(self, number: int) -> Manifest:
        """A commit's manifest; raises DatasetError if it cannot be read."""
        path = self.manifest_path(number)
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DatasetError(f"{path}: {error}") from error

    def manifests(self, after: int = 0) -> Iterator[Manifest]:
        """All commits in order, from the one behind `after`; without it, the folder is listed."""
        if not after:
            return (self.manifest(number) for number in self.numbers())
        behind = range(after + 1, self.last() + 1)
        return (self.manifest(number) for number in behind if self.has(number))

    @contextmanager
    def commit_lock(self) -> Iterator[None]:
        """Holds the dataset's commit lock; waits while another run commits. Freed by the kernel
        when the holder dies."""
        with (self.meta / "commit.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def run_lock(folder: Path) -> int:
    """Marks a staging folder as in use by this process; gives the descriptor to keep open."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def is_dead(folder: Path) -> bool:
    """Whether no living process holds the staging folder: only then may it be touched."""
    try:
        descriptor = os.open(folder / "run.lock", os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, text: str) -> None:
    """Writes a file so that it is there whole after a crash, or not at all."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as sink:
        sink.write(text)
        sink.flush()
        os.fsync(sink.fileno())
    partial.rename(path)
    sync_folder(path.parent)
