"""The promise, over random histories: a simulated queue, the real driver and commit, no real time.

Messages come and come again, processes share partitions or fight over them, each dies at any named
moment; in the end every message has had its effect exactly once.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.opening
import pipeline.points
import pipeline.run
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.index import Index, open_index
from pipeline.inspect import committed_files
from pipeline.jobs import ShardJob
from pipeline.points import COMMIT, RUN
from pipeline.progress import Progress
from pipeline.record import Record
from pipeline.sinks.staged_rows import StagedRows
from pipeline.sources.spool import read_spool
from pipeline.verify import verify
from schemas.article import Article, Outcome, Tombstone
from schemas.manifest import Manifest, SourceRange
from schemas.message import Message, Origin
from schemas.reject import Reject
from schemas.staged import STAGED

PARTITIONS = tuple(f"kafka://cluster/articles/{number}" for number in range(3))
VALUES = (b"one", b"two", b"three", b"four", b"bad", None)
OUTSIDE_OF_LOCK = tuple(point for point in RUN if point not in COMMIT and point != "recovered")


class Clock:
    """Time that passes at ticks alone."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


CLOCK = Clock()


class CrashError(BaseException):
    """Stands for SIGKILL: nothing that a process does about errors sees it."""


@dataclass
class Queue:
    """Partitions as logs: offset and value; offsets have gaps, as after compaction."""

    logs: dict[str, list[tuple[int, bytes | None]]] = field(
        default_factory=lambda: {uri: [] for uri in PARTITIONS}
    )
    acknowledged: dict[str, int] = field(default_factory=dict)

    def append(self, partition: str, gap: int, value: bytes | None) -> None:
        log = self.logs[partition]
        log.append(((log[-1][0] + 1 if log else 0) + gap, value))


class SimulatedFeed:
    """Reads on from the committed positions, like any feed; a tick after each `turn` records."""

    def __init__(
        self, queue: Queue, partitions: Sequence[str], index: Index, turn: int, dataset: Dataset
    ) -> None:
        self.queue = queue
        self.dataset = dataset
        self.turn = turn
        self.first = {uri: (index.source(uri) or ("", 0))[1] for uri in partitions}

    def records(self) -> Iterator[Record | None]:
        count = 0
        for uri, position in self.first.items():
            for offset, value in [entry for entry in self.queue.logs[uri] if entry[0] >= position]:
                kind = "tombstone" if value is None else "text"
                message = Message(value or b"", Origin(uri, offset), kind)
                gaps = offset - position
                yield Record(message, SourceRange(uri, "topic", position, offset + 1, gaps=gaps))
                position = offset + 1
                count += 1
                if count % self.turn == 0:
                    CLOCK.now += 2
                    yield None

    def check(self, sources: Sequence[SourceRange], waiting: Callable[[], None]) -> None:
        pass

    def begun(self) -> Sequence[SourceRange]:
        return ()

    def extended(self, sources: Sequence[SourceRange]) -> tuple[SourceRange, ...]:
        return tuple(sources)

    def ended(self) -> Sequence[SourceRange]:
        return ()

    def acknowledge(self, manifest: Manifest) -> None:
        assert self.dataset.has(manifest.commit), "acknowledged too early"
        for source in manifest.sources:
            self.queue.acknowledged[source.uri] = source.next

    def lags(self) -> Sequence[Any]:
        return ()

    def close(self) -> None:
        pass


class InlineWorkers:
    """The workers' part without processes and models: the same spool in, the same rows out."""

    width = 1

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> InlineWorkers:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def warm(self) -> None:
        pass

    def slice_ended(self) -> None:
        pass

    def submit(self, job: ShardJob) -> Future[str]:
        rows = StagedRows(job.config.lineage)
        for outcome in read_spool(job.spool):
            rows.add(staged(outcome))
        Path(job.staging).mkdir(parents=True)
        assert all(receipt.table in STAGED for receipt in rows.write(Path(job.staging)))
        future: Future[str] = Future()
        future.set_result(job.staging)
        return future


def staged(outcome: Outcome) -> Outcome:
    """What the graph would make of a message."""
    if not isinstance(outcome, Article):
        assert isinstance(outcome, Tombstone)
        return outcome
    payload = outcome.message.payload
    if payload == b"bad":
        return Reject(outcome.message, "Parse", "invalid_json")
    digest = hashlib.sha256(payload).hexdigest()
    return replace(outcome, article_id=digest[:32], content_hash=digest, text=payload.decode())


