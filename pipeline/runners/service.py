"""A server of an engine as a process of ours, that dies with us."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.workers import WorkerError
from transforms.sandbox_child import die_with_parent

HOST = "127.0.0.1"
START_SECONDS = 30.0
STOP_SECONDS = 5.0


class Service:
    """A running server; `name` is what the user is told of."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int) -> None:
        self.name = name
        self.process = process
        self.endpoint = f"{HOST}:{port}"

    @classmethod
    def launch(cls, name: str, command: Sequence[str | Path], port: int, log: Path) -> Service:
        """Starts the process; what it says goes to `log`. Does not wait."""
        with log.open("ab") as sink:
            process = subprocess.Popen(  # noqa: S603 - the user's own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                process_group=0,  # Ctrl-C is the driver's business
                preexec_fn=die_with_parent,
            )
        return cls(name, process, port)

    def listens(self) -> bool:
        """Waits until it listens; False if it ended, or said nothing for too long."""
        deadline = time.monotonic() + START_SECONDS
        host, _, port = self.endpoint.rpartition(":")
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
                return self.process.poll() is None
            time.sleep(0.02)
        return False

    def check(self) -> None:
        """Raises WorkerError if it is gone."""
        code = self.process.poll()
        if code is not None:
            raise WorkerError(
                f"{self.name} died (exit status {code}); run the same command again to go on"
            )

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self.process.kill()
        self.process.wait()


def no_start(name: str, log: Path) -> WorkerError:
    """That a server does not start, with its last word."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return WorkerError(f"{name} does not start: {lines[-1][:300] if lines else 'no word'}")


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
