"""Runs the same input on every engine that is here and prints a matrix of content hashes:

    python -m scripts.conformance [FOLDER]

An engine whose program is missing is named and left out. Exit status 1 if any table of any engine
differs from that of one worker process.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import engines
from pipeline.config import RunConfig
from pipeline.config_file import load
from pipeline.dataset import Dataset
from pipeline.drive import drive
from pipeline.inspect import summary
from pipeline.jobs import ShardJob
from pipeline.run import run_inputs
from pipeline.runners import prism
from schemas.tables import TABLES

START_SECONDS = 120.0
REFERENCE = "one worker process"
"""What the others are measured by; its output lies beside theirs."""
FOLDED = 12
"""Characters of a hash that are shown."""
Engine = Callable[[Path, Path], None]
Hashes = dict[str, str]


class EngineError(Exception):
    """An engine failed, or left records out."""


def newsmill(source: Path, output: Path, *words: str) -> None:
    """One run in a process of its own; raises EngineError."""
    result = subprocess.run(
        command(source, output, *words), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise EngineError(result.stderr.strip() or f"exit status {result.returncode}")


def command(source: Path, output: Path, *words: str) -> list[str]:
    """`newsmill run`."""
    python = [sys.executable, "-m", "pipeline", "run", str(source), "--output", str(output)]
    return [*python, "--quiet", *words]


class ThisProcess:
    """Runs shards one after the other, on Beam's FnApiRunner in this process."""

    width = 1

    def __enter__(self) -> ThisProcess:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def warm(self) -> None:
        """Nothing to do."""

    def submit(self, job: ShardJob) -> Future[str]:
        """Runs the shard at once."""
        from pipeline.runners.direct import run_shard

        future: Future[str] = Future()
        future.set_result(run_shard(job))
        return future

    def slice_ended(self) -> None:
        """Nothing waits."""


def in_memory(source: Path, output: Path) -> None:
    """In this process; raises EngineError."""
    flags = {"inputs": (str(source),), "output": str(output), "quiet": True}
    config: RunConfig = load(flags, None)
    known = engines.ENGINES["DirectRunner"]
    engines.ENGINES["DirectRunner"] = lambda _: ThisProcess()
    try:
        status = drive(config, run_inputs)
    finally:
        engines.ENGINES["DirectRunner"] = known
    if status:
        raise EngineError(f"exit status {status}")


def one_worker(source: Path, output: Path) -> None:
    """One worker process."""
    newsmill(source, output, "--workers", "1")


def two_workers(source: Path, output: Path) -> None:
    """Two worker processes, and slices and shards cut elsewhere."""
    newsmill(source, output, "--workers", "2", "--slice-records", "37")


def prism_batch(source: Path, output: Path) -> None:
    """Prism, the stages in the driver's process."""
    newsmill(source, output, "--runner", "PrismRunner")


def prism_streaming(source: Path, output: Path) -> None:
    """Prism, unbounded; stopped when as many records are committed as the reference has."""
    wanted = inputs_of(output.with_name(REFERENCE))
    words = ("--runner", "PrismRunner", "--streaming", "--commit-interval", "1s", "--settle", "0s")
    process = subprocess.Popen(command(source, output, *words), stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        while inputs_of(output) < wanted and process.poll() is None:
            if time.monotonic() > deadline:
                raise EngineError(f"{inputs_of(output)} of {wanted} records are committed")
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=START_SECONDS)
    finally:
        process.kill()
    if process.returncode:
        raise EngineError(errors.strip())


def inputs_of(output: Path) -> int:
    """Records that are committed."""
    return sum(manifest.counts.inputs for manifest in Dataset(output).manifests())


def dask(source: Path, output: Path) -> None:
    """A Dask cluster of two worker processes on this machine."""
    from distributed import LocalCluster

    from pipeline.runners.dask import hush

    hush()
    with LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as cluster:
        address = cluster.scheduler_address
        newsmill(source, output, "--runner", "DaskRunner", "--dask-scheduler", address)


def portable(source: Path, output: Path) -> None:
    """Prism as job service, the stages in Beam's worker pool."""
    log = output.with_name("prism.log")
    with worker_pool(log) as pool, prism.running(prism.find_prism(""), log) as service:
        newsmill(
            source,
            output,
            *("--runner", "PortableRunner", "--job-endpoint", service.endpoint),
            *("--environment-type", "EXTERNAL", "--environment-config", pool),
        )


@contextmanager
def worker_pool(log: Path) -> Iterator[str]:
    """HOST:PORT of a worker pool."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "apache_beam.runners.worker.worker_pool_main", f"--service_port={port}"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | {"PATH": path},  # the pool starts whatever `python` it finds
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
    try:
        listens(port)
        yield f"127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def listens(port: int) -> None:
    """Waits until something listens; raises EngineError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise EngineError("the worker pool does not start")


ENGINES: dict[str, Engine] = {
    REFERENCE: one_worker,
    "two worker processes": two_workers,
    "in memory": in_memory,
    "Prism, batch": prism_batch,
    "Prism, streaming": prism_streaming,
    "Dask": dask,
    "portable": portable,
}
"""Every engine. To add one: a function, and a line here."""


def missing(name: str) -> str:
    """Why an engine cannot run here; empty if it can."""
    if name == "Dask":
        try:
            import distributed  # noqa: F401 - only whether it is there
        except ImportError:
            return "distributed is not installed"
    if name.startswith("Prism") or name == "portable":
        try:
            prism.find_prism("")
        except prism.OptionError as error:
            return str(error)
    return ""


def hashes(output: Path) -> Hashes:
    """Content hash by table; where and when rows were made is no part of it."""
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: tables[name]["content_hash"] for name in TABLES}


def line(name: str, cells: list[str]) -> str:
    """One line of the matrix."""
    return "  ".join([f"{name:20}", *(f"{cell:{FOLDED}}" for cell in cells)]).rstrip()


def main() -> int:
    """Prints the matrix; gives the exit status."""
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "seeds").absolute()
    print(line("", list(TABLES)))
    found: dict[str, Hashes] = {}
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, run in ENGINES.items():
            reason = missing(name)
            if reason:
                print(line(name, [f"not here: {reason}"]))
                continue
            try:
                run(source, Path(folder, name))
            except EngineError as error:
                failed = True
                print(line(name, [f"failed: {error}"]))
                continue
            found[name] = hashes(Path(folder, name))
            print(line(name, [text[:FOLDED] for text in found[name].values()]), flush=True)
    differing = [name for name, one in found.items() if one != found.get(REFERENCE)]
    print(f"differ: {', '.join(differing)}" if differing else f"{len(found)} engines, equal rows")
    return int(failed or bool(differing))


if __name__ == "__main__":
    raise SystemExit(main())
