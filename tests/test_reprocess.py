"""`newsmill reprocess`: stages run again on what is committed, against fresh runs with the same."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import spacy
from conftest import PLACES, ROOT, article, staging_of, write_jsonl

from pipeline import verify as verification
from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.live import ARTICLE_TABLES, committed
from pipeline.verify import verify
from scripts import ready_python

ARTICLES = 24
GERMAN = (
    "Der Rat der Stadt hat gestern beschlossen, dass der Hafen im nächsten Jahr erweitert wird. "
    "Die Kosten sind noch nicht bekannt, sagte der Bürgermeister nach der Sitzung."
)
TAXONOMY = """\
- id: ports
  name: ports
  seed_words: [harbour, costs, council]
- id: plans
  name: plans
  parent: ports
  seed_words: plan, debate, agreed
"""
Hashes = dict[str, str]


@pytest.fixture(scope="module")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("taxonomy") / "ports.yaml"
    path.write_text(TAXONOMY)
    return str(path)


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An entity ruler that knows organisations and fewer places."""
    nlp = spacy.blank("en")
    nlp.meta["name"] = "other"
    known = [{"label": "GPE", "pattern": PLACES[0]}, {"label": "ORG", "pattern": "council"}]
    nlp.add_pipe("entity_ruler").add_patterns(known)
    path = tmp_path_factory.mktemp("other") / "ruler"
    nlp.to_disk(path)
    return str(path)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Articles in two languages, one without a date, copies, and a reject."""
    records = [article(number) for number in range(ARTICLES - 2)]
    records += [article(98, text=GERMAN), article(99, date=None), article(3), "{broken"]
    return write_jsonl(tmp_path / "in.jsonl", records)


def reprocess(output: Path | str, *options: str) -> int:
    return main(["reprocess", str(output), "--workers", "1", "--quiet", *options])


def hashes(output: Path | str) -> Hashes:
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


def figures(output: Path | str) -> dict[str, Any]:
    return summary(Dataset(output))


def check_sound(output: Path | str) -> None:
    assert verify(Dataset(output))[0] == []
    assert staging_of(output) == []
    dataset = Dataset(output)
    live = {file.path for _, files in committed(dataset) for file in files}
    assert {entry.name for entry in dataset.store.list("data")} == live


def test_other_topics_and_back(corpus, home, run, taxonomy, tmp_path):
    out, fresh = home("out"), tmp_path / "fresh"
    run(corpus, "--output", out, "--slice-records", 10)
    run(corpus, "--output", fresh, "--taxonomy", taxonomy)
    before, counts = hashes(out), figures(out)["runs"]
    rows = figures(fresh)["tables"]["topics"]["rows"]
    assert rows > 0
    assert before["topics"] != hashes(fresh)["topics"]
    assert before["articles"] != hashes(fresh)["articles"]
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
    assert hashes(out) == hashes(fresh)
    assert figures(out)["runs"] == counts
    assert figures(out)["processed_again"] == ARTICLES
    check_sound(out)
    assert Dataset(out).manifest(Dataset(out).last()).replaces == (1, 2, 3)
    assert reprocess(out, "--stage", "topics") == 0
    assert hashes(out) == before
    check_sound(out)


def test_second_time_there_is_nothing_to_do(corpus, tmp_path, run, taxonomy, capsys):
    out = tmp_path / "out"
    run(corpus, "--output", out)
    words = ["reprocess", str(out), "--stage", "topics", "--taxonomy", taxonomy, "--workers", "1"]
    assert main(words) == 0
    shown = capsys.readouterr()
    assert "articles processed again" in shown.out
    assert f"commit 00000002: {ARTICLES} articles processed again" in shown.err
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("0 to do: ")
    assert Dataset(out).last() == 2


def test_other_entities_and_all(corpus, tmp_path, run, ruler_model, other_model, taxonomy):
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run(corpus, "--output", out)
    words = ["run", str(corpus), "--output", str(fresh), "--workers", "1", "--quiet"]
    assert main([*words, "--spacy-model", other_model]) == 0
    assert reprocess(out, "--stage", "entities", "--spacy-model", other_model) == 0
    assert hashes(out) == hashes(fresh)
    original = tmp_path / "original"
    run(corpus, "--output", original, "--taxonomy", taxonomy)
    options = ["--stage", "all", "--spacy-model", ruler_model, "--taxonomy", taxonomy]
    assert reprocess(out, *options) == 0
    assert hashes(out) == hashes(original)
    check_sound(out)


def test_links_are_added_and_taken_away(corpus, tmp_path, run, ruler_model):
    out, links = tmp_path / "out", tmp_path / "links.csv"
    links.write_text(f"name,alias,qid\n{PLACES[0]},,Q1\n")
    run(corpus, "--output", out)
    before = hashes(out)
    words = ["--stage", "entities", "--spacy-model", ruler_model]
    assert reprocess(out, *words, "--entity-links", str(links)) == 0
    entities = pl.read_parquet(out / "data/entities/**/*.parquet")
    linked = entities.filter(pl.col("wikidata_id") == "Q1")
    assert set(linked["entity_name"]) == {PLACES[0]}
    assert reprocess(out, *words) == 0
    assert hashes(out) == before


def test_stage_that_was_left_out_is_added_when_asked_for(corpus, tmp_path, run, capsys):
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run(corpus, "--output", out, "--without", "Topics")
    run(corpus, "--output", fresh)
    assert reprocess(out, "--stage", "topics") == 2
    assert "add --add to run it" in one_line(capsys)
    assert reprocess(out, "--stage", "topics", "--add") == 0
    assert hashes(out) == hashes(fresh)
    check_sound(out)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    return shown


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (["--stage", "clean"], "choose one of topics, entities, all"),
        ([], "choose one of topics, entities, all"),
        (["--stage", "topics", "--keep-replaced", "long"], "write a duration"),
        (["--stage", "topics"], "is no newsmill dataset"),
    ],
)
def test_bad_options_are_one_line(words, fix, tmp_path, capsys):
    assert main(["reprocess", str(tmp_path), *words]) == 2
    assert fix in one_line(capsys)


def test_small_commits_are_taken_together_as_far_as_a_slice_goes(tmp_path, run, taxonomy):
    out = tmp_path / "out"
    run(
        write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(24)]),
        *("--output", out, "--slice-records", 6),
    )
    words = ["--stage", "topics", "--taxonomy", taxonomy, "--slice-records", "12"]
    assert reprocess(out, *words) == 0
    replaced = [manifest.replaces for manifest in Dataset(out).manifests(after=4)]
    assert replaced == [(1, 2), (3, 4)]
    check_sound(out)


def test_commits_of_other_entity_models_stay_apart(tmp_path, run, other_model, taxonomy):
    out = tmp_path / "out"
    run(write_jsonl(tmp_path / "a.jsonl", [article(1)]), "--output", out)
    words = ["run", str(write_jsonl(tmp_path / "b.jsonl", [article(2)])), "--output", str(out)]
    assert main([*words, "--spacy-model", other_model, "--workers", "1", "--quiet"]) == 0
    models = [manifest.models["entities"] for manifest in Dataset(out).manifests()]
    assert models[0] != models[1]
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
    again = list(Dataset(out).manifests(after=2))
    assert [manifest.models["entities"] for manifest in again] == models


def test_index_is_made_anew_from_commits_whose_files_are_gone(
    corpus, tmp_path, run, taxonomy, monkeypatch
):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
    for bulk in (1, 1_000):
        monkeypatch.setattr("pipeline.catching_up.REBUILT_COMMITS", bulk)
        (out / "_meta/index.sqlite").unlink()
        before = figures(out)["tables"]["articles"]["rows"]
        assert run(corpus, "--output", out, "--reread") == 0
        assert figures(out)["tables"]["articles"]["rows"] == before
    check_sound(out)


def test_replaced_files_stay_as_long_as_asked_for(corpus, tmp_path, run, taxonomy):
    out = tmp_path / "out"
    run(corpus, "--output", out)
    before = {str(path) for path in out.glob("data/*/*/*.parquet")}
    words = ["--stage", "topics", "--taxonomy", taxonomy, "--keep-replaced", "4s"]
    assert reprocess(out, *words) == 0
    assert before < {str(path) for path in out.glob("data/*/*/*.parquet")}
    assert verify(Dataset(out))[0] == []
    assert figures(out)["tables"]["articles"]["rows"] == ARTICLES
    time.sleep(4)
    assert "replaced by commit 00000002; the next run removes it" in verify(Dataset(out))[0][0]
    assert run(corpus, "--output", out) == 0
    check_sound(out)


def test_note_under_a_number_of_somebody_else_removes_nothing(corpus, tmp_path, run):
    out = tmp_path / "out"
    run(corpus, "--output", out)
    Dataset(out).store.write("_meta/retired/00000001", b"")
    Dataset(out).store.write("_meta/retired/00000002", b"")
    run(corpus, "--output", out)
    check_sound(out)
    assert list(Dataset(out).store.names("_meta/retired")) == ["00000002"]  # is of no commit yet


def test_dry_run_says_what_is_to_do_and_does_nothing(corpus, tmp_path, run, taxonomy, capsys):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    capsys.readouterr()
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"to do: {ARTICLES} articles of 3 commits (topics by taxonomy-")
    assert reprocess(out, "--stage", "topics", "--dry-run") == 0
    assert f"{ARTICLES} articles are of these models already" in capsys.readouterr().out
    assert Dataset(out).last() == 3


@pytest.mark.parametrize("point", ["record-read", "rows-staged"])
def test_what_another_has_replaced_meanwhile_is_left_to_it(
    point, corpus, tmp_path, run, taxonomy, monkeypatch, capsys
):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    words = ["--stage", "topics", "--taxonomy", taxonomy, "--slice-records", "10"]
    command = ["reprocess", str(out), "--workers", "1", *words]

    def reached(now: str) -> None:
        if now == point:
            monkeypatch.setattr("pipeline.points.reached", lambda _: None)
            again = [sys.executable, "-m", "pipeline", *command, "--quiet"]
            assert ready_python.run(again, cwd=ROOT).returncode == 0

    monkeypatch.setattr("pipeline.points.reached", reached)
    assert main(command) == 0
    shown = capsys.readouterr()
    assert "another run has just replaced commit 0000000" in shown.err
    assert f"{ARTICLES} articles are of these models already" in shown.err
    assert shown.out.startswith("0 to do: ")
    assert Dataset(out).last() == 6
    check_sound(out)


def test_verify_looks_again_at_what_was_replaced_meanwhile(
    corpus, tmp_path, run, taxonomy, monkeypatch
):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    check = verification.check_manifest

    def replaced_meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(verification, "check_manifest", check)
        assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
        return check(*arguments)

    monkeypatch.setattr(verification, "check_manifest", replaced_meanwhile)
    findings, checked = verify(Dataset(out))
    assert findings == []
    assert checked.startswith("4 commits")


def test_verify_finds_what_a_replacement_does_not_account_for(corpus, tmp_path, run, taxonomy):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
    path = out / "_meta/commits/00000004.json"
    manifest = Dataset(out).manifest(4)
    path.write_text(replace(manifest, replaces=(1, 2)).to_json())
    findings = verify(Dataset(out))[0]
    assert any(
        line.startswith(f"commit 00000004: {ARTICLES} articles replace") for line in findings
    )
    path.write_text(replace(manifest, replaces=(1, 2, 3, 3)).to_json())
    findings = verify(Dataset(out))[0]
    assert "commit 00000004: replaces what is replaced already, or not there" in findings


def test_writers_at_once(tmp_path, home, run, ruler_model, taxonomy):
    """Two that process the same again, and one that goes on reading."""
    out = home("out")
    first = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(30)])
    run(first, "--output", out, "--slice-records", 10)
    second = write_jsonl(tmp_path / "b.jsonl", [article(n) for n in range(30, 60)])
    common = ["--workers", "1", "--slice-records", "10", "--quiet", "--taxonomy", taxonomy]
    again = ["reprocess", str(out), "--stage", "topics", *common]
    reading = ["run", str(second), "--output", str(out), "--spacy-model", ruler_model, *common]
    commands = [again, again, reading]
    running = [
        ready_python.Popen([sys.executable, "-m", "pipeline", *words], cwd=ROOT)
        for words in commands
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    check_sound(out)
    fresh = tmp_path / "fresh"
    run(first, second, "--output", fresh, "--taxonomy", taxonomy)
    found, expected = hashes(out), hashes(fresh)
    assert {name: found[name] for name in ARTICLE_TABLES} == {
        name: expected[name] for name in ARTICLE_TABLES
    }
    replaced = [n for manifest in Dataset(out).manifests() for n in manifest.replaces]
    assert sorted(replaced) == [1, 2, 3]


def test_a_glob_sees_each_article_once(corpus, tmp_path, run, taxonomy):
    out = tmp_path / "out"
    run(corpus, "--output", out, "--slice-records", 10)
    assert reprocess(out, "--stage", "topics", "--taxonomy", taxonomy) == 0
    articles = pl.read_parquet(out / "data/articles/**/*.parquet")
    assert articles.height == articles["article_id"].n_unique() == ARTICLES
    assert articles["commit_id"].unique().to_list() == ["00000004"]
    english = articles.filter(pl.col("language") == "en")
    assert english["topic_model"].str.starts_with("taxonomy-").all()
    others = articles.filter(pl.col("language") != "en")
    assert others.height == 1
    assert others["topic_model"].to_list() == [None]
    topics = pl.read_parquet(out / "data/topics/**/*.parquet")
    assert set(topics["topic_code"]) == {"ports", "plans"}
