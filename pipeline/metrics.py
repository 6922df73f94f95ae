"""A run's figures as Prometheus metrics. Counters hold what the manifests of its commits say."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from pipeline import __version__
from pipeline.figures import Figures, place_of
from pipeline.progress import Progress
from schemas.reject import REASONS

PLACE = ("cluster", "topic", "partition")
COUNTERS = (
    ("inputs", "Records that were committed, whatever became of them"),
    ("published", "Articles that were published"),
    ("duplicates", "Records that were copies of published articles"),
    ("tombstones", "Messages without a value"),
    ("entities", "Rows of the table entities"),
    ("topics", "Rows of the table topics"),
    ("quotations", "Rows of the table quotations"),
)
LAGS = (
    ("position_offset", "Next offset to commit"),
    ("end_offset", "End of the partition when it was last looked at"),
    ("lag_messages", "Messages, or a folder's files, that are not committed yet"),
)


class FiguresCollector(Collector):
    """The figures of `progress` as metrics."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked at registration."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """One consistent moment of them."""
        now = replace(self.progress.figures, at=time.time())
        yield InfoMetricFamily("newsmill_build", "Which newsmill this is", {"version": __version__})
        yield from counters(now)
        yield from lags(now)
        yield from gauges(now)


def counters(now: Figures) -> Iterator[Metric]:
    """What this process has committed since it started."""
    committed = now.committed
    for name, text in COUNTERS:
        yield CounterMetricFamily(f"newsmill_{name}", text, getattr(committed.counts, name))
    rejected = CounterMetricFamily(
        "newsmill_rejected", "Records that were refused", labels=["reason"]
    )
    for reason in REASONS:
        rejected.add_metric([reason], committed.counts.reasons.get(reason, 0))
    yield rejected
    yield CounterMetricFamily("newsmill_commits", "Commits", committed.commits)


def lags(now: Figures) -> Iterator[Metric]:
    """How far behind each partition is."""
    families = {
        name: GaugeMetricFamily(f"newsmill_{name}", text, labels=PLACE) for name, text in LAGS
    }
    for lag in now.lags:
        place = place_of(lag.uri)
        labels = [place.cluster, place.topic, place.partition]
        if place.partition:  # a folder has no offsets
            families["position_offset"].add_metric(labels, lag.position)
            families["end_offset"].add_metric(labels, lag.end)
        families["lag_messages"].add_metric(labels, lag.messages)
    yield from families.values()


def gauges(now: Figures) -> Iterator[Metric]:
    """Speed, age and the last commit; what is not known is left out."""
    yield GaugeMetricFamily(
        "newsmill_articles_per_second", "Articles a second, over ten seconds", now.per_second
    )
    if now.oldest is not None or not now.behind:
        yield GaugeMetricFamily(
            "newsmill_oldest_unread_seconds",
            "Age of the oldest message that is not committed; 0 when there is none",
            now.oldest or 0.0,
        )
    if now.committed.commits:
        yield GaugeMetricFamily(
            "newsmill_last_commit_timestamp_seconds",
            "When the last commit was made, since the epoch",
            now.committed.at,
        )
    if now.committed.seconds is not None:
        yield GaugeMetricFamily(
            "newsmill_last_commit_duration_seconds",
            "How long the last commit took, from the rows to the manifest",
            now.committed.seconds,
        )


def registry_of(progress: Progress) -> CollectorRegistry:
    """The metrics of `progress` and of this process: CPU, memory, open files."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(FiguresCollector(progress))
    return registry
