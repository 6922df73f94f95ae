"""The consumer at work: messages of its partitions in order, as records with their ranges."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from pipeline.config import RunConfig
from pipeline.record import Record
from pipeline.sources.feed import FeedError
from pipeline.sources.kafka_cluster import NOT_ALLOWED, Cluster, Place, Topic, leave
from pipeline.sources.kafka_positions import (
    Partition,
    Plan,
    check_retained,
    made_again,
    shared,
)
from pipeline.sources.kafka_trouble import AwayError, RefusedError
from pipeline.sources.kafka_url import partition_uri
from pipeline.sources.kafka_values import Values, origin
from pipeline.sources.kafka_watch import Watch
from schemas.manifest import SourceRange

POLL_SECONDS = 0.1
"""Longest wait for a message."""
BATCH = 500
"""Messages that are taken from the consumer at once."""
LOOK_SECONDS = 0.25
"""How old the known ends of partitions may be."""

LOST = (KafkaError._AUTO_OFFSET_RESET, KafkaError.OFFSET_OUT_OF_RANGE)
LOOK_UP = (
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    KafkaError._UNKNOWN_PARTITION,
    KafkaError._UNKNOWN_TOPIC,
    KafkaError.UNKNOWN_TOPIC_ID,
)
BROKEN = (KafkaError._BAD_MSG, KafkaError.INVALID_MSG, KafkaError._BAD_COMPRESSION)
Offsets = Generator[None, None, dict[Place, int]]


class Reader:
    """Reads the partitions of a plan.

    Args:
        connect: makes a consumer.
        planned: what to read.
        values: makes records of messages.
        watch: is told of silence, and tells of topics.

    Attributes:
        consumer: used by one thread; closed by whoever made the reader.
    """

    def __init__(
        self,
        connect: Callable[[], Any],
        cluster: Cluster,
        planned: Plan,
        values: Values,
        watch: Watch,
        config: RunConfig,
        say: Callable[[str], None],
    ) -> None:
        self.connect = connect
        self.consumer = connect()
        self.cluster = cluster
        self.plan = planned
        self.values = values
        self.watch = watch
        self.config = config
        self.say = say
        self.parts = {part.place: part for part in planned.partitions}
        self.by_uri = {part.uri: part for part in planned.partitions}
        self.cut_off: list[Partition] = []
        self._looked = 0.0

    def records(self) -> Iterator[Record | None]:
        """The messages of all partitions, each partition's in order; see Feed."""
        for part in self.parts.values():
            part.done = part.stop is not None and part.position >= part.stop
        self._assign()
        while self.config.follow or not all(part.done for part in self.parts.values()):
            some = False
            for message in self._batch():
                record = self._take(message)
                if record is not None:
                    some = True
                    yield record
            if some:
                self.watch.heard()
            else:
                yield None
            yield from self._look_around()

    def _assign(self) -> None:
        """Has the consumer fetch what is left of all partitions."""
        self.consumer.assign([at_next(part) for part in self.parts.values() if not part.done])

    def _reconnect(self) -> None:
        """Takes a new consumer in the place of one that hears nothing."""
        if not self.watch.away:
            self.say(f"Kafka at {self.cluster.brokers} sends nothing of what it has; asking anew")
        leave(self.consumer, 0.0)
        self.watch.deaf = False
        self.consumer = self.connect()
        self._assign()

    def _batch(self) -> list[Any]:
        """What is there now, or comes within POLL_SECONDS."""
        started = time.monotonic()
        first = self.consumer.poll(POLL_SECONDS)
        if first is None:
            self.watch.waited(time.monotonic() - started)
            return []
        if started - self._looked >= LOOK_SECONDS:
            self.look()
        # With a timeout, consume() would wait until it has them all.
        return [first, *self.consumer.consume(BATCH - 1, 0)]

    def _take(self, message: Any) -> Record | None:
        part = self.parts.get((message.topic(), message.partition()))
        error = message.error()
        if error is not None:
            self._event(error, part, message)
            return None
        offset = message.offset()
        if part is None or part.done or offset < part.next:
            return None
        if part.stop is not None and offset >= part.stop:
            self._finish(part)
            return None
        kind, when = message.timestamp()
        place = origin(part.uri, offset, message.key(), message.headers(), when if kind else -1)
        item = self.values.record(message.value(), place)
        first, lost = part.next, part.lost
        part.next, part.lost = offset + 1, 0
        part.end = max(part.end, offset + 1)
        part.reading.append((offset, when))
        if part.next == part.stop:
            self._finish(part)
        source = SourceRange(
            part.uri,
            part.topic_id,
            first,
            offset + 1,
            False,
            gaps=offset - first,
            lost=lost,
            end=part.end,
        )
        return Record(item, source)

    def extended(self, source: SourceRange) -> SourceRange:
        """The range with the places behind it that hold no message, once they are read: if
        retention deleted a transaction's marker first, that would look like a loss."""
        part = self.by_uri.get(source.uri)
        if part is None or part.lost or source.next != part.next or part.at <= part.next:
            return source
        gaps = source.gaps + part.at - part.next
        part.next, part.end = part.at, max(part.end, part.at)
        return replace(source, next=part.next, gaps=gaps, end=part.end)

    def begun(self) -> list[SourceRange]:
        """Empty ranges of partitions that the dataset does not know: where reading began."""
        return [
            SourceRange(part.uri, part.topic_id, part.committed, part.committed, end=part.end)
            for part in self.by_uri.values()
            if not part.known
        ]

    def _finish(self, part: Partition) -> None:
        """A drain has read all that it wanted of a partition; what else comes is not fetched."""
        part.done = True
        self.consumer.pause([TopicPartition(part.topic, part.number)])

    def _event(self, error: KafkaError, part: Partition | None, message: Any) -> None:
        """What a partition reports in place of a message."""
        code, text = error.code(), self.cluster.trouble.scrub(error.str())
        if code in NOT_ALLOWED:
            raise FeedError(f"Kafka at {self.cluster.brokers} refuses this client: {text}")
        if code in LOOK_UP:
            self.watch.hurry()
        elif part is None:
            self.cluster.trouble.note(error)
        elif code == KafkaError._PARTITION_EOF:
            self.watch.heard()
            part.at = message.offset()
            if part.stop is not None:
                self._finish(part)
        elif code in LOST:
            self.cut_off.append(part)
        elif code in BROKEN or error.fatal():
            raise FeedError(f"{part.uri} cannot be read at offset {part.position}: {text}")
        else:
            self.cluster.trouble.note(error)

    def _find_again(self, part: Partition) -> Iterator[None]:
        """The log does not hold the position: it was cut off before or behind it."""
        self._compare((yield from self.watch.looking()))
        lows = yield from self._offsets([part.place], "earliest")
        ends = yield from self._offsets([part.place], "latest")
        for low, end in zip(lows.values(), ends.values(), strict=False):  # if both are known
            check_retained(part, low, end, self.config.on_loss, self.say)
        # A partition that has failed cannot be sought in.
        self.consumer.incremental_unassign([at_next(part)])
        self.consumer.incremental_assign([at_next(part)])

    def _offsets(self, places: Sequence[Place], when: str) -> Offsets:
        """Offsets, in short steps; none if nobody can tell now, as while a leader is chosen."""
        asked = self.cluster.ask_offsets(places, when)
        try:
            yield from self.cluster.awaited(asked.values())
            return self.cluster.offsets_of(asked)
        except RefusedError as error:
            raise self.watch.refused(error) from error
        except (AwayError, KafkaException):
            self.watch.hurry()
            return {}

    def _look_around(self) -> Iterator[None]:
        """Looks after partitions that were cut off, and takes in what the watch has learnt."""
        if self.watch.deaf:
            self._reconnect()
        while self.cut_off:
            yield from self._find_again(self.cut_off.pop())
        found = self.watch.turn()
        if found is not None:
            self._compare(found)
            if self.config.follow:
                yield from self._grow(found)
                yield from self._measure()

    def _compare(self, found: Mapping[str, Topic | None]) -> None:
        """Raises FeedError unless the topics are the ones that are read."""
        for name, topic in found.items():
            if topic is None:
                raise FeedError(f"topic {name} is gone; what was committed of it stays")
            if topic.id != self.plan.topics[name].id:
                raise made_again(name)

    def _grow(self, found: Mapping[str, Topic | None]) -> Iterator[None]:
        """Reads partitions that topics have gained, from their beginning."""
        topics = {name: topic for name, topic in found.items() if topic is not None}
        places = [place for place in shared(topics, self.config) if place not in self.parts]
        lows = yield from self._offsets(places, "earliest")
        for (name, number), low in lows.items():
            uri = partition_uri(self.plan.cluster, name, number)
            part = Partition(uri, name, topics[name].id, number, low, low, committed=low)
            self.parts[part.place] = self.by_uri[uri] = part
            self.consumer.incremental_assign([at_next(part)])
            self.say(f"{uri} is new; reading it from its beginning")

    def _measure(self) -> Iterator[None]:
        """Asks how far the partitions reach: a consumer that hears nothing would not know."""
        ends = yield from self._offsets(tuple(self.parts), "latest")
        for place, end in ends.items():
            self.parts[place].end = max(self.parts[place].end, end)
            self.watch.behind |= end > max(self.parts[place].position, self.parts[place].at)

    def look(self) -> None:
        """Brings the known ends of partitions up to date, without asking the brokers."""
        self._looked = time.monotonic()
        for part in self.parts.values():
            place = TopicPartition(part.topic, part.number)
            _, high = self.consumer.get_watermark_offsets(place, cached=True)
            part.end = max(part.end, high)


def at_next(part: Partition) -> TopicPartition:
    """The partition at its position, as the consumer takes it."""
    return TopicPartition(part.topic, part.number, part.position)
