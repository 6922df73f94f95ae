"""The one place that picks a store by the scheme of its URL."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.stores.local import LocalStore
from pipeline.stores.store import Store


def is_bucket(home: str) -> bool:
    """Whether a dataset's home lies on an object store."""
    return "://" in home and not home.startswith("file://")


def home_of(text: str) -> str:
    """A dataset's home in one spelling: an absolute path with links resolved, or a URL."""
    if is_bucket(text):
        return text.rstrip("/")
    return os.path.realpath(text.removeprefix("file://"))


def open_store(home: str | Path) -> Store:
    """The store at a path or URL; works in any process that has credentials.

    Raises:
        StoreError: nothing is known of the scheme, its extra is not installed, or there are no
            credentials.
    """
    text = str(home)
    if is_bucket(text):
        from pipeline.stores.bucket import Bucket

        return Bucket(home_of(text))
    return LocalStore(Path(text.removeprefix("file://")))
