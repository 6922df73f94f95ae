import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, article, newsmill, write_jsonl
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from pipeline.config import OptionError, RunConfig
from pipeline.dataset import Dataset
from pipeline.endpoint import HEALTHY_SECONDS, serving
from pipeline.progress import Progress
from pipeline.sources.feed import Lag
from schemas.manifest import Counts, Manifest
from schemas.reject import REASONS
from scripts import ready_python

LABELS = ("version", "reason", "cluster", "topic", "partition")
Samples = dict[tuple[str, tuple[str, ...]], float]


def manifest(number: int, counts: Counts) -> Manifest:
    made = "2026-01-01T00:00:00+00:00"
    return Manifest(number, "run", "run", made, 1, "1", "month", {}, counts, (), ())


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(port: int, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, content type and body."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


def samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sample.labels[name] for name in LABELS if name in sample.labels)): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@contextmanager
def served(progress: Progress) -> Iterator[int]:
    port = free_port()
    with serving(RunConfig(metrics_port=port), progress):
        yield port


def test_figures_as_metrics():
    progress = Progress()
    odd = Lag('/data/a "b"\\c', 0, 3, time.time() - 60)
    progress.watch(lambda: [Lag("kafka://abc/news.raw/0", 5, 9), odd])
    counts = Counts(10, 4, 3, 2, 1, 8, 7, {"invalid_json": 2})
    progress.committed(manifest(1, counts))
    progress.committed(manifest(2, counts))
    progress.refresh()
    with served(progress) as port:
        status, kind, text = ask(port, "/metrics")
    assert (status, kind.split(";")[0]) == (200, "text/plain")
    found = samples(text)
    kinds = ("inputs", "published", "duplicates", "tombstones", "entities", "topics", "commits")
    assert [found[f"newsmill_{name}_total", ()] for name in kinds] == [20, 8, 6, 2, 16, 14, 2]
    assert found["newsmill_rejected_total", ("invalid_json",)] == 4
    assert found["newsmill_rejected_total", ("empty_file",)] == 0
    assert sum(name == "newsmill_rejected_total" for name, _ in found) == len(REASONS)
    assert found["newsmill_lag_messages", ("abc", "news.raw", "0")] == 4
    assert found["newsmill_position_offset", ("abc", "news.raw", "0")] == 5
    assert found["newsmill_end_offset", ("abc", "news.raw", "0")] == 9
    assert found["newsmill_lag_messages", ("", '/data/a "b"\\c', "")] == 3
    assert 60 <= found["newsmill_oldest_unread_seconds", ()] < 70
    assert time.time() - found["newsmill_last_commit_timestamp_seconds", ()] < 10
    assert 0 <= found["newsmill_last_commit_duration_seconds", ()] < 10
    assert found["newsmill_articles_per_second", ()] == 0
    assert any(name == "newsmill_build_info" for name, _ in found)
    assert found["process_resident_memory_bytes", ()] > 1e6


def test_what_is_not_known_is_left_out():
    progress = Progress()
    progress.watch(lambda: [Lag("kafka://abc/t/0", 5, 9)])
    progress.refresh()
    with served(progress) as port:
        names = {name for name, _ in samples(ask(port, "/metrics")[2])}
    assert not {name for name in names if "last_commit" in name or "oldest" in name}
    progress.commits_here = False  # the runner's workers do
    progress.committed(manifest(1, Counts(1, 1)))
    with served(progress) as port:
        names = {name for name, _ in samples(ask(port, "/metrics")[2])}
    assert {name for name in names if "last_commit" in name} == {
        "newsmill_last_commit_timestamp_seconds"
    }


def test_format_that_the_client_prefers():
    with served(Progress()) as port:
        _, kind, text = ask(port, "/metrics", Accept="application/openmetrics-text; version=1.0.0")
        assert kind.startswith("application/openmetrics-text")
        assert text.endswith("# EOF\n")
        assert ask(port, "/metrics?name=x")[0] == 200
        assert [ask(port, path)[0] for path in ("/", "/metrics/x", "/favicon.ico")] == [404] * 3


def test_every_answer_is_of_one_moment():
    progress = Progress()
    counts = Counts(10, 4, 3, 2, 1, 8, 7, {"invalid_json": 2})
    over = threading.Event()

    def work() -> None:
        number = 0
        while not over.is_set():
            number += 1
            progress.committed(manifest(number, counts))

    worker = threading.Thread(target=work)
    with served(progress) as port:
        worker.start()
        try:
            for _ in range(10):
                found = samples(ask(port, "/metrics")[2])
                commits = found["newsmill_commits_total", ()]
                assert found["newsmill_inputs_total", ()] == 10 * commits
                assert found["newsmill_rejected_total", ("invalid_json",)] == 2 * commits
        finally:
            over.set()
            worker.join()


