"""The seed corpus, record by record, against what scripts/seeds_src/expected.toml says of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, staging_of

from pipeline.dataset import Dataset
from pipeline.inspect import read_batches, summary
from pipeline.verify import verify

EXPECTED = tomllib.loads((ROOT / "scripts/seeds_src/expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def output(seeds_run: tuple[Path, str]) -> Path:
    return seeds_run[0]


def rows(output: Path, table: str) -> list[dict]:
    return [row for batch in read_batches(Dataset(output), table) for row in batch.to_pylist()]


def place(row: dict) -> str:
    return f"{Path(row['origin_uri']).relative_to(ROOT / 'seeds')}#{row['origin_record']}"


def test_totals(output):
    runs = summary(Dataset(output))["runs"]
    totals = {name: EXPECTED["totals"][name] for name in ("inputs", "published", "duplicates")}
    assert {name: runs[name] for name in totals} == totals
    assert runs["reasons"] == EXPECTED["totals"]["reasons"]
    assert verify(Dataset(output))[0] == []
    assert staging_of(output) == []


def test_every_reject_has_its_reason(output):
    expected = {
        f"{file['path']}#{index}": reason
        for file in EXPECTED["file"]
        for index, reason in file.get("rejects", {}).items()
    }
    assert {place(row): row["reason"] for row in rows(output, "rejects")} == expected


def test_every_duplicate_names_the_article_that_was_kept(output):
    kept = {row["article_id"]: place(row) for row in rows(output, "articles")}
    expected = {
        f"{file['path']}#{index}": other
        for file in EXPECTED["file"]
        for index, other in file.get("duplicates", {}).items()
    }
    found = {place(row): kept[row["article_id"]] for row in rows(output, "duplicates")}
    assert {frozenset(pair) for pair in found.items()} == {
        frozenset(pair) for pair in expected.items()
    }


def test_every_source_file_balances(output):
    (manifest,) = Dataset(output).manifests()
    found = {
        str(Path(source.uri).relative_to(ROOT / "seeds")): source.inputs
        for source in manifest.sources
    }
    assert found == {file["path"]: file["inputs"] for file in EXPECTED["file"]}


def test_scraped_text_is_taken_apart(output):
    by_place = {place(row): row for row in rows(output, "articles")}
    scraped = [row for name, row in by_place.items() if name.startswith("text/")]
    assert all(row["title"] for row in scraped)
    assert any(row["dateline_agency"] for row in scraped)
    assert any(row["captions"] for row in scraped)
    assert any(row["author_emails"] for row in scraped)
    for row in scraped:
        assert "Comments are closed" not in row["text"]
        assert "©" not in row["text"]


def test_mentions_stand_where_they_say(output):
    texts = {row["article_id"]: row["text"] for row in rows(output, "articles")}
    for entity in rows(output, "entities"):
        assert entity["mention_count"] == len(entity["mentions"]) > 0
        for mention in entity["mentions"]:
            text = texts[entity["article_id"]]
            assert text[mention["char_start"] : mention["char_end"]] == mention["surface"]


def test_many_languages_and_topics(output):
    languages = {row["language"] for row in rows(output, "articles")}
    assert {"en", "de", "es", "fr", "ja", "ko"} <= languages
    assert len({row["topic_code"] for row in rows(output, "topics")}) >= 12


def test_shown_queries_run(output):
    from pipeline.report import QUERIES, REJECTS_QUERY

    for _, _, query in (*QUERIES, REJECTS_QUERY):
        assert duckdb.sql(query.format(data=output / "data")).fetchall()


def test_few_files(output):
    tables = summary(Dataset(output))["tables"]
    assert all(table["files"] <= 64 for table in tables.values())
