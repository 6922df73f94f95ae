"""The driver: plans slices, has the workers run them, commits them in order."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__, points
from pipeline.commit import PLAN, CommitConfig, PlanAgainError, commit_slice, roll_forward
from pipeline.config import MIB, RunConfig
from pipeline.dataset import Dataset, run_lock
from pipeline.feeds import open_feeds, sources_of
from pipeline.flights import IN_FLIGHT, Flight, Pace
from pipeline.index import Index, catch_up, open_index
from pipeline.jobs import GraphConfig, ShardJob
from pipeline.progress import Progress
from pipeline.report import Done
from pipeline.slices import Record, Shard, Sizes, Slice, cut
from pipeline.sources.feed import Feed, merged
from pipeline.sources.settling import Steadiness
from pipeline.stop import Stop
from pipeline.whereabouts import Whereabouts
from pipeline.workers import Workers, result_of
from transforms.formats.limits import Limits
from transforms.rows import Lineage
from transforms.spacy_model import model_identity
from transforms.topics import TOPIC_MODEL

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
    stop: Stop
    progress: Progress
    done: Done
    lock: int
    pace: Pace
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

    @property
    def commit_config(self) -> CommitConfig:
        """What the run writes into manifests."""
        return CommitConfig(
            self.run_id,
            self.started_at,
            __version__,
            self.models,
            self.config.partition,
            self.config.compression,
            self.config.reread,
            self.limits.reject_bytes,
        )

    @property
    def models(self) -> dict[str, str]:
        """The models that are run, by what they give."""
        used = {}
        if "Entities" not in self.config.absent:
            used["entities"] = model_identity(self.config.spacy_model)
        if "Topics" not in self.config.absent:
            used["topics"] = TOPIC_MODEL
        return used

    @property
    def preloads(self) -> dict[str, str]:
        """The models that every worker needs, by stage."""
        absent = self.config.absent
        named = {"Language": "", "Entities": self.config.spacy_model, "Topics": ""}
        return {stage: name for stage, name in named.items() if stage not in absent}

    @property
    def graph_config(self) -> GraphConfig:
        """What the stages need."""
        return GraphConfig(
            lineage=Lineage(self.run_id, self.started_at, __version__, self.limits.reject_bytes),
            spacy_model=self.config.spacy_model,
            without=self.config.absent,
            index=str(self.dataset.index),
            field_map=self.config.field_map,
            min_words=self.config.min_words,
            extract_seconds=self.config.extract_timeout,
            extract_mib=self.config.extract_memory_mib,
        )

    @property
    def limits(self) -> Limits:
        """Bounds of framing."""
        return self.config.limits

    def sizes(self) -> Sizes:
        """Bounds of the next slice: what follows a queue commits by time too."""
        config = self.config
        size = config.slice_mib * MIB
        if not config.follow:
            sizes = Sizes(config.slice_records, size)
        else:
            sizes = self.pace.sizes(config.commit_rows, size, config.commit_seconds)
        return sizes.without_model() if "Entities" in config.absent else sizes


def open_run(config: RunConfig, progress: Progress, stop: Stop) -> Run:
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
    points.reached("recovered")
    return Run(
        config, dataset, index, run_id, started, staging, stop, progress, Done(), lock, Pace()
    )


def close_run(run: Run) -> None:
    """Removes the run's staging, unless it holds a plan that the next start must complete."""
    run.index.close()
    os.close(run.lock)
    if not any(run.staging.glob(f"slice-*/{PLAN}")):
        shutil.rmtree(run.staging, ignore_errors=True)


def run_inputs(run: Run) -> None:
    """Reads, runs and commits what the sources deliver, until they end or the user asks to stop.

    Raises:
        InterruptedRunError: the user wants no more, not even the slice at hand.
        WorkerError, AccountingError, CheckError, OSError: a slice could not be committed.
        InputError, FeedError: a source cannot be read.
    """
    sources = sources_of(run.config, run.staging / "input")
    steadiness = Steadiness(run.config.settle_seconds)
    with Workers(run.config.worker_count, run.progress.count_with, run.preloads) as workers:
        while True:
            with open_feeds(run.config, sources, run.index, run.progress, steadiness) as feeds:
                try:
                    run_records(run, workers, merged(feeds, run.stop.finishing), feeds)
                except PlanAgainError as reason:
                    plan_again(run, reason)
                else:
                    return


def plan_again(run: Run, reason: PlanAgainError) -> None:
    """Says why and rolls back what is staged."""
    run.progress.say(str(reason))
    drop_slices(run)


def drop_slices(run: Run) -> None:
    """Rolls back whatever is staged and not planned for publication."""
    for folder in run.staging.glob("slice-*"):
        if not (folder / PLAN).exists():
            shutil.rmtree(folder)


def run_records(
    run: Run, workers: Workers, records: Iterator[Record | None], feeds: Sequence[Feed] = ()
) -> None:
    """Runs and commits the slices of `records`, in order."""
    flying: deque[Flight] = deque()
    futures: dict[Path, Future[str]] = {}
    config = run.graph_config
    try:
        for item in cut(records, run.staging, run.sizes, run.stop.now):
            if isinstance(item, Shard):
                job = ShardJob(str(item.spool), str(item.rows), config)
                futures[item.spool] = workers.submit(job)
            elif isinstance(item, Slice):
                flying.append(Flight(item, tuple(futures.pop(spool) for spool in item.spools)))
            while flying and (len(flying) >= IN_FLIGHT or flying[0].done):
                land(run, flying.popleft(), feeds)
            check_stopped(run)
            run.progress.refresh()
        while flying:
            land(run, flying.popleft(), feeds)
    except PlanAgainError:
        wait([*futures.values(), *(future for flight in flying for future in flight.futures)])
        raise
    check_stopped(run)


def land(run: Run, flight: Flight, feeds: Sequence[Feed]) -> None:
    """Waits for a slice's rows, commits them, and tells the sources."""
    await_all(run, flight)
    points.reached("rows-staged")
    run.pace.measure(flight)
    for feed in feeds:
        feed.check(flight.planned.sources)
    run.index, manifest = commit_slice(run.dataset, run.index, flight.planned, run.commit_config)
    if manifest is not None:
        run.done += Done.of(manifest)
        run.whereabouts.committed(manifest)
        run.progress.committed(manifest)
        points.reached("acknowledging")
        for feed in feeds:
            feed.acknowledge(manifest)
        points.reached("acknowledged")


def await_all(run: Run, flight: Flight) -> None:
    """Waits for the shards, with an eye on the wish to stop."""
    waiting: set[Future[str]] = set(flight.futures)
    while waiting:
        done, waiting = wait(waiting, timeout=POLL_SECONDS)
        check_stopped(run)  # first: a stop that reached the workers too looks like their death
        for future in done:
            result_of(future)
        run.progress.refresh()


def check_stopped(run: Run) -> None:
    """Raises InterruptedRunError if the user asked to drop what is at hand."""
    if run.stop.now():
        raise InterruptedRunError


__all__ = ["InterruptedRunError", "Run", "close_run", "open_run", "plan_again", "run_inputs"]
