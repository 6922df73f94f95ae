"""A run with nothing to do ends before it has imported what would do it."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import article, write_jsonl

from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.planning import is_plain
from schemas.tables import TABLES
from schemas.version import TABLE_NAMES

ROOT = Path(__file__).parent.parent
HEAVY = ("apache_beam", "multiprocessing", "numpy", "pyarrow", "spacy")
AGAIN = f"""
import sys
from pipeline.cli import main
status = main(sys.argv[1:])
print(status, sorted(set(sys.modules) & set({HEAVY!r})))
"""


def imported_by(*words: object) -> str:
    command = [sys.executable, "-c", AGAIN, *map(str, words)]
    return subprocess.check_output(command, cwd=ROOT, text=True).splitlines()[-1]


@pytest.fixture
def command(tmp_path: Path) -> tuple[object, ...]:
    """A run on a folder of one file."""
    (tmp_path / "in").mkdir()
    write_jsonl(tmp_path / "in" / "a.jsonl", [article(n) for n in range(3)])
    return (tmp_path / "in", "--output", tmp_path / "out")


def test_nothing_heavy_is_imported_where_all_is_committed(command, tmp_path, run):
    assert run(*command) == 0
    assert imported_by("run", *command, "--quiet") == "0 []"
    assert imported_by("run", *command, "--quiet", "--dry-run") == "0 []"
    assert Dataset(tmp_path / "out").last() == 1


def test_files_that_came_since_are_read(command, tmp_path, run):
    assert run(*command) == 0
    write_jsonl(tmp_path / "in" / "b.jsonl", [article(n) for n in range(2, 5)])
    assert run(*command) == 0
    newest = Dataset(tmp_path / "out").manifest(2)
    assert (newest.counts.published, newest.counts.duplicates) == (2, 1)
    assert [Path(source.uri).name for source in newest.sources] == ["b.jsonl"]
    assert run(*command, "--reread") == 0
    assert Dataset(tmp_path / "out").manifest(3).counts.duplicates == 6


def test_what_may_commit_without_a_file_left_is_no_matter_of_planning():
    assert is_plain(RunConfig(inputs=("in",)))
    assert not is_plain(RunConfig(inputs=("in", "-")))
    assert not is_plain(RunConfig(inputs=("in",), follow=True))
    assert not is_plain(RunConfig(inputs=("in", "kafka://broker:9092/topic")))
    assert not is_plain(RunConfig(inputs=("in",), shard="1/2"))
    assert not is_plain(RunConfig(inputs=("in",), runner="PrismRunner"))


def test_the_tables_names_are_those_of_the_tables():
    assert tuple(TABLES) == TABLE_NAMES
