"""How commits become visible when writers lose races, die, sleep and wake again."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from s3_proxy import Proxy, now_and_then

from pipeline import publication
from pipeline.dataset import STAGING, Dataset, run_lock
from pipeline.points import COMMIT
from pipeline.publication import (
    LostPlanError,
    Plan,
    plans,
    publish,
    publish_folder,
    roll_forward,
)
from schemas.manifest import Counts, DataFile, Manifest, commit_id

WRITERS = 4
COMMITS = 4
STEPS = COMMIT[2:7]


class DeadError(Exception):
    """The writer died here."""


class Writer:
    """A machine of its own that commits made-up files."""

    def __init__(self, home: str | Path, folder: Path, name: str) -> None:
        self.name = name
        self.dataset = Dataset(home)
        if self.dataset.root is None:
            self.dataset.cache = folder / name / "cache"
            self.dataset.staging = folder / name / "scratch"
        self.dataset.create()
        self.staging = self.dataset.staging / name
        self.lock = run_lock(self.staging)
        self.made = 0

    def prepare(self, number: int) -> tuple[Path, Manifest]:
        """A slice's folder with files for commit `number`, and the manifest."""
        self.made += 1
        folder = publish_folder(self.staging / f"slice-{self.made:06d}")
        files = []
        for place in range(3):
            path = f"data/t/p={place}/part-{commit_id(number)}-{place}-{self.name}.parquet"
            text = f"{self.name} {self.made} {place}".encode()
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_bytes(text)
            files.append(DataFile(path, "articles", f"p={place}", 1, len(text), "0"))
        made = str(self.made)
        return folder, Manifest(
            number, self.name, "run", made, 1, "1", "month", {}, Counts(), tuple(files), ()
        )

    def commit(self) -> int:
        """One commit, under whichever number."""
        while True:
            with self.dataset.commit_lock():
                roll_forward(self.dataset)
                number = self.dataset.last() + 1
                try:
                    if publish(self.dataset, *self.prepare(number)):
                        return number
                except LostPlanError:
                    continue
            time.sleep(random.uniform(0, 0.05))  # noqa: S311 - spreads writers


@pytest.fixture
def writer(home, tmp_path, monkeypatch) -> Callable[[str], Writer]:
    monkeypatch.setattr("pipeline.publication.OWNER_SECONDS", 0.0)
    output = home("out")
    return lambda name: Writer(output, tmp_path, name)


@pytest.fixture
def die(monkeypatch) -> Iterator[Callable[[str], None]]:
    """Makes whoever reaches that point die there; "" for nobody."""

    def choose(point: str) -> None:
        def reached(now: str) -> None:
            if now == point:
                raise DeadError(point)

        monkeypatch.setattr("pipeline.points.reached", reached)

    yield choose
    choose("")


def check(dataset: Dataset, commits: int) -> None:
    """Numbers without a gap, every file whole, and nothing that no manifest names."""
    assert dataset.numbers() == list(range(1, commits + 1))
    named = {}
    for manifest in dataset.manifests():
        for place, file in enumerate(manifest.files):
            text = f"{manifest.run_id} {manifest.created_at} {place}"
            assert dataset.store.read(file.path) == text.encode()
            named[file.path] = file.bytes
    assert {entry.name: entry.size for entry in dataset.store.list("data")} == named
    assert plans(dataset) == []


@pytest.mark.parametrize("point", STEPS)
def test_next_writer_finishes_what_a_dead_one_began(writer, die, point):
    first, second = writer("first"), writer("second")
    first.commit()
    die(point)
    with pytest.raises(DeadError):
        first.commit()
    die("")
    second.commit()
    decided = point != "files-staged"  # from the plan on
    check(second.dataset, 3 if decided else 2)


WORKER = """
import os, sys, time
end, number = time.monotonic() + 0.5, 0
print(flush=True)
while time.monotonic() < end:
    number += 1
    try:
        os.makedirs(f"{sys.argv[1]}/{number}")
    except OSError:
        pass  # what lay above has gone
"""


