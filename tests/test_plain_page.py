"""Pages that need no model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.main_text import parse_page
from transforms.page_title import squeezed
from transforms.plain_page import plain_article

FIRST = "The ferry left the harbour an hour late because the crew had to wait for the baker's van."
SECOND = (
    "Two lorries and a horse stayed behind, since the lower deck had been flooded in the night."
)
THIRD = "The captain told the passengers that the crossing would be rough and that he was sorry."
TITLE = "Ferry leaves late"
ARTICLE = [FIRST, SECOND, THIRD] * 3


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str) -> list[str]:
    tree = parse_page(f"<html><head><title>x</title></head><body>{body}</body></html>")
    assert tree is not None
    return [block.text for block in plain_article(tree, (squeezed(TITLE),))]


def page(inside: str = "", behind: str = "") -> str:
    menu = "<ul><li><a href='/'>Home</a></li><li><a href='/sea'>Sea</a></li></ul>"
    held = f"<h2>{TITLE}</h2>{paragraphs(ARTICLE)}{inside}"
    return f"{menu}<h1>{TITLE}</h1><div class='text'>{held}</div>{behind}<p>Imprint</p>"


def test_the_paragraphs_of_one_element_are_the_article() -> None:
    assert read(page()) == ARTICLE


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<h2>The way back</h2><p>It was calm.</p>", ["The way back", "It was calm."]),
        ("<ul><li>One lorry</li><li>One horse</li></ul>", ["One lorry", "One horse"]),
        ("<p>It was <b>calm</b>.<br>Nobody fell.</p>", ["It was calm.", "Nobody fell."]),
        ("<h2>Other stories of the day</h2>", []),  # a heading over nothing
        ("<p><a href='/x'>Why the van was late again this morning</a></p>", []),
        ("<div class='related-stories'><p>Why the van was late again</p></div>", []),
        ("<p style='display: none'>Seen by nobody</p>", []),
        ("<figure><figcaption>The ferry</figcaption></figure>", []),
    ],
)
def test_what_else_stands_in_the_element(inside: str, expected: list[str]) -> None:
    assert read(page(inside)) == ARTICLE + expected


@pytest.mark.parametrize(
    "made",
    [
        page(behind=f"<div>{paragraphs(ARTICLE)}</div>"),  # a second article
        page(f"<p>About the Harbour Company</p><p>{FIRST}</p>"),
        page(f"<p>Read more: the van of the baker</p><p>{FIRST}</p>"),
        page(f"<table><tr><td>{SECOND} {THIRD}</td></tr></table>"),
        f"<div>{paragraphs(ARTICLE[:3])}</div>",  # too short to be sure
        "<div>No paragraph at all</div>",
        "",
    ],
)
def test_a_page_that_is_not_that_plain_is_left_to_the_model(made: str) -> None:
    assert read(made) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([FIRST, SECOND, THIRD]), min_size=7, max_size=30), st.integers(0, 6)
)
def test_the_order_stays_and_depth_does_not_matter(texts: list[str], depth: int) -> None:
    assert read("<div>" * depth + paragraphs(texts) + "</div>" * depth) == texts
