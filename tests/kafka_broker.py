"""A real broker for tests, and the few things tests do to its topics."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # not re-exported by its types
    AdminClient,
    NewPartitions,
    NewTopic,
    OffsetSpec,
)

from scripts.local_kafka import Node, free_port

TIMEOUT = 30.0  # seconds, for anything that is asked of the broker
SETTLE_SECONDS, SETTLED_LOOKS = 3.0, 6
LARGE = {"message.max.bytes": 10_000_000}  # as much as the broker takes
Header = tuple[str, str | bytes | None]
Item = tuple[str | bytes | None, str | bytes | None, Sequence[Header] | None]  # key, value, headers


class Broker:
    """A broker on ports of its own that keeps its data in `folder`. Not started yet.

    `bootstrap` is for plain clients, `sasl_bootstrap` for SASL_PLAINTEXT with PLAIN (SASL_USER and
    SASL_PASSWORD of scripts.kafka_files), `tls_bootstrap` for SSL (`certificate` as its CA).
    """

    def __init__(self, folder: Path) -> None:
        self.node = Node(folder, free_port())
        self.bootstrap = self.node.bootstrap
        self.sasl_bootstrap = self.node.sasl_bootstrap
        self.tls_bootstrap = self.node.tls_bootstrap
        self.certificate = self.node.certificate
        # An order, which lasts; SIGKILL; a hang (SIGSTOP) and its end.
        self.start = self.node.start
        self.stop = self.node.stop
        self.kill = self.node.kill
        self.pause = self.node.pause
        self.resume = self.node.resume

    def restart(self) -> None:
        """Stops it if it runs, and starts it on the same ports with the same data."""
        self.stop()
        self.start()

    def await_controller(self) -> None:
        """Waits until it is what it was before a pause.

        At first it may still say what it said then: its controller takes a moment to see that the
        broker has been silent, and knows of no broker for another one.
        """
        looks: list[bool] = []

        def has_settled() -> bool:
            # A client that has once heard of no broker would never hear of one again.
            looks.append(False)
            with suppress(KafkaException), self._admin() as admin:
                looks[-1] = bool(admin.list_topics(timeout=TIMEOUT / 10).brokers)
            time.sleep(SETTLE_SECONDS / SETTLED_LOOKS)
            return looks[-SETTLED_LOOKS:] == [True] * SETTLED_LOOKS

        _wait(has_settled)

    def await_leader(self, topic: str) -> None:
        """Waits until it leads the topic's first partition again, behind a start."""
        self.await_controller()

        def leads() -> bool:
            with suppress(KafkaException), self._admin() as admin:
                place = TopicPartition(topic, 0)
                asked = admin.list_offsets({place: OffsetSpec.latest()}, request_timeout=TIMEOUT)
                return asked[place].result(TIMEOUT).offset >= 0
            return False

        _wait(leads)

    def create_topic(
        self, name: str, partitions: int = 1, config: Mapping[str, str] | None = None
    ) -> None:
        """Makes a topic, and waits until all its partitions can be written and read."""
        topic = NewTopic(name, partitions, 1, config=dict(config or {}))
        with self._admin() as admin:
            admin.create_topics([topic])[name].result(TIMEOUT)
            self._await_partitions(admin, name, partitions)

    def delete_topic(self, name: str) -> None:
        """Deletes a topic, and waits until the broker does not know it any more."""
        with self._admin() as admin:
            admin.delete_topics([name])[name].result(TIMEOUT)
            _wait(lambda: name not in admin.list_topics(timeout=TIMEOUT).topics)

    def add_partitions(self, name: str, total: int) -> None:
        """Grows a topic to `total` partitions."""
        with self._admin() as admin:
            admin.create_partitions([NewPartitions(name, total)])[name].result(TIMEOUT)
            self._await_partitions(admin, name, total)

    def delete_records(self, topic: str, partition: int, before_offset: int) -> None:
        """Moves a partition's beginning up to an offset, as retention would."""
        place = TopicPartition(topic, partition, before_offset)
        with self._admin() as admin:
            admin.delete_records([place])[place].result(TIMEOUT)

    def produce(
        self,
        topic: str,
        items: Iterable[Item],
        partition: int | None = None,
        timestamp: int = 0,
        **options: object,
    ) -> list[int]:
        """Writes records, and gives their offsets in the order of `items`.

        Without a partition, the key's hash chooses. `timestamp` is in ms (0: now); options are
        the producer's, with `_` for `.`, as in `compression_type="zstd"`.
        """
        settings = {name.replace("_", "."): value for name, value in options.items()}
        producer = Producer(
            {"bootstrap.servers": self.bootstrap, "linger.ms": 5} | LARGE | settings
        )
        sent = [
            _send(producer, topic, item, -1 if partition is None else partition, timestamp)
            for item in items
        ]
        assert producer.flush(TIMEOUT) == 0, "the broker did not take all records"
        return [place[0] for place in sent]

    def ends(self, topic: str, partition: int = 0) -> tuple[int, int]:
        """A partition's first offset, and the one after its last."""
        consumer = Consumer({"bootstrap.servers": self.bootstrap, "group.id": "ends"})
        try:
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), TIMEOUT)
            return low, high
        finally:
            consumer.close()

    def _admin(self) -> AdminClient:
        return AdminClient({"bootstrap.servers": self.bootstrap})

    def _await_partitions(self, admin: AdminClient, name: str, total: int) -> None:
        def there() -> bool:
            found = admin.list_topics(name, timeout=TIMEOUT).topics[name].partitions.values()
            return len(found) == total and all(one.leader >= 0 for one in found)

        _wait(there)


def _send(producer: Producer, topic: str, item: Item, partition: int, timestamp: int) -> list[int]:
    """Hands a record to the producer; the list gets its offset once it is written."""
    key, value, headers = item
    offset: list[int] = []

    def written(error: KafkaError | None, message: Message) -> None:
        if error is not None:
            raise KafkaException(error)
        place = message.offset()
        assert place is not None
        offset.append(place)

    while True:
        try:
            producer.produce(
                topic,
                value,
                key,
                partition,
                on_delivery=written,
                timestamp=timestamp,
                headers=None if headers is None else list(headers),
            )
        except BufferError:
            producer.poll(0.1)
        else:
            producer.poll(0)
            return offset


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not done():
        assert time.monotonic() < deadline, "the broker took too long"
        time.sleep(0.02)
