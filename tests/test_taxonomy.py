"""A taxonomy of the user's own: a small one about shipping, as YAML and as CSV."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline import taxonomy_file
from pipeline.cli import main
from pipeline.config import OptionError, RunConfig
from pipeline.taxonomy_file import taxonomy_of
from schemas.article import Article
from schemas.message import Message, Origin
from transforms.taxonomy import TaxonomyError, read_taxonomy
from transforms.topics import classifier, model_name

YAML = """
- id: ports
  name: ports
  seed_words: [harbour, quay, container terminal, berth, dredging]
- id: ports.labour
  name: dock labour
  parent: ports
  description: Strikes of dockers, stevedores and pilots.
  seed_words: docker, stevedore, crane driver
- id: fleet
  name: ships and fleets
  description: Orders and sales of bulk carriers and tankers.
  seed_words: tanker, bulk carrier, container ship, shipyard, order book, scrap~
- id: freight
  name: freight rates
  seed_words: freight rate, spot rate, charter rate, baltic dry index, surcharge
"""
CSV = """id,name,parent,description,seed_words
ports,ports,,,"harbour, quay, container terminal"
fleet,ships and fleets,,,"tanker, bulk carrier, shipyard"
"""
TEXTS = {
    "ports": "The harbour will deepen its quay by spring; dredging for a third berth has begun.",
    "fleet": "The shipyard handed over a tanker, and the owner scrapped two bulk carriers.",
    "freight": "The Baltic Dry Index fell again as spot rates for grain lost their surcharge.",
    "ports.labour": "Dockers and stevedores stopped work; crane drivers may follow on Monday.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_shipping_needs_no_training(code: str) -> None:
    classify = classifier(read_taxonomy("shipping.yaml", YAML))
    text = TEXTS[code]
    article = Article(Message(b"", Origin("file:///a", 0), "text"), text=text, language="en")
    (done,) = classify([article])
    first, *_ = done.topics
    assert first.code == code
    assert first.level == (2 if "." in code else 1)
    assert first.parent == ("ports" if "." in code else None)
    assert first.evidence
    assert all(text[found.start : found.end] == found.surface for found in first.evidence)


def test_text_about_something_else_gets_none() -> None:
    classify = classifier(read_taxonomy("shipping.yaml", YAML))
    text = "The novel won a prize, and the author thanked her mother."
    article = Article(Message(b"", Origin("file:///a", 0), "text"), text=text, language="en")
    (found,) = classify([article])
    assert found.topics == ()
    assert found.topic_model == model_name(read_taxonomy("shipping.yaml", YAML))


def test_version_changes_with_the_file() -> None:
    versions = {read_taxonomy("a.yml", text).version for text in (YAML, YAML + "\n# a note\n")}
    assert len(versions) == 1
    changed = YAML.replace("stevedore", "lasher")
    assert read_taxonomy("a.yml", changed).version not in versions


def test_csv_is_read() -> None:
    assert read_taxonomy("A.CSV", CSV).names == {"ports": "ports", "fleet": "ships and fleets"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", CSV, "must end in"),
        ("a.yaml", "- id: [", "no YAML"),
        ("a.yaml", "id: x", "a list of topics"),
        ("a.yaml", "- x", "topic 1 is no mapping"),
        ("a.yaml", "[]", "holds no topic"),
        ("a.yaml", "- {id: a, name: a, colour: red}", "'colour'"),
        ("a.csv", "id,name\na,\n", "topic 1 has no name"),
        ("a.csv", "id,name\na,x\na,y\n", "a occurs twice"),
        ("a.csv", "id,name,parent\na,x,b\n", "b is not in the file"),
        ("a.csv", "id,name,parent\na,x,b\nb,y,a\n", "its own ancestor"),
    ],
)
def test_bad_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    with pytest.raises(TaxonomyError, match=says):
        read_taxonomy(name, content)
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(OptionError, match="--taxonomy") as caught:
        taxonomy_of(replace(RunConfig(), taxonomy=str(path)))
    assert "\n" not in str(caught.value)


def test_missing_file_is_refused() -> None:
    with pytest.raises(OptionError, match="cannot be read"):
        taxonomy_of(replace(RunConfig(), taxonomy="/nowhere/topics.yaml"))


def test_run_writes_the_files_topics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shipping.yaml").write_text(YAML)
    lines = [
        json.dumps({"url": f"https://a.example/{code}", "text": TEXTS[code]}) for code in TEXTS
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    options = ["--without", "entities", "--quiet", "--workers", "1"]
    options += ["--taxonomy", str(tmp_path / "shipping.yaml")]
    arguments = ["run", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out"), *options]
    assert main(arguments) == 0
    rows = duckdb.sql(
        f"""select topic_code, topic_level, parent_code, topic_model
        from read_parquet('{tmp_path}/out/data/topics/**/*.parquet')
        join read_parquet('{tmp_path}/out/data/articles/**/*.parquet') using (article_id)
        where topic_rank = 1 order by 1"""
    ).fetchall()
    version = read_taxonomy("shipping.yaml", YAML).version
    assert [row[:3] for row in rows] == [
        ("fleet", 1, None),
        ("freight", 1, None),
        ("ports", 1, None),
        ("ports.labour", 2, "ports"),
    ]
    assert {row[3] for row in rows} == {version}
    (tmp_path / "shipping.yaml").write_text("- id: x")
    capsys.readouterr()
    taxonomy_file._read.cache_clear()
    assert main(arguments) == 2
    assert "topic 1 has no name" in capsys.readouterr().err
