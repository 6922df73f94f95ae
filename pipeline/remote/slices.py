"""An engine that runs each slice as one bounded Beam pipeline, on a runner with workers elsewhere.

A pipeline costs seconds to start on most runners, so a slice is what it gets, not a shard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import Self

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineResult, PipelineRunner, PipelineState

from pipeline.flights import IN_FLIGHT
from pipeline.jobs import ShardJob
from pipeline.remote.depot import Depot
from pipeline.remote.graph import RemoteConfig, build
from pipeline.remote.marked import RemoteShard
from pipeline.remote.straight import check_straight
from pipeline.workers import WorkerError

OpenRunner = Callable[[], tuple[PipelineRunner, PipelineOptions]]
"""Gives a runner and Beam's options for one pipeline."""
Batch = Sequence[tuple[ShardJob, "Future[str]"]]


class SlicePipelines:
    """Runs up to IN_FLIGHT pipelines at once, each a slice.

    Args:
        depot: where shards go out and come back.
        home: URL of the same place, as the workers see it.
        open_runner: asked once for each pipeline.
        width: shards that the runner's workers run at once.
    """

    def __init__(self, depot: Depot, home: str, open_runner: OpenRunner, width: int = 1) -> None:
        self.depot = depot
        self.home = home
        self.open_runner = open_runner
        self.width = width
        self.waiting: list[tuple[ShardJob, Future[str]]] = []
        self.running: list[PipelineResult] = []
        self.building = Lock()
        self.threads = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="slice")

    def warm(self) -> None:
        """Nothing to do: a runner's workers load models with their first shard."""

    def submit(self, job: ShardJob) -> Future[str]:
        """Keeps the shard until its slice has ended."""
        future: Future[str] = Future()
        self.waiting.append((job, future))
        return future

    def slice_ended(self) -> None:
        """Starts a pipeline for what waits."""
        batch, self.waiting = self.waiting, []
        if batch:
            self.threads.submit(self.run, batch)

    def run(self, batch: Batch) -> None:
        """One pipeline, from its records' upload to its rows' download."""
        try:
            shards = [self.depot.send(job) for job, _ in batch]
            self.finish(self.pipeline(batch[0][0], shards))
            for (job, future), shard in zip(batch, shards, strict=True):
                future.set_result(self.depot.fetch(job, shard))
        except BaseException as error:  # the driver raises it where it waits for the shard
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            raise

    def pipeline(self, job: ShardJob, shards: Sequence[RemoteShard]) -> beam.Pipeline:
        """The graph of one slice, checked; raises CrookedGraphError."""
        config = RemoteConfig(self.home, replace(job.config, index=None))
        with self.building:
            runner, options = self.open_runner()
            pipeline = beam.Pipeline(runner=runner, options=options)
            build(pipeline, config, shards)
            check_straight(pipeline)
        return pipeline

    def finish(self, pipeline: beam.Pipeline) -> None:
        """Runs it to its end; raises WorkerError or what the runner raises."""
        result = pipeline.run()
        self.running.append(result)
        try:
            state = result.wait_until_finish()
        finally:
            self.running.remove(result)
        if state != PipelineState.DONE:
            raise WorkerError(f"the engine ended a slice as {state}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends what still runs: nobody waits for it."""
        for result in tuple(self.running):
            self.cancel(result)
        self.threads.shutdown(cancel_futures=True)

    def cancel(self, result: PipelineResult) -> None:
        """Ends a pipeline that runs."""
        result.cancel()
