"""Topics as a source, on a real broker: positions, gaps, losses, errors, and what stays secret."""

from __future__ import annotations

import io
import json
import math
import pickle
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import fastavro
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from conftest import write_jsonl
from kafka_broker import Broker, Item
from kafka_proxy import Proxy
from schema_server import SchemaServer

from pipeline.commit import PlanAgainError
from pipeline.config import RunConfig
from pipeline.index import Index, open_index
from pipeline.record import Record
from pipeline.sources import kafka_deafness, kafka_watch
from pipeline.sources.feed import FeedError
from pipeline.sources.kafka import KafkaFeed
from pipeline.sources.kafka_cluster import Cluster
from pipeline.sources.kafka_settings import resolved
from pipeline.sources.kafka_trouble import Trouble, lasts
from pipeline.sources.source import InputError
from schemas.manifest import Counts, Manifest, SourceRange
from schemas.reject import Reject
from scripts.kafka_files import SASL_PASSWORD, SASL_USER
from scripts.kafka_transactions import abort, commit

PATIENCE = 20.0
"""Seconds for anything that must come."""
SOON = 10.0
"""Seconds in which a mistake must be told."""


class Desk:
    """Opens feeds on one dataset, and keeps what they say."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker = broker
        self.folder = folder
        self.index: Index = open_index(folder / "index.sqlite")
        self.said: list[str] = []
        self.commits = 0

    @contextmanager
    def open(self, topic: str, at: str = "", **options: Any) -> Iterator[KafkaFeed]:
        config = RunConfig(output=str(self.folder / "out"), **options)
        url = f"kafka://{at or self.broker.bootstrap}/{topic}"
        feed = KafkaFeed(url, config, self.index, self.said.append)
        try:
            yield feed
        finally:
            feed.close()

    def drain(self, topic: str, **options: Any) -> list[Record]:
        """Reads what is there and commits it."""
        with self.open(topic, **options) as feed:
            records = [item for item in feed.records() if item is not None]
            self.commit(feed, records)
        return records

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.said)

    def commit(self, feed: KafkaFeed, records: list[Record]) -> Manifest:
        sources = feed.extended(list(ranges(records).values()))
        feed.check(sources, lambda: None)
        self.commits += 1
        manifest = Manifest(
            *(self.commits, "test", "run", "2026-01-01T00:00:00+00:00", 1, "0", "day", {}),
            counts=Counts(),
            files=(),
            sources=sources,
        )
        self.index.apply(manifest, ())
        feed.acknowledge(manifest)
        return manifest


@pytest.fixture
def desk(broker: Broker, tmp_path: Path) -> Desk:
    return Desk(broker, tmp_path)


def ranges(records: list[Record]) -> dict[str, SourceRange]:
    """What a slice of the records consumes; each range must go on where the last one ended."""
    found: dict[str, SourceRange] = {}
    for record in records:
        source = record.source
        assert source is not None
        assert source.inputs == 1
        if source.uri in found:
            assert found[source.uri].next == source.first
            source = found[source.uri].then(source)
        found[source.uri] = source
    return found


def texts(records: list[Record]) -> list[str]:
    return [record.message.payload.decode() for record in records]


def take(records: Iterator[Record | None], count: int) -> list[Record]:
    """The next records, however long it takes them to come."""
    found: list[Record] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} came"
        item = next(records)
        if item is not None:
            found.append(item)
    return found


def until(records: Iterator[Record | None], done: Callable[[], bool]) -> None:
    """Reads on until something is so; no record may come."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        assert next(records) is None


def items(count: int, start: int = 0) -> list[Item]:
    return [(f"k{n}", f"text {n}", None) for n in range(start, start + count)]


