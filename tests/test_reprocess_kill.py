"""SIGKILL at every named point of a reprocess; a reader by manifest never sees half of it."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, article, staging_of, write_jsonl
from test_kill import KILLER, hashes

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.live import committed
from pipeline.points import COMMIT, REPLACEMENT
from pipeline.publication import plans
from pipeline.verify import verify
from scripts import ready_python

POINTS = ("recovered", "record-read", "slice-read", "rows-staged", *COMMIT, *REPLACEMENT)
PER_COMMIT = 4
COMMITS = len(POINTS) + 1
ARTICLES = PER_COMMIT * COMMITS
WITH_PLAN = (*COMMIT[COMMIT.index("plan-written") : COMMIT.index("index-updated")], *REPLACEMENT)
TAXONOMY = """\
- id: harbours
  name: harbours
  seed_words: [harbour, costs, council]
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "own.yaml").write_text(TAXONOMY)
    return write_jsonl(folder / "a.jsonl", [article(n) for n in range(ARTICLES)]).parent


def read(corpus: Path, output: Path | str, model: str, *options: str) -> list[str]:
    source = str(corpus / "a.jsonl")
    return [
        "run", source, "--output", str(output), "--spacy-model", model,
        "--partition", "year", "--workers", "1", "--quiet", *options,
    ]  # fmt: skip


def again(corpus: Path, output: Path | str) -> list[str]:
    return [
        "reprocess", str(output), "--stage", "topics", "--taxonomy", str(corpus / "own.yaml"),
        "--slice-records", str(PER_COMMIT), "--workers", "1", "--quiet",
    ]  # fmt: skip


def check_reader(output: Path | str, model: str) -> int:
    """What a reader by manifest sees: every article once, each commit of one model, every file
    whole. Gives how many commits are of `model`."""
    dataset = Dataset(output)
    ids: Counter[str] = Counter()
    done = 0
    for manifest, files in committed(dataset):
        assert all(dataset.store.size(file.path) == file.bytes for file in files)
        models: set[str] = set()
        for file in files:
            if file.table == "articles":
                with dataset.parquet(file.path) as footer:
                    rows = footer.read(columns=["article_id", "topic_model"]).to_pydict()
                ids.update(rows["article_id"])
                models.update(rows["topic_model"])
        assert models in (set(), {manifest.models["topics"]})
        done += models == {model}
    assert len(ids) == ids.total() == ARTICLES
    return done


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_every_named_point(corpus, home, ruler_model, tmp_path):
    output, fresh = home("out"), tmp_path / "fresh"
    command = again(corpus, output)
    assert main(read(corpus, fresh, ruler_model, "--taxonomy", command[5])) == 0
    assert main(read(corpus, output, ruler_model, "--slice-records", str(PER_COMMIT))) == 0
    expected, model = hashes(fresh), Dataset(fresh).manifest(1).models["topics"]
    assert check_reader(output, model) == 0
    done = 0
    for point in POINTS:
        killed = ready_python.run([sys.executable, "-c", KILLER, point, "1", *command], cwd=ROOT)
        assert killed.returncode == -signal.SIGKILL, point
        planned = plans(Dataset(output))
        assert bool(planned) == (point in WITH_PLAN), point
        now = check_reader(output, model)
        assert now >= done, point
        done = now
    assert 0 < done < COMMITS
    assert main(command) == 0
    assert check_reader(output, model) == COMMITS
    assert hashes(output) == expected
    assert verify(Dataset(output))[0] == []
    assert staging_of(output) == []
    last = Dataset(output).last()
    assert last == 2 * COMMITS  # each commit was replaced exactly once
    assert main(command) == 0
    assert Dataset(output).last() == last


@pytest.mark.parametrize("point", REPLACEMENT[1:])
def test_next_run_of_any_kind_removes_what_was_replaced(point, corpus, tmp_path, ruler_model):
    output = tmp_path / "out"
    assert main(read(corpus, output, ruler_model)) == 0
    killed = ready_python.run(
        [sys.executable, "-c", KILLER, point, "1", *again(corpus, output)], cwd=ROOT
    )
    assert killed.returncode == -signal.SIGKILL
    assert verify(Dataset(output))[0] != []
    assert main(read(corpus, output, ruler_model)) == 0
    assert verify(Dataset(output))[0] == []
    live = {file.path for _, files in committed(Dataset(output)) for file in files}
    assert {str(path.relative_to(output)) for path in output.glob("data/*/*/*")} == live
