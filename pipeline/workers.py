"""Worker processes that stay: each runs the graph on one shard after the other, models loaded."""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sqlite3
import sys
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from pebble import ProcessExpired, ProcessPool

from pipeline import counters
from pipeline.jobs import ShardJob
from transforms.spacy_model import ModelError

SHARDS_PER_PROCESS = 200
"""A worker is replaced after so many shards, so that what libraries leak stays bounded."""
PR_SET_PDEATHSIG = 1


class WorkerError(Exception):
    """A shard could not be run; the text says why in one line."""


class Workers:
    """A pool of `number` processes, started when the first shard is submitted."""

    def __init__(self, number: int) -> None:
        self.number = number
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.quiet_beam", "pipeline.runners.preload"])
        self.counters = counters.create(context)
        self.pool = ProcessPool(
            max_workers=number,
            max_tasks=SHARDS_PER_PROCESS,
            initializer=start_worker,
            initargs=(self.counters,),
            context=context,
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the processes: after their work if all went well, at once if not."""
        if kind is None:
            self.pool.close()
        else:
            self.pool.stop()
        self.pool.join()

    def submit(self, job: ShardJob) -> Future[str]:
        """Runs one shard when a process is free."""
        try:
            future: Future[str] = self.pool.schedule(run_job, args=(job,))
        except BrokenProcessPool as error:
            raise WorkerError("worker processes do not start; see the lines above") from error
        return future


def start_worker(shared: counters.Counters) -> None:
    """Readies a new process: it leaves Ctrl-C to the driver, dies with it, and counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # What stops a shard reaches the user as one line; Beam would log it with twenty more.
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)
    die_with_parent()
    counters.attach(shared)


def die_with_parent() -> None:
    """Asks the kernel to kill this process when its parent dies (Linux; elsewhere no-op)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run_job(job: ShardJob) -> str:
    """Runs in the worker; Beam is imported here, never by the driver."""
    from pipeline.runners.direct import run_shard

    return run_shard(job)


def result_of(future: Future[str]) -> str:
    """The shard's result.

    Raises:
        ModelError: the entity model does not load.
        sqlite3.Error: the dataset's index is damaged.
        WorkerError: one line for whatever else stopped the shard.
    """
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, (ModelError, sqlite3.Error)):
        raise error
    if isinstance(error, ProcessExpired):
        raise WorkerError(
            f"a worker process died (exit status {error.exitcode}); "
            "if memory ran out, use fewer --workers; run the same command again to go on"
        ) from error
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    raise WorkerError(f"{type(error).__name__}: {first}") from error
