"""Shards in children of an engine's worker process."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import article

from pipeline import __version__, accounting
from pipeline.jobs import GraphConfig, ShardJob
from pipeline.record import Record
from pipeline.remote import child
from pipeline.remote.child import run_in_child
from pipeline.remote.depot import Depot
from pipeline.remote.marked import RemoteShard
from pipeline.shard_writer import ShardWriter
from pipeline.stores.opening import open_store
from pipeline.workers import WorkerError
from schemas.message import Message, Origin
from transforms.rows import Lineage

LINEAGE = Lineage("run", datetime(2026, 1, 1, tzinfo=UTC), "1", 1 << 20)
RECORDS = 5


class Place:
    """A home, and what its shards run with."""

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self.home = str(folder / "home")
        self.depot = Depot(open_store(self.home), "_staging/run/remote")
        self.config = GraphConfig(LINEAGE, model)

    def job(self, number: int) -> ShardJob:
        """A shard of made-up articles."""
        writer = ShardWriter(self.folder / "slice-000001" / "spool" / f"{number}.arrow")
        for record in range(RECORDS):
            payload = json.dumps(article(RECORDS * number + record)).encode()
            writer.add(Record(Message(payload, Origin(f"/in/{number}", record), "json")))
        return ShardJob(str(writer.close()), str(self.folder / "rows" / str(number)), self.config)

    def run(self, number: int) -> None:
        """One shard, there and back."""
        job = self.job(number)
        shard = self.depot.send(job)
        run_in_child(__version__, self.home, shard, self.config)
        assert self.depot.fetch(job, shard) == job.staging
        assert accounting.staged_positions([Path(job.staging)]).total() == RECORDS


@pytest.fixture
def place(tmp_path: Path, ruler_model: str) -> Place:
    return Place(tmp_path, ruler_model)


def pids() -> set[int | None]:
    """The children that wait for work."""
    return {one.pid for one in child._free}


def test_children_stay_and_there_are_no_more_than_shards_at_once(place: Place) -> None:
    place.run(0)
    first = pids()
    place.run(1)
    assert pids() == first
    assert len(first) == 1
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(place.run, (2, 3, 4, 5)))
    assert pids() >= first
    assert len(pids()) == 2


def test_another_version_is_refused(place: Place) -> None:
    with pytest.raises(WorkerError, match=rf"has newsmill {__version__}, not 0\.0\.0"):
        run_in_child("0.0.0", place.home, RemoteShard("none", 1), place.config)


def test_what_stops_a_shard_is_told_in_one_line_and_the_child_lives(place: Place) -> None:
    with pytest.raises(WorkerError, match="FileNotFoundError") as raised:
        run_in_child(__version__, place.home, RemoteShard("none", 1), place.config)
    assert "\n" not in str(raised.value)
    place.run(0)
