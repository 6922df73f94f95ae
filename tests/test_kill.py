"""SIGKILL at every named point of a commit and at random moments; then the same command again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from conftest import ROOT, article, staging_of, write_jsonl

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.points import COMMIT
from pipeline.stores.opening import is_bucket
from pipeline.verify import verify
from scripts import ready_python

KILLER = """
import os, signal, sys
import pipeline.points
left = int(sys.argv[2])
def kill_at(point):
    global left
    if point == sys.argv[1]:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
pipeline.points.reached = kill_at
from pipeline.cli import main
raise SystemExit(main(sys.argv[3:]))
"""
RANDOM_KILLS = 30
RANDOM_KILLS_ON_A_BUCKET = 10
KILLS_A_ROUND = 4
SEED = 20250301


def words(source: Path, output: Path | str, model: str) -> list[str]:
    return [
        "run", str(source), "--output", str(output), "--spacy-model", model,
        "--workers", "2", "--slice-records", "40", "--quiet",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(70)] + ["{broken"])
    write_jsonl(folder / "b.jsonl", [article(n) for n in range(50, 120)])
    (folder / "c.txt").write_text("A title\n\n" + "Words about a harbour in Oslo. " * 9)
    return folder


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory, ruler_model: str) -> dict:
    output = tmp_path_factory.mktemp("whole") / "out"
    assert main(words(corpus, output, ruler_model)) == 0
    return hashes(output)


def hashes(output: Path | str) -> dict[str, str]:
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


def check_whole(output: Path | str, expected: dict[str, str]) -> None:
    assert verify(Dataset(output))[0] == []
    assert hashes(output) == expected
    assert staging_of(output) == []


def check_reader(output: Path | str) -> None:
    """What a reader may see at any moment: whole commits, and every file that they name."""
    dataset = Dataset(output)
    if dataset.exists():
        for manifest in dataset.manifests():
            assert manifest.counts.balanced
            assert all(dataset.store.size(file.path) == file.bytes for file in manifest.files)


@pytest.mark.parametrize(("point", "commit"), list(zip(COMMIT, cycle((1, 3)), strict=False)))
def test_killed_at_a_named_point(point, commit, corpus, expected, home, ruler_model):
    output = home("out")
    command = words(corpus, output, ruler_model)
    killed = ready_python.run(
        [sys.executable, "-c", KILLER, point, str(commit), *command], cwd=ROOT
    )
    assert killed.returncode == -signal.SIGKILL
    check_reader(output)
    assert main(command) == 0
    check_whole(output, expected)


@pytest.mark.timeout(900)
def test_killed_at_random_moments(corpus, expected, home, ruler_model, monkeypatch):
    chance = random.Random(SEED)  # noqa: S311 - moments of a test, not secrets
    started = time.monotonic()
    whole = words(corpus, home("whole"), ruler_model)
    assert ready_python.run([sys.executable, "-m", "pipeline", *whole], cwd=ROOT).returncode == 0
    duration = time.monotonic() - started
    kills = 0
    round_number = 0
    least = RANDOM_KILLS_ON_A_BUCKET if is_bucket(whole[3]) else RANDOM_KILLS
    while kills < least:
        output = home(f"out-{round_number}")
        round_number += 1
        command = words(corpus, output, ruler_model)
        for attempt in range(KILLS_A_ROUND):
            started = time.monotonic()
            process = ready_python.Popen(
                [sys.executable, "-m", "pipeline", *command], cwd=ROOT, start_new_session=True
            )
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.1, duration))
                if attempt == 0:
                    duration = time.monotonic() - started  # the machine is faster now
                break  # it is whole: another run would have nothing to do
            kills += 1
            if chance.random() < 0.5:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            check_reader(output)
        assert main(command) == 0
        clear_late(output, command, monkeypatch)
        check_whole(output, expected)


def clear_late(output: Path | str, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that was under way when its run was killed may end after the next run has cleared
    up; what it left is removed when it has been there for long, here at once."""
    if is_bucket(str(output)) and staging_of(output):
        time.sleep(1)  # the store's clock counts seconds
        with monkeypatch.context() as patch:
            patch.setattr("pipeline.lease.STALE", timedelta(0))
            assert main(command) == 0


def test_workers_die_with_a_killed_driver(corpus, tmp_path, ruler_model):
    import psutil

    command = words(corpus, tmp_path / "out", ruler_model)
    process = ready_python.Popen([sys.executable, "-m", "pipeline", *command], cwd=ROOT)
    children: list[psutil.Process] = []
    while process.poll() is None and len(children) < 3:
        children = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_says_how_to_go_on(sign, corpus, expected, home, ruler_model):
    output = home("out")
    command = [w for w in words(corpus, output, ruler_model) if w != "--quiet"]
    process = ready_python.Popen(
        [sys.executable, "-m", "pipeline", *command],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("commit 00000001"):
            break
    os.killpg(process.pid, sign)  # what a terminal does: the whole group
    _, errors = process.communicate(timeout=60)
    if process.returncode != 0:  # it may just have finished
        assert process.returncode == 130
        assert "run the same command again to go on" in errors
        assert "Traceback" not in errors
        assert staging_of(output) == []
    assert main(command) == 0
    check_whole(output, expected)
