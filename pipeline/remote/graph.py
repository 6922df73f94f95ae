"""The graph for workers elsewhere: shards as elements, then the same stages, one straight line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam

from pipeline.graph import stages
from pipeline.jobs import GraphConfig
from pipeline.remote.attempt import RECORDS
from pipeline.remote.marked import RemoteShard, marked
from pipeline.remote.stage import StageShards
from pipeline.sources.spool import read_spool
from pipeline.stores.opening import open_store
from schemas.article import Outcome
from transforms.step import Flowing, LeanDoFn


@dataclass(frozen=True)
class RemoteConfig:
    """What the graph needs; plain values, no secrets.

    Attributes:
        home: URL of the dataset's home, as the workers see it.
        graph: what the stages need. It names no index: workers elsewhere see none, and the
            committer looks everything up again.
    """

    home: str
    graph: GraphConfig


def build(pipeline: beam.Pipeline, config: RemoteConfig, shards: Sequence[RemoteShard]) -> Any:
    """Adds the whole line to `pipeline`; gives the PCollection of attempts' folders.

    Shards travel as plain tuples, which every runner's coders give back as they were.
    """
    outcomes = (
        pipeline
        | "Shards" >> beam.Create([(s.place, s.records) for s in shards], reshuffle=False)
        | "Spread" >> beam.Reshuffle()
        | "Read" >> beam.ParDo(ReadShards(config.home)).with_output_types(Flowing)
    )
    return stages(outcomes, config.graph) | "StageFiles" >> StageShards(
        config.home, config.graph.lineage
    )


class ReadShards(LeanDoFn):
    """The records of each shard, downloaded."""

    def __init__(self, home: str) -> None:
        self.url = home

    def setup(self) -> None:
        """Opens the home."""
        self.home = open_store(self.url)

    def process(self, element: tuple[str, int]) -> Iterator[Outcome]:
        """The shard's records, marked as its own; raises OSError."""
        shard = RemoteShard(*element)
        with tempfile.TemporaryDirectory(prefix="newsmill-") as scratch:
            spool = Path(scratch) / RECORDS
            self.home.download(f"{shard.place}/{RECORDS}", spool)
            for outcome in read_spool(spool):
                yield marked(outcome, shard)
