"""What brokers hold now of the topics that a dataset has read; asks, and reads no message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.config import RunConfig
from pipeline.sources.kafka_cluster import (
    Cluster,
    Topic,
    unreachable,
)
from pipeline.sources.kafka_settings import resolved
from pipeline.sources.kafka_trouble import AwayError, RefusedError, Trouble
from pipeline.sources.kafka_url import parse_url
from schemas.manifest import QUEUE_SCHEME


@dataclass(frozen=True)
class LiveEnd:
    """A partition as the brokers have it: it holds the offsets [first, end)."""

    cluster: str
    topic: str
    topic_id: str
    partition: int
    first: int
    end: int


LiveEnds = Callable[[Sequence[str]], list[LiveEnd]]
"""Asks for topics by name."""


def asker(brokers: str, config: RunConfig) -> LiveEnds:
    """What asks `brokers`, with the settings of `config`.

    Raises, when it is called:
        OptionError: the brokers' address or a setting does not fit.
        InputError: the brokers cannot be reached, or refuse.
    """

    def ask(topics: Sequence[str]) -> list[LiveEnd]:
        url = parse_url(f"{QUEUE_SCHEME}{brokers}/{','.join(topics)}")
        settings = resolved(config, url.brokers)
        cluster = Cluster(url.brokers, settings, Trouble(settings))
        try:
            return live_ends(cluster, url.topics)
        except (AwayError, RefusedError) as error:
            raise unreachable(url.brokers, error) from error

    return ask


def live_ends(cluster: Cluster, names: Sequence[str]) -> list[LiveEnd]:
    """All partitions of those topics that are there."""
    identity, asked = cluster.identity(), cluster.topics(names)
    found: dict[str, Topic] = {name: topic for name, topic in asked.items() if topic is not None}
    places = [(name, number) for name, topic in found.items() for number in topic.partitions]
    firsts = cluster.offsets(places, "earliest")
    ends = cluster.offsets(places, "latest")
    return [
        LiveEnd(identity, name, found[name].id, number, firsts[name, number], ends[name, number])
        for name, number in places
    ]
