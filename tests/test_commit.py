import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, article, staging_of, write_jsonl

from pipeline.commit import commit_slice
from pipeline.dataset import Dataset, is_dead, run_lock
from pipeline.index import open_index
from pipeline.inspect import summary
from pipeline.sinks.staged_rows import read_file, write_staged
from pipeline.verify import verify
from schemas.staged import STAGED
from schemas.tables import TABLES
from scripts import ready_python


def test_two_runs_on_one_dataset_at_once(tmp_path, home, ruler_model):
    output = home("out")
    source = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(120)])
    command = [
        sys.executable, "-m", "pipeline", "run", str(source), "--output", str(output),
        "--spacy-model", ruler_model, "--slice-records", "20", "--workers", "1", "--quiet",
    ]  # fmt: skip
    both = [ready_python.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    figures = summary(Dataset(output))
    assert figures["tables"]["articles"]["rows"] == 120
    assert figures["runs"]["inputs"] == 120
    assert verify(Dataset(output))[0] == []
    assert staging_of(output) == []


def test_commit_that_the_disk_stopped_is_completed_by_the_next_run(
    tmp_path, home, run, monkeypatch, capsys
):
    source, out = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(20)]), home("o")
    with monkeypatch.context() as patch:

        def disk_full(point):
            if point == "first-file-published":
                raise OSError(28, "No space left on device")

        patch.setattr("pipeline.points.reached", disk_full)
        assert run(source, "--output", out) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert Dataset(out).numbers() == []
    (left,) = Dataset(out).staging.iterdir()
    lock = run_lock(left)  # as if the failed run had not ended yet
    other = write_jsonl(tmp_path / "b.jsonl", [article(n) for n in range(15, 30)])
    assert run(source, other, "--output", out) == 0
    figures = summary(Dataset(out))
    assert (figures["runs"]["published"], figures["runs"]["duplicates"]) == (30, 5)
    assert verify(Dataset(out))[0] == []
    os.close(lock)
    assert run(source, other, "--output", out) == 0
    assert staging_of(out) == []


def test_plan_whose_files_are_gone_is_dropped_and_run_again(tmp_path, home, run, monkeypatch):
    source, out = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(9)]), home("o")
    with monkeypatch.context() as patch:

        def disk_full(point):
            if point == "first-file-published":
                raise OSError(28, "No space left on device")

        patch.setattr("pipeline.points.reached", disk_full)
        assert run(source, "--output", out) == 1
    store = Dataset(out).store
    files = [item.name for prefix in ("data", "_staging") for item in store.list(prefix)]
    store.delete(name for name in files if name.endswith(".parquet"))
    assert run(source, "--output", out) == 0
    assert summary(Dataset(out))["runs"]["published"] == 9
    assert verify(Dataset(out))[0] == []


@pytest.mark.parametrize("name", ["a#b", "p%20q", "it's here", "ü?x"])
def test_output_with_an_odd_name(name, tmp_path, run):
    source = write_jsonl(tmp_path / "a.jsonl", [article(1), article(1)])
    assert run(source, "--output", tmp_path / name) == 0
    assert summary(Dataset(tmp_path / name))["runs"]["published"] == 1
    assert run(source, "--output", tmp_path / name, "--reread") == 0
    assert summary(Dataset(tmp_path / name))["runs"]["duplicates"] == 3


def test_copy_of_a_refused_article_is_no_duplicate_of_nothing(tmp_path, run, monkeypatch):
    """A worker that dropped a copy for a better one which was refused later leaves an orphan."""
    out = tmp_path / "out"
    source = write_jsonl(tmp_path / "a.jsonl", [article(1), article(1), article(2)])

    def refusing(dataset, index, planned, config):
        for path in planned.folder.glob("rows/*/articles-*.arrow"):
            rows = read_file(path)
            first = rows.slice(0, 1).to_pylist()[0]
            path.unlink()
            if rows.num_rows > 1:
                write_staged(path.parent, "articles", rows.slice(1))
            names = STAGED["rejects"].names
            reject = {name: first.get(name) for name in names} | {
                "reject_id": first["record_id"],
                "stage": "Entities",
                "reason": "entities_failed",
            }
            write_staged(path.parent, "rejects", pa.Table.from_pylist([reject], STAGED["rejects"]))
        return commit_slice(dataset, index, planned, config)

    monkeypatch.setattr("pipeline.run.commit_slice", refusing)
    assert run(source, "--output", out) == 0
    counts = summary(Dataset(out))["runs"]
    assert (counts["published"], counts["duplicates"]) == (1, 0)
    assert counts["reasons"] == {"entities_failed": 2}
    assert verify(Dataset(out))[0] == []


