"""--entity-links: a user's own table of Wikidata ids."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from pipeline.config import OptionError, RunConfig
from pipeline.entity_links_file import entity_links_of
from transforms.entity_links import EntityLinksError, entity_links

CSV = """name,alias,qid,type
Paul Birchall,,Q900001,PERSON
United Nations,UN,Q1065,
Georgia,,Q230,GPE
Georgia,,Q1428,GPE
"""


def write(path: Path, text: str = CSV) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_names_and_aliases_lead_to_the_id(tmp_path: Path) -> None:
    links = entity_links_of(replace(RunConfig(), entity_links=write(tmp_path / "l.csv")))
    assert links.qid(("Paul Birchall", "Birchall"), "PERSON") == "Q900001"
    assert links.qid(("U.N.",), "ORG") == "Q1065"
    assert links.qid(("Paul Birchall",), "ORG") is None
    assert links.qid(("Georgia",), "GPE") is None  # two ids: none is better than the wrong one
    assert links.qid(("Lima",), "GPE") is None


def test_parquet_is_read(tmp_path: Path) -> None:
    table = pa.table({"name": ["Lima"], "alias": pa.array([None], pa.string()), "qid": ["Q2868"]})
    pq.write_table(table, tmp_path / "l.parquet")
    links = entity_links_of(replace(RunConfig(), entity_links=str(tmp_path / "l.parquet")))
    assert links.qid(("Lima",), "GPE") == "Q2868"


def test_no_file_no_links() -> None:
    assert entity_links_of(RunConfig()).rows == ()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", CSV, "must end in"),
        ("a.csv", "name,qid\nLima,Q1\n", "no column 'alias'"),
        ("a.csv", "name,alias,qid\n", "no rows"),
        ("a.csv", "name,alias,qid\n,x,Q1\n", "row 1 has no name"),
        ("a.csv", "name,alias,qid\nLima,,2868\n", "'2868' is no Wikidata id"),
        ("a.parquet", "no parquet", "cannot be read"),
    ],
)
def test_bad_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(OptionError, match=says) as caught:
        entity_links_of(replace(RunConfig(), entity_links=path))
    assert "\n" not in str(caught.value)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.entity_links.MOST_ROWS", 1)
    row = {"name": "Lima", "alias": "", "qid": "Q1"}
    with pytest.raises(EntityLinksError, match="more than 1 rows"):
        entity_links([row, row])


def test_run_writes_ids(tmp_path: Path, ruler_model: str) -> None:
    links = write(tmp_path / "l.csv", "name,alias,qid\nLima,,Q2868\n")
    text = "The old ferry that went from Lima to Oslo sank in the harbour on the first morning."
    line = json.dumps({"url": "https://a.example/1", "text": text})
    source = write(tmp_path / "in.jsonl", line)
    options = ["--spacy-model", ruler_model, "--quiet", "--workers", "1", "--entity-links", links]
    options += ["--without", "topics"]
    assert main(["run", source, "--output", str(tmp_path / "out"), *options]) == 0
    rows = duckdb.sql(
        f"""select entity_name, wikidata_id, length(entity_id), mention_paragraphs, salience > 0
        from read_parquet('{tmp_path}/out/data/entities/**/*.parquet') order by 1"""
    ).fetchall()
    assert rows == [
        ("Lima", "Q2868", 32, [1], True),
        ("Oslo", None, 32, [1], True),
    ]
