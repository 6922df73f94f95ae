"""The graph for workers elsewhere: what goes out, what comes back, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from conftest import article, write_jsonl

from pipeline import accounting
from pipeline.dataset import Dataset
from pipeline.engines import ENGINES, depot_of
from pipeline.inspect import summary
from pipeline.jobs import GraphConfig, ShardJob
from pipeline.opening import Run
from pipeline.record import Record
from pipeline.remote.attempt import RECEIPT
from pipeline.remote.depot import Depot
from pipeline.remote.graph import RemoteConfig, build
from pipeline.remote.marked import RemoteShard
from pipeline.remote.slices import SlicePipelines
from pipeline.remote.straight import CrookedGraphError, check_straight
from pipeline.shard_writer import ShardWriter
from pipeline.stores.opening import open_store
from pipeline.workers import WorkerError
from schemas.message import Message, Origin
from transforms.rows import Lineage

LINEAGE = Lineage("run", datetime(2026, 1, 1, tzinfo=UTC), "1", 1 << 20)


@pytest.fixture
def config(ruler_model: str) -> GraphConfig:
    return GraphConfig(LINEAGE, ruler_model)


def job_of(folder: Path, name: str, numbers: range, config: GraphConfig) -> ShardJob:
    """A shard of made-up articles."""
    writer = ShardWriter(folder / "slice-000001" / "spool" / f"{name}.arrow")
    for number in numbers:
        payload = json.dumps(article(number)).encode()
        writer.add(Record(Message(payload, Origin(f"/in/{name}.jsonl", number), "json")))
    return ShardJob(str(writer.close()), str(folder / "slice-000001" / "rows" / name), config)


def run_graph(home: Path, config: GraphConfig, *shards: RemoteShard) -> None:
    """All shards in one pipeline, and so in one bundle."""
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    build(pipeline, RemoteConfig(str(home), config), shards)
    pipeline.run().wait_until_finish()


def rows_of(job: ShardJob) -> int:
    """Checks that the rows are those of the records, each once; gives how many."""
    expected = accounting.planned([Path(job.spool)])
    assert accounting.staged_positions([Path(job.staging)]) == expected
    return expected.total()


def test_shards_of_one_bundle_come_back_apart(tmp_path: Path, config: GraphConfig) -> None:
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    jobs = [
        job_of(tmp_path, "a", range(40), config),
        job_of(tmp_path, "b", range(40, 45), config),
        job_of(tmp_path, "c", range(45, 120), config),
    ]
    shards = [depot.send(job) for job in jobs]
    run_graph(tmp_path / "home", config, *shards)
    for job, shard in zip(jobs, shards, strict=True):
        assert depot.fetch(job, shard) == job.staging
    assert [rows_of(job) for job in jobs] == [40, 5, 75]
    assert not list(depot.home.list("_staging"))


def test_a_repeated_bundle_counts_once(tmp_path: Path, config: GraphConfig) -> None:
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    job = job_of(tmp_path, "a", range(10), config)
    shard = depot.send(job)
    run_graph(tmp_path / "home", config, shard)
    run_graph(tmp_path / "home", config, shard)
    receipts = [entry for entry in depot.home.list(shard.place) if entry.name.endswith(RECEIPT)]
    assert len(receipts) == 2
    depot.fetch(job, shard)
    assert rows_of(job) == 10


def test_a_torn_attempt_is_passed_over(tmp_path: Path, config: GraphConfig) -> None:
    """Files without a receipt are those of a worker that died; they come first by name here."""
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    job = job_of(tmp_path, "a", range(10), config)
    shard = depot.send(job)
    depot.home.upload(Path(job.spool), f"{shard.place}/0/articles-0.arrow")
    run_graph(tmp_path / "home", config, shard)
    depot.fetch(job, shard)
    assert rows_of(job) == 10


@pytest.mark.parametrize("records", [9, 11])
def test_a_shard_without_a_complete_attempt_stops_the_run(
    tmp_path: Path, config: GraphConfig, records: int
) -> None:
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    job = job_of(tmp_path, "a", range(10), config)
    shard = replace(depot.send(job), records=records)
    run_graph(tmp_path / "home", config, shard)
    with pytest.raises(WorkerError, match=f"of {records} records"):
        depot.fetch(job, shard)


def test_rows_of_other_records_are_not_taken(tmp_path: Path, config: GraphConfig) -> None:
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    job, other = (job_of(tmp_path, name, range(10), config) for name in "ab")
    shard = depot.send(job)
    run_graph(tmp_path / "home", config, shard)
    with pytest.raises(WorkerError, match="attempts with 10 of 10 records"):
        depot.fetch(other, shard)


def test_a_home_without_any_attempt_stops_the_run(tmp_path: Path, config: GraphConfig) -> None:
    depot = Depot(open_store(str(tmp_path / "home")), "_staging/run/remote")
    job = job_of(tmp_path, "a", range(10), config)
    with pytest.raises(WorkerError, match="attempts with none of 10 records"):
        depot.fetch(job, depot.send(job))


def hashes(found: dict[str, Any]) -> dict[str, str]:
    """Content hashes by table."""
    return {name: table["content_hash"] for name, table in found["tables"].items()}


def in_memory(run: Run) -> SlicePipelines:
    """The engine for slices, on Beam's runner in this process."""
    return SlicePipelines(
        depot_of(run), run.dataset.url, lambda: (FnApiRunner(), PipelineOptions([]))
    )


