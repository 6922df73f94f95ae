import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import polars as pl
from conftest import ROOT, article, staging_of, write_jsonl

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.verify import verify
from scripts import ready_python

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


def nested_zip(path: Path, *records: object) -> Path:
    """A zip in a zip, which is refused whole; the inner one holds the records as JSON files."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number, item in enumerate(records):
            archive.writestr(f"{number}.json", json.dumps(item))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return path


def test_reject_of_many_records_is_settled_as_a_whole(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    bad = article(2, text=SHORT)
    run(
        nested_zip(tmp_path / "a.zip", article(1), bad, article(3), bad | {"url": "x"}),
        "--output",
        out,
    )
    assert summary(Dataset(out))["runs"]["reasons"] == {"nested_archive": 1}
    assert replay(out, ruler_model, "--slice-records", "1") == 0
    figures = summary(Dataset(out))
    assert published(out) == 2
    assert figures["rejects_resolved"] == 1
    assert figures["replays"]["rejected"] == 2
    assert replay(out, ruler_model, "--min-words", "2", "--slice-records", "1") == 0
    assert published(out) == 4
    assert verify(Dataset(out))[0] == []


def test_neighbours_in_an_archive_are_settled_apart(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        for name, item in (("good", article(1)), ("bad", article(2, text=SHORT))):
            nested_zip(tmp_path / "x.zip", item)
            with zipfile.ZipFile(tmp_path / "x.zip") as wrapped:
                outer.writestr(f"{name}.zip", wrapped.read("inner.zip"))
    run(tmp_path / "outer.zip", "--output", out)
    replay(out, ruler_model)
    figures = summary(Dataset(out))
    assert (published(out), figures["rejects_resolved"]) == (1, 1)
    assert figures["replays"]["inputs"] == 1


def test_two_replays_at_once_settle_each_reject_once(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    records = [article(n, text=f"{SHORT} {n}") for n in range(30)]
    run(write_jsonl(tmp_path / "a.jsonl", records), "--output", out)
    command = [
        sys.executable, "-m", "pipeline", "replay", str(out), "--spacy-model", ruler_model,
        "--min-words", "2", "--slice-records", "10", "--workers", "1", "--quiet",
    ]  # fmt: skip
    both = [ready_python.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    figures = summary(Dataset(out))
    assert (published(out), figures["rejects_resolved"]) == (30, 30)
    assert figures["replays"]["inputs"] == 30
    assert verify(Dataset(out))[0] == []


def test_part_of_a_cut_off_text_is_never_published(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    (tmp_path / "in").mkdir()
    line = json.dumps(article(1)).encode()
    whole = gzip.compress(line + b"\n" + json.dumps(article(2)).encode())
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(whole[:-30])
    run(tmp_path / "in", "--output", out)
    before = published(out)
    replay(out, ruler_model)
    assert published(out) == before


def test_too_large_record_is_read_again_from_its_source(tmp_path, run, ruler_model):
    out = tmp_path / "out"
    path = write_jsonl(
        tmp_path / "a.jsonl", [article(1), article(2, text="Words again. " * 500_000)]
    )
    run(path, "--output", out, "--max-record-mib", 4)
    assert published(out) == 1
    run(path, "--output", out)
    assert published(out) == 1
    run(path, "--output", out, "--reread")
    assert published(out) == 2
    assert summary(Dataset(out))["runs"]["duplicates"] == 1
    assert verify(Dataset(out))[0] == []
