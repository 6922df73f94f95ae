"""What runs a run's shards: one visible table of engines."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Protocol

from pipeline import counters
from pipeline.dataset import STAGING
from pipeline.jobs import ShardJob
from pipeline.opening import Run
from pipeline.remote.depot import Depot
from pipeline.workers import Workers


class Engine(Protocol):
    """Runs shards; which of them first, and where, is its own affair."""

    width: int
    """How many shards it runs at once, as far as is known now."""

    def warm(self) -> None:
        """Begins to load what the first shard will need; does not wait."""

    def submit(self, job: ShardJob) -> Future[str]:
        """Takes a shard. The future gives `job.staging` when its rows are there, or what went
        wrong; it may wait for `slice_ended`."""

    def slice_ended(self) -> None:
        """Every shard of a slice has been submitted."""


def worker_processes(run: Run) -> AbstractContextManager[Engine]:
    """Processes on this machine, one shard each at a time, on Beam's FnApiRunner."""
    return Workers(run.config.worker_count, run.progress.count_with, run.preloads)


def portable_runner(run: Run) -> AbstractContextManager[Engine]:
    """A job service and its workers; each slice is a job."""
    import pipeline.quiet_beam  # noqa: F401 - before all that imports Beam
    from pipeline.runners.portable import portable

    return portable(run, depot_of(run))


def dataflow_service(run: Run) -> AbstractContextManager[Engine]:
    """Google's service; each slice is a job."""
    import pipeline.quiet_beam  # noqa: F401 - before all that imports Beam
    from pipeline.runners.dataflow import dataflow

    return dataflow(run, depot_of(run))


def dask_cluster(run: Run) -> AbstractContextManager[Engine]:
    """The workers of a Dask scheduler."""
    from pipeline.runners.dask import DaskCluster

    return DaskCluster(run.config.dask_scheduler, depot_of(run), run.progress.say)


def depot_of(run: Run) -> Depot:
    """Where a run's shards meet workers elsewhere; what comes back is counted for the display."""
    shared = counters.create(multiprocessing.get_context())
    counters.attach(shared)
    run.progress.count_with(shared)
    return Depot(run.dataset.store, f"{STAGING}/{run.run_id}/remote")


ENGINES: dict[str, Callable[[Run], AbstractContextManager[Engine]]] = {
    "DirectRunner": worker_processes,
    "PrismRunner": portable_runner,
    "PortableRunner": portable_runner,
    "FlinkRunner": portable_runner,
    "SparkRunner": portable_runner,
    "DataflowRunner": dataflow_service,
    "DaskRunner": dask_cluster,
}
"""By `--runner`; the names are those of `pipeline.config.RUNNERS`."""


def open_engine(run: Run) -> AbstractContextManager[Engine]:
    """The engine that the run's options name."""
    return ENGINES[run.config.runner](run)
