"""The graph: one straight line of named stages, from a shard's records to its staged files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import apache_beam as beam

from pipeline import line_table
from pipeline.jobs import GraphConfig, current_job
from pipeline.sinks.staged import StageFiles
from pipeline.sources.records import ReadSpool
from transforms.already_clean import keeper
from transforms.batches import BatchStep
from transforms.clean import cleaner
from transforms.dedup import index_deduplicator
from transforms.entities import RecogniseEntities
from transforms.extract import Extractor, extractor
from transforms.fingerprint import fingerprinter
from transforms.language import identifier
from transforms.parse import parser
from transforms.places import placer
from transforms.quoted_articles import quoter
from transforms.recurring import NO_LINES
from transforms.restore import restorer
from transforms.step import ArticleFunction, Step
from transforms.topics import classifier

DeduplicatorFactory = Callable[[str | None], ArticleFunction]


@cache
def kept_extractor(seconds: float, mib: int) -> Extractor:
    """One extractor, and so one sandbox, for all shards of this process."""
    return extractor(seconds, mib)


def build(pipeline: beam.Pipeline, config: GraphConfig) -> Any:
    """Adds the whole line to `pipeline`; gives the PCollection of receipts.

    Which shard it works on is asked when it is run (`pipeline.jobs.running`), so that a process
    builds it once for all of its shards.
    """
    outcomes = pipeline | "Read" >> ReadSpool(current_spool)
    return stages(outcomes, config) | "StageFiles" >> StageFiles(current_staging, config.lineage)


def lined_cleaner(min_words: int, lines: str | None) -> ArticleFunction:
    """The Clean stage with the table of recurring lines at a URL; None for none."""
    return cleaner(min_words, line_table.load(lines) if lines else NO_LINES)


def current_spool() -> str:
    """The spool file of the shard at hand."""
    return current_job().spool


def current_staging() -> str:
    """The folder for the staged files of the shard at hand."""
    return current_job().staging


def stages(
    outcomes: Any, config: GraphConfig, deduplicator: DeduplicatorFactory = index_deduplicator
) -> Any:
    """The stages between source and sink; PCollection of Outcome to PCollection of Outcome."""
    if config.restored:
        return enrichment(outcomes | "Restore" >> Step("Restore", restorer), config)
    found = (
        outcomes
        | "Parse" >> Step("Parse", partial(parser, dict(config.field_map)))
        | "Extract"
        >> Step("Extract", partial(kept_extractor, config.extract_seconds, config.extract_mib))
    )
    if "Clean" in config.without:
        found = found | "Keep" >> Step("Keep", partial(keeper, config.min_words))
    else:
        found = found | "Clean" >> Step(
            "Clean", partial(lined_cleaner, config.min_words, config.lines)
        )
    if "Language" not in config.without:
        found = found | "Language" >> Step("Language", partial(identifier, config.languages))
    # What is committed is looked up here to spare it the entity model, and again by the committer.
    index = None if "Entities" in config.without else config.index
    found = (
        found
        | "Fingerprint" >> Step("Fingerprint", fingerprinter)
        | "Dedup" >> Step("Dedup", partial(deduplicator, index))
    )
    return enrichment(found, config)


def enrichment(found: Any, config: GraphConfig) -> Any:
    """What is found in articles that are clean: the stages that may be run again."""
    if "Entities" not in config.without:
        found = found | "Entities" >> RecogniseEntities(
            config.spacy_model, gpu=config.gpu, links=config.entity_links
        )
        found = found | "Places" >> Step("Places", placer)
        found = found | "Quotations" >> Step("Quotations", quoter)
    if "Topics" not in config.without:
        found = found | "Topics" >> BatchStep("Topics", partial(classifier, config.taxonomy))
    return found
