"""newsmill with a dataset on an object store, against a real S3 server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import ROOT, article, newsmill, staging_of, write_jsonl
from s3_proxy import FAULTS, Proxy, Request, in_turn
from s3_server import CREDENTIALS, client, objects

from pipeline.cli import main
from pipeline.dataset import STAGING, Dataset
from pipeline.inspect import summary
from pipeline.lease import Lease, stale_runs, sweep
from pipeline.verify import leftovers, verify
from scripts import ready_python

PATIENCE = 120.0


def hashes(home: Path | str) -> dict[str, str]:
    tables = summary(Dataset(home), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    records = [article(n) for n in range(60)] + ["{broken"] + [article(n) for n in range(40, 90)]
    return write_jsonl(tmp_path / "a.jsonl", records)


@pytest.fixture
def proxy(bucket: str, s3_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Between newsmill and the store; without a fault until a test wants one."""
    with Proxy(s3_port) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


def test_same_rows_as_on_a_disk_while_the_store_fails(
    source, bucket, proxy, s3_port, tmp_path, run, monkeypatch, capfd
):
    assert run(source, "--output", tmp_path / "disk", "--slice-records", 40) == 0
    monkeypatch.setattr("pipeline.stores.access.SILENT_SECONDS", 0.5)
    proxy.decide = in_turn(4)
    assert run(source, "--output", f"{bucket}/ds", "--slice-records", 40) == 0
    assert set(proxy.faults) == set(FAULTS)
    proxy.decide = lambda _: ""
    assert hashes(f"{bucket}/ds") == hashes(tmp_path / "disk")
    assert verify(Dataset(f"{bucket}/ds"))[0] == []
    assert staging_of(f"{bucket}/ds") == []
    assert not any(STAGING in name for name in objects(s3_port, bucket.removeprefix("s3://")))


def test_commands_that_read(source, bucket, tmp_path, run, capsys):
    run(source, "--output", f"{bucket}/ds")
    run(source, "--output", tmp_path / "ds")
    capsys.readouterr()
    for home in (f"{bucket}/ds", tmp_path / "ds"):
        assert main(["verify", str(home)]) == 0
        assert "all is well" in capsys.readouterr().out
    assert main(["inspect", f"{bucket}/ds", "--files", "articles"]) == 0
    paths = capsys.readouterr().out.split()
    assert paths
    assert all(path.startswith(f"{bucket}/ds/data/articles/") for path in paths)
    assert main(["replay", f"{bucket}/ds", "--dry-run"]) == 0
    assert "invalid_json  1" in capsys.readouterr().out
    assert main(["replay", f"{bucket}/ds", "--workers", "1", "--without", "Entities"]) == 0
    assert "1 rejects stand" in capsys.readouterr().err
    assert main(["run", str(source), "--output", f"{bucket}/ds", "--dry-run"]) == 0
    assert "1 of them already committed" in capsys.readouterr().out


def test_verify_finds_damage(source, bucket, run, capsys):
    run(source, "--output", f"{bucket}/ds")
    store = Dataset(f"{bucket}/ds").store
    one, two, *_ = sorted(entry.name for entry in store.list("data/articles"))
    store.write(one, store.read(one)[:-1] + b"x")
    store.delete([two])
    assert main(["verify", f"{bucket}/ds"]) == 1
    found = capsys.readouterr().out
    assert f"{one}: checksum differs" in found
    assert f"{two}: missing" in found


def test_nothing_secret_is_written(source, bucket, s3_port, run, capfd):
    run(source, "--output", f"{bucket}/ds", "--slice-records", 40)
    name = bucket.removeprefix("s3://")
    with closing(client(s3_port)) as plain:
        for key in objects(s3_port, name):
            body = plain.get_object(Bucket=name, Key=key)["Body"].read()
            assert CREDENTIALS["AWS_SECRET_ACCESS_KEY"].encode() not in body
            assert CREDENTIALS["AWS_ACCESS_KEY_ID"].encode() not in body
    shown = "".join(capfd.readouterr())
    assert CREDENTIALS["AWS_SECRET_ACCESS_KEY"] not in shown