@contextmanager
def transaction(broker: Broker, topic: str, name: str, *values: str) -> Iterator[Producer]:
    """A producer with an open transaction that holds these values."""
    producer = Producer({"bootstrap.servers": broker.bootstrap, "transactional.id": name})
    producer.init_transactions(PATIENCE)
    producer.begin_transaction()
    for value in values:
        producer.produce(topic, value, partition=0)
    producer.flush(PATIENCE)
    yield producer


def test_a_drain_reads_what_is_there_and_the_next_one_goes_on(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic, 3)
    desk.broker.produce(topic, items(100))
    first = desk.drain(topic)
    assert sorted(texts(first)) == sorted(f"text {n}" for n in range(100))
    assert {source.first for source in ranges(first).values()} == {0}
    desk.broker.produce(topic, items(20, 100))
    second = desk.drain(topic)
    assert sorted(texts(second)) == sorted(f"text {n}" for n in range(100, 120))
    assert desk.drain(topic) == []
    assert desk.said == []


def test_a_drain_ends_where_the_log_ended_when_it_began(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(5))
    with desk.open(topic) as feed:
        desk.broker.produce(topic, items(5, 5))
        records = [item for item in feed.records() if item is not None]
    assert texts(records) == [f"text {n}" for n in range(5)]
    assert ranges(records)[records[0].message.origin.uri].next == 5


