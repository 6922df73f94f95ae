"""The short form of benchmarks/soak.py: a follower's memory and open files while it commits."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, article, write_jsonl

from pipeline.dataset import Dataset

WARM_COMMITS = 6
COMMITS = 24
MORE_FILES = 6
"""Open files that may come and go between two looks."""
MORE_BYTES = 48 << 20


def tree(pid: int) -> tuple[int, int]:
    """Open files and resident bytes of a process and all below it."""
    top = psutil.Process(pid)
    found = [top, *top.children(recursive=True)]
    return sum(one.num_fds() for one in found), sum(one.memory_info().rss for one in found)


def wait_for(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow
def test_files_and_memory_stay(tmp_path: Path, ruler_model: str) -> None:
    incoming, output = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    words = [
        "--follow",
        "--settle",
        "50ms",
        "--commit-interval",
        "100ms",
        "--quiet",
        "--workers",
        "1",
    ]
    command = ["run", str(incoming), "--output", str(output), "--spacy-model", ruler_model]
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *command, *words, "--workers=1"], cwd=ROOT
    )
    try:
        looks = []
        for number in range(COMMITS):
            fresh = [article(50 * number + place) for place in range(50)]
            write_jsonl(tmp_path / "new", fresh).rename(incoming / f"{number}.jsonl")
            dataset = Dataset(output)
            wait_for(lambda: dataset.last() > number, process)  # noqa: B023 - used at once
            looks.append(tree(process.pid))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
    files = [look[0] for look in looks[WARM_COMMITS:]]
    sizes = [look[1] for look in looks[WARM_COMMITS:]]
    assert max(files[-6:]) <= min(files[:6]) + MORE_FILES, files
    assert min(sizes[-6:]) <= min(sizes[:6]) + MORE_BYTES, sizes