def test_a_run_by_slices_equals_one_by_worker_processes(
    tmp_path: Path, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [article(number % 230) for number in range(300)]
    source = write_jsonl(tmp_path / "in.jsonl", [*records, "{broken", json.dumps({"a": 1})])
    assert run(source, "--output", tmp_path / "one", "--slice-records", 120) == 0
    monkeypatch.setitem(ENGINES, "DirectRunner", in_memory)
    assert run(source, "--output", tmp_path / "two", "--slice-records", 120) == 0
    one, two = (summary(Dataset(tmp_path / name), True) for name in ("one", "two"))
    assert hashes(one) == hashes(two)
    assert not any(Dataset(tmp_path / "two").staging.iterdir())


def straight() -> tuple[beam.Pipeline, beam.PCollection[int]]:
    """A pipeline, and its first collection."""
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    return pipeline, pipeline | "Numbers" >> beam.Create([1, 2])


class Split(beam.DoFn):
    """Sends odd numbers elsewhere."""

    def process(self, number: int) -> Iterator[object]:
        yield beam.pvalue.TaggedOutput("odd", number) if number % 2 else number


def test_the_graph_is_straight(tmp_path: Path, config: GraphConfig) -> None:
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    build(pipeline, RemoteConfig(str(tmp_path), config), [RemoteShard("a", 1), RemoteShard("b", 2)])
    check_straight(pipeline)


def test_a_tagged_output_is_refused() -> None:
    pipeline, numbers = straight()
    found = numbers | "Split" >> beam.ParDo(Split()).with_outputs("odd", main="even")
    found.even | "Next" >> beam.Map(str)
    with pytest.raises(CrookedGraphError, match=r"Split.* has 2 outputs"):
        check_straight(pipeline)


def test_a_second_leaf_is_refused() -> None:
    pipeline, numbers = straight()
    numbers | "First" >> beam.Map(str)
    numbers | "Second" >> beam.Map(str)
    with pytest.raises(CrookedGraphError, match="feeds 2 transforms"):
        check_straight(pipeline)


def test_a_second_line_is_refused() -> None:
    pipeline, _ = straight()
    pipeline | "Others" >> beam.Create([3])
    with pytest.raises(CrookedGraphError, match="2 leaves"):
        check_straight(pipeline)


def test_a_side_input_is_refused() -> None:
    pipeline, numbers = straight()
    others = pipeline | "Others" >> beam.Create([3])
    numbers | "Both" >> beam.Map(lambda one, more: (one, more), beam.pvalue.AsList(others))
    with pytest.raises(CrookedGraphError, match=r"Both.* has 2 inputs"):
        check_straight(pipeline)


def test_a_flatten_is_refused() -> None:
    pipeline, numbers = straight()
    others = pipeline | "Others" >> beam.Create([3])
    (numbers, others) | "Together" >> beam.Flatten()
    with pytest.raises(CrookedGraphError, match=r"Together.* has 2 inputs"):
        check_straight(pipeline)
