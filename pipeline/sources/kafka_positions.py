"""Where to begin and, in a drain, where to end: decided by the dataset, never by the group."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.config import OptionError, RunConfig
from pipeline.index import Index
from pipeline.sources.feed import FeedError
from pipeline.sources.kafka_cluster import Cluster, Place, Topic
from pipeline.sources.kafka_url import partition_uri
from pipeline.sources.source import InputError

Say = Callable[[str], None]


@dataclass(slots=True)
class Partition:
    """A partition that is read.

    Attributes:
        uri: its name in the dataset.
        topic_id: the topic's id, as long as it was not made again.
        next: the first offset that is in no record's range yet.
        end: end of its log when last looked at.
        stop: a drain is done here; None while following.
        committed: the first offset that is not committed.
        lost: offsets from `next` on that retention deleted; the next record's range takes them in.
        done: a drain has come to its end.
        at: how far the reader has come, places without a message included.
        reading: offset and time (ms since the epoch) of what is read and not committed.
        known: the dataset holds a position.
    """

    uri: str
    topic: str
    topic_id: str
    number: int
    next: int
    end: int
    stop: int | None = None
    committed: int = 0
    lost: int = 0
    done: bool = False
    at: int = 0
    reading: deque[tuple[int, int]] = field(default_factory=deque)
    known: bool = False

    @property
    def position(self) -> int:
        """The first offset to ask for."""
        return self.next + self.lost

    @property
    def place(self) -> Place:
        """Topic and partition."""
        return (self.topic, self.number)


@dataclass(frozen=True)
class Plan:
    """What is to be read: the cluster's id, all topics, and this process's partitions."""

    cluster: str
    topics: dict[str, Topic]
    partitions: list[Partition]


def plan(
    cluster: Cluster, topics: Iterable[str], config: RunConfig, index: Index, say: Say
) -> Plan:
    """The partitions of this process's share, each from where the dataset has got to.

    Raises:
        InputError: a topic is not there.
        FeedError: what the dataset has consumed is not what the cluster holds.
        AwayError, RefusedError: the brokers do not answer.
    """
    found = existing(cluster, cluster.topics(list(topics)))
    identity = cluster.identity()
    known = {
        (name, number): position
        for name, topic in found.items()
        for number in topic.partitions
        for position in [committed(index, partition_uri(identity, name, number), name, topic)]
        if position is not None
    }
    places = shared(found, config)
    lows = cluster.offsets(places, "earliest")
    ends = cluster.offsets(places, "latest")
    starts = known | begin(cluster, config.position, known, lows, ends)
    partitions = []
    for place in places:
        name, number = place
        uri = partition_uri(identity, name, number)
        part = Partition(uri, name, found[name].id, number, starts[place], ends[place])
        part.committed, part.stop = part.next, None if config.follow else part.end
        part.known = place in known
        check_retained(part, lows[place], ends[place], config.on_loss, say)
        partitions.append(part)
    return Plan(identity, found, partitions)


def begin(
    cluster: Cluster,
    position: str,
    known: Mapping[Place, int],
    lows: Mapping[Place, int],
    ends: Mapping[Place, int],
) -> dict[Place, int]:
    """Where the partitions begin that the dataset does not know.

    A topic that it knows has gained them: then "latest", which was said of the first run, would
    miss what came since, so they begin at their beginning.
    """
    seen = {name for name, _ in known}
    grown = [place for place in lows if place not in known and place[0] in seen]
    new = [place for place in lows if place[0] not in seen]
    late = "earliest" if position == "latest" else position
    return first_positions(cluster, new, position, lows, ends) | first_positions(
        cluster, grown, late, lows, ends
    )


def existing(cluster: Cluster, found: Mapping[str, Topic | None]) -> dict[str, Topic]:
    """The topics; raises InputError for the first that is not there."""
    topics: dict[str, Topic] = {}
    for name, topic in found.items():
        if topic is None:
            similar = cluster.similar(name)
            hint = f"; there is {', '.join(similar)}" if similar else ""
            raise InputError(f"no topic {name} at {cluster.brokers}{hint}")
        topics[name] = topic
    return topics


def committed(index: Index, uri: str, name: str, topic: Topic) -> int | None:
    """The first offset that the dataset has not consumed; None if it knows nothing of it."""
    known = index.source(uri)
    if known is None:
        return None
    if known[0] != topic.id:
        raise made_again(name)
    return known[1]


def made_again(name: str) -> FeedError:
    """What to say of a topic with another id."""
    return FeedError(
        f"topic {name} was deleted and made again: the dataset's positions are the old one's; "
        "read it into another --output"
    )


def shared(topics: Mapping[str, Topic], config: RunConfig) -> list[Place]:
    """The partitions of this process's share."""
    number, of = config.shard_of
    return [
        (name, partition)
        for name, topic in topics.items()
        for partition in topic.partitions
        if partition % of == number - 1
    ]


def first_positions(
    cluster: Cluster,
    places: Iterable[Place],
    position: str,
    lows: Mapping[Place, int],
    ends: Mapping[Place, int],
) -> dict[Place, int]:
    """Where `--position` puts these partitions; after the last message for a time beyond it."""
    if position in ("earliest", "latest"):
        offsets = lows if position == "earliest" else ends
        return {place: offsets[place] for place in places}
    found = cluster.offsets(places, milliseconds(position))
    return {place: ends[place] if offset < 0 else offset for place, offset in found.items()}


def milliseconds(position: str) -> int:
    """A time as Kafka counts it; without a zone it is UTC. Raises OptionError for no time."""
    try:
        moment = datetime.fromisoformat(position)
    except ValueError as error:
        raise OptionError(
            f"--position {position}: write earliest, latest or a time such as 2026-01-31T08:00:00Z"
        ) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, round(aware.timestamp() * 1000))


def check_retained(item: Partition, low: int, end: int, on_loss: str, say: Say) -> None:
    """Moves a partition past what retention deleted, where that is allowed.

    Raises:
        FeedError: messages were deleted before they were read, or the log is shorter than what
            was read of it.
    """
    position = item.position
    if position > end:
        raise FeedError(
            f"{item.uri} ends at {end} but was read up to {position}: its broker has lost "
            "messages; read the topic into another --output"
        )
    if position >= low:
        return
    what = (
        f"{item.uri}: retention has deleted offsets {position} to {low - 1} before they were read "
        "(messages, or marks of transactions: that cannot be told any more)"
    )
    if on_loss != "continue":
        raise FeedError(f"{what}; to go on from {low}, add --on-loss continue")
    say(f"{what}; going on from {low}")
    item.lost += low - position
