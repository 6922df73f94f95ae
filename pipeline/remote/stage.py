"""The last stage of the graph that runs elsewhere: each shard's rows, uploaded with a receipt."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.remote.attempt import Attempt, upload
from pipeline.remote.marked import RemoteShard, shard_of
from pipeline.sinks.staged_rows import StagedRows
from pipeline.stores.opening import open_store
from pipeline.stores.store import Store
from schemas.article import Outcome
from transforms.rows import Lineage
from transforms.step import LeanDoFn


class StagedShard:
    """The rows that one bundle has of one shard."""

    def __init__(self, lineage: Lineage) -> None:
        self.rows = StagedRows(lineage)
        self.records = 0

    def add(self, outcome: Outcome) -> None:
        """Takes one outcome."""
        self.rows.add(outcome)
        self.records += 1

    def upload(self, home: Store, shard: RemoteShard) -> Attempt:
        """Writes the rows and uploads them."""
        with tempfile.TemporaryDirectory(prefix="newsmill-") as scratch:
            files = [Path(receipt.path) for receipt in self.rows.write(Path(scratch))]
            return upload(home, shard, self.records, files)


class WriteShards(LeanDoFn):
    """Collects each shard's rows and uploads them: as soon as all of them are there, so that a
    bundle of many shards takes the memory of few, and at the latest when the bundle ends."""

    def __init__(self, home: str, lineage: Lineage) -> None:
        self.url = home
        self.lineage = lineage

    def setup(self) -> None:
        """Opens the home."""
        self.home = open_store(self.url)

    def start_bundle(self) -> None:
        """Begins with no rows."""
        self.staged: dict[RemoteShard, StagedShard] = {}

    def process(self, outcome: Outcome) -> Iterator[str]:
        """Takes one outcome."""
        shard = shard_of(outcome)
        if shard not in self.staged:
            self.staged[shard] = StagedShard(self.lineage)
        staged = self.staged[shard]
        staged.add(outcome)
        if staged.records == shard.records:
            yield self.upload(shard)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """What is still open: a shard that the engine has spread over bundles."""
        window = GlobalWindow()
        for shard in list(self.staged):
            yield WindowedValue(self.upload(shard), window.max_timestamp(), (window,))

    def upload(self, shard: RemoteShard) -> str:
        """Uploads what is here of a shard; gives the attempt's folder."""
        attempt = self.staged.pop(shard).upload(self.home, shard)
        return f"{shard.place}/{attempt.name}"


@dataclass(eq=False)
class StageShards(beam.PTransform[Any, Any]):
    """PCollection of Outcome to PCollection of the folders of attempts, which nobody needs."""

    home: str
    lineage: Lineage

    def expand(self, outcomes: Any) -> Any:
        """Writes one folder per bundle and shard."""
        write = beam.ParDo(WriteShards(self.home, self.lineage))
        return outcomes | "Write" >> write.with_output_types(str)