def test_an_empty_topic_and_an_empty_share_end_at_once(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    assert desk.drain(topic) == []
    desk.broker.produce(topic, items(3))
    assert desk.drain(topic, shard="2/2") == []


def test_following_waits_without_work_and_takes_what_comes(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(2))
    with desk.open(topic, follow=True) as feed:
        records = feed.records()
        assert texts(take(records, 2)) == ["text 0", "text 1"]
        until(records, lambda: feed.lags()[0].end == 2)
        started, worked = time.monotonic(), time.process_time()
        assert [next(records) for _ in range(10)] == [None] * 10
        assert time.process_time() - worked < 0.1
        assert time.monotonic() - started < SOON
        desk.broker.produce(topic, items(1, 2))
        assert texts(take(records, 1)) == ["text 2"]


def test_origin_has_key_headers_and_time(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    headers = [("a", b"1"), ("a", None), ("b", b"\xff"), ("", b"")]
    sent: list[Item] = [(b"\xffk", b"hello there", headers), (None, "no key", None)]
    desk.broker.produce(topic, sent, timestamp=1_700_000_000_123)
    first, second = (record.message.origin for record in desk.drain(topic))
    assert first.key == "\\xffk"
    assert first.headers == (("a", "1"), ("a", None), ("b", "\\xff"), ("", ""))
    assert first.timestamp is not None
    assert first.timestamp.isoformat() == "2023-11-14T22:13:20.123000+00:00"
    assert (second.key, second.headers, second.record) == (None, (), 1)


@pytest.mark.parametrize("cuts", [1, 3])
def test_a_client_that_forgets_the_brokers_is_replaced(
    desk: Desk, topic: str, cuts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_deafness, "DEAF_SECONDS", 2.0)
    monkeypatch.setattr(kafka_watch, "REFRESH_SECONDS", 1.0)
    desk.broker.create_topic(topic, 2)
    with (
        Proxy(int(desk.broker.bootstrap.partition(":")[2])) as proxy,
        desk.open(topic, at=proxy.address, follow=True) as feed,
    ):
        records = feed.records()
        desk.broker.produce(topic, items(10))
        desk.commit(feed, take(records, 10))
        proxy.shows = 0
        for _ in range(cuts):
            proxy.cut()
            until(records, partial(lasts, time.monotonic(), 1.5))
        until(records, partial(desk.has_said, "does not answer"))
        proxy.shows = math.inf
        desk.broker.produce(topic, items(10, 10))
        behind = take(records, 10)
        assert sorted(texts(behind)) == sorted(f"text {n}" for n in range(10, 20))
        until(records, lambda: not feed.watch.away)
        desk.commit(feed, behind)
        assert [lag.messages for lag in feed.lags()] == [0, 0]
    assert desk.has_said("is back")


def test_a_tombstone_and_five_megabytes_are_records(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [("gone", None, None), ("big", "long " * 1_000_000, None)])
    tombstone, big = desk.drain(topic)
    assert (tombstone.message.format, tombstone.message.payload) == ("tombstone", b"")
    assert tombstone.message.origin.key == "gone"
    assert len(big.message.payload) == 5_000_000
    assert not isinstance(big.record, Reject)


def test_a_value_beyond_the_limit_is_refused_with_its_digest(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [("big", "long " * 1_000_000, None), ("k", "text", None)])
    big, small = desk.drain(topic, max_record_mib=1)
    assert isinstance(big.record, Reject)
    assert (big.record.reason, big.record.payload_bytes) == ("record_too_large", 5_000_000)
    assert texts([small]) == ["text"]


def test_aborted_messages_are_not_read_and_markers_are_gaps(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    with transaction(desk.broker, topic, f"{topic}-a", "kept 1", "kept 2") as producer:
        commit(producer, desk.broker.bootstrap, topic)
    with transaction(desk.broker, topic, f"{topic}-b", "dropped") as producer:
        abort(producer, desk.broker.bootstrap, topic)
    desk.broker.produce(topic, [(None, "last", None)])
    records = desk.drain(topic)
    assert texts(records) == ["kept 1", "kept 2", "last"]
    (source,) = ranges(records).values()
    assert (source.first, source.next, source.gaps, source.inputs) == (0, 6, 3, 3)
    assert desk.drain(topic) == []


def test_a_drain_ends_before_an_open_transaction(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [(None, "before", None)])
    with transaction(desk.broker, topic, topic, "pending") as producer:
        desk.broker.produce(topic, [(None, "behind", None)])
        assert texts(desk.drain(topic)) == ["before"]
        commit(producer, desk.broker.bootstrap, topic)
    assert texts(desk.drain(topic)) == ["pending", "behind"]


def test_a_drain_ends_behind_an_aborted_transaction(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [(None, "only", None)])
    with transaction(desk.broker, topic, topic, "dropped") as producer:
        abort(producer, desk.broker.bootstrap, topic)
    assert texts(desk.drain(topic)) == ["only"]
    started = time.monotonic()
    assert desk.drain(topic) == []
    assert time.monotonic() - started < 5


def test_compacted_places_are_gaps(desk: Desk, topic: str) -> None:
    config = {"cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    desk.broker.create_topic(topic, config=config)
    desk.broker.produce(topic, [("k", "old", None), ("k", "new", None), ("j", "other", None)])
    deadline = time.monotonic() + PATIENCE
    while True:
        time.sleep(0.2)
        desk.broker.produce(topic, [("closes the segment", "filler", None)])
        with desk.open(topic) as feed:
            records = [item for item in feed.records() if item is not None]
        if "old" not in texts(records):
            break
        assert time.monotonic() < deadline
    (source,) = ranges(records).values()
    assert source.first == 0
    assert source.gaps == source.next - len(records) > 0


def test_lost_messages_stop_a_run_unless_it_may_go_on(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(3))
    desk.drain(topic)
    desk.broker.produce(topic, items(7, 3))
    desk.broker.delete_records(topic, 0, 6)
    with pytest.raises(FeedError, match=r"/0: .*offsets 3 to 5 .*--on-loss continue"):
        desk.drain(topic)
    records = desk.drain(topic, on_loss="continue")
    assert texts(records) == ["text 6", "text 7", "text 8", "text 9"]
    (source,) = ranges(records).values()
    assert (source.first, source.next, source.gaps, source.lost) == (3, 10, 3, 3)
    assert "offsets 3 to 5" in desk.said[0]
    assert desk.drain(topic) == []


def test_what_is_deleted_before_the_first_run_is_no_loss(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(5))
    desk.broker.delete_records(topic, 0, 2)
    (source,) = ranges(desk.drain(topic)).values()
    assert (source.first, source.lost) == (2, 0)


def test_messages_lost_while_they_are_waited_for(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(6))
    with desk.open(topic) as strict, desk.open(topic, on_loss="continue") as patient:
        desk.broker.delete_records(topic, 0, 4)
        with pytest.raises(FeedError, match="offsets 0 to 3"):
            list(strict.records())
        records = [item for item in patient.records() if item is not None]
    assert texts(records) == ["text 4", "text 5"]
    (source,) = ranges(records).values()
    assert (source.first, source.lost) == (0, 4)


def test_a_topic_that_was_made_again_is_another_one(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(3))
    with desk.open(topic, follow=True) as feed:
        records = feed.records()
        read = take(records, 3)
        desk.broker.delete_topic(topic)
        desk.broker.create_topic(topic)
        desk.broker.produce(topic, items(9, 100))
        with pytest.raises(PlanAgainError, match=f"{topic} was deleted and made again"):
            desk.commit(feed, read)
        feed.watch.hurry()
        with pytest.raises(FeedError, match="read it into another --output"):
            take(records, 100)  # what it may give of the new topic is never committed
    assert len(desk.drain(topic)) == 9


def test_positions_of_a_topic_that_was_made_again_do_not_stand(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(3))
    desk.drain(topic)
    desk.broker.delete_topic(topic)
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(9))
    with pytest.raises(FeedError, match=f"topic {topic} was deleted and made again"):
        desk.drain(topic)


def test_a_topic_that_is_gone_ends_following(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    with desk.open(topic, follow=True) as feed:
        records = feed.records()
        assert next(records) is None
        desk.broker.delete_topic(topic)
        feed.watch.hurry()
        with pytest.raises(FeedError, match=f"topic {topic} is gone"):
            until(records, lambda: False)


def test_a_log_shorter_than_what_was_read_stops(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(3))
    with desk.open(topic) as feed:
        (record, *_) = take(feed.records(), 3)
        assert record.source is not None
        far = SourceRange(record.source.uri, record.source.version, 0, 50, False)
        manifest = Manifest(1, "t", "run", "", 1, "0", "day", {}, Counts(), (), (far,))
        desk.index.apply(manifest, ())
    with pytest.raises(FeedError, match="ends at 3 but was read up to 50"):
        desk.drain(topic)


def test_partitions_added_while_following_are_read_from_their_beginning(
    desk: Desk, topic: str
) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(1))
    with desk.open(topic, follow=True, position="latest") as feed:
        records = feed.records()
        assert next(records) is None
        desk.broker.add_partitions(topic, 3)
        desk.broker.produce(topic, items(2, 10), partition=2)
        feed.watch.hurry()
        read = take(records, 2)
        assert texts(read) == ["text 10", "text 11"]
        desk.broker.produce(topic, items(1, 20), partition=0)
        assert texts(take(records, 1)) == ["text 20"]
        desk.commit(feed, read)
    assert any(
        line.endswith(f"/{topic}/2 is new; reading it from its beginning") for line in desk.said
    )


def test_partitions_added_between_runs_are_read_from_their_beginning(
    desk: Desk, topic: str
) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(2))
    desk.drain(topic)
    desk.broker.add_partitions(topic, 2)
    desk.broker.produce(topic, items(3, 10), partition=1)
    assert len(desk.drain(topic, position="latest")) == 3


def test_shares_are_disjoint_and_complete(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic, 5)
    desk.broker.produce(topic, items(60))
    shares = [desk.drain(topic, shard=f"{number}/3") for number in (1, 2, 3)]
    assert sorted(text for share in shares for text in texts(share)) == sorted(
        f"text {n}" for n in range(60)
    )
    partitions = [{uri.rpartition("/")[2] for uri in ranges(share)} for share in shares]
    assert partitions == [{"0", "3"}, {"1", "4"}, {"2"}]


def test_position_is_for_the_first_run_only(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    for moment in (1_700_000_000_000, 1_700_000_100_000):
        desk.broker.produce(topic, [(None, f"at {moment}", None)], timestamp=moment)
    assert desk.drain(topic, position="latest") == []
    records = desk.drain(topic, position="2023-11-14T22:14:00Z")
    assert texts(records) == ["at 1700000100000"]
    assert desk.drain(topic, position="earliest") == []
    assert desk.drain(topic, position="2023-11-14T22:00:00Z") == []


def test_where_a_silent_partition_begins_is_committed_with_the_others(
    desk: Desk, topic: str
) -> None:
    desk.broker.create_topic(topic, 2)
    desk.broker.produce(topic, items(3), partition=0)
    desk.broker.produce(topic, items(3), partition=1)
    with desk.open(topic, position="latest", follow=True) as feed:
        records = feed.records()
        assert next(records) is None
        desk.broker.produce(topic, [(None, "first", None)], partition=0)
        manifest = desk.commit(feed, take(records, 1))
    starts = {source.uri[-1]: (source.first, source.next) for source in manifest.sources}
    assert starts == {"0": (3, 4), "1": (3, 3)}
    desk.broker.produce(topic, [(None, "while it was down", None)], partition=1)
    assert texts(desk.drain(topic, position="latest")) == ["while it was down"]


def test_a_time_after_the_last_message_is_the_end(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(3))
    assert desk.drain(topic, position="2999-01-01") == []


def test_lags_tell_how_far_behind_it_is(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    moment = 1_700_000_000_000
    desk.broker.produce(topic, items(4), timestamp=moment)
    with desk.open(topic, follow=True) as feed:
        (before,) = feed.lags()
        assert (before.position, before.end, before.oldest) == (0, 4, None)
        records = feed.records()
        read = take(records, 4)
        (lag,) = feed.lags()
        assert (lag.position, lag.end, lag.oldest) == (0, 4, moment / 1000)
        assert lag.uri == read[0].message.origin.uri
        desk.commit(feed, read[:2])
        assert [lag.messages for lag in feed.lags()] == [2]
        desk.commit(feed, read[2:])
        (after,) = feed.lags()
        assert (after.messages, after.oldest) == (0, None)


def test_markers_at_the_end_are_no_lag(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    with transaction(desk.broker, topic, topic, "kept") as producer:
        commit(producer, desk.broker.bootstrap, topic)
    with desk.open(topic, follow=True) as feed:
        records = feed.records()
        desk.commit(feed, take(records, 1))
        until(records, lambda: feed.lags()[0].position == 2)
        assert feed.lags()[0].messages == 0


def test_the_group_is_told_after_the_commit(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(7))
    desk.drain(topic, kafka_option=(f"group.id={topic}",))
    consumer = Consumer({"bootstrap.servers": desk.broker.bootstrap, "group.id": topic})
    (place,) = consumer.committed([TopicPartition(topic, 0)], PATIENCE)
    consumer.close()
    assert place.offset == 7
    assert desk.said == []


def test_a_group_with_a_member_takes_no_commit_and_that_is_a_warning(
    desk: Desk, topic: str
) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(2))
    member = Consumer({"bootstrap.servers": desk.broker.bootstrap, "group.id": topic})
    member.subscribe([topic])
    deadline = time.monotonic() + PATIENCE
    while not member.assignment():
        assert time.monotonic() < deadline
        member.poll(0.1)
    with desk.open(topic, follow=True, kafka_option=(f"group.id={topic}",)) as feed:
        records = feed.records()
        desk.commit(feed, take(records, 2))
        until(records, lambda: bool(desk.said))
    member.close()
    assert "the consumer group was not told of the commit" in desk.said[0]
    assert desk.drain(topic) == []


def test_an_unknown_topic_is_named_with_those_alike(desk: Desk, topic: str) -> None:
    desk.broker.create_topic(topic)
    with pytest.raises(InputError, match=f"no topic {topic}s at .*; there is .*{topic}"):
        desk.drain(f"{topic},{topic}s")


def test_no_broker_is_one_line_in_time(desk: Desk) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=r"cannot reach Kafka at 127\.0\.0\.1:1: .*refused"):
        desk.drain("articles", at="127.0.0.1:1")
    assert time.monotonic() - started < SOON


def test_a_wrong_password_is_told_in_time_and_not_shown(
    desk: Desk, topic: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAFKA_PASSWORD", "hunter2-wrong")
    started = time.monotonic()
    with pytest.raises(InputError, match=r"refuses this client: .*uthentication") as caught:
        desk.drain(topic, at=desk.broker.sasl_bootstrap, kafka_option=login())
    assert time.monotonic() - started < SOON
    assert "\n" not in str(caught.value)
    chain = "".join(traceback.format_exception(caught.value))
    shown = capfd.readouterr()
    assert "hunter2" not in f"{chain}{desk.said}{shown.out}{shown.err}"
    assert shown.err == ""


def login() -> tuple[str, ...]:
    return (
        "security.protocol=SASL_PLAINTEXT",
        "sasl.mechanism=PLAIN",
        f"sasl.username={SASL_USER}",
        "sasl.password=${env:KAFKA_PASSWORD}",
    )


def test_the_right_password_reads_and_is_in_nothing_that_is_kept(
    desk: Desk, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKA_PASSWORD", SASL_PASSWORD)
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(2))
    with desk.open(topic, at=desk.broker.sasl_bootstrap, kafka_option=login()) as feed:
        records = [item for item in feed.records() if item is not None]
        manifest = desk.commit(feed, records)
        kept = [feed, vars(feed), vars(feed.reader), vars(feed.watch), vars(feed.trouble)]
        assert SASL_PASSWORD not in repr(kept)
        assert SASL_PASSWORD not in manifest.to_json()
        assert SASL_PASSWORD.encode() not in pickle.dumps(records)
        with pytest.raises(TypeError):
            pickle.dumps(feed)


def test_a_certificate_that_is_not_known_is_told_in_time(desk: Desk, topic: str) -> None:
    if not desk.broker.certificate.exists():
        pytest.skip("openssl is missing")
    started = time.monotonic()
    with pytest.raises(InputError, match=r"refuses this client: .*certificate"):
        desk.drain(topic, at=desk.broker.tls_bootstrap, kafka_option=("security.protocol=ssl",))
    assert time.monotonic() - started < SOON
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(1))
    trusted = ("security.protocol=ssl", f"ssl.ca.location={desk.broker.certificate}")
    assert len(desk.drain(topic, at=desk.broker.tls_bootstrap, kafka_option=trusted)) == 1


def test_avro_values_come_with_their_schema(desk: Desk, topic: str) -> None:
    schema = {"type": "record", "name": "A", "fields": [{"name": "text", "type": "string"}]}
    value = io.BytesIO()
    fastavro.schemaless_writer(value, fastavro.parse_schema(schema), {"text": "hello"})
    known, unknown = (struct.pack(">bI", 0, number) + value.getvalue() for number in (7, 8))
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [(None, known, None), (None, unknown, None), (None, known, None)])
    with SchemaServer({7: {"schema": json.dumps(schema)}}) as server:
        records = desk.drain(topic, schema_registry=server.url)
        assert server.asked == ["/schemas/ids/7", "/schemas/ids/8"]
    first, second, third = records
    assert first.message.format == third.message.format == "avro"
    assert first.message.payload == known
    assert json.loads(first.message.hints.avro_schema or "") == schema
    assert isinstance(second.record, Reject)
    assert (second.record.reason, second.message.payload) == ("unknown_schema", unknown)


def test_a_broker_that_comes_back_is_waited_for(own_broker: Broker, tmp_path: Path) -> None:
    desk, topic = Desk(own_broker, tmp_path), "articles"
    own_broker.create_topic(topic)
    own_broker.produce(topic, items(2))
    with desk.open(topic, follow=True, source_timeout="30s") as feed:
        records = feed.records()
        take(records, 2)
        own_broker.kill()
        until(records, lambda: len(desk.said) == 1)
        assert "does not answer" in desk.said[0]
        assert "waiting up to 30 s" in desk.said[0]
        own_broker.start()
        own_broker.produce(topic, items(1, 2))
        assert texts(take(records, 1)) == ["text 2"]
        until(records, lambda: len(desk.said) == 2)
        assert desk.said[1].endswith("is back")
    assert len(desk.said) == 2


def test_a_broker_that_stays_away_ends_it_in_one_line(own_broker: Broker, tmp_path: Path) -> None:
    desk, topic = Desk(own_broker, tmp_path), "articles"
    own_broker.create_topic(topic)
    own_broker.produce(topic, items(2))
    with desk.open(topic, follow=True, source_timeout="1s") as feed:
        records = feed.records()
        read = take(records, 2)
        own_broker.kill()
        with pytest.raises(FeedError, match=r"no message from Kafka at .* for 1 s: .*refused"):
            until(records, lambda: False)
        with pytest.raises(FeedError, match="for 1 s"):
            desk.commit(feed, read)
        started = time.monotonic()
    assert time.monotonic() - started < SOON


def test_a_broker_that_hangs_ends_a_drain(own_broker: Broker, tmp_path: Path) -> None:
    desk, topic = Desk(own_broker, tmp_path), "articles"
    own_broker.create_topic(topic)
    own_broker.produce(topic, items(2))
    with desk.open(topic, source_timeout="2s") as feed:
        own_broker.pause()
        with pytest.raises(FeedError, match="for 2 s"):
            list(feed.records())
        own_broker.resume()


def test_a_broker_that_hangs_at_a_commit_is_not_waited_for_when_nobody_wants_to(
    own_broker: Broker, tmp_path: Path
) -> None:
    desk, topic = Desk(own_broker, tmp_path), "articles"
    own_broker.create_topic(topic)
    own_broker.produce(topic, items(2))
    calls: list[float] = []

    def waiting() -> None:
        calls.append(time.monotonic())
        if calls[-1] - calls[0] > 5:
            raise InterruptedError

    with desk.open(topic, source_timeout="60s") as feed:
        read = take(feed.records(), 2)
        own_broker.pause()
        with pytest.raises(InterruptedError):
            feed.check(list(ranges(read).values()), waiting)
        own_broker.resume()
    # It has asked, given up, paused and asked again, and looked up all the time.
    assert max(later - call for call, later in pairwise(calls)) < 1


def test_a_refusal_in_the_middle_is_one_line(
    desk: Desk, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, items(2))
    address = desk.broker.sasl_bootstrap
    monkeypatch.setenv("KAFKA_PASSWORD", "wrong")
    refused = resolved(RunConfig(kafka_option=login()), address)
    with desk.open(topic, follow=True) as feed:
        records = feed.records()
        take(records, 2)
        feed.reader.cluster = Cluster(address, refused, Trouble(refused))
        desk.broker.add_partitions(topic, 2)
        feed.watch.hurry()
        with pytest.raises(FeedError, match=r"refuses this client: .*uthentication"):
            until(records, lambda: False)


def test_a_json_topic_file_and_topic_agree(desk: Desk, topic: str, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"text": "one"}, {"text": "two"}])
    lines = path.read_bytes().splitlines()
    desk.broker.create_topic(topic)
    desk.broker.produce(topic, [(None, line, None) for line in lines])
    records = desk.drain(topic)
    assert [record.message.payload for record in records] == lines
    assert {record.message.format for record in records} == {"json"}
