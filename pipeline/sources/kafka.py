"""Topics as a source: one consumer reads its share of the partitions from the dataset's positions.

The consumer is given its partitions and joins no group, so nothing moves while a slice is read.
Several processes divide the partitions by `--shard`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from pipeline.commit import PlanAgainError
from pipeline.config import RunConfig
from pipeline.index import Index
from pipeline.record import Record
from pipeline.sources.feed import Lag
from pipeline.sources.kafka_cluster import (
    Cluster,
    leave,
    made,
    text_of,
    unreachable,
)
from pipeline.sources.kafka_positions import Partition, plan
from pipeline.sources.kafka_reader import Reader
from pipeline.sources.kafka_registry import Registry
from pipeline.sources.kafka_settings import Resolved, resolved
from pipeline.sources.kafka_trouble import AwayError, RefusedError, Trouble
from pipeline.sources.kafka_url import parse_url
from pipeline.sources.kafka_values import Values
from pipeline.sources.kafka_watch import Watch
from schemas.manifest import Manifest, SourceRange

CLOSE_SECONDS = 3.0
"""Longest wait at the end for brokers that are away."""


class KafkaFeed:
    """The messages of topics.

    Args:
        url: kafka://BROKERS/TOPICS.
        config: the run's options.
        index: the dataset's; asked here only.
        say: shows a line to the user.

    Raises:
        OptionError: the address or a setting does not fit.
        InputError: the brokers cannot be reached or refuse, or a topic is not there.
        FeedError: the topic does not hold what the dataset's positions speak of.
    """

    def __init__(
        self, url: str, config: RunConfig, index: Index, say: Callable[[str], None]
    ) -> None:
        address = parse_url(url)
        settings = resolved(config, address.brokers)
        values = values_of(config, settings)
        self.say = say
        self.latest = config.position == "latest"
        self.trouble = Trouble(settings)
        cluster = Cluster(address.brokers, settings, self.trouble)
        try:
            self.plan = plan(cluster, address.topics, config, index, say)
        except (AwayError, RefusedError) as error:
            raise unreachable(address.brokers, error) from error
        draining = not config.follow
        self.watch = Watch(cluster, address.topics, config.source_seconds, draining, say)
        connect = partial(
            made,
            Consumer,
            settings,
            error_cb=self.trouble.note,
            on_commit=self._on_commit,
        )
        self.reader = Reader(connect, cluster, self.plan, values, self.watch, config, say)
        self.by_uri = self.reader.by_uri
        self._warned = ""

    def records(self) -> Iterator[Record | None]:
        """The messages of all partitions, each partition's in order; see Feed."""
        return self.reader.records()

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:
        """Topics are still those that were read: librdkafka reads on, without a word, in a topic
        that was made again under its name."""
        if not any(source.uri in self.by_uri for source in sources):
            return
        for name, topic in self.watch.now(waiting).items():
            if topic is not None and topic.id != self.plan.topics[name].id:
                raise PlanAgainError(f"topic {name} was deleted and made again; planning again")

    def begun(self) -> Sequence[SourceRange]:
        """Where `--position latest` leads: a later start would find the end elsewhere."""
        return self.reader.begun() if self.latest else ()

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        """With the places behind them that hold no message, and with the positions of partitions
        of which nothing has come yet: else `--position` would decide anew where they begin."""
        if not any(source.uri in self.by_uri for source in sources):
            return tuple(sources)
        taken = {source.uri for source in sources}
        others = [source for source in self.reader.begun() if source.uri not in taken]
        return (*map(self.reader.extended, sources), *others)

    def ended(self) -> Sequence[SourceRange]:
        """None: a partition has no end that stays."""
        return ()

    def acknowledge(self, manifest: Manifest) -> None:
        """Tells the group how far the dataset has got, for those who watch groups."""
        ours = [source for source in manifest.sources if source.uri in self.by_uri]
        for source in ours:
            part = self.by_uri[source.uri]
            part.committed, part.known = source.next, True
            while part.reading and part.reading[0][0] < source.next:
                part.reading.popleft()
        if not ours:
            return
        offsets = [
            TopicPartition(part.topic, part.number, part.committed)
            for part in (self.by_uri[source.uri] for source in ours)
        ]
        try:
            self.reader.consumer.commit(offsets=offsets, asynchronous=True)
        except KafkaException as error:
            self._warn(text_of(error))

    def lags(self) -> Sequence[Lag]:
        """How far each partition is behind; a partition of which nothing waits is as far as it was
        read, places without a message included."""
        self.reader.look()
        return [lag_of(part) for part in self.by_uri.values()]

    def close(self) -> None:
        """Ends the consumer; offsets under way reach the group if the brokers answer soon."""
        leave(self.reader.consumer, CLOSE_SECONDS)

    def _on_commit(self, error: KafkaError | None, offsets: Sequence[TopicPartition]) -> None:
        failed = error or next((place.error for place in offsets if place.error), None)
        if failed is not None:
            self._warn(failed.str())

    def _warn(self, text: str) -> None:
        """Says once why the group could not be told; the dataset's positions are what counts."""
        text = self.trouble.scrub(text)
        if text != self._warned:
            self._warned = text
            self.say(f"the consumer group was not told of the commit: {text}")


def values_of(config: RunConfig, settings: Resolved) -> Values:
    """How values are read."""
    if not config.schema_registry:
        return Values(config.message_format, config.limits)
    registry = Registry(config.schema_registry, settings.registry)
    return Values(config.message_format, config.limits, registry.find)


def lag_of(part: Partition) -> Lag:
    """How far one partition is behind."""
    if not part.reading:
        return Lag(part.uri, max(part.committed, part.at), part.end)
    oldest = part.reading[0][1]
    return Lag(part.uri, part.committed, part.end, oldest / 1000 if oldest >= 0 else None)
