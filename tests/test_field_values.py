"""Shapes of values: authors, dates, sites, images, as APIs, feeds and JSON-LD hold them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from transforms.fields import article_fields


def fields(record: dict[str, Any]) -> dict[str, Any]:
    return article_fields(record, {})


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-06T07:08:09Z",
        1714979289,
        {"@value": "2024-05-06T07:08:09Z"},
        {"$date": "2024-05-06T07:08:09Z"},
        {"$date": {"$numberLong": "1714979289000"}},
        ["2024-05-06T07:08:09Z"],
    ],
)
def test_shapes_of_dates(value: object) -> None:
    found = fields({"published_at": value})["published"]
    assert found.at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert found.source == "record"


@pytest.mark.parametrize("value", [True, None, "soon", "", [], float("nan"), float("inf"), 1e300])
def test_what_is_no_date_gives_way_to_the_next_alias(value: object) -> None:
    record = {"published": value, "created_at": "2024-05-06"}
    assert fields(record)["published"].at == datetime(2024, 5, 6, tzinfo=UTC)
    assert "published" not in fields({"published": value})


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Ada Berg and Bo Lind", ("Ada Berg and Bo Lind",)),
        (["Ada Berg", " Bo  Lind ", "", None, "Ada Berg"], ("Ada Berg", "Bo Lind")),
        ([{"name": "Ada Berg"}, {"@type": "Person", "name": "Bo Lind"}], ("Ada Berg", "Bo Lind")),
        ({"name": "Ada Berg", "url": "https://example.com/ada"}, ("Ada Berg",)),
        ({"@value": "Ada Berg"}, ("Ada Berg",)),
        ({"first_name": "Ada", "lastName": "Berg"}, ("Ada Berg",)),
        ({"givenName": "Ada", "familyName": "Berg"}, ("Ada Berg",)),
        ("['Ada Berg', \"Bo O'Lind\"]", ("Ada Berg", "Bo O'Lind")),
        ('["Ada Berg", "Bo Lind"]', ("Ada Berg", "Bo Lind")),
        ("[Staff]", ("[Staff]",)),
        ("Zo&euml; Quist &amp; Bo", ("Zoë Quist & Bo",)),
    ],
)
def test_shapes_of_authors(value: object, authors: tuple[str, ...]) -> None:
    assert fields({"author": value})["authors"] == authors


@pytest.mark.parametrize("value", [5, [1, 2], [], "[]", {}, {"id": 3}, " ", True])
def test_what_is_no_author(value: object) -> None:
    assert "authors" not in fields({"author": value})


@pytest.mark.parametrize(
    ("record", "attribute", "value"),
    [
        ({"title": " Tom &amp; Jerry\n  again\u00a0"}, "title", "Tom & Jerry again"),
        ({"title": {"rendered": "Hello &#8211; you"}}, "title", "Hello – you"),
        ({"title": "A <em>great</em> day"}, "title", "A great day"),
        ({"title": 'So <a href="/x">it</a><br/>goes'}, "title", "So it goes"),
        ({"title": "Use the &lt;b&gt; tag when a <b and c> d"}, "title",
         "Use the <b> tag when a <b and c> d"),
        ({"source": "AT&amp;T News"}, "site_name", "AT&T News"),
        ({"headline": [{"@value": "Hello"}]}, "title", "Hello"),
        ({"publisher": {"@type": "Organization", "name": "The Post"}}, "site_name", "The Post"),
        ({"source": {"id": None, "name": "The Post"}}, "site_name", "The Post"),
        ({"source": "https://a.example/x", "site": "The Post"}, "site_name", "The Post"),
        ({"image": {"@type": "ImageObject", "url": "https://a/b.png"}}, "lead_image_url",
         "https://a/b.png"),
        ({"image": ["https://a/1.png", "https://a/2.png"]}, "lead_image_url", "https://a/1.png"),
        ({"image": "data:image/png;base64,AA", "thumbnail": "/t.png"}, "lead_image_url", "/t.png"),
        ({"url": " https://a.example/b c\n"}, "url", "https://a.example/b%20c"),
        ({"mainEntityOfPage": {"@id": "https://a.example/x"}}, "url", "https://a.example/x"),
        ({"category": ["Sport", "Tennis"]}, "section", "Sport"),
    ],
)  # fmt: skip
def test_shapes_of_other_values(record: dict[str, Any], attribute: str, value: str) -> None:
    assert fields(record)[attribute] == value
