"""Writes messages of all kinds to a topic of a real broker, and remembers what it wrote."""

from __future__ import annotations

import json
import time

from confluent_kafka import KafkaError, Message, Producer
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # not re-exported by its types
    AdminClient,
    NewTopic,
)

from scripts.kafka_transactions import abort, commit
from scripts.queue_ledger import Place

TIMEOUT = 30.0
ABORTED = 3
"""Messages of the transaction that each batch aborts."""
WORDS = tuple(
    "the council agreed on a plan for the harbour after a long debate about costs".split()  # noqa: SIM905 - reads better
)
PLACES = ("Seoul", "Lisbon", "Nairobi", "Oslo", "Lima")


def article(number: int) -> str:
    """A made-up article as JSON; the same number gives the same article."""
    place = PLACES[number % len(PLACES)]
    body = " ".join(WORDS[(number + step) % len(WORDS)] for step in range(40))
    record = {
        "url": f"https://news.example/{number}",
        "title": f"Report number {number} from {place}",
        "text": f"{place} is where report {number} begins. {body}.\n\nIt ends in {place}.",
        "date": f"2025-03-{1 + number % 28:02d}T08:00:00Z",
    }
    return json.dumps(record)


def value_of(number: int) -> str | None:
    """Of ten messages seven are articles, then come a copy, a broken one and a tombstone."""
    kind = number % 10
    if kind < 7:
        return article(number)
    return {7: article(number - 7), 8: "{broken", 9: None}[kind]


class Feeder:
    """Fills one topic.

    Args:
        bootstrap: the broker's address.
        topic: made here.
        partitions: how many it has; a message's key chooses.

    Attributes:
        sent: key of each message that a reader of committed transactions must see.
    """

    def __init__(self, bootstrap: str, topic: str, partitions: int = 3) -> None:
        self.topic = topic
        self.sent: dict[Place, str | None] = {}
        self._number = 0
        self._bootstrap = bootstrap
        base: dict[str, object] = {"bootstrap.servers": bootstrap, "linger.ms": 5, "log_level": 0}
        _create(bootstrap, topic, partitions)
        self._plain = Producer(base)
        self._transactional = Producer({**base, "transactional.id": topic})
        self._transactional.init_transactions(TIMEOUT)

    def send(self, count: int) -> None:
        """Writes `count` messages: half of them plainly, then some in a transaction that is
        aborted, then the rest in one that is committed. Control records lie between them."""
        half = count // 2
        self._write(self._plain, half, self.sent)
        assert self._plain.flush(TIMEOUT) == 0  # noqa: S101 - a broker that hangs
        for number, sent in ((ABORTED, {}), (count - half, self.sent)):
            self._transactional.begin_transaction()
            self._write(self._transactional, number, sent)
            end = commit if sent is self.sent else abort
            end(self._transactional, self._bootstrap, self.topic)

    def _write(self, producer: Producer, count: int, sent: dict[Place, str | None]) -> None:
        def written(error: KafkaError | None, message: Message) -> None:
            place = (message.topic(), message.partition(), message.offset())
            if error is None:
                key = message.key()
                sent[place] = key.decode() if isinstance(key, bytes) else key  # type: ignore[index]  # a message that was written has a place

        for _ in range(count):
            key = f"k{self._number}"
            producer.produce(self.topic, value_of(self._number), key, on_delivery=written)
            self._number += 1
            producer.poll(0)


def _create(bootstrap: str, topic: str, partitions: int) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.create_topics([NewTopic(topic, partitions, 1)])[topic].result(TIMEOUT)
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        found = admin.list_topics(topic, timeout=TIMEOUT).topics[topic].partitions.values()
        if len(found) == partitions and all(one.leader >= 0 for one in found):
            return
        time.sleep(0.02)
