import gzip
import json
import time
from collections import Counter
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.dataset as pads
import pytest
from conftest import article, newsmill, staging_of, write_jsonl

from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.verify import verify


def figures(output: Path) -> dict[str, object]:
    return summary(Dataset(output))["runs"]


def hashes(output: Path) -> dict[str, str]:
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(20)])
    write_jsonl(
        folder / "sub" / "b.jsonl", [article(n) for n in range(15, 30)] + ["{broken", "[1]"]
    )
    (folder / "c.txt").write_text("A title line\n\n" + "Some words about Lima. " * 20)
    (folder / "empty.txt").touch()
    with gzip.open(folder / "d.jsonl.gz", "wt") as sink:
        sink.writelines(json.dumps(article(n)) + "\n" for n in range(100, 110))
    return folder


def test_every_record_has_exactly_one_outcome(corpus, tmp_path, run):
    assert run(corpus, "--output", tmp_path / "out") == 0
    counts = figures(tmp_path / "out")
    assert counts["inputs"] == 20 + 17 + 1 + 1 + 10
    assert (counts["published"], counts["duplicates"], counts["rejected"]) == (41, 5, 3)
    assert counts["reasons"] == {"empty_file": 1, "invalid_json": 1, "not_an_object": 1}
    assert verify(Dataset(tmp_path / "out"))[0] == []
    assert staging_of(tmp_path / "out") == []


def test_accounting_holds_per_source_file(corpus, tmp_path, run):
    run(corpus, "--output", tmp_path / "out")
    (manifest,) = Dataset(tmp_path / "out").manifests()
    by_name = {Path(source.uri).name: source for source in manifest.sources}
    assert (by_name["b.jsonl"].published, by_name["b.jsonl"].duplicates) == (10, 5)
    assert by_name["b.jsonl"].rejected == 2
    assert all(s.published + s.duplicates + s.rejected == s.inputs for s in manifest.sources)
    assert all(source.complete for source in manifest.sources)


def test_same_command_again_adds_nothing_and_is_quick(corpus, tmp_path, ruler_model):
    command = ("run", corpus, "--output", tmp_path / "out", "--spacy-model", ruler_model)
    assert newsmill(*command).returncode == 0
    before = sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file())
    started = time.monotonic()
    again = newsmill(*command)
    elapsed = time.monotonic() - started
    assert again.returncode == 0
    assert "0 rows published, 0 files added" in again.stdout
    assert sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file()) == before
    assert elapsed < 30  # a hang shows; benchmarks/again.py measures the time itself


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_rows_do_not_depend_on_workers_order_or_slices(tmp_path, run, order):
    files = []
    for number in range(3):
        records = [article(n) for n in range(number * 20, number * 20 + 30)]
        files.append(write_jsonl(tmp_path / f"{number}.jsonl", records))
    assert run(*files, "--output", tmp_path / "one", workers=1) == 0
    shuffled = [files[place] for place in order]
    assert run(*shuffled, "--output", tmp_path / "two", "--slice-records", 7, workers=2) == 0
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert len(Dataset(tmp_path / "two").numbers()) > 5


def test_better_copy_wins_wherever_it_stands(tmp_path, run):
    poor = article(1, date=None, author=None)
    write_jsonl(tmp_path / "in.jsonl", [poor, article(2), article(1)])
    run(tmp_path / "in.jsonl", "--output", tmp_path / "out")
    rows = pl.read_parquet(tmp_path / "out/data/articles/**/*.parquet")
    assert sorted(rows["origin_record"]) == [1, 2]
    copies = pl.read_parquet(tmp_path / "out/data/duplicates/**/*.parquet")
    assert copies["origin_record"].to_list() == [0]
    assert copies["article_id"][0] in rows["article_id"].to_list()


def test_later_run_drops_what_an_earlier_one_published(tmp_path, run):
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(1)]), "--output", out)
    changed = article(1, text="Another text of the same page, with more than enough words in it.")
    tracked = article(1, url="http://NEWS.example/1?utm_source=mail#top")
    run(write_jsonl(tmp_path / "b.jsonl", [tracked, changed]), "--output", out)
    counts = figures(out)
    assert (counts["inputs"], counts["published"]) == (3, 2)
    assert counts["duplicates"] == 1


def test_grown_file_publishes_only_what_is_new(tmp_path, run):
    out, path = tmp_path / "out", tmp_path / "a.jsonl"
    run(write_jsonl(path, [article(1), article(2)]), "--output", out)
    run(write_jsonl(path, [article(1), article(2), article(3)]), "--output", out)
    counts = figures(out)
    assert (counts["published"], counts["duplicates"]) == (3, 2)
    assert verify(Dataset(out))[0] == []