def test_workers_that_outlive_their_driver_do_no_harm(tmp_path):
    dataset = Dataset(tmp_path / "out")
    dataset.create()
    rows = dataset.staging / "dead" / "slice-000001" / "rows"
    worker = [sys.executable, "-c", WORKER, str(rows)]
    with subprocess.Popen(worker, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "\n"
        while process.poll() is None:
            with dataset.commit_lock():
                roll_forward(dataset)
    with dataset.commit_lock():
        roll_forward(dataset)
    assert list(dataset.staging.iterdir()) == []


@pytest.mark.parametrize("point", STEPS[1:])
def test_sleeper_wakes_up_when_others_have_gone_on(writer, monkeypatch, point):
    first, second = writer("first"), writer("second")

    def reached(now: str) -> None:
        if now == point:
            monkeypatch.setattr("pipeline.points.reached", lambda _: None)
            roll_forward(second.dataset)
            number = second.dataset.last() + 1
            assert publish(second.dataset, *second.prepare(number))

    monkeypatch.setattr("pipeline.points.reached", reached)
    number = first.dataset.last() + 1
    assert publish(first.dataset, *first.prepare(number))
    check(first.dataset, 2)
    assert [manifest.run_id for manifest in first.dataset.manifests()] == ["first", "second"]


def test_late_plan_for_a_decided_number_is_void(writer):
    first, second = writer("first"), writer("second")
    number = first.dataset.last() + 1
    folder, manifest = first.prepare(number)
    second.commit()
    assert not publish(first.dataset, folder, manifest)
    check(first.dataset, 1)
    assert first.commit() == 2
    check(second.dataset, 2)


def test_plan_that_is_there_keeps_its_number(writer, die):
    first, second = writer("first"), writer("second")
    die("plan-written")
    with pytest.raises(DeadError):
        first.commit()
    die("")
    assert not publish(second.dataset, *second.prepare(1))
    assert second.commit() == 2
    check(second.dataset, 2)
    assert second.dataset.manifest(1).run_id == "first"


def test_plan_without_its_files_frees_its_number(writer, die):
    first, second = writer("first"), writer("second")
    die("first-file-published")
    with pytest.raises(DeadError):
        first.commit()
    die("")
    store = second.dataset.store
    store.delete([entry.name for entry in store.list(STAGING) if entry.name.endswith("parquet")])
    (plan,) = plans(second.dataset)
    assert second.commit() == 1
    with pytest.raises(LostPlanError):  # and who made it finds out, too late to do harm
        publication.complete(first.dataset, plan)
    check(first.dataset, 1)


def test_answer_that_was_lost_after_another_finished_the_commit(writer, monkeypatch):
    """The plan is there, then done and gone; its writer, who heard nothing, makes it again."""
    first, second = writer("first"), writer("second")
    folder, manifest = first.prepare(1)
    create = type(first.dataset.store).create

    def deaf(store, name, data):
        assert create(store, name, data)
        monkeypatch.setattr(type(first.dataset.store), "create", create)
        roll_forward(second.dataset)
        return create(store, name, data)

    monkeypatch.setattr(type(first.dataset.store), "create", deaf)
    assert publish(first.dataset, folder, manifest)
    check(first.dataset, 1)


def test_writers_at_once(writer):
    writers = [writer(f"w{number}") for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        numbers = list(pool.map(lambda one: [one.commit() for _ in range(COMMITS)], writers))
    assert sorted(number for some in numbers for number in some) == list(
        range(1, WRITERS * COMMITS + 1)
    )
    check(writers[0].dataset, WRITERS * COMMITS)


def test_writers_at_once_while_the_store_fails(bucket, s3_port, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publication.OWNER_SECONDS", 0.2)
    monkeypatch.setattr("pipeline.stores.access.SILENT_SECONDS", 0.5)
    monkeypatch.setattr("pipeline.stores.bucket.FIRST_WAIT_SECONDS", 0.05)
    with Proxy(s3_port, now_and_then(7, 0.1)) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        writers = [Writer(f"{bucket}/out", tmp_path, f"w{number}") for number in range(WRITERS)]
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(lambda one: [one.commit() for _ in range(COMMITS)], writers))
        proxy.decide = lambda _: ""
        check(writers[0].dataset, WRITERS * COMMITS)
    assert {"refuse", "forget", "silent", "lost"} <= set(proxy.faults)


def test_plan_is_read_as_it_was_written(writer):
    _, manifest = writer("one").prepare(1)
    plan = Plan(manifest, "_staging/one/slice-000001/publish-0")
    assert Plan.from_bytes(plan.to_bytes()) == plan
    with pytest.raises(ValueError, match="not a plan"):
        Plan.from_bytes(manifest.to_json().encode())
