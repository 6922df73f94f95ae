"""What an open run hands to its workers, and to its commits."""

from __future__ import annotations

import pipeline.arrow_memory  # noqa: F401 - for its effect, in the driver
from pipeline import __version__, line_table
from pipeline.commit import CommitConfig
from pipeline.config import RunConfig
from pipeline.entity_links_file import entity_links_of
from pipeline.jobs import GraphConfig
from pipeline.opening import Run
from pipeline.taxonomy_file import taxonomy_of
from transforms.rows import Lineage
from transforms.spacy_model import models_identity
from transforms.topics import model_name


def graph_config(run: Run) -> GraphConfig:
    """What the stages need."""
    config = run.config
    return GraphConfig(
        lineage=Lineage(run.run_id, run.started_at, __version__, config.limits.reject_bytes),
        spacy_model=config.spacy_model,
        languages=config.wanted_languages,
        without=config.absent,
        index=str(run.dataset.index),
        field_map=config.field_map,
        min_words=config.min_words,
        lines=run.lines,
        extract_seconds=config.extract_timeout,
        extract_mib=config.extract_memory_mib,
        taxonomy=taxonomy_of(config),
        entity_links=entity_links_of(config),
        gpu=config.gpu,
        restored=bool(config.stage),
    )


def commit_config(run: Run) -> CommitConfig:
    """What the run writes into manifests."""
    return CommitConfig(
        run.run_id,
        run.started_at,
        __version__,
        models(run),
        run.config.partition,
        run.config.compression,
        run.config.reread,
        run.config.limits.reject_bytes,
        run.config.shard,
    )


def models(run: Run) -> dict[str, str]:
    """The models that are run, by what they give."""
    used = models_named(run.config)
    if run.lines:
        used["lines"] = line_table.version_of(run.lines)
    return used


def models_named(config: RunConfig) -> dict[str, str]:
    """The models that the options name, by what they give."""
    used = {}
    if "Entities" not in config.absent:
        used["entities"] = models_identity(config.spacy_model)
        if config.entity_links:
            used["links"] = entity_links_of(config).version
    if "Topics" not in config.absent:
        used["topics"] = model_name(taxonomy_of(config))
    return used