class NeverStop:
    def finishing(self) -> bool:
        return False

    def now(self) -> bool:
        return False


@dataclass(frozen=True)
class Life:
    """One process: its partitions, how it batches, where it dies, and whether another one commits
    the same partitions in the middle of its work."""

    partitions: frozenset[str]
    turn: int
    dies_at: tuple[str, int] | None
    intruder_at: tuple[str, int] | None


@contextmanager
def interrupted(life: Life, intrude: Any) -> Iterator[None]:
    """Has the process die at its moment, and the intruder come at its own."""
    left = Counter({life.dies_at[0]: life.dies_at[1]} if life.dies_at else {})
    waits = Counter({life.intruder_at[0]: life.intruder_at[1]} if life.intruder_at else {})

    def reached(point: str) -> None:
        for counts, act in ((waits, intrude), (left, crash)):
            if counts[point]:
                counts[point] -= 1
                if not counts[point]:
                    act()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.points, "reached", reached)
        yield


def crash() -> None:
    raise CrashError


def live(life: Life, queue: Queue, output: Path) -> None:
    """One process from start to end, or to its death."""
    config = RunConfig(
        inputs=("kafka://broker/articles",), output=str(output), follow=True, commit_interval="1s"
    )

    def intrude() -> None:
        live(replace(life, dies_at=None, intruder_at=None), queue, output)

    @contextmanager
    def feeds(_config: Any, _sources: Any, index: Index, *_others: Any) -> Iterator[list[Any]]:
        yield [SimulatedFeed(queue, sorted(life.partitions), index, life.turn, run.dataset)]

    with interrupted(life, intrude), pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.slices.time", CLOCK)
        patch.setattr("pipeline.shard_writer.time", CLOCK)
        patch.setattr(pipeline.run, "open_feeds", feeds)
        patch.setattr(pipeline.run, "open_engine", InlineWorkers)
        try:
            run = pipeline.opening.open_run(config, Progress(), NeverStop())
        except CrashError:
            return  # the garbage collector frees its locks, as the kernel would
        try:
            pipeline.run.run_inputs(run)
        except CrashError:
            run.index.close()
            os.close(run.lock)
        else:
            pipeline.opening.close_run(run)


def effects(output: Path) -> Counter[tuple[str, int]]:
    """How often each message stands in the tables."""
    found: Counter[tuple[str, int]] = Counter()
    for table in STAGED:
        for file in committed_files(Dataset(output), table):
            rows = pq.ParquetFile(output / file.path).read(["origin_uri", "origin_record"])
            found.update(zip(*rows.to_pydict().values(), strict=True))
    return found


points = st.tuples(st.sampled_from(RUN), st.integers(1, 4))
lives = st.builds(
    Life,
    partitions=st.frozensets(st.sampled_from(PARTITIONS), min_size=1),
    turn=st.integers(1, 5),
    dies_at=st.none() | points,
    intruder_at=st.none() | st.tuples(st.sampled_from(OUTSIDE_OF_LOCK), st.integers(1, 4)),
)
messages = st.tuples(st.sampled_from(PARTITIONS), st.integers(0, 2), st.sampled_from(VALUES))
histories = st.lists(st.tuples(st.lists(messages, max_size=8), lives), min_size=1, max_size=5)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=histories)
def test_every_message_has_its_effect_exactly_once(history, tmp_path_factory):
    output = tmp_path_factory.mktemp("promise") / "out"
    queue = Queue()
    for produced, life in history:
        for message in produced:
            queue.append(*message)
        live(life, queue, output)
        assert max(effects(output).values(), default=1) == 1
    live(Life(frozenset(PARTITIONS), 3, None, None), queue, output)
    expected = {(uri, offset) for uri, log in queue.logs.items() for offset, _ in log}
    found = effects(output)
    assert set(found) == expected
    assert found.total() == len(expected)
    if expected:
        findings, _ = verify(Dataset(output))
        assert findings == []
        index = open_index(Dataset(output).index)
        for uri, position in queue.acknowledged.items():
            assert position <= index.source(uri)[1]
        index.close()
