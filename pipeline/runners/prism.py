"""Prism, Beam's runner for one machine: a process of ours that dies with us.

Left to itself Beam would download Prism, and leave it running when the driver is killed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.config import OptionError
from pipeline.workers import WorkerError, die_with_parent

HOST = "127.0.0.1"
START_SECONDS = 30.0
STOP_SECONDS = 5.0
STARTS = 3
"""Another process may take the port that was just found free."""
MODULE = "github.com/apache/beam/sdks/v2/go/cmd/prism"


def find_prism(location: str) -> Path:
    """The binary: as told, or where scripts/prism or Go puts it, or on PATH; raises OptionError."""
    if location:
        if os.access(location, os.X_OK) and Path(location).is_file():
            return Path(location).absolute()
        raise OptionError(f"--prism-location {location} is no program")
    folders = (built_folder(), go_folder(), None)
    found = next(filter(None, (shutil.which("prism", path=folder) for folder in folders)), None)
    if found is None:
        raise OptionError(
            f"there is no prism here: go install {MODULE}@v{beam_version()}, "
            "or name one with --prism-location"
        )
    return Path(found)


def built_folder() -> str:
    """Where scripts/prism puts it."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return f"{cache}/newsmill/prism-{beam_version()}"


def go_folder() -> str:
    """Where `go install` puts programs."""
    home = os.environ.get("GOPATH") or str(Path.home() / "go")
    return os.environ.get("GOBIN") or str(Path(home) / "bin")


def beam_version() -> str:
    """The version of Beam here, which Prism must have too."""
    from importlib.metadata import version

    return version("apache-beam")


class Prism:
    """A running Prism."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.endpoint = f"{HOST}:{port}"

    def check(self) -> None:
        """Raises WorkerError if it is gone."""
        code = self.process.poll()
        if code is not None:
            raise WorkerError(
                f"prism died (exit status {code}); run the same command again to go on"
            )

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self.process.kill()
        self.process.wait()


@contextmanager
def running(program: Path, log: Path) -> Iterator[Prism]:
    """Prism, from when it listens to the end of the block; its log goes to `log`.

    Raises WorkerError if it does not start.
    """
    prism = start(program, log)
    try:
        yield prism
    finally:
        prism.stop()


def start(program: Path, log: Path) -> Prism:
    """Starts it on a free port and waits until it listens; raises WorkerError."""
    for _ in range(STARTS):
        prism = launch(program, log, free_port())
        if listens(prism):
            return prism
        prism.stop()
    lines = log.read_text(errors="replace").strip().splitlines()
    raise WorkerError(f"{program} does not start: {lines[-1][:300] if lines else 'no word'}")


def launch(program: Path, log: Path, port: int) -> Prism:
    """Starts the process."""
    words = ["--job_port", str(port), "--serve_http=false", "--log_level=error", "--log_kind=json"]
    with log.open("ab") as sink:
        process = subprocess.Popen(  # noqa: S603 - the user's own program
            [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            process_group=0,  # Ctrl-C is the driver's business
            preexec_fn=die_with_parent,
        )
    return Prism(process, port)


def listens(prism: Prism) -> bool:
    """Waits until it listens; False if it ended, or said nothing for too long."""
    deadline = time.monotonic() + START_SECONDS
    host, _, port = prism.endpoint.rpartition(":")
    while prism.process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return prism.process.poll() is None
        time.sleep(0.02)
    return False


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
