"""Ends transactions so that a reader sees the end at once."""

from __future__ import annotations

import time

from confluent_kafka import IsolationLevel, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # not re-exported by its types
    AdminClient,
    OffsetSpec,
)

TIMEOUT = 30.0  # seconds


def commit(producer: Producer, bootstrap: str, topic: str) -> None:
    """Commits the producer's transaction, and waits until the topic says so.

    The broker confirms the end of a transaction when it knows it, and writes it into the topic's
    partitions after that (KIP-98): a reader of committed messages may come in between.

    Raises:
        TimeoutError: the broker takes longer than TIMEOUT.
    """
    producer.commit_transaction(TIMEOUT)
    _await_end(bootstrap, topic)


def abort(producer: Producer, bootstrap: str, topic: str) -> None:
    """Aborts the producer's transaction, and waits likewise."""
    producer.abort_transaction(TIMEOUT)
    _await_end(bootstrap, topic)


def _await_end(bootstrap: str, topic: str) -> None:
    """Waits until no partition of the topic holds an open transaction."""
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    deadline = time.monotonic() + TIMEOUT
    while _ends(admin, topic, True) != _ends(admin, topic, False):
        if time.monotonic() > deadline:
            raise TimeoutError(f"a transaction on {topic} does not end")
        time.sleep(0.01)


def _ends(admin: AdminClient, topic: str, committed: bool) -> list[int]:
    """For each partition, the offset behind what a reader of committed, or of all, may read."""
    level = IsolationLevel.READ_COMMITTED if committed else IsolationLevel.READ_UNCOMMITTED
    numbers = admin.list_topics(topic, timeout=TIMEOUT).topics[topic].partitions
    places = {TopicPartition(topic, number): OffsetSpec.latest() for number in numbers}
    asked = admin.list_offsets(places, isolation_level=level, request_timeout=TIMEOUT)
    return [future.result(TIMEOUT).offset for future in asked.values()]
