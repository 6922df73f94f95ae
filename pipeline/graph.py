"""The graph: one straight line of named stages, from a shard's records to its staged files."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import apache_beam as beam

from pipeline.jobs import GraphConfig
from pipeline.sinks.staged import StageFiles
from pipeline.sources.spool import read_spool
from transforms.clean import cleaner
from transforms.dedup import index_deduplicator
from transforms.entities import RecogniseEntities
from transforms.extract import Extractor, extractor
from transforms.fingerprint import fingerprinter
from transforms.language import identifier
from transforms.parse import parser
from transforms.step import Step
from transforms.topics import classifier


@cache
def kept_extractor(seconds: float, mib: int) -> Extractor:
    """One extractor, and so one sandbox, for all shards of this process."""
    return extractor(seconds, mib)


def build(pipeline: beam.Pipeline, spool: str, staging: str, config: GraphConfig) -> Any:
    """Adds the whole line to `pipeline`; gives the PCollection of receipts."""
    return (
        pipeline
        | "Shard" >> beam.Create([spool], reshuffle=False)
        | "Read" >> beam.FlatMap(read_spool)
        | "Parse" >> Step("Parse", partial(parser, dict(config.field_map)))
        | "Extract"
        >> Step("Extract", partial(kept_extractor, config.extract_seconds, config.extract_mib))
        | "Clean" >> Step("Clean", partial(cleaner, config.min_words))
        | "Language" >> Step("Language", identifier)
        | "Fingerprint" >> Step("Fingerprint", fingerprinter)
        | "Dedup" >> Step("Dedup", partial(index_deduplicator, config.index))
        | "Entities" >> RecogniseEntities(config.spacy_model)
        | "Topics" >> Step("Topics", classifier)
        | "StageFiles" >> StageFiles(staging, config.lineage)
    )
