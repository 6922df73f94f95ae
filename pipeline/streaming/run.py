"""Drives the unbounded pipeline: starts it, shows what it commits, stops it, says why it failed."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import apache_beam as beam
import grpc  # type: ignore[import-untyped]  # it ships no types

from pipeline import counters
from pipeline.commit import PlanAgainError
from pipeline.config import MIB, RunConfig
from pipeline.feeds import open_feeds
from pipeline.handed import commit_config, graph_config
from pipeline.opening import InterruptedRunError, Run
from pipeline.run import begin, plan_again
from pipeline.streaming import failure, live, quiet
from pipeline.streaming.committer import CommitterConfig
from pipeline.streaming.engines import ENGINES, Check
from pipeline.streaming.graph import StreamConfig, build
from pipeline.streaming.live import STOP_FILE, FeedSpec
from pipeline.workers import WorkerError

POLL_SECONDS = 0.1
GONE_SECONDS = 3.0
ENDED = ("DONE", "FAILED", "CANCELLED", "DRAINED", "UPDATED")
BUNDLES = "bundles"


def run_streaming(run: Run) -> None:
    """Runs until the user asks to stop.

    Raises:
        InterruptedRunError: the user wants no more, not even what has been read.
        WorkerError, AccountingError, CheckError, OSError: a pane could not be committed.
        InputError, FeedError: a source cannot be read.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    quiet.hush()
    shared = counters.create(multiprocessing.get_context())
    counters.attach(shared)
    run.progress.count_with(shared)
    while True:
        try:
            run_once(run)
        except PlanAgainError as reason:
            plan_again(run, reason)
            shutil.rmtree(run.staging / BUNDLES, ignore_errors=True)
        else:
            return


def run_once(run: Run) -> None:
    """One pipeline, from its start to its end."""
    if run.config.position == "latest":
        with open_feeds(run.config, lambda _: iter(()), run.index, run.progress) as feeds:
            begin(run, feeds)
        run.progress.watch(tuple)  # these feeds are closed
    failure.forget()
    live.show_with(run.progress)
    watch = Watch(run)
    try:
        with ENGINES[run.config.runner](run.config, run.staging) as (runner, options, check):
            pipeline = beam.Pipeline(runner=runner, options=options)
            build(pipeline, stream_config(run))
            try:
                watch.follow(pipeline.run(), check)
            except grpc.RpcError as error:
                until_gone(check)
                raise WorkerError("the runner does not answer any more") from error
    finally:
        live.close_all()
        watch.report()


def until_gone(check: Check) -> None:
    """Asks again for a while: a process that was just killed may not be gone yet."""
    for _ in range(int(GONE_SECONDS / POLL_SECONDS)):
        time.sleep(POLL_SECONDS)
        check()


def stream_config(run: Run) -> StreamConfig:
    """The graph's options."""
    config = run.config
    committer = CommitterConfig(
        run.config.home,
        run.config.scratch,
        str(run.staging),
        commit_config(run),
        config.commit_rows,
        config.slice_mib * MIB,
    )
    feed = FeedSpec(replace(config, follow=True), run.run_id, str(run.staging))
    return StreamConfig(
        feed,
        graph_config(run),
        committer,
        str(run.staging / BUNDLES),
        config.commit_seconds,
        readers_of(config),
    )


def readers_of(config: RunConfig) -> int:
    """Readers that share the input. Prism runs a stage's bundles in one process, so more than one
    would only share its time."""
    return 1 if config.runner == "PrismRunner" else config.worker_count


class Watch:
    """Follows a running pipeline by its state and by the dataset's manifests."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.seen = run.dataset.last()
        self.stop_file = Path(run.staging) / STOP_FILE

    def follow(self, job: Any, check: Check) -> None:
        """Until the pipeline ends; raises what stopped it."""
        state = job.state
        while state not in ENDED:
            time.sleep(POLL_SECONDS)
            self.report()
            self.run.progress.refresh()
            if self.run.stop.now():
                job.cancel()
                raise InterruptedRunError
            if self.run.stop.finishing():
                self.stop_file.touch()
            check()
            state = job.state
        words = last_words(job)
        if state != "DONE":
            check()
            raise failure.cause(words)
        self.run.look_after()

    def report(self) -> None:
        """Shows and counts this run's new commits."""
        for manifest in self.run.dataset.manifests(after=self.seen):
            self.seen = manifest.commit
            if manifest.run_id == self.run.run_id:
                self.run.committed(manifest)


def last_words(job: Any) -> str:
    """What the runner says of a failure; Beam's worker in this process ends too."""
    try:
        job.wait_until_finish()
    except RuntimeError as error:
        return str(error)
    return "no reason given"
