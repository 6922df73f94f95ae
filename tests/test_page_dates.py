"""Dates that pages state and show."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas.article import PublicationDate
from transforms.main_text import parse_page
from transforms.page_dates import read_published
from transforms.page_head import read_head

FETCHED = datetime(2024, 6, 1, tzinfo=UTC)
TITLE = "Regatta ends in a calm"


def published(head: str = "", body: str = "") -> PublicationDate | None:
    tree = parse_page(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return read_published(read_head(tree, "https://harbour.example/regatta"), TITLE, FETCHED)


def json_ld(**values: str) -> str:
    node = json.dumps({"@type": "NewsArticle", "headline": TITLE, **values})
    return f'<script type="application/ld+json">{node}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


NAIVE = json_ld(datePublished="2024-05-02T10:11:12")


@pytest.mark.parametrize(
    ("head", "hour", "confidence"),
    [
        (NAIVE, 10, 0.855),
        (NAIVE + meta("date", "2024-05-02T10:11:12+02:00"), 8, 0.95),
        (NAIVE + meta("date", "2024-05-02T08:11:12Z"), 8, 0.95),
        (NAIVE + meta("date", "2024-05-02T08:11:13Z"), 10, 0.855),  # another moment
        (NAIVE + meta("date", "2024-05-01T08:11:12Z"), 10, 0.855),  # further than any zone
        (NAIVE + meta("article:modified_time", "2024-05-03T07:00:00+02:00"), 8, 0.855),
        (NAIVE + meta("article:modified_time", "2024-05-03T07:00:00-0500"), 15, 0.855),
        (NAIVE + meta("article:modified_time", "2024-05-03T07:00:00Z"), 10, 0.855),
        (json_ld(datePublished="2024-05-02T10:11:12+01:00"), 9, 0.95),
    ],
)
def test_the_pages_zone_is_applied(head: str, hour: int, confidence: float) -> None:
    found = published(head)
    assert found is not None
    assert found.at == datetime(2024, 5, 2, hour, 11, 12, tzinfo=UTC)
    assert (found.source, found.confidence) == ("json-ld", confidence)


@pytest.mark.parametrize(
    ("head", "body", "source", "day"),
    [
        ("", "<time itemprop='datePublished' datetime='2024-05-02T10:00Z'>x</time>", "meta", 2),
        ("", "<time pubdate datetime='2024-05-02'>x</time>", "meta", 2),
        (meta("DCSext.articleFirstPublished", "2024-05-02 16:07"), "", "meta", 2),
        (meta("article_date_original", "2024-05-02"), "", "meta", 2),
        ("", "<time datetime='2024-05-01'>a</time><h1>Regatta</h1><time datetime='2024-05-02'>b"
         "</time>", "visible-text", 2),
        ("", f"<li><time datetime='2024-05-01'>a</time></li><h1>{TITLE}</h1><p>2 May 2024</p>",
         "visible-text", 2),
        ("", f"<p>1 May 2024</p><h1>{TITLE}</h1><p>Ann Lee | 02.05.2024</p>", "visible-text", 2),
        ("", f"<p>2 May 2024</p><h1>{TITLE}</h1><p>Ann Lee</p>", "visible-text", 2),
    ],
)  # fmt: skip
def test_where_a_date_stands(head: str, body: str, source: str, day: int) -> None:
    found = published(head, body)
    assert found is not None
    assert (found.source, found.at.date()) == (source, datetime(2024, 5, day, tzinfo=UTC).date())


def test_a_shown_date_later_than_the_fetch_is_none() -> None:
    assert published("", f"<h1>{TITLE}</h1><p>2 July 2024</p>") is None


def test_a_sentence_with_a_date_is_no_timestamp() -> None:
    prose = "The harbour was built by the monks of the island and on 2 May 2024 the last wall fell"
    assert published("", f"<h1>{TITLE}</h1><p>{prose}, for good.</p>") is None
