"""Rows of articles that were processed again: what failed keeps what it had, nothing gets lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import article, write_jsonl

from pipeline.accounting import AccountingError
from pipeline.dataset import Dataset
from pipeline.enrichment import ENRICHMENTS
from pipeline.rewrite import Rows, article_rows, enriched
from pipeline.sinks.staged_rows import StagedRows
from pipeline.sources.articles import article_records
from schemas.article import Article, Outcome, Topic
from schemas.changed import changed
from schemas.columns import LINEAGE
from schemas.message import Message
from schemas.reject import Reject
from schemas.tables import ARTICLES
from transforms.restore import COLUMNS, restore
from transforms.rows import Lineage, article_columns

STARTED = datetime(2025, 3, 1, tzinfo=UTC)
LINEAGE_NOW = {
    "ingested_at": STARTED, "run_id": "again", "commit_id": "00000002", "pipeline_version": "9",
}  # fmt: skip


@pytest.fixture
def dataset(tmp_path: Path, run: Callable[..., int]) -> Dataset:
    records = [
        article(1, section="Local", keywords=["a", "b"], updated="2025-04-01T10:00:00Z"),
        article(2, date=None, author=None, site_name="Example"),
        article(3, date="2025-05", image="https://news.example/3.png"),
    ]
    out = tmp_path / "out"
    assert run(write_jsonl(tmp_path / "a.jsonl", records), "--output", out) == 0
    return Dataset(out)


def restored(dataset: Dataset) -> list[Article]:
    records = [record.message for record in article_records(dataset, [dataset.manifest(1)])]
    return [restore(Article(message)) for message in records]


def stage(folder: Path, outcomes: list[Outcome]) -> list[Path]:
    rows = StagedRows(Lineage("again", STARTED, "9", 1 << 20))
    for outcome in outcomes:
        rows.add(outcome)
    folder.mkdir()
    assert list(rows.write(folder))
    return [folder]


def test_articles_come_back_as_they_were_committed(dataset):
    columns = article_columns(restored(dataset))
    rows = article_rows(dataset, [dataset.manifest(1)])["articles"]
    assert {"fetched_at", "modified_at", "captions", "published_at_precision"} <= set(COLUMNS)
    for name in COLUMNS:
        found = [list(v) if isinstance(v, tuple) else v for v in columns[name]]
        assert found == rows[name].to_pylist(), name
    unread = {c.name for c in ARTICLES.columns} - set(COLUMNS) - {c.name for c in LINEAGE}
    assert {name for name in unread if not name.startswith("origin_")} == {
        "entity_model", "topic_model", "keyphrases",
    }  # fmt: skip


def test_article_that_fails_keeps_its_rows(dataset, tmp_path):
    old = article_rows(dataset, [dataset.manifest(1)])
    first, second, third = restored(dataset)
    topic = Topic("x", "x", 0.5, 1)
    outcomes: list[Outcome] = [
        changed(first, topics=(topic,), topic_model="new", keyphrases=("one",)),
        Reject(second.message, "Topics", "unexpected_error"),
        changed(third, topic_model="new"),
    ]
    rows = enriched(ENRICHMENTS["topics"], old, stage(tmp_path / "staged", outcomes), LINEAGE_NOW)
    before = {row["article_id"]: row for row in old["articles"].to_pylist()}
    after = {row["article_id"]: row for row in rows["articles"].to_pylist()}
    assert after.keys() == before.keys()
    ids = [one.article_id for one in (first, second, third)]
    assert [after[one]["topic_model"] for one in ids] == [
        "new", before[ids[1]]["topic_model"], "new",
    ]  # fmt: skip
    assert after[ids[0]]["keyphrases"] == ["one"]
    assert after[ids[1]]["keyphrases"] == before[ids[1]]["keyphrases"] != []
    assert all(row["run_id"] == "again" for row in after.values())
    assert topics_of(rows) == {(ids[0], "x")} | {
        (one, code) for one, code in topics_of(old) if one == ids[1]
    }
    assert rows["entities"].num_rows == old["entities"].num_rows > 0
    assert set(rows["entities"]["commit_id"].to_pylist()) == {"00000002"}


def topics_of(rows: Rows) -> set[tuple[str, str]]:
    topics = rows["topics"].to_pydict()
    return set(zip(topics["article_id"], topics["topic_code"], strict=True))


@pytest.mark.parametrize("case", ["lost", "doubled", "invented"])
def test_articles_are_neither_lost_nor_doubled_nor_invented(case, dataset, tmp_path):
    articles = restored(dataset)
    old = article_rows(dataset, [dataset.manifest(1)])
    outcomes: dict[str, list[Outcome]] = {
        "lost": [*articles[:2]],
        "doubled": [*articles, articles[0]],
        "invented": [*articles[:2], changed(articles[2], article_id="0" * 32)],
    }
    folders = stage(tmp_path / "staged", outcomes[case])
    with pytest.raises(AccountingError, match="3 articles were to be processed again"):
        enriched(ENRICHMENTS["topics"], old, folders, LINEAGE_NOW)


def test_restored_record_lets_its_bytes_go(dataset):
    assert [one.message.payload for one in restored(dataset)] == [b""] * 3
    assert isinstance(restored(dataset)[0].message, Message)
