"""The unbounded graph: the same stages, between an unbounded source and the committer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.io.unbounded_source import ReadFromUnboundedSource
from apache_beam.transforms.window import FixedWindows, GlobalWindows

from pipeline.graph import stages
from pipeline.jobs import GraphConfig
from pipeline.streaming.committer import CommitPanes, CommitterConfig
from pipeline.streaming.live import FeedSpec
from pipeline.streaming.source import FeedSource
from pipeline.streaming.stage import StageWindows
from schemas.article import Article, Duplicate
from transforms.dedup import duplicate_of, index_lookup

POLL_SHARE, LEAST_POLL, MOST_POLL = 0.1, 0.1, 1.0
"""An idle reader is asked again after this share of the interval, between these seconds."""
READ_SHARE, LEAST_READ, MOST_READ = 0.25, 0.1, 2.5
"""A busy reader's bundle ends after this share of the interval, between these seconds: only then
does its watermark move."""
BUNDLE_RECORDS = 2_000


@dataclass(frozen=True)
class StreamConfig:
    """What the unbounded graph needs; plain values, no secrets.

    Attributes:
        feed: what is read.
        graph: what the stages need.
        committer: what the committer needs.
        bundles: the folder of what bundles stage.
        interval: length of a window, seconds.
        readers: readers that share the input.
    """

    feed: FeedSpec
    graph: GraphConfig
    committer: CommitterConfig
    bundles: str
    interval: float
    readers: int = 1


def build(pipeline: beam.Pipeline, config: StreamConfig) -> Any:
    """Adds the whole line to `pipeline`; nothing comes out at its end."""
    outcomes = (
        pipeline
        | "Read" >> read(config)
        | "Window" >> beam.WindowInto(FixedWindows(config.interval))
    )
    return (
        stages(outcomes, config.graph, known_deduplicator)
        | "StageWindows" >> StageWindows(config.bundles, config.graph.lineage)
        | "Pane" >> beam.GroupByKey()
        | "Dataset" >> beam.WindowInto(GlobalWindows())
        | "Commit" >> beam.ParDo(CommitPanes(config.committer))
    )


def read(config: StreamConfig) -> ReadFromUnboundedSource:
    """The source, its bundles short against the interval."""
    interval = config.interval
    return ReadFromUnboundedSource(
        FeedSource(config.feed, config.readers),
        poll_interval=min(MOST_POLL, max(LEAST_POLL, POLL_SHARE * interval)),
        max_records_per_bundle=BUNDLE_RECORDS,
        max_read_time_seconds=min(MOST_READ, max(LEAST_READ, READ_SHARE * interval)),
    )


def known_deduplicator(index: str | None) -> Callable[[Article], Article | Duplicate]:
    """Drops copies of committed articles, and no others.

    A copy of an article that was only seen may be committed before it, by another pane; which one
    is kept is the committer's decision.
    """
    committed = index_lookup(index)

    def deduplicate(article: Article) -> Article | Duplicate:
        return duplicate_of(article) if committed(article.article_id) else article

    return deduplicate
