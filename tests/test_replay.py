import json
from pathlib import Path

import polars as pl
from conftest import article, staging_of, write_jsonl

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.verify import verify

SHORT = "Two words"


def replay(output: Path, model: str, *options: str) -> int:
    command = ["replay", str(output), "--workers", "1", "--spacy-model", model, "--quiet"]
    return main([*command, *options])


def published(output: Path) -> int:
    return summary(Dataset(output))["tables"]["articles"]["rows"]


def test_a_fix_publishes_each_reject_exactly_once(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    records = [article(1), article(2, text=SHORT), article(2, text=SHORT), "{broken", article(3)]
    run(write_jsonl(tmp_path / "a.jsonl", records), "--output", out)
    assert published(out) == 2
    assert replay(out, ruler_model, "--min-words", "2") == 0
    figures = summary(Dataset(out))
    assert published(out) == 3
    assert figures["rejects_resolved"] == 2
    assert (figures["replays"]["inputs"], figures["replays"]["duplicates"]) == (2, 1)
    assert replay(out, ruler_model, "--min-words", "2") == 0
    assert published(out) == 3
    assert Dataset(out).last() == 2
    assert verify(Dataset(out))[0] == []
    assert staging_of(out) == []


def test_replay_without_a_fix_commits_nothing(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(1), "{broken", "[]"]), "--output", out)
    assert replay(out, ruler_model) == 0
    assert Dataset(out).last() == 1


def test_replayed_article_keeps_its_origin(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    path = write_jsonl(tmp_path / "a.jsonl", [article(1), article(2, text=SHORT)])
    run(path, "--output", out)
    replay(out, ruler_model, "--min-words", "2")
    rows = pl.read_parquet(out / "data/articles/**/*.parquet").filter(
        pl.col("commit_id") == "00000002"
    )
    assert rows["origin_uri"].to_list() == [str(path)]
    assert rows["origin_record"].to_list() == [1]


def test_rejects_keep_their_bytes(tmp_path, run):
    out = tmp_path / "out"
    line = '{"title": "x", "text": 5'
    run(write_jsonl(tmp_path / "a.jsonl", [article(1), line]), "--output", out)
    row = pl.read_parquet(out / "data/rejects/**/*.parquet").row(0, named=True)
    assert row["payload"] == line.encode()
    assert (row["stage"], row["reason"], row["origin_record"]) == ("Parse", "invalid_json", 1)
    assert row["payload_bytes"] == len(line)


def test_csv_rows_are_replayed_with_their_header(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    (tmp_path / "a.csv").write_text(f"title,text\nOne,{SHORT}\nTwo,{article(1)['text']!r}\n")
    run(tmp_path / "a.csv", "--output", out)
    before = published(out)
    replay(out, ruler_model, "--min-words", "2")
    assert published(out) == before + 1


def test_whole_file_is_replayed_as_records(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    lines = "".join(json.dumps(article(n)) + "\n" for n in range(3))
    (tmp_path / "a.jsonl").write_bytes(lines.encode())
    run(tmp_path / "a.jsonl", "--output", out, "--max-record-mib", 1)
    assert replay(out, ruler_model) == 0
    assert published(out) == 3
