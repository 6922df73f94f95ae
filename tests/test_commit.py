import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from conftest import ROOT, article, staging_of, write_jsonl

from pipeline.dataset import Dataset, is_dead, run_lock
from pipeline.index import open_index
from pipeline.inspect import summary
from pipeline.verify import verify
from schemas.tables import TABLES


def test_two_runs_on_one_dataset_at_once(tmp_path, ruler_model):
    source = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(120)])
    command = [
        sys.executable, "-m", "pipeline", "run", str(source), "--output", str(tmp_path / "out"),
        "--spacy-model", ruler_model, "--slice-records", "20", "--workers", "1", "--quiet",
    ]  # fmt: skip
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    figures = summary(Dataset(tmp_path / "out"))
    assert figures["tables"]["articles"]["rows"] == 120
    assert figures["runs"]["inputs"] == 120
    assert verify(Dataset(tmp_path / "out"))[0] == []
    assert staging_of(tmp_path / "out") == []


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
