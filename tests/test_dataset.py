from pathlib import Path

import pytest

from pipeline.catching_up import catch_up
from pipeline.dataset import COMMITS, Dataset, manifest_name
from pipeline.index import open_index
from schemas.manifest import Counts, Manifest, SourceRange


def manifest(number: int, run: str = "run-1", first: int | None = None) -> Manifest:
    first = number if first is None else first
    return Manifest(
        number, run, "run", "2026-01-01T00:00:00+00:00", 1, "1", "month", {},
        Counts(1, 1), (), (SourceRange("kafka://c/t/0", "id", first, first + 1, False, 1),),
    )  # fmt: skip


def commit(dataset: Dataset, number: int, run: str = "run-1") -> None:
    dataset.store.write(manifest_name(number), manifest(number, run).to_json().encode())


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    found = Dataset(tmp_path / "out")
    found.create()
    return found


def test_last_follows_commits_of_other_processes(dataset):
    assert dataset.last() == 0
    for number in range(1, 6):
        commit(Dataset(dataset.root), number)
        if number != 3:
            assert dataset.last() == number
    assert Dataset(dataset.root).last() == 5


def test_folder_is_listed_once(dataset, monkeypatch):
    commit(dataset, 1)
    assert dataset.last() == 1
    monkeypatch.setattr(Dataset, "_listed", lambda _: pytest.fail("listed again"))
    commit(dataset, 2)
    commit(dataset, 3)
    assert dataset.last() == 3
    assert [found.commit for found in dataset.manifests(after=1)] == [2, 3]
    assert list(dataset.manifests(after=3)) == []


def test_commits_that_were_taken_away_are_noticed(dataset):
    for number in (1, 2, 3):
        commit(dataset, number)
    assert dataset.last() == 3
    for number in (2, 3):
        dataset.store.delete([manifest_name(number)])
    assert dataset.last() == 1


def test_gap_hides_nothing(dataset):
    for number in (1, 2, 4, 5):
        commit(dataset, number)
    assert dataset.numbers() == [1, 2, 4, 5]
    assert dataset.last() == 5
    assert [found.commit for found in dataset.manifests(after=1)] == [2, 4, 5]


def test_other_files_are_no_commits(dataset):
    for name in ("00000001.partial", "notes.json", ".00000002.json", "00000003.json.tmp"):
        (dataset.root / COMMITS / name).touch()
    assert not dataset.exists()
    assert dataset.last() == 0
    assert not Dataset(dataset.root / "nowhere").exists()


def test_index_catches_up_with_what_others_commit(dataset):
    index = open_index(dataset.index)
    for number in range(1, 5):
        commit(dataset, number)
        if number % 2 == 0:
            index = catch_up(index, dataset)
            assert index.last() == (number, "run-1")
            assert index.source("kafka://c/t/0") == ("id", number + 1, False)
    index.close()


def test_index_reads_a_manifest_once(dataset, monkeypatch):
    index = open_index(dataset.index)
    commit(dataset, 1)
    index = catch_up(index, dataset)
    monkeypatch.setattr(Dataset, "manifest", lambda *_: pytest.fail("read again"))
    assert catch_up(index, dataset) is index
    index.close()


def test_opened_index_of_another_history_starts_afresh(dataset):
    commit(dataset, 1)
    catch_up(open_index(dataset.index), dataset).close()
    commit(dataset, 1, "run-2")
    index = catch_up(open_index(dataset.index), dataset)
    assert index.last() == (1, "run-2")
    dataset.store.delete([manifest_name(1)])
    index = catch_up(index, dataset)
    assert index.last() == (0, "")
    index.close()
