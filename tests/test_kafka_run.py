"""Topics drained from end to end: what comes in, what is committed, what is said."""

from __future__ import annotations

import io
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastavro
import pytest
from confluent_kafka import Producer
from conftest import article, staging_of, write_jsonl
from kafka_broker import Broker, Item
from test_kafka_broker import contents

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import read_batches, summary
from pipeline.verify import verify
from schemas.manifest import SourceRange
from schemas.tables import TABLES
from scripts.kafka_transactions import abort, commit

STORY = "Ministers met in Lisbon on Friday. " + "They talked about the harbour and its costs. " * 6
PAGE = f"<html><head><title>A page</title></head><body><article><p>{STORY}</p></article></body>"


def warc_record(page: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://warc.example/1\r\n"
        "WARC-Date: 2025-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def avro_container(record: dict[str, str]) -> bytes:
    fields = [{"name": name, "type": "string"} for name in record]
    sink = io.BytesIO()
    fastavro.writer(sink, {"type": "record", "name": "A", "fields": fields}, [record])
    return sink.getvalue()


def items(first: int, behind: int) -> list[Item]:
    return [(f"k{number}", json.dumps(article(number)), None) for number in range(first, behind)]


class Desk:
    """A topic, a dataset and the command."""

    def __init__(self, broker: Broker, topic: str, output: Path, run: Callable[..., int]) -> None:
        self.broker = broker
        self.topic = topic
        self.output = output
        self.dataset = Dataset(output)
        self.url = f"kafka://{broker.bootstrap}/{topic}"
        self._run = run

    def drain(self, *options: object, expected: int = 0) -> None:
        assert self._run(self.url, *options, "--output", self.output) == expected
        if self.dataset.exists():
            assert verify(self.dataset)[0] == []
            assert staging_of(self.output) == []

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [row for batch in read_batches(self.dataset, table) for row in batch.to_pylist()]

    def counts(self) -> tuple[int, int, int, int]:
        found = summary(self.dataset)["runs"]
        assert found["balanced"]
        names = ("published", "duplicates", "rejected", "tombstones")
        return tuple(found[name] for name in names)  # type: ignore[return-value]  # four of them

    def ranges(self) -> list[SourceRange]:
        return [source for manifest in self.dataset.manifests() for source in manifest.sources]


@pytest.fixture
def desk(broker: Broker, topic: str, tmp_path: Path, run: Callable[..., int]) -> Desk:
    return Desk(broker, topic, tmp_path / "out", run)


@contextmanager
def transaction(desk: Desk, name: str, numbers: range):
    """Writes articles in a transaction and leaves its end to the caller."""
    producer = Producer({"bootstrap.servers": desk.broker.bootstrap, "transactional.id": name})
    producer.init_transactions(30)
    producer.begin_transaction()
    for key, value, _ in items(numbers.start, numbers.stop):
        producer.produce(desk.topic, value, key)
    producer.flush(30)
    yield producer


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on standard error: one line."""
    said = capsys.readouterr().err
    assert said.startswith("newsmill: ")
    assert said.count("\n") == 1
    return said


def test_a_second_drain_commits_nothing_and_a_third_only_what_is_new(desk: Desk) -> None:
    desk.broker.create_topic(desk.topic, 3)
    desk.broker.produce(desk.topic, items(0, 30))
    desk.drain("--slice-records", 10)
    commits = desk.dataset.last()
    assert (desk.counts(), commits) == ((30, 0, 0, 0), 3)
    desk.drain()
    assert desk.dataset.last() == commits
    desk.broker.produce(desk.topic, items(25, 35))
    desk.drain()
    assert desk.counts() == (35, 5, 0, 0)
    queues = summary(desk.dataset)["queues"]
    assert [row["position"] for row in queues] == [
        desk.broker.ends(desk.topic, number)[1] for number in range(3)
    ]
    assert {row["lag"] for row in queues} == {0}


def test_values_of_all_kinds_and_what_came_with_them(desk: Desk) -> None:
    moment = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
    headers = [("trace", "a"), ("trace", None), ("source", b"wire")]
    typed = [("content-type", "text/html; charset=utf-8")]
    record = {"url": "https://avro.example/1", "title": "By Avro", "text": STORY + "By Avro."}
    messages: list[Item] = [
        ("json", json.dumps(article(1)), headers),
        ("html", PAGE, typed),
        (b"\xff-text", "A title\n\n" + STORY + "As plain text.", None),
        (None, warc_record(PAGE.replace("Friday", "Monday")), None),
        ("avro", avro_container(record), None),
        ("gone", None, None),
        ("broken", "{broken", headers),
        ("noise", bytes(range(256)) * 4, None),
        ("blank", " \n", None),
    ]
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, messages, timestamp=round(moment.timestamp() * 1000))
    desk.drain()
    assert desk.counts() == (5, 0, 3, 1)
    articles = {row["origin_key"]: row for row in desk.rows("articles")}
    assert set(articles) == {"json", "html", "\\xff-text", None, "avro"}
    assert articles["json"]["origin_headers"] == [
        {"name": "trace", "value": "a"},
        {"name": "trace", "value": None},
        {"name": "source", "value": "wire"},
    ]
    assert articles[None]["url"] == "https://warc.example/1"
    assert articles["avro"]["title"] == "By Avro"
    rejects = {row["origin_key"]: row for row in desk.rows("rejects")}
    assert {key: row["reason"] for key, row in rejects.items()} == {
        "broken": "invalid_json",
        "noise": "unknown_format",
        "blank": "not_one_record",
    }
    assert rejects["broken"]["payload"] == b"{broken"
    (tombstone,) = desk.rows("tombstones")
    assert tombstone["origin_key"] == "gone"
    for row in [*articles.values(), *rejects.values(), tombstone]:
        offset = [key for key, _, _ in messages].index(
            b"\xff-text" if row["origin_key"] == "\\xff-text" else row["origin_key"]
        )
        assert row["origin_uri"].endswith(f"/{desk.topic}/0")
        assert (row["origin_record"], row["origin_timestamp"]) == (offset, moment)


def test_replay_publishes_rejects_without_the_broker(
    own_broker: Broker, topic: str, tmp_path: Path, run: Callable[..., int], ruler_model: str
) -> None:
    desk = Desk(own_broker, topic, tmp_path / "out", run)
    record = {"url": "https://news.example/1", "title": "A story", "xyz": {"q": STORY}}
    own_broker.create_topic(topic)
    own_broker.produce(topic, [("k1", json.dumps(record), [("trace", "a")])])
    desk.drain()
    assert desk.counts() == (0, 0, 1, 0)
    own_broker.kill()
    words = ["replay", str(desk.output), "--spacy-model", ruler_model, "--workers", "1", "--quiet"]
    assert main([*words, "--field", "text=xyz.q"]) == 0
    (row,) = desk.rows("articles")
    assert (row["origin_key"], row["origin_record"]) == ("k1", 0)
    assert row["origin_headers"] == [{"name": "trace", "value": "a"}]
    assert verify(desk.dataset)[0] == []


def test_only_committed_transactions_are_read(desk: Desk) -> None:
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 3))
    with transaction(desk, f"{desk.topic}-a", range(100, 103)) as aborted:
        abort(aborted, desk.broker.bootstrap, desk.topic)
    with transaction(desk, f"{desk.topic}-b", range(3, 6)) as committed:
        commit(committed, desk.broker.bootstrap, desk.topic)
    with transaction(desk, f"{desk.topic}-c", range(6, 9)) as late:
        desk.broker.produce(desk.topic, items(9, 12))
        desk.drain()
        assert desk.counts() == (6, 0, 0, 0)  # what is behind the open one waits with it
        commit(late, desk.broker.bootstrap, desk.topic)
    desk.drain()
    assert desk.counts() == (12, 0, 0, 0)
    assert sum(source.gaps for source in desk.ranges()) >= 4  # three aborted ones and a marker
    assert sum(source.lost for source in desk.ranges()) == 0
    assert {row["origin_key"] for row in desk.rows("articles")} == {f"k{n}" for n in range(12)}


def test_a_compacted_topic_leaves_gaps(desk: Desk) -> None:
    config = {"cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    desk.broker.create_topic(desk.topic, config=config)
    desk.broker.produce(desk.topic, [("same", json.dumps(article(n)), None) for n in range(9)])
    last = json.dumps(article(8)).encode()
    deadline, number = time.monotonic() + 30, 100
    while contents(desk.broker.bootstrap, desk.topic, 1)[0][1] != last:
        assert time.monotonic() < deadline, "it was not compacted"
        time.sleep(0.3)
        desk.broker.produce(desk.topic, [("other", json.dumps(article(number)), None)])
        number += 1
    desk.drain()
    (source,) = desk.ranges()
    end = desk.broker.ends(desk.topic)[1]
    assert (source.first, source.next, source.lost) == (0, end, 0)
    assert source.gaps >= 8
    assert len(desk.rows("articles")) == end - source.gaps


def test_retention_that_was_faster_stops_or_is_recorded(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 5))
    desk.drain()
    desk.broker.produce(desk.topic, items(5, 12))
    desk.broker.delete_records(desk.topic, 0, 8)
    capsys.readouterr()
    desk.drain(expected=1)
    line = one_line(capsys)
    assert "retention has deleted offsets 5 to 7" in line
    assert "--on-loss continue" in line
    assert desk.counts() == (5, 0, 0, 0)
    desk.drain("--on-loss", "continue")
    assert desk.counts() == (9, 0, 0, 0)
    last = desk.ranges()[-1]
    assert (last.first, last.next, last.gaps, last.lost) == (5, 12, 3, 3)
    capsys.readouterr()
    assert main(["inspect", str(desk.output)]) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    head = next(cells for cells in shown if cells[:2] == ["topic", "partition"])
    line = next(cells for cells in shown if cells[:1] == [desk.topic])
    assert line[head.index("lost")] == "3"


def test_markers_that_retention_deletes_are_no_loss(desk: Desk) -> None:
    desk.broker.create_topic(desk.topic)
    with transaction(desk, desk.topic, range(3)) as producer:
        commit(producer, desk.broker.bootstrap, desk.topic)
    desk.drain()
    (source,) = desk.ranges()
    assert (source.next, source.gaps, source.lost) == (4, 1, 0)
    desk.broker.delete_records(desk.topic, 0, 4)
    desk.drain()
    desk.broker.produce(desk.topic, items(3, 5))
    desk.drain()
    assert desk.counts() == (5, 0, 0, 0)
    assert sum(source.lost for source in desk.ranges()) == 0


def test_a_topic_by_two_addresses_is_one_line(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 1))
    again = desk.url.replace("127.0.0.1", "localhost")
    assert again != desk.url
    desk.drain(again, expected=2)
    assert "name it once" in one_line(capsys)


def test_a_topic_that_was_made_again_is_not_read_as_the_old_one(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 5))
    desk.drain()
    desk.broker.delete_topic(desk.topic)
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(5, 15))
    capsys.readouterr()
    desk.drain(expected=1)
    assert f"topic {desk.topic} was deleted and made again" in one_line(capsys)
    assert desk.counts() == (5, 0, 0, 0)


def test_partitions_that_are_added_are_read_from_their_beginning(desk: Desk) -> None:
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 5))
    desk.drain()
    desk.broker.add_partitions(desk.topic, 3)
    desk.broker.produce(desk.topic, items(5, 9), partition=2)
    desk.drain()
    assert desk.counts() == (9, 0, 0, 0)


def test_five_megabytes_are_one_message(desk: Desk) -> None:
    desk.broker.create_topic(desk.topic)
    large = json.dumps(article(1, padding="x" * 5_000_000))
    desk.broker.produce(desk.topic, [("large", large, None), *items(2, 4)])
    desk.drain()
    assert desk.counts() == (3, 0, 0, 0)


def test_messages_that_come_again_in_any_order_are_duplicates(desk: Desk) -> None:
    chance = random.Random(7)  # noqa: S311 - an order
    sent = items(0, 100)
    sent += chance.sample(sent, 10)
    chance.shuffle(sent)
    desk.broker.create_topic(desk.topic, 3)
    for place in range(3):
        desk.broker.produce(desk.topic, sent[place::3], place, enable_idempotence=False)
    desk.drain("--slice-records", 40)
    assert desk.counts() == (100, 10, 0, 0)
    ids = [row["article_id"] for row in desk.rows("articles")]
    assert len(set(ids)) == 100
    assert {row["article_id"] for row in desk.rows("duplicates")} <= set(ids)
    keys = Counter(row["origin_key"] for t in ("articles", "duplicates") for row in desk.rows(t))
    assert keys == Counter(key for key, _, _ in sent)


def test_files_and_a_topic_in_one_run(desk: Desk, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(10, 25)])
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, items(0, 15))
    desk.drain(path, "--slice-records", 8)
    assert desk.counts() == (25, 5, 0, 0)
    commits = desk.dataset.last()
    desk.broker.produce(desk.topic, items(25, 26))
    desk.drain(path)
    assert (desk.counts(), desk.dataset.last()) == ((26, 5, 0, 0), commits + 1)


def content(dataset: Dataset) -> dict[str, Counter[str]]:
    """The rows of all tables as text, without lineage and what depends on the origin."""
    found = {}
    for name, table in TABLES.items():
        left_out = {column.name for column in table.columns if column.lineage}
        left_out |= {column.name for column in table.columns if column.name.startswith("origin_")}
        left_out |= {"duplicate_id", "reject_id"}
        rows = (row for batch in read_batches(dataset, name) for row in batch.to_pylist())
        found[name] = Counter(
            json.dumps({k: v for k, v in row.items() if k not in left_out}, default=str)
            for row in rows
        )
    return found


def test_the_same_articles_give_the_same_rows_from_files_and_from_a_topic(
    desk: Desk, tmp_path: Path, run: Callable[..., int]
) -> None:
    records = [json.dumps(article(n % 50)) for n in range(60)] + ["{broken", '{"text": "few"}']
    assert run(write_jsonl(tmp_path / "a.jsonl", records), "--output", tmp_path / "files") == 0
    desk.broker.create_topic(desk.topic)
    desk.broker.produce(desk.topic, [(str(n), line, None) for n, line in enumerate(records)])
    desk.drain("--slice-records", 15)
    assert desk.counts() == (50, 10, 2, 0)
    assert content(desk.dataset) == content(Dataset(tmp_path / "files"))
