"""What newsmill asks of the place where a dataset lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyarrow import NativeFile


class StoreError(OSError):
    """The store does not do what was asked; the text is one line that says why and the fix."""


@dataclass(frozen=True)
class Entry:
    """One object: its name below the store's root, bytes, and when it was written (the store's
    clock)."""

    name: str
    size: int
    modified: datetime


class Store(Protocol):
    """A dataset's home. Names are relative POSIX paths below its root.

    Every method may be called again after any failure: none does harm the second time. All raise
    StoreError for what the store refuses, and FileNotFoundError for a name that must be there and
    is not. Stores are picklable and carry no credentials: these come from where they are used.
    """

    @property
    def url(self) -> str:
        """The root, as `open_store` takes it; without a slash at its end."""

    @property
    def root(self) -> Path | None:
        """The root as a local folder; None for an object store."""

    def check(self) -> None:
        """Raises StoreError unless the store answers and lets its root be listed."""

    def read(self, name: str) -> bytes:
        """All bytes of an object."""

    def open(self, name: str) -> NativeFile:
        """An object for reading at any place, as pyarrow takes it; the caller closes it."""

    def fetched(self, name: str) -> AbstractContextManager[Path]:
        """An object as a local file, for as long as the context is open."""

    def size(self, name: str) -> int | None:
        """Bytes of an object, None if it is not there."""

    def names(self, folder: str) -> Iterator[str]:
        """Names, without the folder's, of what lies directly in it; none if it is not there."""

    def list(self, prefix: str) -> Iterator[Entry]:
        """All objects below the folder `prefix`, in any order; none if there is no such folder."""

    def write(self, name: str, data: bytes) -> None:
        """Puts an object, whole or not at all, over what may be there; durable on return."""

    def create(self, name: str, data: bytes) -> bool:
        """Puts an object if there is none of that name, atomically among all writers.

        True if what is there now is `data`: put by this call, or by an earlier one whose answer
        was lost. So `data` must say who wrote it, where that matters. Durable on return.
        """

    def upload(self, local: Path, name: str) -> None:
        """Puts a local file, whole or not at all, in parts where it is large."""

    def download(self, name: str, local: Path) -> None:
        """Gets an object as a local file, whole or not at all; makes the folders above it."""

    def publish(self, moves: Sequence[tuple[str, str]]) -> None:
        """Lets objects appear under other names, each whole or not at all; durable on return.

        Args:
            moves: pairs of a present name and the new one. The present one may stay.

        Raises:
            FileNotFoundError: an object is there neither under the one name nor under the other.
        """

    def delete(self, names: Iterable[str]) -> None:
        """Removes objects; those that are not there are as good as removed."""
