"""Worker processes that stay: each runs the graph on one shard after the other, models loaded."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cached_property
from multiprocessing import forkserver, resource_tracker
from types import TracebackType

from pebble import CONSTS, ProcessExpired, ProcessPool

from pipeline import counters
from pipeline.complaint import FailedError
from pipeline.jobs import ShardJob
from pipeline.wear import SHARDS, Allowance
from transforms.sandbox_child import die_with_parent
from transforms.spacy_model import ModelError

MODELS = "NEWSMILL_MODELS"
"""Environment variable of the server of processes: JSON, name of stage to name of model."""
PRELOADED = ["pipeline.runners.preload"]
DRIVERS_SIGNALS = (signal.SIGINT, signal.SIGTERM)
TERM_SECONDS = 0.1
"""Workers leave SIGTERM to the driver; so long the pool waits for that before it sends SIGKILL."""


class WorkerError(FailedError):
    """A shard could not be run; the text says why in one line."""


class Workers:
    """A pool of `number` processes, started when the first shard is submitted.

    `started` is shown the live counters then. `models` names by stage the models that are loaded
    once, before the processes are forked, so that they share them and a new one is ready at once.
    """

    def __init__(
        self,
        number: int,
        started: Callable[[counters.Counters], None] = lambda _: None,
        models: Mapping[str, str] | None = None,
    ) -> None:
        self.number = self.width = number
        self.started = started
        self.models = models or {}

    def warm(self) -> None:
        """Begins to load the models, in the process that will fork the others. Does not wait; the
        first shard waits for what is left of it."""
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
        with environment({MODELS: json.dumps(dict(self.models))}):
            start_server()

    @cached_property
    def pool(self) -> ProcessPool:
        """The processes."""
        self.warm()
        context = multiprocessing.get_context("forkserver")
        CONSTS.term_timeout = TERM_SECONDS
        shared = counters.create(context)
        self.started(shared)
        return ProcessPool(
            max_workers=self.number,
            max_tasks=Allowance(SHARDS),
            initializer=start_worker,
            initargs=(shared,),
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
        if "pool" not in vars(self):
            return
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

    def slice_ended(self) -> None:
        """Shards run as they come."""


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Sets variables for what is started inside."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def start_server() -> None:
    """Starts the process that forks the workers, deaf to the wish to stop, as are all below it.

    A terminal's Ctrl-C and many a supervisor's SIGTERM reach every process of a run; workers that
    obeyed could not finish the slice at hand. What is blocked here stays blocked in them.
    """
    resource_tracker.ensure_running()  # by itself it would unblock the signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, DRIVERS_SIGNALS)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker(shared: counters.Counters) -> None:
    """Readies a new process: it dies with the driver, and counts."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # What stops a shard reaches the user as one line; Beam would log it with twenty more.
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)
    die_with_parent()
    counters.attach(shared)


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
    if isinstance(error, (ModelError, WorkerError, sqlite3.Error)):
        raise error
    if isinstance(error, ProcessExpired):
        raise WorkerError(
            f"a worker process died (exit status {error.exitcode}); "
            "if memory ran out, use fewer --workers; run the same command again to go on"
        ) from error
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    raise WorkerError(f"{type(error).__name__}: {first}") from error
