"""Field names: aliases, wrappers around an article, and the map that overrides them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from transforms.aliases import checked_map
from transforms.fields import article_fields

LONG = "The council met on Monday. " * 12
PAGE = "<html><body><p>The council met on Monday.</p></body></html>"


def fields(record: dict[str, Any], **field_map: str) -> dict[str, Any]:
    return article_fields(record, field_map)


@pytest.mark.parametrize(
    ("attribute", "aliases"),
    [
        ("content", "text body content article article_text articleBody maintext main_text"),
        ("content", "full_text raw_text html raw_html html_content content_html page_content"),
        ("url", "url link source_url article_url canonical_url uri"),
        ("title", "title headline heading name"),
        ("site_name", "site_name source publisher site outlet source_name source_domain"),
        ("section", "section category desk"),
        ("language_hint", "language lang"),
        ("lead_image_url", "image image_url lead_image top_image thumbnail"),
    ],
)
def test_every_alias_is_found(attribute: str, aliases: str) -> None:
    for alias in aliases.split():
        for name in (alias, alias.upper(), alias.replace("_", "-"), alias.replace("_", " ")):
            assert fields({name: "a value"})[attribute].replace("%20", " ") == "a value", name


@pytest.mark.parametrize("alias", ["authors", "author", "byline", "creator", "by"])
def test_author_aliases(alias: str) -> None:
    assert fields({alias: "Ada Berg"})["authors"] == ("Ada Berg",)


@pytest.mark.parametrize(
    ("attribute", "aliases"),
    [
        ("published", "published_at date date_publish published publish_date publication_date"),
        ("published", "pubDate datePublished date_published timestamp created_at"),
        ("published", "publishing_date first_published release_date"),
        ("modified_at", "modified_at date_modify updated updated_at lastmod dateModified"),
        ("fetched_at", "fetched_at date_download crawled_at retrieved_at scraped_at"),
    ],
)
def test_date_aliases(attribute: str, aliases: str) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    for alias in aliases.split():
        found = fields({alias: "2024-05-06T07:08:09Z"})[attribute]
        assert getattr(found, "at", found) == moment, alias


def test_aliases_rank_in_order_and_empty_ones_give_way() -> None:
    assert fields({"headline": "B", "title": "A"})["title"] == "A"
    assert fields({"title": "  ", "headline": "B", "name": None})["title"] == "B"
    assert fields({"title": "A", "TITLE": ""})["title"] == "A"
    assert fields({"title": "A", "TITLE": "B"})["title"] == "B"


@pytest.mark.parametrize("wrapper", ["article", "data", "_source", "Document"])
def test_an_object_around_the_article(wrapper: str) -> None:
    record = {
        "crawled_at": "2024-05-06",
        "title": "Outer",
        wrapper: {"title": "Inner", "body": "Words."},
    }
    found = fields(record)
    assert (found["title"], found["content"]) == ("Inner", "Words.")
    assert found["fetched_at"] == datetime(2024, 5, 6, tzinfo=UTC)


def test_a_text_beside_a_wrapper_wins() -> None:
    assert fields({"text": "Outer.", "data": {"text": "Inner."}})["content"] == "Outer."


def test_a_field_map_overrides_aliases() -> None:
    record = {
        "text": LONG,
        "corpus": {"body": "Mapped.", "People": [{"who": "Ada Berg"}]},
        "a.b": "Dotted name",
    }
    found = fields(record, text="corpus.body", authors="corpus.people.0.who", title="a.b")
    assert found["content"] == "Mapped."
    assert found["authors"] == ("Ada Berg",)
    assert found["title"] == "Dotted name"


@pytest.mark.parametrize("path", ["missing", "text.x", "list.7", "list.x", "corpus"])
def test_a_mapped_field_that_is_not_there_is_not_replaced(path: str) -> None:
    record = {"text": LONG, "html": PAGE, "list": ["x"], "corpus": {"other": "x"}}
    assert "content" not in fields(record, text=path)


@pytest.mark.parametrize(("attribute", "path"), [("html", "x"), ("words", "x"), ("text", "")])
def test_a_wrong_field_map_is_refused(attribute: str, path: str) -> None:
    with pytest.raises(ValueError, match="name one of text, url, title"):
        checked_map({attribute: path})