def test_readers_need_no_explanation(corpus, tmp_path, run):
    run(corpus, "--output", tmp_path / "out")
    data = tmp_path / "out" / "data"
    glob = f"{data}/articles/**/*.parquet"
    by_duckdb = duckdb.sql(f"select count(*), max(published_dt)::date from '{glob}'").fetchall()
    assert by_duckdb[0][0] == 41
    assert pl.read_parquet(glob)["title"].null_count() == 0
    assert pads.dataset(data / "articles", partitioning="hive").count_rows() == 41
    joined = duckdb.sql(
        f"select count(*) from '{data}/entities/**/*.parquet' e "
        f"join '{glob}' a using (article_id), "
        "unnest(e.mentions) m where a.text[m.unnest.char_start + 1:m.unnest.char_end] "
        "<> m.unnest.surface"
    ).fetchall()
    assert joined == [(0,)]


def test_few_files_for_a_small_corpus(tmp_path, run):
    records = [article(n, date=f"{1990 + n % 36}-0{1 + n % 9}-03") for n in range(400)]
    run(write_jsonl(tmp_path / "a.jsonl", records), "--output", tmp_path / "out")
    files = Counter(p.parts[-3] for p in (tmp_path / "out/data").rglob("*.parquet"))
    assert max(files.values()) <= 64
    assert files["articles"] == 4  # decades


def test_standard_input(tmp_path, ruler_model):
    text = "\n".join(json.dumps(article(n)) for n in range(5))
    command = ("run", "-", "--output", tmp_path / "out", "--spacy-model", ruler_model)
    assert newsmill(*command, input=text).returncode == 0
    assert figures(tmp_path / "out")["published"] == 5
    assert "0 rows published" in newsmill(*command, input=text).stdout


def test_reject_share_is_exit_three_and_keeps_the_commit(tmp_path, ruler_model):
    write_jsonl(tmp_path / "a.jsonl", [article(1), "{", "{"])
    result = newsmill(
        "run", tmp_path, "--output", tmp_path / "out", "--spacy-model", ruler_model,
        "--max-reject-share", "0.5",
    )  # fmt: skip
    assert result.returncode == 3
    assert result.stderr.strip().splitlines()[-1].startswith("newsmill: 66.7%")
    assert figures(tmp_path / "out")["rejected"] == 2


def test_dry_run_writes_nothing(corpus, tmp_path, ruler_model):
    result = newsmill(
        "run", corpus, "--output", tmp_path / "out", "--dry-run", "--spacy-model", ruler_model
    )
    assert result.returncode == 0
    assert "to read: 5 files" in result.stdout
    assert not (tmp_path / "out").exists()


def test_models_that_are_left_out_leave_their_columns_null(corpus, tmp_path, run):
    assert run(corpus, "--output", tmp_path / "out", "--without", "topics,Language, entities") == 0
    rows = pl.read_parquet(tmp_path / "out/data/articles/**/*.parquet")
    assert rows.height == 41
    for column in ("language", "language_score", "entity_model", "topic_model"):
        assert rows[column].null_count() == 41
    (manifest,) = Dataset(tmp_path / "out").manifests()
    assert manifest.models == {}
    assert run(corpus, "--output", tmp_path / "b", "--without", "Parse") == 2


def test_text_that_is_clean_already_is_kept(tmp_path, run):
    text = "By Ann Lee\\n\\nShips left the bay on Monday.\\n\\nSubscribe to our newsletter!"
    (tmp_path / "in.jsonl").write_text(f'{{"title": "Ships", "text": "{text}"}}')
    without = ("--without", "clean,Language,Entities,Topics")
    assert run(tmp_path / "in.jsonl", "--output", tmp_path / "out", *without) == 0
    rows = pl.read_parquet(tmp_path / "out/data/articles/**/*.parquet")
    assert rows["text"].to_list() == [text.replace("\\n", "\n")]


def test_a_second_run_without_models_finds_what_is_committed(corpus, tmp_path, run):
    without = ("--without", "Entities")
    assert run(corpus, "--output", tmp_path / "out", *without) == 0
    assert run(corpus, "--output", tmp_path / "out", "--reread", *without) == 0
    counts = figures(tmp_path / "out")
    assert (counts["published"], counts["duplicates"]) == (41, 5 + 46)