def test_index_is_only_a_cache(tmp_path, run):
    source, out = write_jsonl(tmp_path / "a.jsonl", [article(1)]), tmp_path / "out"
    run(source, "--output", out)
    for damage in (Path.unlink, lambda path: path.write_bytes(b"not a database" * 99)):
        damage(Dataset(out).index)
        run(source, "--output", out)
        assert Dataset(out).last() == 1


def test_index_of_another_history_is_rebuilt(tmp_path, run):
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(1)]), "--output", out)
    index = open_index(Dataset(out).index)
    with index.connection:
        index.connection.execute("update state set last_commit = 9, last_run = 'other'")
    index.close()
    run(write_jsonl(tmp_path / "b.jsonl", [article(1), article(2)]), "--output", out)
    assert summary(Dataset(out))["runs"]["published"] == 2


def test_living_run_is_left_alone(tmp_path):
    descriptor = run_lock(tmp_path / "run")
    code = (
        "import sys; from pathlib import Path; from pipeline.dataset import is_dead; "
        "print(is_dead(Path(sys.argv[1])))"
    )
    check = [sys.executable, "-c", code, str(tmp_path / "run")]
    assert subprocess.check_output(check, cwd=ROOT, text=True).strip() == "False"
    os.close(descriptor)
    assert is_dead(tmp_path / "run")


def test_files_are_written_as_promised(tmp_path, run):
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(50)] + ["{"]), "--output", out)
    paths = sorted((out / "data").rglob("*.parquet"))
    assert {path.parts[-3] for path in paths} == {"articles", "entities", "rejects", "topics"}
    for path in paths:
        table = TABLES[path.parts[-3]]
        file = pq.ParquetFile(path)
        group = file.metadata.row_group(0)
        names = [group.column(n).path_in_schema for n in range(group.num_columns)]
        assert [column.name for column in table.columns] == [
            name.split(".")[0] for name in dict.fromkeys(n.split(".")[0] for n in names)
        ]
        assert group.column(0).compression == "ZSTD"
        assert file.metadata.format_version == "2.6"
        assert file.metadata.metadata[b"newsmill.table"].decode() == table.name
        assert [s.column_index for s in group.sorting_columns] == [
            [column.name for column in table.columns].index(name) for name in table.sort
        ]
        rows = file.read()
        assert rows.equals(rows.sort_by([(name, "ascending") for name in table.sort]))
        assert group.column(names.index(table.key[0])).statistics.has_min_max
        for name in ("text", "payload"):
            if name in names:
                assert group.column(names.index(name)).statistics is None
        assert not any(".list.item" in name for name in names)
    bloom = duckdb.sql(
        f"select count(*) from parquet_metadata('{paths[0]}') where bloom_filter_offset is not null"
    )
    assert bloom.fetchall()[0][0] >= 1


def test_damaged_index_stops_the_run_and_says_the_fix(tmp_path, run, capsys):
    """It is not the articles' fault: none of them may become a reject."""
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(400)]), "--output", out)
    path = Dataset(out).index
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    status = run(write_jsonl(tmp_path / "b.jsonl", [article(500)]), "--output", out)
    assert status == 1
    assert "delete OUT/_meta/index.sqlite" in capsys.readouterr().err
    path.unlink()
    assert run(tmp_path / "b.jsonl", "--output", out) == 0
    assert summary(Dataset(out))["runs"]["rejected"] == 0
