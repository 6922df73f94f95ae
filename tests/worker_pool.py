"""Beam's worker pool, as remote workers run it: it starts a worker process for every job."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil
from bare_environment import Environment

START_SECONDS = 60.0
MODULE = "apache_beam.runners.worker.worker_pool_main"


class WorkerPool:
    """A running pool; a context manager.

    `prefix` is put before the command, such as `ip netns exec NAME`; `boot` is Beam's entry point
    of containers, which installs what a job has staged before it starts the worker.
    """

    def __init__(
        self,
        environment: Environment,
        folder: Path,
        port: int,
        prefix: Sequence[str] = (),
        boot: Path | None = None,
        **variables: str,
    ) -> None:
        self.log = folder / f"pool-{port}.log"
        words = [*prefix, str(environment.python), "-m", MODULE, f"--service_port={port}"]
        if boot is not None:
            words.append(f"--container_executable={started_by(boot, folder)}")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                words,
                cwd=folder,  # not newsmill's source tree
                env=environment.variables
                | {"RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT": "1"}
                | variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def await_start(self) -> None:
        """Waits until it listens; raises AssertionError with its log if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while "Started worker pool" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace")

    def workers(self) -> list[psutil.Process]:
        """The processes below it."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> None:
        """Kills it and all below it, as a machine that is gone."""
        processes = []
        if self.process.poll() is None:
            processes = self.workers()
        for one in processes:
            one.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def started_by(boot: Path, folder: Path) -> Path:
    """A program that starts `boot` with a folder of its own for what is staged."""
    program = folder / "boot"
    program.write_text(f'#!/bin/sh\nexec "{boot}" --semi_persist_dir="{folder}" "$@"\n')
    program.chmod(0o755)
    return program


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])
