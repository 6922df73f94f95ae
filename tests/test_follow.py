"""The real command on a drop folder: what comes in, what goes away, signals and kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from conftest import ROOT, article, newsmill, staging_of, write_jsonl

from pipeline.dataset import Dataset
from pipeline.points import RUN
from pipeline.verify import verify
from scripts import ready_python

HOOKED = """
import os, signal, sys
import pipeline.points
left = int(sys.argv[2])
def act(point):
    global left
    if point == sys.argv[1]:
        left -= 1
        if left == 0:
            exec(sys.argv[3])
pipeline.points.reached = act
from pipeline.cli import main
raise SystemExit(main(sys.argv[4:]))
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
PATIENCE = 90.0
"""Seconds after which what should have happened will not."""


class Follower:
    """`newsmill run IN --follow` in a process group of its own."""

    def __init__(self, path: Path, model: str, *options: object, hook: tuple[str, ...] = ()):
        start = ["-c", HOOKED, *hook] if hook else ["-m", "pipeline"]
        command = [
            "run", path / "in", "--follow", "--output", path / "out", "--spacy-model", model,
            "--workers", 1, "--commit-interval", "300ms", "--settle", "200ms", *options,
        ]  # fmt: skip
        self.output = path / "out"
        self.log = path / "log.txt"
        with self.log.open("a") as log:
            self.process = ready_python.Popen(
                [sys.executable, *start, *map(str, command)],
                cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.log.read_text()

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def until_inputs(self, number: int) -> None:
        """Waits until so many records are committed."""
        self.until(lambda: inputs(self.output) >= number)

    def until_spooled(self) -> None:
        """Waits until something is read and not committed."""
        self.until(lambda: bool(list(self.output.glob("_staging/*/slice-*/spool/*"))))

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)  # the whole group, as a terminal and systemd do

    def wait(self) -> int:
        return self.process.wait(timeout=PATIENCE)

    def stop(self) -> None:
        self.signal(signal.SIGTERM)
        assert self.wait() == 0, self.said


@pytest.fixture
def follow(tmp_path: Path, ruler_model: str) -> Iterator[Callable[..., Follower]]:
    (tmp_path / "in").mkdir()
    started: list[Follower] = []

    def start(*options: object, hook: tuple[str, ...] = ()) -> Follower:
        started.append(Follower(tmp_path, ruler_model, *options, hook=hook))
        return started[-1]

    yield start
    for follower in started:
        if follower.process.poll() is None:
            follower.signal(signal.SIGKILL)
            follower.wait()


def inputs(output: Path) -> int:
    """Records that are committed."""
    dataset = Dataset(output)
    if not dataset.exists():
        return 0
    return sum(manifest.counts.inputs for manifest in dataset.manifests())


def drop(path: Path, name: str, *numbers: int) -> Path:
    """Renames a file of articles into the folder."""
    folder = path / "in"
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    ready = write_jsonl(path / "ready", [article(number) for number in numbers])
    os.utime(ready, (1_700_000_000, 1_700_000_000 + len(numbers)))
    return ready.rename(folder / name)


def published(output: Path) -> list[int]:
    """Numbers of the articles in the table."""
    rows = pl.read_parquet(output / "data/articles/**/*.parquet")
    return sorted(int(url.rsplit("/", 1)[1]) for url in rows["url"])


def check(output: Path, numbers: range | list[int], copies: int = 0) -> None:
    """Every article is there once, and nothing is left over."""
    assert verify(Dataset(output))[0] == []
    assert published(output) == sorted(numbers)
    assert inputs(output) == len(numbers) + copies
    assert staging_of(output) == []


def test_takes_what_comes_once_and_stops_as_asked(tmp_path, follow):
    drop(tmp_path, "old/a.jsonl", 0, 1)
    follower = follow()
    follower.until_inputs(2)
    drop(tmp_path, "b.jsonl", 2)
    with (tmp_path / "in" / "slow.jsonl").open("w") as sink:
        for number in range(3, 8):
            line = json.dumps(article(number)) + "\n"
            for part in (line[:100], line[100:]):
                sink.write(part)
                sink.flush()
                time.sleep(0.1)
    follower.until_inputs(8)
    commits = Dataset(tmp_path / "out").numbers()
    time.sleep(1.5)
    assert Dataset(tmp_path / "out").numbers() == commits  # idle, it commits nothing
    follower.stop()
    assert f"stopped as asked after commit {commits[-1]:08d}" in follower.said
    assert follower.said.rstrip().endswith("the same command goes on from there")
    check(tmp_path / "out", range(8))

    drop(tmp_path, "c.jsonl", 8, 9)
    again = follow()
    again.until_inputs(10)
    again.signal(signal.SIGINT)
    assert again.wait() == 0
    assert len(Dataset(tmp_path / "out").numbers()) == len(commits) + 1
    check(tmp_path / "out", range(10))


