"""Runs on a Dask cluster: machines of their own that share S3 and no disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, article, newsmill, write_jsonl
from dask_machines import BUCKET, DaskMachines
from local_network import local_network

from scripts import ready_python

WAIT_SECONDS = 240.0
RECORDS = 240
Driver = subprocess.Popen[str]


class Site:
    """The cluster, and the driver's machine."""

    def __init__(self, machines: DaskMachines, model: str) -> None:
        self.machines = machines
        self.folder = machines.folder
        self.model = model

    @property
    def environment(self) -> dict[str, str]:
        """The driver's."""
        return os.environ | self.machines.environment | {"XDG_CACHE_HOME": str(self.folder)}

    def words(self, source: Path, output: str, *more: str) -> list[str]:
        """The command."""
        words = ["run", str(source), "--output", output, "--spacy-model", self.model]
        return [*words, "--slice-records", "120", *more]

    def start(self, source: Path, name: str, *more: str) -> Driver:
        """Begins a run on the cluster."""
        runner = ["--runner", "DaskRunner", "--dask-scheduler", self.machines.address]
        words = self.words(source, self.url(name), *runner, *more)
        return ready_python.Popen(
            [sys.executable, "-m", "pipeline", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def url(self, name: str) -> str:
        """A dataset in the bucket."""
        return f"s3://{BUCKET}/{name}"

    def hashes(self, output: str | Path) -> dict[str, str]:
        """Content hashes by table."""
        words = ("inspect", output, "--hash", "--format", "json")
        result = newsmill(*words, env=self.environment)
        assert result.returncode == 0, result.stderr
        tables = json.loads(result.stdout)["tables"]
        return {name: table["content_hash"] for name, table in tables.items()}

    def staged(self, name: str) -> list[str]:
        """What is left in the dataset's staging."""
        listed = self.machines.storage().list_objects_v2(Bucket=BUCKET, Prefix=f"{name}/_staging/")
        return [item["Key"] for item in listed.get("Contents", ())]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, ruler_model: str) -> Iterator[Site]:
    """S3, a scheduler, two workers, and a machine for a third."""
    folder, logs = tmp_path_factory.mktemp("driver"), tmp_path_factory.mktemp("logs")
    with local_network(5) as machines, DaskMachines(machines, folder, logs) as cluster:
        yield Site(cluster, ruler_model)


@pytest.fixture(scope="module")
def source(site: Site) -> Path:
    """Articles, copies, and a record that is refused."""
    records = [article(number % (RECORDS - 20)) for number in range(RECORDS)]
    return write_jsonl(site.folder / "in.jsonl", [*records, "{broken"])


@pytest.fixture(scope="module")
def expected(site: Site, source: Path) -> dict[str, str]:
    """What worker processes on one machine make of it."""
    output = site.folder / "direct"
    result = newsmill(*site.words(source, str(output), "--workers", "1"))
    assert result.returncode == 0, result.stderr
    return site.hashes(output)


def ended(driver: Driver) -> str:
    """Waits for a run that goes well; gives what it reports."""
    out, errors = driver.communicate(timeout=WAIT_SECONDS)
    assert driver.returncode == 0, errors
    return out


def until(condition: Callable[[], bool], driver: Driver) -> None:
    """Waits while the run goes on."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert driver.poll() is None, driver.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_rows_are_those_of_one_machine(site: Site, source: Path, expected: dict[str, str]) -> None:
    ended(site.start(source, "equal"))
    assert site.hashes(site.url("equal")) == expected
    assert site.staged("equal") == []


def test_workers_that_die_and_one_that_joins_late(
    site: Site, source: Path, expected: dict[str, str]
) -> None:
    cluster = site.machines
    with cluster.client() as client:
        driver = site.start(source, "killed")
        until(lambda: cluster.busy(client) == {0, 1}, driver)
        cluster.kill_worker(0)
        until(lambda: cluster.busy(client) == {1}, driver)
        cluster.kill_worker(1)
    cluster.start_worker(2)
    ended(driver)
    assert site.hashes(site.url("killed")) == expected
    assert site.staged("killed") == []


def test_files_that_are_dropped_while_it_follows(
    site: Site, source: Path, expected: dict[str, str]
) -> None:
    drops = site.folder / "drops"
    drops.mkdir()
    driver = site.start(drops, "followed", "--follow", "--commit-interval", "500ms")
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in range(3):
        part = "".join(lines[number::3])
        (drops / f".{number}").write_text(part, encoding="utf-8")
        (drops / f".{number}").rename(drops / f"{number}.jsonl")
        until(lambda wanted=number + 1: commits(site, "followed") >= wanted, driver)  # type: ignore[misc]
    driver.send_signal(signal.SIGTERM)
    ended(driver)
    words = ("run", drops, "--output", site.folder / "drained", "--spacy-model", site.model)
    assert newsmill(*words, "--workers", "1").returncode == 0
    assert site.hashes(site.url("followed")) == site.hashes(site.folder / "drained")


def commits(site: Site, name: str) -> int:
    """How many commits the dataset has."""
    prefix = f"{name}/_meta/commits/"
    return int(site.machines.storage().list_objects_v2(Bucket=BUCKET, Prefix=prefix)["KeyCount"])


def test_a_scheduler_that_dies_ends_the_run_and_the_next_one_completes(
    site: Site, source: Path, expected: dict[str, str]
) -> None:
    cluster = site.machines
    with cluster.client() as client:
        driver = site.start(source, "orphaned", "--quiet")
        until(lambda: bool(cluster.busy(client)), driver)
    cluster.kill_scheduler()
    _, errors = driver.communicate(timeout=WAIT_SECONDS)
    assert driver.returncode == 1
    assert errors.count("\n") == 1
    assert errors.startswith(f"newsmill: the Dask scheduler at {cluster.address} is gone")
    cluster.start_scheduler()
    cluster.start_worker(0)
    ended(site.start(source, "orphaned"))
    assert site.hashes(site.url("orphaned")) == expected
    # A worker that outlived its driver may have uploaded rows since; they go when they are stale.
    assert all("/remote/" in name for name in site.staged("orphaned"))


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    words = ("--output", tmp_path / "out", "--runner", "DaskRunner")
    result = newsmill("run", "seeds", *words, "--dask-scheduler", "tcp://127.0.0.1:9")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "no scheduler answers there" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("--runner", "DaskRunner"), ("--dask-scheduler", "tcp://h:1")],
)
def test_scheduler_and_runner_go_together(words: tuple[str, str], tmp_path: Path) -> None:
    result = newsmill("run", "seeds", "--output", tmp_path / "out", *words)
    assert result.returncode == 2
    assert "go together" in result.stderr
