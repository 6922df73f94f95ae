"""A Dask cluster on machines of their own: network namespaces that share S3 and no disk."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
from conftest import ROOT
from distributed import Client
from netns import Namespace

START_SECONDS = 120.0
STARTS = 3
"""A process on a busy machine may miss its start; a machine would be switched on again."""
SCHEDULER_PORT, S3_PORT = 8786, 5000
BUCKET = "datasets"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIATESTONLY",
    "AWS_SECRET_ACCESS_KEY": "no-secret-at-all",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class DaskMachines:
    """A scheduler, workers and an S3 server, each on one of `machines`: the first two for the
    server and the scheduler, the others for a worker each. A context manager.

    What lies in `folder`, where the driver works, nobody sees but the driver; workers have a disk
    of their own there.
    """

    def __init__(self, machines: Sequence[Namespace], folder: Path, logs: Path) -> None:
        self.s3, self.first, *self.others = machines
        self.folder = folder
        self.logs = logs
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: dict[int, subprocess.Popen[bytes]] = {}
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """The scheduler's."""
        return f"tcp://{self.first.address}:{SCHEDULER_PORT}"

    @property
    def environment(self) -> dict[str, str]:
        """How S3 is reached, by the driver and the workers."""
        return CREDENTIALS | {"AWS_ENDPOINT_URL": f"http://{self.s3.address}:{S3_PORT}"}

    def __enter__(self) -> DaskMachines:
        """Starts S3, the scheduler and a worker on each of the others but the last."""
        try:
            self.start_all()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start_all(self) -> None:
        """Starts them and waits until all work together."""
        words = ["-m", "moto.server", "-H", self.s3.address, "-p", str(S3_PORT)]
        self.start(self.s3, "s3", words)
        self.start_scheduler()
        for number in range(len(self.others) - 1):
            self.start_worker(number)
        reached(self.s3.address, S3_PORT)
        self.storage().create_bucket(Bucket=BUCKET)
        self.await_workers(len(self.others) - 1)

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def start(self, machine: Namespace, name: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
        """Starts Python on a machine, whose own disk it sees in place of the driver's folder."""
        home = self.folder / "home"
        own = ["sh", "-c", 'mkdir -p "$0" && exec "$@"', str(home)]
        variables = self.environment | {"HOME": str(home), "TMPDIR": str(home)}
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*machine.prefix(self.folder), *own, sys.executable, *words],
                cwd=ROOT,
                env=os.environ | variables,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def start_scheduler(self) -> None:
        """Starts the scheduler and waits until it listens."""
        words = ["--host", self.first.address, "--port", str(SCHEDULER_PORT), "--no-dashboard"]
        words = ["-m", "distributed.cli.dask_scheduler", *words]
        for _ in range(STARTS):
            self.scheduler = self.start(self.first, "scheduler", words)
            if listens(self.first.address, SCHEDULER_PORT, START_SECONDS / STARTS):
                return
            self.kill_scheduler()
        said = (self.logs / "scheduler.log").read_text()
        raise AssertionError(f"the scheduler does not listen; it said:\n{said[-4000:]}")

    def start_worker(self, number: int) -> None:
        """Starts a worker with one thread; does not wait."""
        machine = self.others[number]
        words = ["--no-dashboard", "--no-nanny", "--nthreads", "1", "--host", machine.address]
        words = ["-m", "distributed.cli.dask_worker", self.address, *words]
        self.workers[number] = self.start(machine, f"worker-{number}", words)

    def kill_scheduler(self) -> None:
        """As when its machine loses power; its workers end by themselves."""
        assert self.scheduler is not None
        self.scheduler.kill()
        self.scheduler.wait()

    def kill_worker(self, number: int) -> None:
        """As when its machine loses power."""
        worker = self.workers.pop(number)
        worker.kill()
        worker.wait()

    def client(self) -> Client:
        """A client to look at the cluster with; the caller closes it."""
        return Client(self.address, set_as_default=False, timeout=START_SECONDS)

    def await_workers(self, number: int) -> None:
        """Waits until so many have joined."""
        with self.client() as client:
            client.wait_for_workers(number, timeout=START_SECONDS)

    def busy(self, client: Client) -> set[int]:
        """The workers that run a shard now."""
        hosts = {one.address: number for number, one in enumerate(self.others)}
        tasks: dict[str, Any] = client.processing()
        return {
            hosts[address.removeprefix("tcp://").rpartition(":")[0]]
            for address, keys in tasks.items()
            if keys
        }

    def storage(self) -> Any:
        """A plain client of S3."""
        endpoint = self.environment["AWS_ENDPOINT_URL"]
        return boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=CREDENTIALS["AWS_DEFAULT_REGION"],
        )


def reached(host: str, port: int) -> None:
    """Waits until something listens there."""
    assert listens(host, port, START_SECONDS), f"nothing listens at {host}:{port}"


def listens(host: str, port: int, seconds: float) -> bool:
    """Whether something listens there within so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return True
        time.sleep(0.05)
    return False
