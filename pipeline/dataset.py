"""The dataset: where things lie, which commits there are, and who may write."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.complaint import FailedError
from pipeline.scratch import cache_folder, own_folder, scratch_folder
from pipeline.stores.folders import read_ahead
from pipeline.stores.opening import open_store
from schemas.manifest import Manifest, commit_id

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

COMMITS = "_meta/commits"
STAGING = "_staging"


class DatasetError(FailedError):
    """The dataset is not in a state that newsmill can work on; the text says the fix."""


class Dataset:
    """Names and manifests below one root, in whatever store that is.

    data/ holds finished files and nothing else; _meta/ the manifests, schemas and plans of commits;
    _staging/ what no reader ever looks at.

    Attributes:
        store: the dataset's home.
        root: its folder; None where it is no local disk.
        staging: a local folder for the working files of runs, one folder each. On a local disk it
            is the dataset's own _staging/.
        cache: a local folder for what follows from the dataset, on a local disk its own _meta/.
        index: path of the index in it.
    """

    def __init__(self, home: str | Path, scratch: str = "") -> None:
        self.store = open_store(home)
        self.url = self.store.url
        self.root = self.store.root
        key = sha256(self.url.encode()).hexdigest()[:16]
        self.cache = self.root / "_meta" if self.root else cache_folder(key)
        self.staging = self.root / STAGING if self.root else scratch_folder(scratch, self.cache)
        self.index = self.cache / "index.sqlite"
        self.newest = 0

    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return any(self._listed())

    def create(self) -> None:
        """Makes the folders; raises OSError if that cannot be."""
        if self.root is None:
            own_folder(self.staging)
            own_folder(self.cache)
            return
        for folder in (self.root / "data", self.root / COMMITS, self.staging):
            folder.mkdir(parents=True, exist_ok=True)

    def numbers(self) -> list[int]:
        """Numbers of all commits, ascending."""
        return sorted(self._listed())

    def _listed(self) -> Iterator[int]:
        """Numbers of all commits as they are listed; none if there is no folder."""
        for name in self.store.names(COMMITS):
            stem, dot, kind = name.partition(".")
            if dot and kind == "json" and stem.isdigit():
                yield int(stem)

    def has(self, number: int) -> bool:
        """Whether that commit is there."""
        return self.store.size(manifest_name(number)) is not None

    def last(self) -> int:
        """Number of the newest commit, 0 if there is none.

        Only the first call lists the commits. Later ones go up from the newest commit that was
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
        name = manifest_name(number)
        try:
            return Manifest.from_json(self.store.read(name).decode())
        except (OSError, ValueError) as error:
            raise DatasetError(f"{self.url}/{name}: {error}") from error

    def manifests(self, after: int = 0) -> Iterator[Manifest]:
        """All commits in order, from the one behind `after`; without it, they are listed."""
        if not after:
            return self._read(self.numbers())
        behind = range(after + 1, self.last() + 1)
        return self._read([number for number in behind if self.has(number)])

    def newest_first(self) -> Iterator[Manifest]:
        """All commits, the last one first."""
        return self._read(self.numbers()[::-1])

    def _read(self, numbers: list[int]) -> Iterator[Manifest]:
        """Manifests one after the other; those of an object store several at a time."""
        if self.root or len(numbers) < 2:
            return (self.manifest(number) for number in numbers)
        return read_ahead(self.manifest, numbers)

    @contextmanager
    def parquet(self, name: str) -> Iterator[ParquetFile]:
        """A published file, of which only what is asked for is read."""
        from pyarrow.parquet import ParquetFile  # late: planning needs no Arrow

        import pipeline.arrow_memory  # noqa: F401 - for its effect

        with self.store.open(name) as source, ParquetFile(source) as file:
            yield file

    @contextmanager
    def commit_lock(self) -> Iterator[None]:
        """Waits while another run of this machine commits. Freed by the kernel when the holder
        dies. Runs of other machines are kept apart by the number that a commit takes."""
        with (self.cache / "commit.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def manifest_name(number: int) -> str:
    """Name of a commit's manifest."""
    return f"{COMMITS}/{commit_id(number)}.json"


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
