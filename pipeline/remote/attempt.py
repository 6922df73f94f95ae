"""One attempt at a shard: staged rows in the home, and last a receipt, so that it is whole.

A shard's folder in the home holds its records, and a folder for each attempt:

    PLACE/records.arrow
    PLACE/ATTEMPT/articles-HASH.arrow ...    staged rows, one file a table
    PLACE/ATTEMPT/receipt.json
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.remote.marked import RemoteShard
from pipeline.stores.store import Store

RECORDS = "records.arrow"
RECEIPT = "receipt.json"


@dataclass(frozen=True)
class Attempt:
    """One attempt at a shard.

    Attributes:
        name: its folder below the shard's.
        records: how many of the shard's records have their rows in it.
        files: names of its files of staged rows.
    """

    name: str
    records: int
    files: tuple[str, ...]

    def to_json(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> Attempt:
        """The inverse of `to_json`."""
        values = json.loads(text)
        return Attempt(values["name"], values["records"], tuple(values["files"]))


def upload(home: Store, shard: RemoteShard, records: int, files: Sequence[Path]) -> Attempt:
    """Uploads the staged rows of so many of a shard's records, then their receipt, under a name
    that no other attempt has; raises OSError."""
    attempt = Attempt(uuid.uuid4().hex, records, tuple(path.name for path in files))
    folder = f"{shard.place}/{attempt.name}"
    for path in files:
        home.upload(path, f"{folder}/{path.name}")
    home.write(f"{folder}/{RECEIPT}", attempt.to_json().encode())
    return attempt
