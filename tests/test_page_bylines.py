"""Bylines as pages show them."""

from __future__ import annotations

import pytest

from transforms.main_text import parse_page
from transforms.page_blocks import Segmenter
from transforms.page_bylines import editors, headline_at, visible_authors

TITLE = "Ferries return to the northern islands"
PROSE = (
    "The first boat left at dawn with forty passengers, two vans of bread and a piano that had"
    " waited on the quay since the storms of October."
)
MORE = (
    "Nobody on the islands had expected the service to start again before spring, and the school"
    " kept its children inside until the horn was heard."
)


def page(above: str = "", below: str = "", end: str = "") -> Segmenter:
    html = (
        f"<html><body><nav><li>News</li></nav>{above}<h1>{TITLE}</h1>{below}<article><p>{PROSE}</p>"
        f"<p>{MORE}</p>{end}</article><footer>Ada Stone and Ben Reed run this site</footer></body>"
    )
    tree = parse_page(html)
    assert tree is not None
    return Segmenter(tree)


def authors(*parts: str, others: frozenset[str] = frozenset()) -> tuple[str, ...]:
    return visible_authors(page(*parts), TITLE, others)


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("<div>By Ann Lee</div>", ("Ann Lee",)),
        ("<div>Von Ann Lee und Bo Ek</div>", ("Ann Lee", "Bo Ek")),
        ("<div>By Ann Lee 30 August 2023 • 4:45pm</div>", ("Ann Lee",)),
        ("<div>By Ann Lee, News Reporter</div>", ("Ann Lee",)),
        ("<p class='author'>Ann LeeRedakteurin</p>", ("Ann Lee",)),
        ("<div>Von</div><div>Ann Lee</div>", ("Ann Lee",)),
        ("<div>Author of the article:</div><div>Ann Lee</div>", ("Ann Lee",)),
        ("<div class='byline'>Ann Lee|Published 1 day ago</div>", ("Ann Lee",)),
        ("<p class='author'>Ann Lee</p><p class='author'>Bo Ek</p>", ("Ann Lee", "Bo Ek")),
        (
            "<li>Von: <a href='/ann'>Ann LEE</a>, <a href='/bo'>Bo EKBERG</a></li>",
            ("Ann LEE", "Bo EKBERG"),
        ),
        ("<span>Ann Lee | </span><span>05.04.2025</span>", ("Ann Lee",)),
        ("<div>Ann Lee</div><time>5 April 2025, 10:00</time>", ("Ann Lee",)),
        ("<p><b>Ann Lee/Bo Ek</b></p>", ("Ann Lee", "Bo Ek")),
    ],
)
def test_a_byline_below_the_headline(byline: str, expected: tuple[str, ...]) -> None:
    assert authors("", byline) == expected


def test_a_byline_over_the_headline() -> None:
    assert authors("<p class='author'>Ann Lee</p>") == ("Ann Lee",)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("<p>Ann Lee</p>", ("Ann Lee",)),
        ("<p>(责编：王海、李小明)</p>", ("王海", "李小明")),
        ("<p>记者 / 王海</p>", ("王海",)),
        ("<p>김하늘 기자 sky@paper.example</p>", ("김하늘",)),
    ],
)
def test_a_byline_at_the_end(end: str, expected: tuple[str, ...]) -> None:
    assert authors("", "", end) == expected


@pytest.mark.parametrize(
    "line",
    [
        "<div>Ann Lee</div>",  # nothing says that she wrote it
        "<div class='profile'>My Account Sign Out</div>",
        "<p class='author'>مشاهدات عالية</p>",  # no capitals, no sign of a name
        "<div>By Ann Lee, who has covered the islands since the first ferry sailed</div>",
        "<p><b>Ann Lee waited on the quay</b></p>",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert authors("", line) == ()


def test_the_site_is_no_author_and_the_next_sign_counts() -> None:
    above = "<div class='author'>by Harbour News</div><p><b>Ann Lee</b></p>"
    assert authors("", above, others=frozenset(["harbournews"])) == ("Ann Lee",)


def test_the_headline_is_the_heading_that_says_the_title() -> None:
    found = page("<h1>Tsunami warning</h1>")
    assert found.blocks[headline_at(found, TITLE)].text == TITLE
    assert found.blocks[headline_at(found, "Something else")].text == "Tsunami warning"
    assert headline_at(page("<p>Harbour News</p>"), None) == 1


def test_editors_are_told_apart() -> None:
    assert list(editors(page("", "<div>Editor : Ann Lee</div>"))) == ["Ann Lee"]
    assert list(editors(page("", "<div>Author: Ann Lee</div>"))) == []
