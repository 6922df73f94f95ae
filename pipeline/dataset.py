"""The dataset on disk: where things lie, which commits there are, and who may write."""

from __future__ import annotations

import fcntl
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

    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return self.commits.is_dir() and any(self.commits.glob("*.json"))

    def create(self) -> None:
        """Makes the folders; raises OSError if that cannot be."""
        for folder in (self.data, self.commits, self.staging):
            folder.mkdir(parents=True, exist_ok=True)

    def manifest_path(self, number: int) -> Path:
        """Path of a commit's manifest."""
        return self.commits / f"{commit_id(number)}.json"

    def numbers(self) -> list[int]:
        """Numbers of all commits, ascending."""
        return sorted(int(path.stem) for path in self.commits.glob("*.json") if path.stem.isdigit())

    def last(self) -> int:
        """Number of the newest commit, 0 if there is none."""
        numbers = self.numbers()
        return numbers[-1] if numbers else 0

    def manifest(self, number: int) -> Manifest:
        """A commit's manifest; raises DatasetError if it cannot be read."""
        path = self.manifest_path(number)
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DatasetError(f"{path}: {error}") from error

    def manifests(self, after: int = 0) -> Iterator[Manifest]:
        """All commits in order, from the one behind `after`."""
        return (self.manifest(number) for number in self.numbers() if number > after)

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
