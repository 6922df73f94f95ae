"""Site name, section and keywords, wherever a page has them."""

from __future__ import annotations

import json

import pytest

from transforms.main_text import parse_page
from transforms.page_head import PageHead, read_head
from transforms.page_labels import keywords, section, site_name

URL = "https://www.harbour.example/sport/sailing/regatta"
TITLE = "Regatta ends in a calm"


def page(head: str = "", body: str = "") -> PageHead:
    tree = parse_page(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return read_head(tree, URL)


def crumbs(*names: str) -> str:
    steps = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(names)]
    node = {"@type": "BreadcrumbList", "itemListElement": steps}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="article:section" content="Sport &amp;amp; Sea">', "", "Sport & Sea"),
        ('<meta itemprop="articleSection" content="Sport">', "", "Sport"),
        (crumbs("Home", "Sport", "Sailing", TITLE), "", "Sailing"),
        (crumbs("Startseite", "Sport"), "", "Sport"),
        (crumbs("Home", "Harbour.example"), "", None),
        ("", "<ol class='breadcrumbs'><a>Home</a><a>Sport</a><a>Regatta ends</a></ol>", "Sport"),
        (
            "",
            "<ul itemtype='https://schema.org/BreadcrumbList'><a>Sport</a></ul>",
            "Sport",
        ),
        ("", "<div class='breadcrumb'></div>", None),
        ("", "<nav><a>Sport</a></nav>", None),
    ],
)
def test_section(head: str, body: str, expected: str | None) -> None:
    assert section(page(head, body), TITLE) == expected


def test_breadcrumbs_whose_names_stand_inside_the_items() -> None:
    steps = [{"@type": "ListItem", "item": {"@id": "/s", "name": "Sport"}}, "rubbish"]
    node = json.dumps({"@type": "BreadcrumbList", "itemListElement": steps})
    head = f'<script type="application/ld+json">{node}</script>'
    assert section(page(head), TITLE) == "Sport"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="keywords" content="wind, sail">', "", ("wind", "sail")),
        ('<meta property="article:tag" content=""><meta name="keywords" content="sail">', "",
         ("sail",)),
        ("", "<a rel='tag'>#wind</a><a rel='nofollow tag'> sail </a>", ("wind", "sail")),
        ("", "<nav><a rel='tag'>wind</a></nav><a rel='next'>sail</a>", ()),
    ],
)  # fmt: skip
def test_keywords(head: str, body: str, expected: tuple[str, ...]) -> None:
    assert keywords(page(head, body)) == expected


def test_keywords_too_long_to_be_one_leave_it_to_the_tags() -> None:
    node = json.dumps({"@type": "Article", "headline": TITLE, "keywords": "wind sail " * 20})
    head = f'<script type="application/ld+json">{node}</script><meta name="keywords" content="a,b">'
    assert keywords(page(head)) == ("a", "b")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (f"<title>{TITLE} | The Harbour</title>", f"<h1>{TITLE}</h1>", "The Harbour"),
        (f"<title>{TITLE} | The Harbour</title>", "<h1>Another headline</h1>", None),
        ('<meta name="apple-mobile-web-app-title" content="Harbour">', "", "Harbour"),
        (f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>", None),
    ],
)
def test_site_name(head: str, body: str, expected: str | None) -> None:
    assert site_name(page(head, body)) == expected
