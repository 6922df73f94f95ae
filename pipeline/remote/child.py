"""Runs a shard in a child of an engine's worker, for engines that call plain functions.

A worker process may be a daemon, which may not fork, and may have many threads, of which the
interpreter lets one run at a time. So each of its threads that runs a shard has a child of its
own, which stays, its models loaded, and dies with the worker.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipeline import __version__, accounting
from pipeline.jobs import GraphConfig, ShardJob
from pipeline.remote.attempt import RECORDS, upload
from pipeline.remote.marked import RemoteShard
from pipeline.stores.opening import open_store
from pipeline.wear import SHARDS
from pipeline.workers import WorkerError
from transforms.sandbox import Sandbox, SandboxCrash, SandboxError

SHARD_SECONDS = 24 * 3600.0
"""A shard that takes longer hangs."""
NO_LIMIT_MIB = 1 << 24
"""What the machine has is the limit; pages have one of their own."""

_free: list[Sandbox[str]] = []
"""Children of this process that run nothing now."""


def run_in_child(version: str, home: str, shard: RemoteShard, config: GraphConfig) -> str:
    """Runs the whole graph on a shard that waits in the home; gives the attempt's name.

    Raises:
        WorkerError: one line for whatever stopped the shard, or the driver's version is another.
    """
    if version != __version__:
        raise WorkerError(f"a worker has newsmill {__version__}, not {version}; install that there")
    try:
        child = _free.pop()
    except IndexError:
        child = Sandbox(run_here, SHARD_SECONDS, NO_LIMIT_MIB, quieten, max_calls=SHARDS)
    try:
        return child(home, shard, config)
    except SandboxCrash as error:
        raise WorkerError(
            f"a worker's process died ({error}); if memory ran out, use fewer threads per worker"
        ) from None
    except SandboxError as error:
        raise WorkerError(str(error)) from None
    finally:
        _free.append(child)


def quieten() -> None:
    """What stops a shard reaches the user as one line; Beam would log it with twenty more."""
    import logging

    import pipeline.quiet_beam  # noqa: F401 - silences what Beam says when it is imported

    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)


def run_here(home: str, shard: RemoteShard, config: GraphConfig) -> str:
    """Runs a shard in this process; gives the attempt's name; raises whatever stops it."""
    from pipeline.runners.direct import run_shard

    store = open_store(home)
    with tempfile.TemporaryDirectory(prefix="newsmill-") as scratch:
        spool, rows = Path(scratch, RECORDS), Path(scratch, "rows")
        store.download(f"{shard.place}/{RECORDS}", spool)
        run_shard(ShardJob(str(spool), str(rows), config))
        records = accounting.staged_positions([rows]).total()
        return upload(store, shard, records, sorted(rows.iterdir())).name
