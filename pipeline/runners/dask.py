"""A Dask cluster: each shard is one of its tasks, run by newsmill on the cluster's workers.

Beam has a runner for Dask, which loses what a stage emits when a bundle ends
(docs/decisions/0013-dask-futures.md). Here the cluster's workers run the same graph, each shard by
Beam's FnApiRunner, as the worker processes of one machine do.
"""

from __future__ import annotations

import logging
import pickle
import threading
import uuid
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from pipeline import __version__
from pipeline.config import OptionError
from pipeline.jobs import ShardJob
from pipeline.remote.depot import Depot
from pipeline.workers import WorkerError

CONNECT_SECONDS = 5.0
"""So long the scheduler may take to answer at first."""
LOOK_SECONDS = 2.0
"""Between two looks at the cluster's size."""
CLOSE_SECONDS = 3.0
SHARDS_IN_FLIGHT = 4096
"""Threads of the driver, one for each shard that is on its way; they wait."""
AGAIN = "run the same command again to go on"


class DaskCluster:
    """The workers of a Dask scheduler.

    Args:
        address: the scheduler's, such as tcp://HOST:8786.
        depot: where shards go out and come back.
        say: tells the user something.
    """

    def __init__(self, address: str, depot: Depot, say: Callable[[str], None]) -> None:
        self.address = address
        self.depot = depot
        self.say = say
        self.width = 1
        self.closed = threading.Event()
        self.threads = ThreadPoolExecutor(SHARDS_IN_FLIGHT, thread_name_prefix="shard")

    def __enter__(self) -> DaskCluster:
        """Connects; raises OptionError."""
        self.client = connect(self.address)
        self.count()
        if not self.threads_of_workers():
            self.say(f"the Dask cluster at {self.address} has no workers yet; waiting for some")
        threading.Thread(target=self.watch, name="dask-size", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leaves the cluster, which forgets what is still to do."""
        self.closed.set()
        self.client.close(CLOSE_SECONDS)
        self.threads.shutdown(cancel_futures=True)

    def warm(self) -> None:
        """Nothing to do: a worker keeps its models from its first shard on."""

    def submit(self, job: ShardJob) -> Future[str]:
        """Sends the shard; any worker may take it."""
        return self.threads.submit(self.run, job)

    def slice_ended(self) -> None:
        """Shards run as they come."""

    def run(self, job: ShardJob) -> str:
        """One shard, from its records' upload to its rows' download.

        A worker that dies has its shards run by another one; the attempts do not meet.

        Raises:
            WorkerError: the shard could not be run, or the cluster is gone.
            OSError: the home does not answer.
        """
        shard = self.depot.send(job)
        config = replace(job.config, index=None)
        arguments = pickle.dumps((__version__, self.depot.home.url, shard, config))
        task = self.client.submit(shard_task(), arguments, key=f"newsmill-{uuid.uuid4().hex}")
        try:
            task.result()
        except ModuleNotFoundError as error:
            raise WorkerError(
                f"a Dask worker lacks {error.name}; install newsmill {__version__} there"
            ) from error
        except CancelledError as error:
            raise WorkerError(f"the Dask scheduler at {self.address} is gone; {AGAIN}") from error
        finally:
            task.release()
        return self.depot.fetch(job, shard)

    def watch(self) -> None:
        """Keeps `width` near the truth, as workers come and go."""
        while not self.closed.wait(LOOK_SECONDS):
            with suppress(OSError):  # a scheduler that is gone is told by every shard
                self.count()

    def count(self) -> None:
        """Asks how many threads the workers have."""
        self.width = max(1, self.threads_of_workers())

    def threads_of_workers(self) -> int:
        """All threads of all workers, as the client was last told: nothing by a scheduler that is
        gone."""
        workers: dict[str, Any] = self.client.scheduler_info(n_workers=-1).get("workers", {})
        return sum(worker["nthreads"] for worker in workers.values())


def shard_task() -> Callable[[bytes], str]:
    """The function that a task calls.

    A function in a function travels by value, and its arguments as bytes, so that the scheduler,
    which unpickles what it hands on, does without newsmill.
    """

    def newsmill_shard(arguments: bytes) -> str:
        import pickle

        from pipeline.remote.child import run_in_child

        return run_in_child(*pickle.loads(arguments))  # noqa: S301 - our own

    return newsmill_shard


def hush() -> None:
    """Silences Dask's loggers, which all have levels of their own: what matters is told in one
    line."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def connect(address: str) -> Any:
    """A client of the scheduler; raises OptionError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise OptionError("--runner DaskRunner: pip install 'newsmill[dask]'") from error
    hush()
    open_client = partial(Client, name="newsmill", set_as_default=False, direct_to_workers=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions of packages that newsmill does not use
            return open_client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise OptionError(
            f"--dask-scheduler {address}: no scheduler answers there; "
            "start one with: dask scheduler"
        ) from error
