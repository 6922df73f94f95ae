"""The index made in bulk is the one that commits make one by one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.catching_up import REBUILT_COMMITS, catch_up
from pipeline.dataset import Dataset, manifest_name
from pipeline.index import LOOKED_UP, Index, open_index
from schemas.manifest import UNREADABLE, Counts, DataFile, Manifest, SourceRange


def hexes(*words: object) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]


def history(root: Path) -> Dataset:
    """Commits with articles, parts, changed and unreadable files, replays and shards."""
    dataset = Dataset(root)
    dataset.create()
    for number in range(1, REBUILT_COMMITS + 6):
        ids = [hexes(number, place) for place in range(30)] + [hexes(0)]
        path = root / "data" / f"{number}.parquet"
        pq.write_table(pa.table({"article_id": ids}), path)
        file = DataFile(f"data/{number}.parquet", "articles", "", len(ids), 0, "")
        sources = (
            SourceRange("/changing", f"v{number // 7}", 0, number, True),
            SourceRange(f"/large-{number % 3}", "v", 0, number, number > 9, end=99, part="2/4"),
            SourceRange("/away", UNREADABLE if number % 2 else "v", 0, 1, True),
            SourceRange(f"/file-{number}", "v", 0, 31, True),
        )
        manifest = Manifest(
            number, "run", "run", "", 2, "", "", {}, Counts(), (file,), sources,
            (hexes("reject", number),), f"{1 + number % 2}/2", finished=number % 4 == 0,
        )  # fmt: skip
        (root / manifest_name(number)).write_text(manifest.to_json())
    return dataset


def rows(index: Index) -> dict[str, list[tuple[object, ...]]]:
    tables = ("state", "articles", "sources", "shards", "resolved")
    return {name: sorted(index.connection.execute(f"select * from {name}")) for name in tables}


def test_made_in_bulk_as_made_one_by_one(tmp_path, monkeypatch):
    dataset = history(tmp_path)
    monkeypatch.setattr("pipeline.catching_up.REBUILT_COMMITS", 1_000)
    slowly = catch_up(open_index(dataset.index), dataset)
    expected = rows(slowly)
    slowly.close()
    assert len(expected["articles"]) == 30 * dataset.last() + 1
    dataset.index.unlink()
    monkeypatch.setattr("pipeline.catching_up.REBUILT_COMMITS", REBUILT_COMMITS)
    monkeypatch.setattr("pipeline.catching_up.REBUILT_IDS", 100)  # more than one batch
    monkeypatch.setattr(Index, "follow", lambda *_: pytest.fail("one by one"))
    index = catch_up(open_index(dataset.index), dataset)
    assert rows(index) == expected
    assert catch_up(index, dataset) is index
    index.close()
    assert [path.name for path in dataset.index.parent.glob("index*")] == ["index.sqlite"]


def test_an_index_that_another_run_has_just_made_is_used(tmp_path):
    dataset = history(tmp_path)
    ours, theirs = open_index(dataset.index), open_index(dataset.index)
    catch_up(theirs, dataset).close()
    made = dataset.index.stat().st_ino
    ours = catch_up(ours, dataset)
    assert ours.last() == (dataset.last(), "run")
    assert dataset.index.stat().st_ino == made
    ours.close()


@pytest.mark.parametrize("others", [3, 2 * LOOKED_UP + 1])
def test_complete_files_are_found_however_many_lie_between(tmp_path, others):
    index = open_index(tmp_path / "index.sqlite")
    template = SourceRange("", "v1", 0, 1, True)
    sources = [
        *(replace(template, uri=f"/in/b{number:05d}") for number in range(others)),
        replace(template, uri="/in/a"),
        replace(template, uri="/in/c", version="v2"),
        replace(template, uri="/in/c0", complete=False),
        replace(template, uri="/in/c1", part="1/2"),
        replace(template, uri="/in/d"),
    ]
    index.apply(Manifest(1, "r", "run", "", 2, "", "", {}, Counts(), (), tuple(sources)), ())
    asked = ["/in/a", "/in/c", "/in/c0", "/in/c1", "/in/none", "/in/d"]
    found = index.complete(asked)
    assert {uri: found.get(uri) for uri in asked} == {
        "/in/a": "v1", "/in/c": "v2", "/in/c0": None, "/in/c1": None, "/in/none": None,
        "/in/d": "v1",
    }  # fmt: skip
    index.close()
