"""Which path answers, and what it says of itself."""

from __future__ import annotations

import pytest
from article_pages import GoldPage, pages

from transforms.article_body import PLAIN, SURE, Body, article_body, chosen
from transforms.main_text import parse_page
from transforms.page_head import read_head

PROSE = "The boats lay on the quay and nobody knew who had put them there. "
OTHER = "A menu of twelve other stories that the reader may want to see next. "


@pytest.fixture(scope="module")
def made() -> dict[str, GoldPage]:
    return {page.name: page for page in pages()}


def body(html: str) -> Body:
    tree = parse_page(html)
    assert tree is not None
    return article_body(read_head(tree), html)


def test_a_clean_page_takes_the_cheapest_path(made: dict[str, GoldPage]) -> None:
    found = body(made["hover-en"].html)
    assert (found.path, found.confidence) == ("paragraphs", PLAIN)
    assert found.text == made["hover-en"].body


def test_a_page_of_a_few_lines_needs_the_model_alone(made: dict[str, GoldPage]) -> None:
    found = body(made["plain-fr"].html)
    assert found.path == "blocks"
    assert SURE <= found.confidence <= 1


def test_an_unsure_page_asks_the_others() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Harbour {n}</td></tr>" for n in range(40))
    assert body(f"<html><body><table>{rows}</table></body></html>").path != "blocks"


def test_the_text_that_two_agree_on_is_chosen() -> None:
    ours = Body(OTHER * 5, "blocks+votes", 0.9)
    assert chosen(ours, PROSE * 9, PROSE * 8).path == "trafilatura"
    assert chosen(ours, PROSE * 9, OTHER * 5) == ours
    assert chosen(ours, OTHER * 4, PROSE * 9) == ours
    assert chosen(ours, "", PROSE) == ours


def test_the_title_is_no_part_of_the_body() -> None:
    html = f"<html><body><h1>Boats on land</h1><p>{PROSE * 5}</p><p>{PROSE * 4}</p></body></html>"
    tree = parse_page(html)
    assert tree is not None
    found = article_body(read_head(tree), html)
    assert found.text.startswith("The boats lay")


def test_the_page_is_not_changed(made: dict[str, GoldPage]) -> None:
    page = made["table-fr"]
    tree = parse_page(page.html)
    assert tree is not None
    texts = [element.text for element in tree.iter()]
    first = article_body(read_head(tree), page.html)
    assert [element.text for element in tree.iter()] == texts
    assert article_body(read_head(tree), page.html) == first
