"""What a worker tells the driver of one attempt at a shard: written last, so the attempt is whole.

A shard's folder in the home holds its records, and a folder for each attempt:

    PLACE/records.arrow
    PLACE/ATTEMPT/articles-HASH.arrow ...    staged rows, one file a table
    PLACE/ATTEMPT/receipt.json
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

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
