"""What pages say of themselves, and which of two sayings wins."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.main_text import parse_page
from transforms.page import PageMetadata
from transforms.page_head import read_head
from transforms.page_metadata import read_metadata

URL = "https://www.dailyexample.com/news/storm-hits-coast"
FETCHED = datetime(2024, 6, 1, tzinfo=UTC)
SITE = '<meta property="og:site_name" content="The Daily Example">'


def read(head: str = "", body: str = "", url: str | None = URL) -> PageMetadata:
    tree = parse_page(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return read_metadata(read_head(tree, url), FETCHED)


def json_ld(**values: object) -> str:
    text = json.dumps({"@type": "NewsArticle", "headline": "Storm hits the coast", **values})
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_everything_from_json_ld() -> None:
    page = read(
        json_ld(
            author=[
                {"@type": "Person", "name": "By Ann Lee"},
                {"@type": "Person", "name": "Bo Ek"},
            ],
            datePublished="2024-05-02T10:00:00+02:00",
            dateModified="2024-05-02T11:00:00Z",
            publisher={"@type": "Organization", "name": "The Daily Example"},
            articleSection=["Weather", "Coast"],
            image=[{"@type": "ImageObject", "url": "/images/storm.jpg"}],
        )
    )
    assert page.title == "Storm hits the coast"
    assert page.authors == ("Ann Lee", "Bo Ek")
    assert page.published is not None
    assert page.published.at == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert (page.published.source, page.published.precision) == ("json-ld", "second")
    assert page.modified_at == datetime(2024, 5, 2, 11, tzinfo=UTC)
    assert (page.site_name, page.section, page.language_hint) == (
        "The Daily Example",
        "Weather",
        "en",
    )
    assert page.lead_image_url == "https://www.dailyexample.com/images/storm.jpg"
    assert page.url == URL


def test_everything_from_meta_tags() -> None:
    page = read(
        SITE
        + meta("og:title", "Storm hits the coast | The Daily Example")
        + meta("article:published_time", "2024-05-02T10:00Z")
        + meta("article:modified_time", "2024-05-03")
        + meta("article:section", "Weather")
        + meta("og:image", "https://images.example.com/storm.jpg")
        + '<meta name="Author" content="Ann Lee, The Daily Example">'
    )
    assert (page.title, page.authors) == ("Storm hits the coast", ("Ann Lee",))
    assert page.published is not None
    assert (page.published.source, page.published.precision) == ("meta", "minute")
    assert page.modified_at == datetime(2024, 5, 3, tzinfo=UTC)
    assert (page.section, page.lead_image_url) == (
        "Weather",
        "https://images.example.com/storm.jpg",
    )


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Storm hits the coast - The Daily Example</title>", "", "Storm hits the coast"),
        ("<title>Storm hits the coast | dailyexample.com</title>", "", "Storm hits the coast"),
        ("<title>Storm hits - again</title>", "", "Storm hits - again"),
        ("<title>The Daily Example</title>", "<h1>Storm hits</h1>", "Storm hits"),
        ("", "<h1> <img> </h1><h1>Storm\n hits</h1>", "Storm hits"),
        (meta("og:title", "Storms at coast – XY"), "<h1>Storms at coast</h1>", "Storms at coast"),
        (meta("og:title", "Minister: 'No'"), "<h1>Minister: ‘No’</h1>", "Minister: ‘No’"),
        (meta("og:title", "Call it"), '<h1>Call it "new"</h1>', 'Call it "new"'),
        (meta("og:title", "Heli\u00adcopter"), "", "Helicopter"),
        ("", "", None),
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: str | None) -> None:
    assert read(SITE + head, body).title == title


def test_organisations_are_no_authors_and_the_byline_is_read_instead() -> None:
    article = json_ld(author={"@type": "Organization", "name": "Example Media Holding"})
    assert read(article, '<p>Text.</p><span class="author">Ann Lee</span>').authors == ("Ann Lee",)


def test_an_address_is_no_name_of_a_site() -> None:
    assert read(meta("og:site_name", "News &amp;amp; Views")).site_name == "News & Views"
    assert read(meta("og:site_name", "https://www.dailyexample.com")).site_name is None
    page = read(meta("og:site_name", "https://dailyexample.com") + meta("publisher", "The Daily"))
    assert page.site_name == "The Daily"


def test_a_link_to_a_profile_is_no_author() -> None:
    page = read(
        meta("article:author", "https://social.example/ann") + meta("author", "dailyexample")
    )
    assert page.authors == ()


def test_dates_later_than_the_fetch_are_dropped() -> None:
    later = json_ld(datePublished="2031-01-01", dateModified="2031-01-01")
    page = read(later + meta("article:published_time", "2024-05-02"))
    assert page.published is not None
    assert (page.published.at, page.modified_at) == (datetime(2024, 5, 2, tzinfo=UTC), None)
    assert read(later).published is None


def test_a_date_in_the_address_serves_next() -> None:
    page = read(url="https://dailyexample.com/2024/05/02/storm")
    assert page.published is not None
    assert (page.published.source, page.published.precision) == ("url", "day")


def test_a_visible_date_serves_last() -> None:
    page = read(body='<p class="date">Published: May 2, 2024</p><p>The storm came.</p>')
    assert page.published is not None
    assert page.published.at == datetime(2024, 5, 2, tzinfo=UTC)
    assert (page.published.source, page.published.precision) == ("visible-text", "day")


def test_no_date_is_invented() -> None:
    assert read(body="<p>In 2023 the storm came. © 2024</p>").published is None


def test_the_page_names_its_address_where_the_record_did_not() -> None:
    canonical = '<link rel="canonical" href="https://dailyexample.com/storm">'
    assert read(canonical, url=None).url == "https://dailyexample.com/storm"
    assert (
        read(meta("og:url", "https://dailyexample.com/x"), url=None).url
        == "https://dailyexample.com/x"
    )
    assert read('<link rel="canonical" href="/storm">', url=None).url is None
    assert read(canonical).url == URL


@pytest.mark.parametrize(
    "image", ["data:image/png;base64,AA", "javascript:x", "http://[broken", ""]
)
def test_what_is_no_address_is_no_image(image: str) -> None:
    assert read(meta("og:image", image)).lead_image_url is None


_TAGS = st.sampled_from(
    ["<meta property='og:title' content='", "<meta name=author content='", "'>", "<h1>", "</h1>",
     "<title>", "</title>", "<script type='application/ld+json'>", "</script>", "{", "}",
     '"headline":', '"@type":"Article",', '"datePublished":"2024', "-05-02",
     "<link rel=canonical href='", "https://a.b/",
     "<a rel=author>", "By Ann Lee", "<time datetime='", " | ", "\x00", "\u2028", "&#0;"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_TAGS | st.text(max_size=5)).map("".join), st.none() | st.text(max_size=20))
def test_never_raises(content: str, url: str | None) -> None:
    tree = parse_page(content)
    if tree is not None:
        assert read_metadata(read_head(tree, url), FETCHED) == read_metadata(
            read_head(tree, url), FETCHED
        )
