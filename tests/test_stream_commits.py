"""From staged bundles to commits: real files, a real dataset, no runner."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import article

from pipeline.commit import CommitConfig
from pipeline.dataset import Dataset, run_lock
from pipeline.record import Record
from pipeline.streaming import committer, failure
from pipeline.streaming.committer import CommitterConfig, commit_receipts
from pipeline.streaming.delivery import enter, stretch_of
from pipeline.streaming.failure import GapError
from pipeline.streaming.receipt import BrokenStretchError, Receipt
from pipeline.streaming.stage import StagedBundle
from pipeline.verify import verify
from pipeline.workers import WorkerError
from schemas.article import Article, Tombstone
from schemas.manifest import SourceRange
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.fingerprint import fingerprinter
from transforms.parse import parser
from transforms.rows import Lineage

TOPIC = "kafka://cluster/topic/0"
FILE = "/drop/a.jsonl"
STARTED = datetime(2025, 3, 1, tzinfo=UTC)
LINEAGE = Lineage("run", STARTED, "1", 1 << 20)
STEP = 2
"""Offsets from one record to the next: every other place holds none."""


@pytest.fixture
def config(tmp_path: Path) -> Iterator[CommitterConfig]:
    dataset = Dataset(tmp_path / "out")
    dataset.create()
    commit = CommitConfig("run", STARTED, "1", {"entities": "m", "topics": "t"}, "month")
    staging = dataset.staging / "run"
    lock = run_lock(staging)
    yield CommitterConfig(dataset.url, "", str(staging), commit, 5_000, 1 << 29)
    os.close(lock)


def delivered(number: int, uri: str = TOPIC, version: str = "id") -> Record:
    """A record at offset 2 * number + 1: the place before it holds none."""
    gaps = 0 if uri == FILE else 1
    first = number * (1 + gaps)
    message = Message(json.dumps(article(number)).encode(), Origin(uri, first + gaps), "json")
    return Record(message, SourceRange(uri, version, first, first + 1 + gaps, False, gaps=gaps))


Stage = Callable[..., Receipt]


@pytest.fixture
def stage(config: CommitterConfig) -> Stage:
    """Stages records as a bundle does, run through as much of the graph as rows need."""
    parse, fingerprint = parser({}), fingerprinter()
    clock = iter(range(1, 1_000))

    def call(records: list[Record], opening: bool = False) -> Receipt:
        bundle = StagedBundle(Path(config.staging) / "bundles", LINEAGE)
        for record in records:
            outcome = enter(record, opening)
            if isinstance(outcome, Article):
                outcome = parse(outcome)
            if isinstance(outcome, Article):
                outcome = fingerprint(replace(outcome, text=outcome.content))
            bundle.add(outcome, next(clock))
        return bundle.close()

    return call


def published(config: CommitterConfig) -> list[int]:
    """Offsets of the published articles, each as often as it is there."""
    dataset = Dataset(config.home)
    found = []
    for file in (file for manifest in dataset.manifests() for file in manifest.files):
        if file.table == "articles":
            rows = pq.ParquetFile(dataset.root / file.path).read(["origin_record"])
            found += rows["origin_record"].to_pylist()
    return sorted(found)


def records(first: int, behind: int) -> list[Record]:
    return [delivered(number) for number in range(first, behind)]


def test_a_pane_is_one_commit_with_its_positions(config, stage):
    pane = [stage(records(0, 4), opening=True), stage(records(4, 9))]
    assert commit_receipts(config, pane) == []
    [manifest] = Dataset(config.home).manifests()
    [source] = manifest.sources
    assert (source.first, source.next, source.gaps, source.published) == (0, 18, 9, 9)
    assert list((Path(config.staging) / "bundles").iterdir()) == []
    assert verify(Dataset(config.home))[0] == []


def test_a_pane_that_comes_again_changes_nothing(config, stage):
    first = stage(records(0, 4), opening=True)
    commit_receipts(config, [first])
    again = stage(records(0, 4), opening=True)
    assert commit_receipts(config, [first, again]) == []  # the first one's files are gone
    assert Dataset(config.home).numbers() == [1]
    assert not Path(again.folder).exists()


def test_of_an_overlap_only_the_new_records_are_committed(config, stage):
    commit_receipts(config, [stage(records(0, 4), opening=True)])
    commit_receipts(config, [stage(records(2, 9))])
    assert published(config) == [STEP * n + 1 for n in range(9)]
    *_, manifest = Dataset(config.home).manifests()
    [source] = manifest.sources
    assert (source.first, source.next, source.gaps, source.published) == (8, 18, 5, 5)
    assert verify(Dataset(config.home))[0] == []


def test_an_early_pane_waits_on_disk(config, stage):
    late, early = stage(records(0, 4), opening=True), stage(records(4, 6))
    assert commit_receipts(config, [early]) == [early]
    assert published(config) == []
    assert commit_receipts(config, [early, late]) == []
    assert published(config) == [STEP * n + 1 for n in range(6)]


def test_a_large_pane_is_committed_in_bounded_slices(config, stage):
    pane = [stage(records(n, n + 2), opening=n == 0) for n in range(0, 10, 2)]
    commit_receipts(replace(config, records=4), pane)
    manifests = list(Dataset(config.home).manifests())
    assert [manifest.counts.inputs for manifest in manifests] == [4, 4, 2]


def test_a_gap_that_stays_stops_the_run(config, stage, monkeypatch):
    monkeypatch.setattr(committer, "MOST_WAITING", 1)
    pane = [stage(records(n, n + 1)) for n in (1, 2)]
    with pytest.raises(GapError, match="the records before 2 never came"):
        commit_receipts(config, pane)
    assert published(config) == []


def test_rejects_and_tombstones_are_committed_too(config, stage):
    broken, deleted = delivered(1), delivered(2)
    broken = Record(replace(broken.message, payload=b"{"), broken.source)
    message = replace(deleted.message, payload=b"", format="tombstone")
    stream = [delivered(0), broken, Record(message, deleted.source)]
    refused = Reject(delivered(3).message, "Read", "unreadable_file", "gone")
    commit_receipts(config, [stage([*stream, Record(refused, delivered(3).source)], opening=True)])
    [manifest] = Dataset(config.home).manifests()
    counts = manifest.counts
    assert (counts.published, counts.rejected, counts.tombstones) == (1, 2, 1)


def test_two_versions_of_a_file_in_one_pane(config, stage):
    first = [delivered(n, FILE, "v1") for n in range(2)]
    second = [delivered(n, FILE, "v2") for n in range(3)]
    commit_receipts(config, [stage(first), stage(second)])
    manifests = list(Dataset(config.home).manifests())
    assert [m.sources[0].version for m in manifests] == ["v1", "v2"]
    assert [m.counts.published for m in manifests] == [2, 1]
    bundle = StagedBundle(Path(config.staging) / "bundles", LINEAGE)
    assert bundle.takes(enter(first[0], False))
    assert not bundle.takes(enter(second[0], False))


@pytest.mark.parametrize("places", [(0, 2), (0, 0)])
def test_a_record_that_a_stage_loses_or_doubles_stops_the_bundle(stage, places):
    with pytest.raises(BrokenStretchError):
        stage([delivered(number) for number in places])


def test_outcomes_keep_their_stretch():
    record = delivered(3)
    for outcome in (
        enter(record, True),
        enter(Record(Reject(record.message, "Read", "empty_file"), record.source), True),
    ):
        assert stretch_of(outcome).source == record.source
        assert stretch_of(outcome).opening
    deleted = Record(replace(record.message, format="tombstone"), record.source)
    assert isinstance(enter(deleted, False), Tombstone)
    with pytest.raises(TypeError, match="lost its range"):
        stretch_of(Article(record.message))


def test_why_a_pipeline_failed_is_one_line():
    failure.forget()
    text = (
        "bundle inst009 stage-005 failed:Traceback (most recent call last):\n"
        '  File "x.py", line 1, in process\n'
        "a.b.ModelError: it does not load\n\nDuring handling of the above ...\n\n"
        "a.b.ModelError: it does not load [while running 'Entities/Recognise']\n"
    )
    found = failure.cause(text)
    assert isinstance(found, WorkerError)
    assert str(found) == "the pipeline failed: ModelError: it does not load"
    with pytest.raises(OSError, match="full"), failure.remembered():
        raise OSError("full")
    assert str(failure.cause(text)) == "full"
    failure.forget()
