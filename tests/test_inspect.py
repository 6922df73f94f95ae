import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article, newsmill

from pipeline.dataset import Dataset, manifest_name
from pipeline.inspect import as_text, summary
from pipeline.live_ends import LiveEnd
from schemas.manifest import Counts, Manifest, SourceRange
from schemas.version import SCHEMA_VERSION


def span(partition: int, first: int, next_: int, **more: object) -> SourceRange:
    """What one commit took from a partition; all of it published."""
    uri = f"kafka://abc/news/{partition}"
    source = SourceRange(uri, "topic-1", first, next_, False, **more)  # type: ignore[arg-type]
    return replace(source, published=source.inputs)


def commit(out: Path, *sources: SourceRange, counts: Counts | None = None) -> Dataset:
    """Adds a manifest without files: all that positions are read from."""
    dataset = Dataset(out)
    dataset.create()
    number = dataset.last() + 1
    inputs = sum(source.inputs for source in sources)
    manifest = Manifest(
        number, "run", "run", f"2026-01-01T00:00:{number:02d}+00:00", SCHEMA_VERSION, "1", "month",
        {}, counts or Counts(inputs, inputs), (), sources,
    )  # fmt: skip
    dataset.store.write(manifest_name(number), manifest.to_json().encode())
    return dataset


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_positions_are_those_of_each_partitions_last_commit(out):
    commit(out, span(0, 0, 10, end=12), span(10, 0, 5, end=5))
    commit(out, span(0, 10, 20, end=50))
    dataset = commit(out, span(2, 100, 110, end=110, gaps=4))
    found = summary(dataset)
    assert [
        (row["topic"], row["partition"], row["position"], row["end"], row["lag"], row["commit"])
        for row in found["queues"]
    ] == [
        ("news", 0, 20, 50, 30, "00000002"),
        ("news", 2, 110, 110, 0, "00000003"),
        ("news", 10, 5, 5, 0, "00000001"),
    ]
    assert [row["messages"] for row in found["queues"]] == [20, 6, 5]
    assert found["queues"][2]["as_of"] == "2026-01-01T00:00:01+00:00"
    assert found["queue_totals"] == {"partitions": 3, "messages": 31, "lag": 30, "lost": 0}
    assert found["complete_files"] == 0


def test_as_text(out):
    commit(out, span(0, 0, 10, end=1200))
    text = as_text(summary(commit(out, span(1, 0, 5, end=5))))
    lines = [line.split() for line in text.splitlines()]
    assert ["topic", "partition", "position", "end", "lag", "as", "of"] in lines
    assert ["news", "0", "10", "1,200", "1,190", "2026-01-01T00:00:01+00:00"] in lines
    assert ["all", "1,190"] in lines
    assert "lost" not in text


def test_lost_records_are_shown(out):
    commit(out, span(0, 0, 10, end=10))
    commit(out, span(0, 10, 60, end=60, gaps=40, lost=40))
    found = summary(commit(out, span(0, 60, 70, end=70, gaps=3, lost=2)))
    assert (found["queues"][0]["lost"], found["queue_totals"]["lost"]) == (42, 42)
    lines = [line.split() for line in as_text(found).splitlines()]
    assert ["topic", "partition", "position", "end", "lag", "lost", "as", "of"] in lines
    assert ["all", "0", "42"] in lines


def test_dataset_of_files_says_nothing_of_queues(out):
    source = SourceRange("/data/a.jsonl", "1", 0, 3, True, published=3)
    found = summary(commit(out, source))
    assert (found["queues"], found["complete_files"]) == ([], 1)
    assert "partition  position" not in as_text(found)


def test_tombstones_in_the_accounting(out):
    counts = Counts(7, 3, 1, 1, 2, reasons={"invalid_json": 1})
    text = as_text(summary(commit(out, span(0, 0, 7), counts=counts)))
    assert "7 inputs = 3 published + 1 duplicates + 1 rejected + 2 tombstones" in text
    assert text.splitlines()[-1].endswith("3 published, 1 duplicates, 1 rejected, 2 tombstones")


def test_lag_now(out):
    dataset = commit(out, span(0, 0, 10, end=12), span(1, 0, 5, end=5), span(2, 0, 9, end=9))
    asked: list[Sequence[str]] = []

    def ends(topics: Sequence[str]) -> list[LiveEnd]:
        asked.append(topics)
        return [
            LiveEnd("abc", "news", "topic-1", 0, 0, 100),
            LiveEnd("abc", "news", "topic-1", 1, 0, 5),
            LiveEnd("abc", "news", "topic-2", 2, 0, 70),  # made again
            LiveEnd("abc", "news", "topic-1", 3, 20, 25),  # new
        ]

    found = summary(dataset, live_ends=ends)
    assert asked == [["news"]]
    rows = {(row["topic_id"], row["partition"]): row for row in found["queues"]}
    assert (rows["topic-1", 0]["lag"], rows["topic-1", 0]["live_lag"]) == (2, 90)
    assert rows["topic-1", 1]["live_lag"] == 0
    assert rows["topic-1", 2]["live_lag"] is None
    assert (rows["topic-2", 2]["position"], rows["topic-2", 2]["live_lag"]) == (None, 70)
    assert rows["topic-1", 3]["live_lag"] == 5
    assert found["queue_totals"]["live_lag"] == 165
    lines = [line.split() for line in as_text(found).splitlines()]
    assert ["all", "2", "165"] in lines
    assert ["news", "3", "-", "-", "0", "25", "5", "-"] in lines
    json.dumps(found)


def test_command_as_text_and_json(out):
    commit(out, span(0, 0, 10, end=12))
    assert " 12 " in newsmill("inspect", out).stdout
    found = json.loads(newsmill("inspect", out, "--format", "json").stdout)
    assert found["queues"][0]["lag"] == 2


def test_brokers_that_cannot_be_asked_are_one_line(out):
    commit(out, span(0, 0, 10, end=12))
    bad = ["--brokers", "host:1", "--kafka-option", "no.such.setting=1"]
    for words, expected in (
        (["--brokers", "user:pw@host:1"], "credentials"),
        (bad, "no.such.setting"),
    ):
        result = newsmill("inspect", out, *words)
        assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
        assert expected in result.stderr
        assert "pw" not in result.stderr


def test_lag_of_a_real_topic(out, broker, topic, run):
    broker.create_topic(topic, 2)
    broker.produce(topic, [(None, json.dumps(article(n)), None) for n in range(4)], 0)
    assert run(f"kafka://{broker.bootstrap}/{topic}", "--output", out) == 0
    broker.produce(topic, [(None, "x", None)] * 3, 0)
    broker.produce(topic, [(None, "x", None)] * 2, 1)
    broker.add_partitions(topic, 3)
    broker.produce(topic, [(None, "x", None)], 2)
    result = newsmill("inspect", out, "--format", "json", "--brokers", broker.bootstrap)
    rows = json.loads(result.stdout)["queues"]
    assert [(row["partition"], row["position"], row["live_lag"]) for row in rows] == [
        (0, 4, 3),
        (1, 0, 2),
        (2, None, 1),
    ]
    assert topic in newsmill("inspect", out, "--brokers", broker.bootstrap).stdout
