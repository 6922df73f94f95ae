"""The driver: plans slices, has the workers run them, commits them in order."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__
from pipeline.commit import (
    PLAN,
    CommitConfig,
    PositionConflictError,
    commit_slice,
    roll_forward,
)
from pipeline.config import MIB, RunConfig
from pipeline.dataset import Dataset, run_lock
from pipeline.index import Index, catch_up, open_index
from pipeline.jobs import GraphConfig, ShardJob
from pipeline.progress import Progress
from pipeline.reader import Pending, Position, pending, read
from pipeline.report import Done
from pipeline.slices import Record, Sizes, Slice, cut
from pipeline.sources.files import expand
from pipeline.sources.source import SourceFile
from pipeline.sources.stdin import keep_stdin
from pipeline.workers import Workers, result_of
from transforms.formats.limits import Limits
from transforms.rows import Lineage
from transforms.spacy_model import model_identity
from transforms.topics import TOPIC_MODEL

IN_FLIGHT = 2
"""Slices handed to the workers at once: one being run, one ready, so that no worker waits while a
slice is committed."""
POLL_SECONDS = 0.2


class InterruptedRunError(Exception):
    """The user asked to stop; what was committed stays."""


@dataclass
class Run:
    """One run on one dataset: its identity, its staging, what it has committed so far."""

    config: RunConfig
    dataset: Dataset
    index: Index
    run_id: str
    started_at: datetime
    staging: Path
    stopped: Callable[[], bool]
    progress: Progress
    done: Done
    lock: int

    @property
    def commit_config(self) -> CommitConfig:
        """What the run writes into manifests."""
        return CommitConfig(
            self.run_id,
            self.started_at,
            __version__,
            {"entities": model_identity(self.config.spacy_model), "topics": TOPIC_MODEL},
            self.config.partition,
            self.config.compression,
            self.config.reread,
            self.limits.reject_bytes,
        )

    @property
    def graph_config(self) -> GraphConfig:
        """What the stages need."""
        return GraphConfig(
            lineage=Lineage(self.run_id, self.started_at, __version__, self.limits.reject_bytes),
            spacy_model=self.config.spacy_model,
            index=str(self.dataset.index),
            field_map=self.config.field_map,
            min_words=self.config.min_words,
            extract_seconds=self.config.extract_timeout,
            extract_mib=self.config.extract_memory_mib,
        )

    @property
    def limits(self) -> Limits:
        """Bounds of framing."""
        return Limits(
            record_bytes=self.config.max_record_mib * MIB, expansion=self.config.max_expansion
        )

    @property
    def sizes(self) -> Sizes:
        """Bounds of slices."""
        return Sizes(
            slice_records=self.config.slice_records, slice_bytes=self.config.slice_mib * MIB
        )


def open_run(config: RunConfig, progress: Progress, stopped: Callable[[], bool]) -> Run:
    """Readies the dataset: completes or removes what dead runs left, brings the index up to date.

    Raises OSError if the output cannot be written.
    """
    dataset = Dataset(config.output_path)
    dataset.create()
    started = datetime.now(UTC).replace(microsecond=0)
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
    staging = dataset.staging / run_id
    with dataset.commit_lock():
        roll_forward(dataset)
        lock = run_lock(staging)
        index = catch_up(open_index(dataset.index), dataset)
    return Run(config, dataset, index, run_id, started, staging, stopped, progress, Done(), lock)


def close_run(run: Run) -> None:
    """Removes the run's staging, unless it holds a plan that the next start must complete."""
    run.index.close()
    os.close(run.lock)
    if not any(run.staging.glob(f"slice-*/{PLAN}")):
        shutil.rmtree(run.staging, ignore_errors=True)


def sources_of(config: RunConfig, scratch: Path) -> Callable[[], Iterator[SourceFile]]:
    """The input's files, listed anew at each call; standard input is kept in `scratch` once."""
    paths = [text for text in config.inputs if text != "-"]
    kept = [keep_stdin(sys.stdin.buffer, scratch)] if "-" in config.inputs else []

    def sources() -> Iterator[SourceFile]:
        yield from expand(paths, exclude=config.output_path)
        yield from kept

    return sources


def run_inputs(run: Run) -> None:
    """Reads, runs and commits everything that is pending.

    Raises:
        InterruptedRunError: `stopped` turned true.
        WorkerError, AccountingError, CheckError, OSError: a slice could not be committed.
    """
    sources = sources_of(run.config, run.staging / "input")
    reread = run.config.reread
    while True:
        files, size = total(pending(sources(), run.index, reread))
        position = Position()
        run.progress.begin(files, size, position)
        try:
            items = pending(sources(), run.index, reread)
            run_records(run, read(items, run.limits, position))
        except PositionConflictError as conflict:
            plan_again(run, conflict)
        else:
            return


def plan_again(run: Run, conflict: PositionConflictError) -> None:
    """Says why and rolls back what is staged."""
    run.progress.say(f"another run has just committed {conflict}; planning again")
    drop_slices(run)


def drop_slices(run: Run) -> None:
    """Rolls back whatever is staged and not planned for publication."""
    for folder in run.staging.glob("slice-*"):
        if not (folder / PLAN).exists():
            shutil.rmtree(folder)


def total(items: Iterator[Pending]) -> tuple[int, int]:
    """Number and bytes of the files that are pending."""
    files = size = 0
    for item in items:
        files += 1
        size += item.source.size
    return files, size


def run_records(run: Run, records: Iterator[Record]) -> None:
    """Runs and commits the slices of `records`, in order."""
    slices = cut(records, run.staging, run.sizes, run.stopped)
    first = next(slices, None)
    if first is None:
        check_stopped(run)
        return
    with Workers(run.config.worker_count) as workers:
        run.progress.count_with(workers.counters)
        flying: deque[tuple[Slice, list[Future[str]]]] = deque()
        upcoming: Slice | None = first
        while upcoming is not None or flying:
            while upcoming is not None and len(flying) < IN_FLIGHT:
                flying.append((upcoming, submit(run, workers, upcoming)))
                upcoming = next(slices, None)
            planned, futures = flying.popleft()
            await_all(run, futures)
            commit(run, planned)
        check_stopped(run)


def submit(run: Run, workers: Workers, planned: Slice) -> list[Future[str]]:
    """Hands a slice's shards to the workers."""
    config = run.graph_config
    return [
        workers.submit(ShardJob(str(spool), str(planned.rows_folder(spool)), config))
        for spool in planned.spools
    ]


def await_all(run: Run, futures: list[Future[str]]) -> None:
    """Waits for the shards, with an eye on the wish to stop."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=POLL_SECONDS)
        check_stopped(run)  # first: a stop that reached the workers too looks like their death
        for future in done:
            result_of(future)
        run.progress.refresh()


def check_stopped(run: Run) -> None:
    """Raises InterruptedRunError if the user asked to stop."""
    if run.stopped():
        raise InterruptedRunError


def commit(run: Run, planned: Slice) -> None:
    """Commits a slice and adds it to the run's accounting."""
    run.index, manifest = commit_slice(run.dataset, run.index, planned, run.commit_config)
    if manifest is not None:
        run.done += Done.of(manifest)
        run.progress.committed(manifest)


__all__ = ["InterruptedRunError", "Run", "close_run", "open_run", "plan_again", "run_inputs"]
