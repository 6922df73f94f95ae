"""The unbounded pipeline on a real Prism: rows, positions, stops and kills."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, article, newsmill, staging_of, write_jsonl
from kafka_broker import Broker
from test_kill import KILLER

from pipeline.config import OptionError
from pipeline.dataset import Dataset
from pipeline.runners.prism import find_prism
from pipeline.verify import verify
from schemas.tables import TABLES
from scripts import ready_python

PARTITIONS = 3
ARTICLES = 90
RANDOM_KILLS = 3
SEED = 20250302
TIMEOUT = 90.0
LONG_RUN = 10.0  # seconds in which a run starts and commits
POINTS = {
    "record-read": 5,
    "rows-staged": 1,
    "resolved": 1,
    "plan-written": 1,
    "first-file-published": 1,
    "manifest-created": 1,
    "staging-removed": 1,
    "acknowledging": 1,
}
"""Where the process is killed, and at which time that it comes there."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def prism() -> Path:
    """The runner's binary, as scripts/prism builds it."""
    try:
        return find_prism(os.environ.get("NEWSMILL_PRISM", ""))
    except OptionError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


class Stream:
    """One streaming command on one dataset."""

    def __init__(self, source: object, output: Path, model: str, prism: Path) -> None:
        self.output = output
        self.dataset = Dataset(output)
        self.words = [
            "run", str(source), "--output", str(output), "--spacy-model", model, "--streaming",
            "--runner", "PrismRunner", "--prism-location", str(prism),
            "--commit-interval", "500ms", "--settle", "100ms",
        ]  # fmt: skip

    def start(self, *interpreter: str) -> subprocess.Popen[str]:
        command = [sys.executable, *(interpreter or ("-m", "pipeline")), *self.words]
        return ready_python.Popen(
            command,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def inputs(self) -> int:
        """Records that are committed."""
        if not self.dataset.exists():
            return 0
        return sum(manifest.counts.inputs for manifest in self.dataset.manifests())

    def wait_for(self, records: int, process: subprocess.Popen[str]) -> None:
        wait_until(lambda: self.inputs() >= records, process)

    def finish(self, records: int) -> tuple[int, str]:
        """Runs until so many records are committed, and stops in order."""
        process = self.start()
        children_of(process, 1)  # from here on it hears signals
        self.wait_for(records, process)
        return stop(process)

    def check(self, records: int) -> None:
        """Every record has its effect once, and nothing else is there."""
        assert verify(self.dataset)[0] == []
        assert staging_of(self.output) == []
        assert self.inputs() == records
        places = Counter(
            (row["origin_uri"], row["origin_record"])
            for name in ("articles", "duplicates", "rejects", "tombstones")
            for row in rows(self.dataset, name, ["origin_uri", "origin_record"])
        )
        assert places.total() == len(places) == records
        self.check_positions()

    def check_positions(self) -> None:
        """Each commit goes on where the last one ended."""
        reached: dict[str, int] = {}
        for manifest in self.dataset.manifests():
            for source in manifest.sources:
                assert source.first == reached.get(source.uri, source.first)
                reached[source.uri] = source.next


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not reached():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def stop(process: subprocess.Popen[str], sign: int = signal.SIGTERM) -> tuple[int, str]:
    process.send_signal(sign)
    _, errors = process.communicate(timeout=TIMEOUT)
    return process.returncode, errors


def rows(dataset: Dataset, table: str, columns: Sequence[str]) -> Iterator[dict[str, object]]:
    for manifest in dataset.manifests():
        for file in manifest.files:
            if file.table == table:
                yield from pq.ParquetFile(dataset.root / file.path).read(columns).to_pylist()


def content(dataset: Dataset, table: str) -> list[str]:
    """The table's rows without what says when, by which run and from where they came."""
    aside = ("origin_", "duplicate_id", "reject_id", "record_format", "hints_json")
    columns = [
        column.name
        for column in TABLES[table].columns
        if not column.lineage and not column.name.startswith(aside) and column.name != "commit_id"
    ]
    return sorted(json.dumps(row, default=str) for row in rows(dataset, table, columns))


def page() -> str:
    """An article as a web page: it goes through the extraction's process."""
    body = "".join(f"<p>{article(n)['text']}</p>" for n in range(900, 904))
    return (
        "<!DOCTYPE html><html lang=en><head><title>A page from Oslo</title></head><body><article>"
        f"<h1>A page from Oslo</h1>{body}</article></body></html>"
    )


def messages() -> list[str]:
    """Articles, one of them twice, and something that is none."""
    return [*(json.dumps(article(n)) for n in range(ARTICLES)), json.dumps(article(3)), "{broken"]


def produce(broker: Broker, topic: str, values: Sequence[str | None], first: int = 0) -> None:
    for number, value in enumerate(values, start=first):
        broker.produce(topic, [(str(number), value, None)], number % PARTITIONS)


@pytest.fixture
def stream(broker: Broker, topic: str, tmp_path: Path, ruler_model: str, prism: Path) -> Stream:
    """A topic with the messages, and the command that reads it."""
    broker.create_topic(topic, PARTITIONS)
    produce(broker, topic, messages())
    return Stream(f"kafka://{broker.bootstrap}/{topic}", tmp_path / "out", ruler_model, prism)


def test_the_same_rows_as_from_files(stream, broker, topic, tmp_path, ruler_model):
    produce(broker, topic, [None], first=len(messages()))  # a tombstone: files have none
    total = len(messages()) + 1
    process = stream.start()
    stream.wait_for(total, process)
    later = [json.dumps(article(n)) for n in range(ARTICLES, ARTICLES + 6)]
    produce(broker, topic, [page(), *later])
    stream.wait_for(total + 1 + len(later), process)
    status, errors = stop(process)
    assert status == 0
    assert "stopped as asked" in errors
    stream.check(total + 1 + len(later))
    assert len(list(rows(stream.dataset, "tombstones", ["origin_key"]))) == 1

    folder = tmp_path / "as-files"
    folder.mkdir()
    write_jsonl(folder / "all.jsonl", [*messages(), *later])
    (folder / "page.html").write_text(page())
    result = newsmill(
        "run", folder, "--output", tmp_path / "files", "--spacy-model", ruler_model, "--workers", 1
    )
    assert result.returncode == 0, result.stderr
    for table in ("articles", "entities", "topics", "duplicates"):
        found = content(stream.dataset, table)
        assert found == content(Dataset(tmp_path / "files"), table)
        assert found or table == "topics"
    reasons = [row["reason"] for row in rows(stream.dataset, "rejects", ["reason"])]
    assert reasons == ["invalid_json"]


def test_killed_at_random_moments(stream, broker, topic):
    chance = random.Random(SEED)  # noqa: S311 - moments of a test, not secrets
    produced = len(messages())
    for round_number in range(RANDOM_KILLS):
        process = stream.start()
        children = children_of(process, 1)
        time.sleep(chance.uniform(2.0, LONG_RUN))
        produce(broker, topic, [json.dumps(article(1000 + produced + n)) for n in range(9)])
        produced += 9
        whom = (process.pid, -process.pid)[round_number % 2]
        (os.kill if whom > 0 else os.killpg)(abs(whom), signal.SIGKILL)
        process.communicate()
        assert psutil.wait_procs(children, timeout=20)[1] == []  # no prism is left
    assert stream.finish(produced)[0] == 0
    stream.check(produced)


def test_killed_at_every_kind_of_moment(stream, broker, topic):
    produced = len(messages())
    for point, times in POINTS.items():
        killed = stream.start("-c", KILLER, point, str(times))
        killed.communicate(timeout=TIMEOUT)
        assert killed.returncode == -signal.SIGKILL, point
        produce(broker, topic, [json.dumps(article(1000 + produced + n)) for n in range(9)])
        produced += 9
    assert stream.finish(produced)[0] == 0
    stream.check(produced)


def test_a_drain_beside_it_takes_nothing_twice(stream, broker, topic):
    place = stream.words.index("500ms")
    stream.words[place] = "1h"  # it reads and stages, and the drain is there first
    process = stream.start()
    wait_until(lambda: any(stream.dataset.staging.glob("*/bundles/*/records.arrow")), process)
    drained = newsmill(*stream.words[:6], "--workers", 1)
    assert drained.returncode == 0, drained.stderr
    stream.check_positions()
    produced = len(messages()) + 9
    produce(broker, topic, [json.dumps(article(1000 + n)) for n in range(9)], len(messages()))
    time.sleep(2)
    assert stop(process)[0] == 0  # its windows end, and what they hold is known already
    stream.words[place] = "500ms"
    assert stream.finish(produced)[0] == 0
    stream.check(produced)


def test_a_drop_folder(tmp_path, ruler_model, prism):
    folder = tmp_path / "drop"
    folder.mkdir()
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(20)])
    stream = Stream(folder, tmp_path / "out", ruler_model, prism)
    process = stream.start()
    stream.wait_for(20, process)
    partial = write_jsonl(tmp_path / "b.part", [article(n) for n in range(20, 30)])
    partial.rename(folder / "b.jsonl")
    stream.wait_for(30, process)
    assert stop(process, signal.SIGINT)[0] == 0
    assert stream.finish(30)[0] == 0  # what is committed is not read again
    stream.check(30)


