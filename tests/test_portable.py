"""Portable runners: Prism as job service, Beam's worker pool on another machine, S3 between them.

The other machine is a network namespace which sees nothing of the driver's folders; its worker pool
runs in a virtual environment in which newsmill is installed from its wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from bare_environment import Environment
from beam_go import program
from conftest import ROOT, article, newsmill, write_jsonl
from netns import Namespace, namespace
from own_wheel import build, copy_tree
from s3_server import CREDENTIALS, new_bucket, objects, s3_server
from worker_pool import WorkerPool

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.runners import prism
from pipeline.runners.service import Service
from pipeline.verify import verify
from schemas.tables import TABLES
from scripts import ready_python

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ARTICLES = 200
POOL_PORT = 50_000  # nobody else is on that machine
WAIT_SECONDS = 120.0


@dataclass(frozen=True)
class Site:
    """Two machines and a bucket.

    Attributes:
        machine: the other one.
        environment: its Python.
        folder: what the other one sees of this disk, besides programs.
        hidden: what it does not see: the driver's folders.
        port: S3's.
        model: the entity model.
        expected: content hashes of what DirectRunner makes of the corpus.
    """

    machine: Namespace
    environment: Environment
    folder: Path
    hidden: Path
    port: int
    model: str
    expected: dict[str, str]

    @property
    def variables(self) -> dict[str, str]:
        """Where S3 is, as both machines see it."""
        endpoint = f"http://{self.machine.gateway}:{self.port}"
        return CREDENTIALS | {"AWS_ENDPOINT_URL": endpoint, "AWS_EC2_METADATA_DISABLED": "true"}

    @contextmanager
    def pool(self, service: Service) -> Iterator[WorkerPool]:
        """A worker pool on the other machine, where Prism's port is forwarded to: Prism tells its
        workers that it is at localhost."""
        port = service.endpoint.rpartition(":")[2]
        inside = self.machine.prefix(self.hidden)
        forward = [*inside, sys.executable, str(ROOT / "tests" / "port_forward.py")]
        tunnel = subprocess.Popen([*forward, port, self.machine.gateway])
        try:
            with WorkerPool(
                self.environment, self.folder, POOL_PORT, inside, **self.variables
            ) as pool:
                pool.await_start()
                yield pool
        finally:
            tunnel.kill()
            tunnel.wait()

    def words(self, service: Service, output: str, *more: object) -> list[str]:
        """The command."""
        words = ["run", self.hidden / "in.jsonl", "--output", output, "--spacy-model", self.model]
        words += ["--runner", "PortableRunner", "--job-endpoint", service.endpoint]
        words += ["--environment-type", "EXTERNAL", "--quiet"]
        words += ["--environment-config", f"{self.machine.address}:{POOL_PORT}", *more]
        return [str(word) for word in words]

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        """newsmill on this machine."""
        return newsmill(*words, env=os.environ | self.variables)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, ruler_model: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("worker")
    hidden = tmp_path_factory.mktemp("driver")
    write_jsonl(hidden / "in.jsonl", [article(number) for number in range(ARTICLES)])
    direct = hidden / "direct"
    words = ["run", str(hidden / "in.jsonl"), "--output", str(direct), "--workers", "1", "--quiet"]
    assert main([*words, "--spacy-model", ruler_model]) == 0
    environment = Environment.make(folder / "environment")
    tree = copy_tree(tmp_path_factory.mktemp("tree"))
    environment.install(build(tree, tmp_path_factory.mktemp("wheel"), "--wheel"))
    assert environment.has_newsmill()
    with namespace() as machine, s3_server() as port:
        expected = hashes(str(direct))
        with pytest.MonkeyPatch.context() as patch:
            for name, value in CREDENTIALS.items():
                patch.setenv(name, value)
            site = Site(machine, environment, folder, hidden, port, ruler_model, expected)
            patch.setenv("AWS_ENDPOINT_URL", site.variables["AWS_ENDPOINT_URL"])
            yield site


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Prism as the job service."""
    with prism.running(program("prism"), tmp_path / "prism.log") as service:
        yield service


def hashes(output: str) -> dict[str, str]:
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


def test_rows_equal_those_of_the_direct_runner(site, service):
    output = f"s3://{new_bucket(site.port)}/out"
    with site.pool(service) as pool:
        result = site.run(*site.words(service, output))
        assert result.returncode == 0, result.stderr + pool.said()
    assert set(site.expected) == set(TABLES)
    assert hashes(output) == site.expected
    assert verify(Dataset(output))[0] == []


def test_a_killed_pool_fails_the_run_and_the_next_one_completes_it(site, service, tmp_path):
    bucket = new_bucket(site.port)
    output = f"s3://{bucket}/out"
    command = [sys.executable, "-m", "pipeline", *site.words(service, output)]
    with site.pool(service) as pool:
        driver = ready_python.Popen(
            command, cwd=ROOT, env=os.environ | site.variables, stderr=subprocess.PIPE, text=True
        )
        await_first_rows(site, bucket, driver)
        pool.kill()
        _, said = driver.communicate(timeout=WAIT_SECONDS)
    assert driver.returncode == 1
    [line] = said.splitlines()
    assert line.startswith("newsmill: ")
    assert line.endswith("run the same command again to go on")
    log = tmp_path / "next.log"
    with prism.running(program("prism"), log) as other, site.pool(other) as pool:
        result = site.run(*site.words(other, output))
        assert result.returncode == 0, result.stderr + pool.said() + log.read_text()
    assert hashes(output) == site.expected
    assert verify(Dataset(output))[0] == []


def await_first_rows(site: Site, bucket: str, driver: subprocess.Popen[str]) -> None:
    """Until a worker has delivered some of the rows, and not all of them."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not any(name.endswith("receipt.json") for name in objects(site.port, bucket)):
        assert driver.poll() is None, driver.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def here(site: Site, service: Service, output: Path) -> list[str]:
    """The command, with the stages in the driver's process."""
    words = ["run", site.hidden / "in.jsonl", "--output", output, "--quiet"]
    words += ["--spacy-model", site.model, "--slice-records", ARTICLES // 3]  # some jobs at once
    words += ["--runner", "PortableRunner", "--job-endpoint", service.endpoint]
    return [str(word) for word in (*words, "--environment-type", "LOOPBACK")]


def test_a_job_service_that_dies_fails_the_run_and_the_next_one_completes_it(tmp_path, site):
    """With LOOPBACK, which is for one machine, and to try an engine out."""
    output = tmp_path / "out"
    with prism.running(program("prism"), tmp_path / "prism.log") as service:
        command = [sys.executable, "-m", "pipeline", *here(site, service, output)]
        driver = ready_python.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + WAIT_SECONDS
        while not list(output.glob("_meta/commits/*.json")):
            assert driver.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        service.process.kill()
        _, said = driver.communicate(timeout=WAIT_SECONDS)
    assert driver.returncode == 1
    [line] = said.splitlines()
    assert f"the job service {service.endpoint} does not answer any more" in line
    with prism.running(program("prism"), tmp_path / "next.log") as service:
        result = newsmill(*here(site, service, output))
        assert (result.returncode, result.stderr) == (0, "")
    assert hashes(str(output)) == site.expected
    assert verify(Dataset(output))[0] == []