def test_health_and_readiness():
    progress = Progress()
    with served(progress) as port:
        assert ask(port, "/healthz")[0] == 200
        assert ask(port, "/readyz")[0] == 503
        progress.watch(tuple)
        progress.refresh()
        assert (ask(port, "/readyz")[0], ask(port, "/readyz")[2]) == (200, "ready\n")
        progress.ticked -= HEALTHY_SECONDS + 1
        status, _, text = ask(port, "/healthz")
        assert (status, "no sign of life for 61 s" in text) == (503, True)
        progress.refresh()
        assert ask(port, "/healthz")[0] == 200
        progress.close()
        assert ask(port, "/readyz")[0] == 503
    with pytest.raises(urllib.error.URLError):
        ask(port, "/healthz")


def test_client_that_says_nothing_holds_nobody_up():
    with served(Progress()) as port, socket.create_connection(("127.0.0.1", port)):
        assert ask(port, "/healthz")[0] == 200


def test_global_registry_is_left_alone():
    with served(Progress()):
        assert not [m.name for m in REGISTRY.collect() if m.name.startswith("newsmill")]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_address_that_cannot_be_listened_to(host):
    config = RunConfig(metrics_port=free_port(), metrics_host=host)
    with pytest.raises(OptionError, match="cannot listen on"), serving(config, Progress()):
        pass


def test_port_in_use_is_one_line_and_nothing_is_written(tmp_path, ruler_model):
    source = write_jsonl(tmp_path / "a.jsonl", [article(1)])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = newsmill(
            "run", source, "--output", tmp_path / "out", "--spacy-model", ruler_model,
            "--metrics-port", taken.getsockname()[1],
        )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.startswith("newsmill: --metrics-port ")
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_run_that_ends_frees_the_port(tmp_path, run):
    source, port = write_jsonl(tmp_path / "a.jsonl", [article(1)]), free_port()
    for _ in range(2):
        assert run(source, "--output", tmp_path / "out", "--metrics-port", port) == 0
    with pytest.raises(urllib.error.URLError):
        ask(port, "/metrics")


def wait_for(check: object, seconds: float = 60.0) -> None:
    """Returns once `check` gives true; a server that is not up yet counts as false."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if check():
                return
        except urllib.error.URLError:
            pass
        time.sleep(0.1)
    raise AssertionError("not in time")


def test_following_a_folder(tmp_path, ruler_model):
    folder, out, port = tmp_path / "in", tmp_path / "out", free_port()
    folder.mkdir()
    command = [
        sys.executable, "-m", "pipeline", "run", str(folder), "--follow", "--output", str(out),
        "--spacy-model", ruler_model, "--workers", "1", "--settle", "100ms",
        "--commit-interval", "500ms", "--metrics-port", str(port),
    ]  # fmt: skip
    with ready_python.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: ask(port, "/readyz")[0] == 200)
            assert ask(port, "/healthz")[0] == 200
            assert samples(ask(port, "/metrics")[2])["newsmill_commits_total", ()] == 0
            for number in range(2):
                drop(folder, number)
                wait_for(lambda: published(port) == (number + 1) * 10)  # noqa: B023 - waits here
            lag = ("newsmill_lag_messages", ("", str(folder), ""))
            wait_for(lambda: samples(ask(port, "/metrics")[2])[lag] == 0)
            found = samples(ask(port, "/metrics")[2])
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    total = sum((m.counts for m in Dataset(out).manifests()), Counts())
    assert found["newsmill_inputs_total", ()] == total.inputs == 22
    assert found["newsmill_rejected_total", ("invalid_json",)] == total.rejected == 2
    assert found["newsmill_commits_total", ()] == Dataset(out).last()
    assert sum("published" in line for line in told.splitlines()) <= 4


def drop(folder: Path, number: int) -> None:
    """A file with ten articles and a broken line, renamed in."""
    records = [article(n) for n in range(number * 10, number * 10 + 10)]
    path = write_jsonl(folder.parent / f"{number}.jsonl", [*records, "{"])
    os.rename(path, folder / path.name)


def published(port: int) -> float:
    return samples(ask(port, "/metrics")[2])["newsmill_published_total", ()]
