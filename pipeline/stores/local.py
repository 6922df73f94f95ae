"""A dataset on a local disk: atomic by rename and link, durable by fsync."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.stores.store import Entry

if TYPE_CHECKING:
    from pyarrow import NativeFile

PARTIAL = ".partial"
"""Suffix of a file that is still being written; never listed."""


@dataclass(frozen=True)
class LocalStore:
    """A folder. What it does is described by `Store`."""

    root: Path
    url: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", str(self.root))

    def check(self) -> None:
        """A local folder answers with each call."""

    def read(self, name: str) -> bytes:
        """All bytes of a file."""
        return (self.root / name).read_bytes()

    def open(self, name: str) -> NativeFile:
        """The file."""
        from pyarrow import OSFile  # late: planning needs no Arrow

        return OSFile(str(self.root / name))

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        """The file itself."""
        yield self.root / name

    def size(self, name: str) -> int | None:
        """Bytes of a file."""
        try:
            return (self.root / name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def names(self, folder: str) -> Iterator[str]:
        """Entries of a folder."""
        try:
            with os.scandir(self.root / folder) as entries:
                yield from (entry.name for entry in entries if not is_partial(entry.name))
        except FileNotFoundError:
            return

    def list(self, prefix: str) -> Iterator[Entry]:
        """All files below a folder."""
        for folder, _, names in os.walk(self.root / prefix):
            for name in names:
                path = Path(folder, name)
                if is_partial(name):
                    continue
                with suppress(FileNotFoundError):  # another process has just removed it
                    status = path.stat()
                    modified = datetime.fromtimestamp(status.st_mtime, UTC)
                    yield Entry(path.relative_to(self.root).as_posix(), status.st_size, modified)

    def write(self, name: str, data: bytes) -> None:
        """Written aside and renamed."""
        path = self.root / name
        self._aside(path, data).rename(path)
        sync_folder(path.parent)

    def create(self, name: str, data: bytes) -> bool:
        """Written aside and linked."""
        path = self.root / name
        partial = self._aside(path, data)
        try:
            os.link(partial, path)
        except FileExistsError:
            return path.read_bytes() == data
        finally:
            partial.unlink()
        sync_folder(path.parent)
        return True

    def _aside(self, path: Path, data: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}-{uuid.uuid4().hex}{PARTIAL}")
        with partial.open("wb") as sink:
            sink.write(data)
            sink.flush()
            os.fsync(sink.fileno())
        return partial

    def upload(self, local: Path, name: str) -> None:
        """Copied, unless it lies there already: working files of a local dataset do."""
        path = self.root / name
        if path != local:
            copy(local, path)

    def download(self, name: str, local: Path) -> None:
        """Copied."""
        copy(self.root / name, local)

    def publish(self, moves: Sequence[tuple[str, str]]) -> None:
        """Renamed."""
        touched = set()
        for source, target in moves:
            path = self.root / target
            path.parent.mkdir(parents=True, exist_ok=True)
            touched |= {path.parent, path.parent.parent}
            try:
                (self.root / source).rename(path)
            except FileNotFoundError:
                if not path.exists():
                    raise
        for folder in sorted(touched):
            sync_folder(folder)

    def delete(self, names: Iterable[str]) -> None:
        """Unlinked; folders stay."""
        for name in names:
            (self.root / name).unlink(missing_ok=True)


def is_partial(name: str) -> bool:
    """Whether a file is still being written, or was when its writer died."""
    return name.endswith(PARTIAL)


def copy(source: Path, target: Path) -> None:
    """Copies a file, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}-{uuid.uuid4().hex}{PARTIAL}")
    try:
        shutil.copyfile(source, partial)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