def test_a_file_that_changes_before_its_pane_is_committed(tmp_path, ruler_model, prism):
    folder = tmp_path / "drop"
    folder.mkdir()
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(20)])
    stream = Stream(folder, tmp_path / "out", ruler_model, prism)
    place = stream.words.index("500ms")
    stream.words[place] = "1h"
    process = stream.start()
    wait_until(lambda: any(stream.dataset.staging.glob("*/bundles/*/rows/*.arrow")), process)
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(10, 40)])
    status, errors = stop(process)  # the window ends, and its pane is of a file that is no more
    assert (status, stream.inputs()) == (0, 0)
    assert "changed while it was read" in errors
    stream.words[place] = "500ms"
    assert stream.finish(30)[0] == 0
    stream.check(30)


def test_it_says_in_one_line_that_prism_died(stream):
    process = stream.start()
    stream.wait_for(1, process)
    [prism] = [child for child in children_of(process, 1) if "prism" in child.name()]
    prism.kill()
    _, errors = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 1
    assert "newsmill: prism died (exit status -9); run the same command again to go on" in errors
    assert "Traceback" not in errors
    assert stream.finish(len(messages()))[0] == 0
    stream.check(len(messages()))


def test_what_cannot_be_read_is_one_line(tmp_path, ruler_model, prism):
    stream = Stream("kafka://127.0.0.1:9/news", tmp_path / "out", ruler_model, prism)
    process = stream.start()
    _, errors = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 2
    assert errors.count("newsmill: ") == 1
    assert "Traceback" not in errors


def test_a_prism_that_is_none(tmp_path, ruler_model):
    for program, status in ((tmp_path / "none", 2), (Path("/bin/false"), 1)):
        process = Stream(tmp_path, tmp_path / "out", ruler_model, program).start()
        _, errors = process.communicate(timeout=TIMEOUT)
        assert process.returncode == status
        assert str(program) in errors.splitlines()[-1]


def children_of(process: subprocess.Popen[str], least: int) -> list[psutil.Process]:
    """The command's processes, once it has started some."""
    found: list[psutil.Process] = []
    while process.poll() is None and len(found) < least:
        found = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    return found
