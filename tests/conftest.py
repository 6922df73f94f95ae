"""A small entity model, corpora, and newsmill called as a function or as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import settings
from kafka_broker import Broker
from s3_server import CREDENTIALS, new_bucket, s3_server

from pipeline.cli import main
from pipeline.dataset import STAGING, Dataset
from scripts import ready_python
from scripts.kafka_files import ToolMissingError
from transforms.language_model import unpacked_folder

# How long an example takes says more of the machine than of the code.
settings.register_profile("newsmill", deadline=None)
settings.load_profile("newsmill")

ROOT = Path(__file__).resolve().parent.parent
WORDS = tuple(
    "the council agreed on a plan for the harbour after a long debate about costs".split()  # noqa: SIM905 - reads better
)
LONGEST = """
test_kill test_kafka_kill test_follow test_bucket_run test_kafka_outage test_kafka_follow
test_streaming test_kafka_feed test_run test_portable test_accounting test_commit test_shard
test_readme test_dask test_conformance test_cli test_packaging test_kafka_run test_verify
""".split()  # noqa: SIM905 - reads better
"""Files whose tests take minutes, the longest first."""
PLACES = ("Seoul", "Lisbon", "Nairobi", "Oslo", "Lima")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: gzip writes the time into what it makes, and processes
    that share the tests must call them the same."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def ruler_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real spaCy pipeline that loads fast: an entity ruler that knows PLACES."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": p} for p in PLACES])
    path = tmp_path_factory.mktemp("model") / "ruler"
    nlp.to_disk(path)
    return str(path)


def article(number: int, **fields: object) -> dict[str, object]:
    """A made-up article record; the same number gives the same record."""
    place = PLACES[number % len(PLACES)]
    body = " ".join(WORDS[(number + step) % len(WORDS)] for step in range(60))
    return {
        "url": f"https://news.example/{number}",
        "title": f"Report number {number} from {place}",
        "text": f"{place} is where report {number} begins. {body}.\n\nIt ends in {place}.",
        "date": f"2025-{1 + number % 6:02d}-{1 + number % 28:02d}T08:00:00Z",
        "author": "Ada Example",
    } | fields


def write_jsonl(path: Path, records: Sequence[object]) -> Path:
    """Writes records as JSON Lines; strings are written as they are."""
    lines = [item if isinstance(item, str) else json.dumps(item) for item in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def run(ruler_model: str) -> Callable[..., int]:
    """`newsmill run` in this process, with the small model; gives the exit status."""

    def call(*arguments: object, workers: int = 1) -> int:
        words = ["run", *map(str, arguments), "--workers", str(workers)]
        return main([*words, "--spacy-model", ruler_model, "--quiet"])

    return call


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The seeds with default options, as a user would run them: the output, and what was shown."""
    path = tmp_path_factory.mktemp("seeds") / "out"
    command = [sys.executable, "-m", "pipeline", "run", "seeds", "--output", str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return path, result.stdout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that at the end no process is left alone with one of them."""
    items.sort(key=lambda item: rank(item.path.stem))


def rank(name: str) -> int:
    """The place of a file in the order of tests."""
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def newsmill(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return ready_python.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def own_cache(folder: Path) -> Path:
    """A cache of its own for a test, but for the language model, which all share."""
    (folder / "newsmill").mkdir(parents=True)
    shared = unpacked_folder().parent
    shared.mkdir(parents=True, exist_ok=True)
    (folder / "newsmill" / shared.name).symlink_to(shared)
    return folder


def staging_of(output: Path | str) -> list[str]:
    """What is left in staging, on the local disk and in the store."""
    dataset = Dataset(output)
    local = dataset.staging.iterdir() if dataset.staging.exists() else ()
    staged = () if dataset.root else dataset.store.list(STAGING)
    return sorted([*map(str, local), *(item.name for item in staged)])


@pytest.fixture(scope="session")
def s3_port() -> Iterator[int]:
    """The port of the S3 server that tests share."""
    with s3_server() as port:
        yield port


@pytest.fixture
def bucket(s3_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The URL of a new bucket; the environment says how to reach it."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_port}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(own_cache(tmp_path / "cache")))
    return f"s3://{new_bucket(s3_port)}"


@pytest.fixture(params=["disk", "bucket"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path | str]:
    """Gives a dataset's home by name, once on a local disk and once on an object store."""
    if request.param == "disk":
        return lambda name: tmp_path / name
    url = request.getfixturevalue("bucket")
    return lambda name: f"{url}/{name}"


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """The Kafka broker that tests share; none may stop it or make it hang."""
    yield from started(Broker(tmp_path_factory.mktemp("broker")))


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """A Kafka broker for a test that stops it or makes it hang. Takes seconds to start."""
    yield from started(Broker(tmp_path / "own_broker"))


@pytest.fixture
def topic() -> str:
    """The name of a topic that no other test has; the test creates it."""
    return f"articles-{uuid.uuid4().hex[:12]}"


def started(broker: Broker) -> Iterator[Broker]:
    """The broker as a fixture gives it; a test is skipped where it cannot start, but not in CI."""
    try:
        broker.start()
    except ToolMissingError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    yield broker
    broker.stop()
