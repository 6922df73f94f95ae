"""Records as a whole: which text wins, HTML or not, absent fields, any record at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.aliases import ALIASES
from transforms.fields import SUBSTANTIAL, article_fields, is_html

LONG = "The council met on Monday. " * 12
PAGE = "<html><body><p>The council met on Monday.</p></body></html>"


def fields(record: dict[str, Any]) -> dict[str, Any]:
    return article_fields(record, {})


def test_absent_and_empty_fields_are_absent() -> None:
    record: dict[str, Any] = {
        "text": "x",
        "title": "",
        "authors": [],
        "url": " ",
        "section": {},
        "lang": None,
    }
    assert fields(record) == {"content": "x", "markup": "text"}


@pytest.mark.parametrize(
    ("record", "content", "markup"),
    [
        ({"text": LONG, "html": PAGE}, LONG, "text"),
        ({"text": "A teaser.", "html": PAGE}, PAGE, "html"),
        ({"text": "A teaser.", "html": ""}, "A teaser.", "text"),
        ({"text": "A teaser.", "body": LONG}, LONG, "text"),
        ({"text": "A teaser.", "body": "Another."}, "A teaser.", "text"),
        ({"content": PAGE}, PAGE, "html"),
        ({"html": "No tags at all."}, "No tags at all.", "text"),
        ({"html": "One<br>break."}, "One<br>break.", "html"),
        ({"text": "One<br>break."}, "One<br>break.", "text"),
        ({"text": ["First.", "", {"text": "Second."}]}, "First.\n\nSecond.", "text"),
        ({"content": {"rendered": "<p>Hello.</p>"}}, "<p>Hello.</p>", "html"),
        ({"text": 17, "body": "Words."}, "Words.", "text"),
    ],
)
def test_which_text_is_taken(record: dict[str, Any], content: str, markup: str) -> None:
    found = fields(record)
    assert (found["content"], found["markup"]) == (content, markup)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tom &amp; Jerry met at AT&amp;T", "Tom & Jerry met at AT&T"),
        ("Monday&nbsp;morning &#8211; &#x2019;t &frac12;", "Monday\xa0morning – ’t ½"),
        ("&amp;lt;p&amp;gt; once", "&lt;p&gt; once"),
        ("/x?a=1&copy=2 &amp; on", "/x?a=1&copy=2 & on"),
        ("&notaname; &#xD800; &#0; R&D; Q & A", "&notaname; &#xD800; &#0; R&D; Q & A"),
        ("One<br>break &amp; go.", "One<br>break & go."),
    ],
)
def test_plain_text_is_read_without_entities(written: str, read: str) -> None:
    assert fields({"text": written}) == {"content": read, "markup": "text"}


def test_entities_of_html_are_left_to_its_parser() -> None:
    assert fields({"text": "<p>Tom &amp; Jerry</p>"})["content"] == "<p>Tom &amp; Jerry</p>"


def test_substantial_is_a_sharp_bound() -> None:
    short, enough = "x" * (SUBSTANTIAL - 1), "x" * SUBSTANTIAL
    assert fields({"text": short, "html": PAGE})["content"] == PAGE
    assert fields({"text": enough, "html": PAGE})["content"] == enough


def test_no_text_at_all() -> None:
    assert "content" not in fields({"title": "A", "text": None, "html": " ", "body": {"x": 1}})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Hello", True),
        ("  <!DOCTYPE html>\n<html>", True),
        ("Hello <b>you</b>", True),
        ("One<br/>two<br />three", True),
        ('See <img src="a.png"> and <a href="b">it', True),
        ("if a <b and c> d, then", False),
        ("5 < 6 and 7 > 6", False),
        ("<Ada Berg> wrote to <editor>", False),
        ("Use one <p> for it", False),
        ("", False),
    ],
)
def test_what_is_clearly_html(text: str, expected: bool) -> None:
    assert is_html(text) is expected


def test_news_please_records() -> None:
    found = fields(
        {
            "authors": ["Ada Berg"],
            "date_download": "2024-05-07 10:00:00",
            "date_modify": None,
            "date_publish": "2024-05-06 09:30:00",
            "description": "A teaser.",
            "image_url": "https://a.example/i.jpg",
            "language": "en",
            "maintext": LONG,
            "source_domain": "a.example",
            "title": "A bridge opens",
            "url": "https://a.example/bridge",
        }
    )
    assert found["content"] == LONG
    assert found["published"].at == datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
    assert found["fetched_at"] == datetime(2024, 5, 7, 10, tzinfo=UTC)
    assert found["site_name"] == "a.example"
    assert found["language_hint"] == "en"
    assert "modified_at" not in found


names = st.sampled_from([name for group in ALIASES.values() for name in group] + ["data", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(names | st.sampled_from(["@value", "$date", "@id"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)  # the first example loads libraries
@given(st.dictionaries(names, values, max_size=6))
def test_any_record_gives_well_typed_fields(record: dict[str, Any]) -> None:
    found = article_fields(record, {})
    assert found == article_fields(record, {})
    for name, value in found.items():
        assert value, name
        if name == "authors":
            assert all(isinstance(author, str) and author.strip() == author for author in value)
        elif name not in ("published", "modified_at", "fetched_at"):
            assert isinstance(value, str)


def test_page_beside_a_substantial_text_is_kept_for_its_metadata() -> None:
    body = "Words of the article. " * 20
    found = article_fields({"body": body, "html": "<html><p>x</p></html>"}, {})
    assert (found["content"], found["markup"]) == (body, "text")
    assert found["page"] == "<html><p>x</p></html>"
    assert "page" not in article_fields({"html": "<html><p>x</p></html>"}, {})
