"""The graph's source: one shard's records, spooled as an Arrow file by the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.sources.spool import read_spool
from schemas.article import Outcome
from transforms.step import Flowing, LeanDoFn


class ReadRecords(LeanDoFn):
    """The records of the spool file that `path` names when the bundle is run."""

    def __init__(self, path: Callable[[], str]) -> None:
        self.path = path

    def process(self, _: bytes) -> Iterator[Outcome]:
        """The file's records."""
        return read_spool(self.path())


@dataclass(eq=False)
class ReadSpool(beam.PTransform[Any, Any]):
    """Pipeline to PCollection of Outcome."""

    path: Callable[[], str]

    def expand(self, pipeline: Any) -> Any:
        """Reads the one file."""
        return (
            pipeline
            | "Shard" >> beam.Impulse()
            | "Records" >> beam.ParDo(ReadRecords(self.path)).with_output_types(Flowing)
        )
