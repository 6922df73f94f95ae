"""`newsmill topics`: shares over time and topic_daily, from what a run has committed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from pipeline.cli import main
from pipeline.dataset import Dataset
from pipeline.topic_trend import COLUMNS, MOST_TOPICS, Daily, as_text, report

STORIES = {
    "storm": "Forecasters warned of heavy rain, gales and a blizzard; snowfall closed the road.",
    "match": "The goalkeeper saved a penalty and the striker scored twice in the football match.",
}
DATES = {"storm": ("2026-01-03", "2026-02-11", None), "match": ("2026-02-11", "2026-02-11")}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trend")
    lines = [
        {"url": f"https://a.example/{story}/{number}", "text": f"{text} Part {number}."}
        | ({"published_at": day} if day else {})
        for story, text in STORIES.items()
        for number, day in enumerate(DATES[story])
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    options = ["--without", "entities", "--quiet", "--workers", "1"]
    arguments = ["run", str(folder / "in.jsonl"), "--output", str(folder / "out"), *options]
    assert main(arguments) == 0
    return folder / "out"


def test_topic_daily_is_what_sql_counts(dataset: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(report(Dataset(dataset), "day", 1, "csv"))))
    assert tuple(rows[0]) == COLUMNS
    expected = duckdb.sql(
        f"""select published_at::date::varchar, topic_code, topic_level, count(*), sum(score)
        from read_parquet('{dataset}/data/topics/**/*.parquet') group by all"""
    ).fetchall()
    found = {(r["day"] or None, r["topic_code"], int(r["topic_level"])) for r in rows}
    assert found == {row[:3] for row in expected}
    assert sum(int(row["articles"]) for row in rows) == sum(row[3] for row in expected) > 5
    assert sum(float(row["score_sum"]) for row in rows) == pytest.approx(
        sum(row[4] for row in expected), abs=1e-3
    )


def test_shares_by_month(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", str(dataset)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["from", "2026-01-01", "2026-02-01", "unknown", "all"]
    shares = {line[0]: line[1:] for line in lines[1:]}
    assert shares["given"] == ["1", "3", "1", "5"]
    assert shares["weather"] == ["100.0%", "33.3%", "100.0%", "60.0%"]
    assert shares["sport"] == ["0.0%", "66.7%", "0.0%", "40.0%"]


def test_level_without_topics_is_said(dataset: Path) -> None:
    assert report(Dataset(dataset), "month", 7, "text") == "no topics of level 7"


def test_many_topics_are_summed_up() -> None:
    daily = Daily()
    for number in range(MOST_TOPICS + 3):
        daily.articles[None, (1, str(number), f"topic {number:02}")] = 1
    last = as_text(daily, "year", 1).splitlines()[-1].split()
    assert last == ["others", "20.0%", "20.0%"]


def test_no_dataset_is_a_bad_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", str(tmp_path)]) == 2
    assert "newsmill run" in capsys.readouterr().err
