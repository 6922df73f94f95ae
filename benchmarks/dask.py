"""One and two Dask workers side by side, and what Dask itself costs: python benchmarks/dask.py [N]

Scheduler and workers are processes on this machine, each worker with one thread, with Dask's own
sampling off as docs/engines.md says; they meet the driver in the dataset's folder. Models are
loaded before the clock starts. Runs alternate, so that a change of the machine's mood falls on
both; the best of each counts.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from corpus import write

ROUNDS = 2
WARM_ARTICLES = 200
PYTHON = [sys.executable, "-m"]
LEAN = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "200ms",
}
"""Without them Dask looks at its own threads a hundred times a second."""


@dataclass
class Cluster:
    """A scheduler and its workers."""

    address: str
    processes: list[psutil.Process]

    def own_cpu(self) -> float:
        """CPU seconds of Dask's own processes: the children that run the graph are not among
        them."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)

    def graph_cpu(self) -> float:
        """CPU seconds of the processes that run the graph, and of those below them."""
        below = (child for one in self.processes for child in one.children(recursive=True))
        return sum(sum(child.cpu_times()[:2]) for child in below)


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Cluster]:
    """A cluster, from when its port listens to the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    words = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    commands = [[*words, "--no-dashboard"]]
    words = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    commands += [[*words, "--no-dashboard", "--local-directory", str(folder)]] * workers
    with (folder / "dask.log").open("ab") as log:
        started = [
            subprocess.Popen([*PYTHON, *command], stdout=log, stderr=log, env=os.environ | LEAN)
            for command in commands
        ]
    try:
        reached(port)
        yield Cluster(address, [psutil.Process(one.pid) for one in started])
    finally:
        for one in reversed(started):
            one.kill()
            one.wait()


def reached(port: int) -> None:
    """Waits until something listens."""
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)


def run(source: Path, output: Path, *words: str) -> tuple[float, float]:
    """Wall and CPU seconds of the command; the CPU is that of the driver and its children."""
    before, started = os.times(), time.monotonic()
    command = [*PYTHON, "pipeline", "run", str(source), "--output", str(output), "--quiet"]
    subprocess.run([*command, *words], check=True)
    taken, after = time.monotonic() - started, os.times()
    cpu = after.children_user + after.children_system
    return taken, cpu - before.children_user - before.children_system


def measure(count: int, folder: Path) -> None:
    """Prints a line for each number of workers, and the ratios."""
    source, small = write(folder / "in.jsonl", count), write(folder / "small.jsonl", WARM_ARTICLES)
    best: dict[int, float] = {}
    with cluster(1, folder) as one, cluster(2, folder) as two:
        clusters = {1: one, 2: two}
        for number, dask in clusters.items():
            run(small, folder / f"warm-{number}", *runner(dask))
        for round_number in range(ROUNDS):
            for number, dask in clusters.items():
                own, graph = dask.own_cpu(), dask.graph_cpu()
                output = folder / f"out-{round_number}-{number}"
                taken, driver = run(source, output, *runner(dask))
                own, graph = dask.own_cpu() - own, dask.graph_cpu() - graph
                best[number] = min(taken, best.get(number, taken))
                print(
                    f"{number} workers: {taken:6.1f} s, {count / taken:6.1f} articles/s; CPU: "
                    f"graph {graph:.1f} s, Dask {own:.1f} s ({own / graph:.1%}), "
                    f"driver {driver:.1f} s ({driver / graph:.1%})",
                    flush=True,
                )
    taken, cpu = run(source, folder / "direct", "--workers", "2")
    print(f"worker processes, 2: {taken:6.1f} s, {count / taken:6.1f} articles/s; CPU {cpu:.1f} s")
    print(f"two workers against one: {best[1] / best[2]:.2f}")


def runner(dask: Cluster) -> tuple[str, ...]:
    """The options that name it."""
    return ("--runner", "DaskRunner", "--dask-scheduler", dask.address)


def main() -> None:
    """Measures on so many articles."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        measure(count, Path(name))


if __name__ == "__main__":
    main()
