"""Addresses of topics, and the names under which a dataset keeps their partitions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.config import OptionError
from schemas.manifest import QUEUE_SCHEME

FORM = "kafka://HOST:PORT[,HOST:PORT...]/TOPIC[,TOPIC...]"
DEFAULT_PORT = 9092
LAST_PORT = 65_535
BROKER = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.%]+\])(?::\d{1,5})?")
TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
"""Kafka's own rule for names."""
PARTITION = re.compile(rf"{QUEUE_SCHEME}([^/]+)/({TOPIC.pattern})/(\d{{1,9}})")
NO_CREDENTIALS = (
    "credentials do not belong into the address of a topic; write them as "
    "--kafka-option sasl.password='${env:NAME}', or into a --kafka-config file"
)


@dataclass(frozen=True)
class TopicUrl:
    """What an input names: brokers as librdkafka takes them, and topics, each once."""

    brokers: str
    topics: tuple[str, ...]


def parse_url(text: str) -> TopicUrl:
    """The parts of kafka://BROKERS/TOPICS.

    Raises:
        OptionError: it is none, or holds credentials; these are not repeated in the text.
    """
    rest = text.removeprefix(QUEUE_SCHEME)
    if "@" in rest:
        raise OptionError(NO_CREDENTIALS)
    authority, _, path = rest.partition("/")
    if "?" in rest or "#" in rest:
        raise OptionError(f"options do not belong into the address of a topic; write {FORM}")
    brokers, topics = authority.split(","), path.rstrip("/").split(",")
    for broker in brokers:
        if not BROKER.fullmatch(broker) or int(_port(broker) or DEFAULT_PORT) > LAST_PORT:
            raise OptionError(f"{broker or 'nothing'} is no broker's address; write {FORM}")
    for topic in topics:
        if not TOPIC.fullmatch(topic) or topic in (".", ".."):
            raise OptionError(f"{topic or 'nothing'} is no topic's name; write {FORM}")
    return TopicUrl(",".join(map(_with_port, brokers)), tuple(dict.fromkeys(topics)))


def _port(broker: str) -> str:
    return broker.rpartition("]")[2].partition(":")[2]


def _with_port(broker: str) -> str:
    return broker if _port(broker) else f"{broker}:{DEFAULT_PORT}"


def check_distinct(urls: Iterable[str]) -> None:
    """Raises OptionError if two inputs name the same topic of the same brokers."""
    seen: set[tuple[str, str]] = set()
    for url in map(parse_url, urls):
        for topic in url.topics:
            if (url.brokers, topic) in seen:
                raise OptionError(f"topic {topic} is named twice; name it once")
            seen.add((url.brokers, topic))


def partition_uri(cluster: str, topic: str, partition: int) -> str:
    """The name of a partition: it stays when brokers move."""
    return f"{QUEUE_SCHEME}{cluster}/{topic}/{partition}"


def parse_partition(uri: str) -> tuple[str, str, int] | None:
    """Cluster id, topic and partition of `partition_uri`'s result; None for any other text."""
    found = PARTITION.fullmatch(uri)
    return None if found is None else (found[1], found[2], int(found[3]))