def refused(*words: object) -> str:
    """The one line that a command ends with, status 2."""
    result = newsmill(*words)
    assert result.returncode == 2, result.stderr
    (line,) = result.stderr.strip().splitlines()
    return line


def test_no_credentials(source, bucket, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert "no AWS credentials; set AWS_PROFILE" in refused("run", source, "--output", bucket)


def test_no_bucket(source, bucket):
    assert "make the bucket first" in refused("run", source, "--output", f"{bucket}-none/ds")
    assert "make the bucket first" in refused("inspect", f"{bucket}-none/ds")
    assert "is no newsmill dataset" in refused("verify", f"{bucket}/nothing")


def test_no_permission(source, bucket, proxy):
    proxy.decide = lambda request: "deny" if request.method == "PUT" else ""
    line = refused("run", source, "--output", f"{bucket}/ds")
    assert "not permitted (AccessDenied); check the credentials" in line


def test_no_store(source, bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    line = refused("run", source, "--output", f"{bucket}/ds")
    assert "cannot reach the store (127.0.0.1:1)" in line


def test_store_that_ignores_conditions_is_refused(source, bucket, proxy):
    proxy.decide = lambda request: "careless" if request.is_conditional else ""
    line = refused("run", source, "--output", f"{bucket}/ds")
    assert "ignores conditional puts" in line


def test_store_that_goes_away_for_good(source, bucket, proxy, run, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.stores.bucket.PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr("pipeline.stores.access.RETRIES", 0)

    def decide(request: Request) -> str:
        return "refuse" if "/_meta/commits/00000002" in request.path else ""

    proxy.decide = decide
    assert run(source, "--output", f"{bucket}/ds", "--slice-records", 40) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "500 Internal Server Error" in line
    proxy.decide = lambda _: ""
    assert run(source, "--output", f"{bucket}/ds", "--slice-records", 40) == 0
    assert verify(Dataset(f"{bucket}/ds"))[0] == []
    assert staging_of(f"{bucket}/ds") == []


def test_full_scratch_disk(source, bucket, run, monkeypatch, capsys):
    def full(point: str) -> None:
        if point == "files-written":
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.points.reached", full)
        assert run(source, "--output", f"{bucket}/ds") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert staging_of(f"{bucket}/ds") == []
    assert run(source, "--output", f"{bucket}/ds") == 0
    assert verify(Dataset(f"{bucket}/ds"))[0] == []


def test_dataset_that_was_made_anew(source, bucket, s3_port, run):
    other = write_jsonl(source.parent / "b.jsonl", [article(n) for n in range(5)])
    run(source, "--output", f"{bucket}/ds", "--slice-records", 40)
    store = Dataset(f"{bucket}/ds").store
    store.delete([entry.name for entry in store.list("")])
    assert run(other, "--output", f"{bucket}/ds", "--slice-records", 1) == 0
    assert summary(Dataset(f"{bucket}/ds"))["runs"]["published"] == 5
    assert run(source, "--output", f"{bucket}/ds") == 0
    assert summary(Dataset(f"{bucket}/ds"))["runs"]["published"] == 90


def test_output_is_not_read(source, bucket, s3_port, run):
    with closing(client(s3_port)) as plain:
        plain.upload_file(str(source), bucket.removeprefix("s3://"), "in/a.jsonl")
    for _ in range(2):
        assert run(f"{bucket}/", "--output", f"{bucket}/in/ds") == 0
    assert summary(Dataset(f"{bucket}/in/ds"))["complete_files"] == 1


def machine(folder: Path) -> dict[str, str]:
    """The environment of a process that shares nothing but the store."""
    return {**os.environ, "XDG_CACHE_HOME": str(folder)}


def test_two_machines_and_one_is_killed(tmp_path, bucket, ruler_model):
    home = f"{bucket}/ds"
    for name in "ab":
        write_jsonl(tmp_path / f"{name}.jsonl", [article(n) for n in range(80)])

    def start(name: str) -> subprocess.Popen[bytes]:
        words = ["run", tmp_path / f"{name}.jsonl", "--output", home, "--slice-records", 10]
        words += ["--workers", 1, "--spacy-model", ruler_model, "--quiet"]
        return ready_python.Popen(
            [sys.executable, "-m", "pipeline", *map(str, words)],
            cwd=ROOT,
            env=machine(tmp_path / name),
        )

    first, second = start("a"), start("b")
    wait_for(lambda: Dataset(home).last() >= 4, first)
    first.kill()
    first.wait()
    assert second.wait(PATIENCE) == 0
    assert start("a").wait(PATIENCE) == 0
    figures = summary(Dataset(home))
    assert figures["runs"]["inputs"] == 160
    assert figures["tables"]["articles"]["rows"] == 80
    assert figures["tables"]["duplicates"]["rows"] == 80
    assert verify(Dataset(home))[0] == []
    assert staging_of(home) == []


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Until it is so; a process that ends before is no reason to wait on."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        if process.poll() is not None:
            return
        time.sleep(0.1)


def test_follow(tmp_path, bucket, ruler_model):
    drop, home = tmp_path / "drop", f"{bucket}/ds"
    drop.mkdir()
    words = ["run", drop, "--follow", "--output", home, "--commit-interval", "1s"]
    words += ["--settle", "100ms", "--workers", 1, "--spacy-model", ruler_model, "--quiet"]
    process = ready_python.Popen(
        [sys.executable, "-m", "pipeline", *map(str, words)], cwd=ROOT, stderr=subprocess.PIPE
    )
    for number in range(3):
        write_jsonl(drop / f"{number}.jsonl", [article(n) for n in range(number, number + 4)])
        wait_for(lambda: Dataset(home).last() > number, process)  # noqa: B023 - used at once
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert summary(Dataset(home))["runs"]["published"] == 6
    assert verify(Dataset(home))[0] == []
    assert staging_of(home) == []


def test_what_a_run_without_a_sign_of_life_left(bucket, monkeypatch, capsys):
    dataset = Dataset(f"{bucket}/ds")
    dataset.create()
    dead, alive = Lease(dataset.store, "run-dead"), Lease(dataset.store, "run-alive")
    dataset.store.write(f"{STAGING}/run-dead/slice-000001/publish-1/data/x", b"x")
    dataset.store.write(dead.name, b"")
    monkeypatch.setattr("pipeline.lease.STALE", timedelta(seconds=0.5))
    time.sleep(1.5)  # the store's clock counts whole seconds
    dataset.store.write(alive.name, b"")
    now = next(entry.modified for entry in dataset.store.list(f"{STAGING}/run-alive"))
    assert set(stale_runs(dataset, now)) == {"run-dead"}
    assert any("run-dead: no sign of life" in finding for finding in leftovers(dataset))
    sweep(dataset, alive)
    assert [entry.name for entry in dataset.store.list(STAGING)] == [alive.name]


def test_lease_is_renewed_until_it_ends(bucket, monkeypatch):
    monkeypatch.setattr("pipeline.lease.RENEW_SECONDS", 0.05)
    store = Dataset(f"{bucket}/ds").store
    lease = Lease(store, "run")
    lease.begin()
    store.delete([lease.name])
    end = time.monotonic() + PATIENCE
    while store.size(lease.name) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    lease.end()
    lease.thread.join()
    assert not lease.thread.is_alive()


def test_requests_of_a_commit(bucket, proxy, tmp_path, run):
    """As many as docs/object-stores.md says."""
    records = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in (5, 10, 15)])
    run(records, "--output", f"{bucket}/ds", "--slice-records", 1)
    plans = [
        place
        for place, request in enumerate(proxy.requests)
        if request.method == "PUT" and "/plans/" in request.path
    ]
    copied, put = (len(Dataset(f"{bucket}/ds").manifest(number).files) for number in (2, 3))
    assert plans[2] - plans[1] == 9 + copied + put
