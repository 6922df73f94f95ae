"""Prism, Beam's runner for one machine: a process of ours that dies with us.

Left to itself Beam would download Prism, and leave it running when the driver is killed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.config import OptionError
from pipeline.runners.service import Service, free_port, no_start
from transforms.user_cache import user_cache

STARTS = 3
"""Another process may take the port that was just found free."""
MODULE = "github.com/apache/beam/sdks/v2/go/cmd/prism"
QUIETLY = ("--serve_http=false", "--log_level=error", "--log_kind=json")


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
    return str(user_cache() / f"prism-{beam_version()}")


def go_folder() -> str:
    """Where `go install` puts programs."""
    home = os.environ.get("GOPATH") or str(Path.home() / "go")
    return os.environ.get("GOBIN") or str(Path(home) / "bin")


def beam_version() -> str:
    """The version of Beam here, which Prism must have too."""
    from importlib.metadata import version

    return version("apache-beam")


@contextmanager
def running(program: Path, log: Path) -> Iterator[Service]:
    """Prism, from when it listens to the end of the block; its log goes to `log`.

    Raises WorkerError if it does not start.
    """
    prism = start(program, log)
    try:
        yield prism
    finally:
        prism.stop()


def start(program: Path, log: Path) -> Service:
    """Starts it on a free port and waits until it listens; raises WorkerError."""
    for _ in range(STARTS):
        port = free_port()
        words = ["--job_port", str(port), *QUIETLY]
        prism = Service.launch("prism", [program, *words], port, log)
        if prism.listens():
            return prism
        prism.stop()
    raise no_start(str(program), log)