def test_many_small_files_at_once(tmp_path, follow):
    follower = follow()
    for number in range(1_500):
        (tmp_path / "in" / f"{number}.json").write_text(json.dumps(article(number)))
    follower.until_inputs(1_500)
    follower.stop()
    check(tmp_path / "out", range(1_500))


def test_rewritten_while_it_is_read(tmp_path, follow):
    drop(tmp_path, "a.jsonl", 0, 1, 2)
    new = write_jsonl(tmp_path / "new", [article(n) for n in (2, 3, 4, 5)])
    follower = follow(hook=("rows-staged", "1", f"os.rename('{new}', '{tmp_path}/in/a.jsonl')"))
    follower.until_inputs(4)
    follower.stop()
    assert "a.jsonl changed while it was read; reading it again" in follower.said
    check(tmp_path / "out", [2, 3, 4, 5])


def test_folder_that_goes_away(tmp_path, follow):
    follower = follow("--source-timeout", "3s")
    drop(tmp_path, "a.jsonl", 0)
    follower.until_inputs(1)
    (tmp_path / "in").rename(tmp_path / "away")
    follower.until(lambda: "waiting for it" in follower.said)
    (tmp_path / "away").rename(tmp_path / "in")
    drop(tmp_path, "b.jsonl", 1)
    follower.until_inputs(2)
    assert "is back; listing it anew" in follower.said
    (tmp_path / "in").rename(tmp_path / "away")
    assert follower.wait() == 1
    last = follower.said.rstrip().splitlines()[-1]
    assert last.startswith(f"newsmill: {tmp_path}/in has been away for 3 s")
    assert "run the same command to go on" in last
    assert "Traceback" not in follower.said
    check(tmp_path / "out", range(2))
    (tmp_path / "away").rename(tmp_path / "in")


def test_first_signal_finishes_the_slice_at_hand(tmp_path, follow):
    drop(tmp_path, "a.jsonl", *range(60))
    follower = follow("--commit-interval", "10m")
    follower.until_spooled()
    time.sleep(0.5)
    follower.stop()
    assert (
        "stopped as asked after commit 00000001; positions: files read to their end: 1;"
        in follower.said
    )
    check(tmp_path / "out", range(60))


def test_second_signal_drops_the_slice_at_hand(tmp_path, follow):
    drop(tmp_path, "a.jsonl", *range(3_000))
    follower = follow("--commit-interval", "10m", "--commit-rows", "100000")
    follower.until_spooled()
    follower.signal(signal.SIGTERM)
    time.sleep(0.5)
    follower.signal(signal.SIGTERM)
    assert follower.wait() == 130, follower.said
    assert "Traceback" not in follower.said
    assert "run the same command again to go on" in follower.said
    assert inputs(tmp_path / "out") == 0
    assert staging_of(tmp_path / "out") == []


def test_killed_between_commit_and_move(tmp_path, follow):
    options = ("--done", tmp_path / "done")
    drop(tmp_path, "sub/a.jsonl", 0, 1)
    killed = follow(*options, hook=("acknowledging", "1", KILL))
    assert killed.wait() == -signal.SIGKILL
    assert (tmp_path / "in/sub/a.jsonl").exists()
    follower = follow(*options)
    follower.until((tmp_path / "done/sub/a.jsonl").exists)
    drop(tmp_path, "sub/a.jsonl", 2)
    follower.until((tmp_path / "done/sub/a.1.jsonl").exists)
    follower.stop()
    assert [p for p in (tmp_path / "in").rglob("*") if p.is_file()] == []
    check(tmp_path / "out", range(3))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_every_point_in_turn(tmp_path, follow):
    """One dataset, killed again and again, with new files each time: it gets on all the same."""
    options = ("--done", tmp_path / "done")
    for number, point in enumerate(RUN):
        drop(tmp_path, f"{number}.jsonl", *range(number * 3, number * 3 + 3))
        killed = follow(*options, hook=(point, "1", KILL))
        assert killed.wait() == -signal.SIGKILL, killed.said
    drop(tmp_path, "last.jsonl", 3 * len(RUN))
    follower = follow(*options)
    follower.until(lambda: len(list((tmp_path / "done").glob("*.jsonl"))) == len(RUN) + 1)
    follower.stop()
    check(tmp_path / "out", range(3 * len(RUN) + 1))


def test_nothing_to_follow(tmp_path, ruler_model):
    result = newsmill(
        "run", tmp_path / "none", "--follow", "--output", tmp_path / "out",
        "--spacy-model", ruler_model,
    )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.strip() == f"newsmill: no such input: {tmp_path}/none"
    assert not (tmp_path / "out").exists()
