"""The table of lines that recur, kept with the dataset: `newsmill learn` writes it, workers read
it, wherever they are."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.dataset import Dataset
from pipeline.stores.opening import open_store

if TYPE_CHECKING:
    from transforms.recurring import LineTable

FOLDER = "_meta/lines"
POINTER = "_meta/lines.json"
"""Names the table that runs use; older tables stay, since manifests name them."""


def keep(dataset: Dataset, text: str) -> str:
    """Writes a table under the name of its hash, then what points to it; gives its URL."""
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.tsv"
    dataset.store.write(f"{FOLDER}/{name}", text.encode())
    dataset.store.write(POINTER, (json.dumps({"table": name}) + "\n").encode())
    return f"{dataset.url}/{FOLDER}/{name}"


def kept(dataset: Dataset) -> str | None:
    """URL of the table that runs on the dataset use; None if none was learnt."""
    if dataset.store.size(POINTER) is None:
        return None
    name = json.loads(dataset.store.read(POINTER))["table"]
    return f"{dataset.url}/{FOLDER}/{name}"


def version_of(url: str) -> str:
    """What manifests say of a table: the hash in its name."""
    return url.rpartition("/")[2].removesuffix(".tsv")


@lru_cache(maxsize=1)
def load(url: str) -> LineTable:
    """The table at a URL, once per process; raises OSError, and ValueError if it is none."""
    from transforms.recurring import read_table  # late: brings numpy

    home, _, name = url.rpartition("/")
    return read_table(open_store(home).read(name).decode())
