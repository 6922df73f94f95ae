"""Questions to a Kafka cluster, with answers or one clear error in bounded time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Thread
from typing import Any, TypeVar

from confluent_kafka import (
    IsolationLevel,
    KafkaError,
    KafkaException,
    TopicCollection,
    TopicPartition,
    admin,
)

from pipeline.config import OptionError
from pipeline.sources.kafka_settings import Resolved
from pipeline.sources.kafka_trouble import AwayError, RefusedError, Trouble
from pipeline.sources.source import InputError

ANSWER_SECONDS = 8.0
"""A question is given up after this long; librdkafka connects anew many times in it."""
WAIT_SECONDS = 0.05
SHOWN_TOPICS = 5

NOT_ALLOWED = (
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
)

PASSING = (
    KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.NOT_LEADER_FOR_PARTITION,
    KafkaError.FENCED_LEADER_EPOCH,
    KafkaError.UNKNOWN_LEADER_EPOCH,
)
"""What a broker says that is not yet, or no longer, the partition's leader."""

Answer = TypeVar("Answer")
Place = tuple[str, int]
"""Topic and partition."""


@dataclass(frozen=True)
class Topic:
    """A topic as it is now; another id under the same name is another topic."""

    id: str
    partitions: tuple[int, ...]


class Cluster:
    """The brokers behind an address. One thread uses it."""

    def __init__(self, brokers: str, resolved: Resolved, trouble: Trouble) -> None:
        self.brokers = brokers
        self.trouble = trouble
        self._resolved = resolved
        self.connect()

    def connect(self) -> None:
        """Takes a new client; no answer may be awaited."""
        self.trouble.clear()
        self.admin = made(admin.AdminClient, self._resolved, error_cb=self.trouble.note)

    def identity(self) -> str:
        """The cluster's id, which is known once a broker has answered; raises AwayError.

        DescribeCluster would ask anew, and librdkafka 2.16 aborts the process if that answer names
        no broker, as it may while one starts or is cut off from its controller.
        """
        try:
            return str(self.admin.cluster_id(ANSWER_SECONDS))
        except KafkaException as error:
            raise self._away(error) from None

    def ask_topics(
        self, names: Sequence[str], seconds: float = ANSWER_SECONDS
    ) -> dict[str, Future[Any]]:
        """Asks for topics without waiting; for `topics_of`."""
        asked: dict[str, Future[Any]] = self.admin.describe_topics(
            TopicCollection(list(names)), request_timeout=seconds
        )
        return asked

    def topics_of(self, asked: Mapping[str, Future[Any]]) -> dict[str, Topic | None]:
        """The topics that were asked for, None for one that is not there."""
        return {name: self._topic(future) for name, future in asked.items()}

    def topics(
        self, names: Sequence[str], seconds: float = ANSWER_SECONDS
    ) -> dict[str, Topic | None]:
        """The topics, None for one that is not there; raises AwayError or RefusedError."""
        return self.topics_of(self.ask_topics(names, seconds))

    def _topic(self, future: Future[Any]) -> Topic | None:
        try:
            found = self.answer(future)
        except KafkaException as error:
            if code_of(error) != KafkaError.UNKNOWN_TOPIC_OR_PART:
                raise
            return None
        return Topic(str(found.topic_id), tuple(sorted(p.id for p in found.partitions)))

    def similar(self, name: str) -> list[str]:
        """A few topics of the cluster, those that are written like `name` first."""
        try:
            known = self.admin.list_topics(timeout=ANSWER_SECONDS).topics
        except KafkaException:
            return []
        names = sorted(topic for topic in known if not topic.startswith("_"))
        close = get_close_matches(name, names, SHOWN_TOPICS)
        return close or (names if len(names) <= SHOWN_TOPICS else [])

    def offsets(self, places: Iterable[Place], when: str | int) -> dict[Place, int]:
        """An offset of each partition as a reader of committed transactions sees it: "earliest",
        "latest", or the first at a time in ms since the epoch, -1 where there is none."""
        return self.offsets_of(self.ask_offsets(places, when))

    def ask_offsets(self, places: Iterable[Place], when: str | int) -> dict[Place, Future[Any]]:
        """Asks for offsets without waiting; for `offsets_of`."""
        spec = spec_of(when)
        wanted = {TopicPartition(topic, number): spec for topic, number in places}
        if not wanted:
            return {}
        asked = self.admin.list_offsets(
            wanted,
            isolation_level=IsolationLevel.READ_COMMITTED,
            request_timeout=ANSWER_SECONDS,
        )
        return {(place.topic, place.partition): future for place, future in asked.items()}

    def offsets_of(self, asked: Mapping[Place, Future[Any]]) -> dict[Place, int]:
        """The offsets that were asked for."""
        return {place: int(self.answer(future).offset) for place, future in asked.items()}

    def answer(self, future: Future[Answer]) -> Answer:
        """Waits for an answer.

        Raises:
            AwayError, RefusedError: there is none.
            KafkaException: the answer is another error.
        """
        try:
            for _ in self.awaited([future]):
                pass
            found = future.result()
        except KafkaException as error:
            self.trouble.check_refused()
            if code_of(error) in NOT_ALLOWED:
                raise RefusedError(self.trouble.scrub(text_of(error))) from None
            # what a broker says; the library's own codes are below 0
            if code_of(error) >= 0 and code_of(error) not in PASSING:
                raise
            raise self._away(error) from None
        self.trouble.clear()
        return found

    def _away(self, error: KafkaException) -> AwayError:
        """What an answer that does not come is told as."""
        return AwayError(self.trouble.text or self.trouble.scrub(text_of(error)))

    def awaited(self, asked: Iterable[Future[Any]]) -> Iterator[None]:
        """Steps of at most WAIT_SECONDS until all answers are there; raises AwayError or
        RefusedError when it is clear that none will come."""
        for future in asked:
            while wait([future], WAIT_SECONDS).not_done:
                self.admin.poll(0)
                self.trouble.check_refused()
                self.trouble.check_down()
                yield


def spec_of(when: str | int) -> Any:
    """What the library calls this place in a log."""
    spec: Any = admin.OffsetSpec  # type: ignore[attr-defined]  # public, but not typed so
    if isinstance(when, int):
        return spec.for_timestamp(when)
    return spec.earliest() if when == "earliest" else spec.latest()


def made(
    kind: type[Any], resolved: Resolved, **callbacks: object
) -> Any:  # Consumer or AdminClient: the library's own types are loose
    """A client with these settings; raises OptionError for a setting that it does not take."""
    try:
        return kind(resolved.kafka | callbacks)
    except KafkaException as error:
        raise OptionError(f"Kafka setting: {resolved.scrub(text_of(error))}") from None
    except (TypeError, ValueError) as error:
        raise OptionError(f"Kafka setting: {resolved.scrub(str(error))}") from None


def leave(consumer: Any, seconds: float) -> None:
    """Closes a consumer, and waits so long at most: the library would wait for brokers for ever."""
    ending = Thread(target=consumer.close, daemon=True)
    ending.start()
    ending.join(seconds)


def code_of(error: KafkaException) -> int:
    """The error's number."""
    return int(error.args[0].code())


def text_of(error: KafkaException) -> str:
    """The error's text."""
    return str(error.args[0].str())


def unreachable(brokers: str, error: Exception) -> InputError:
    """What a user is told when a source cannot be opened."""
    if isinstance(error, RefusedError):
        return InputError(f"Kafka at {brokers} refuses this client: {error}")
    return InputError(f"cannot reach Kafka at {brokers}: {error}")
