"""Lines that recur across a site's articles are learnt, whatever order they come in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import clean
from transforms.recurring import (
    FEWEST_ARTICLES,
    FEWEST_FOR_PARAGRAPH,
    NO_LINES,
    Candidates,
    Cells,
    article_bit,
    read_table,
    site_of,
    to_text,
)

PLEDGE = "Harbour Gazette puts the islands first"
BACKGROUND = (
    "The line was founded in 1950 by two brothers who owned a tug, and it has carried the mail to "
    "the outer islands in every kind of weather since then."
)

Articles = list[tuple[str, list[str]]]


def learnt(articles: Articles) -> tuple[tuple[str, str], ...]:
    cells = Cells()
    for site, lines in articles:
        cells.add(site, lines)
    candidates = Candidates(cells)
    for site, lines in articles:
        candidates.add(site, lines)
    return candidates.found()


def article(number: int, *more: str) -> list[str]:
    own = [f"Report {chr(97 + number % 26)}{number} on {word} in the bay" for word in "abc"]
    return [*own, *more]


def test_a_line_of_many_articles_is_learnt_for_its_site_only() -> None:
    articles = [("gazette.example", article(i, PLEDGE)) for i in range(20)]
    articles += [("other.example", article(i + 50, "Something else")) for i in range(2)]
    assert ("gazette.example", PLEDGE.casefold()) in learnt(articles)
    assert not [site for site, _ in learnt(articles) if site == "other.example"]


def test_copies_of_one_article_make_no_boilerplate() -> None:
    assert learnt([("a.example", article(1, PLEDGE))] * 50) == ()


def test_a_paragraph_needs_more_articles() -> None:
    few = [("a.example", article(i, BACKGROUND, PLEDGE)) for i in range(FEWEST_ARTICLES + 3)]
    assert [line for _, line in learnt(few) if len(line) > 100] == []
    many = [("a.example", article(i, BACKGROUND)) for i in range(FEWEST_FOR_PARAGRAPH * 3)]
    assert [line for _, line in learnt(many) if len(line) > 100] == [
        BACKGROUND.casefold().replace("1950", "0000")
    ]


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(chance: random.Random) -> None:
    articles = [("a.example", article(i, PLEDGE, f"{i} comments")) for i in range(15)]
    shuffled = chance.sample(articles, len(articles))
    assert learnt(shuffled) == learnt(articles)
    assert article_bit(articles[0][1]) == article_bit(articles[0][1][::-1])


def test_a_table_is_read_as_it_was_written() -> None:
    table = read_table(to_text([("a.example", "0 comments"), ("", "two")]))
    assert table.holds("a.example", "41 Comments") is False
    assert table.holds("a.example", "4 Comments")
    assert table.holds("", "Two")
    assert not table.holds("b.example", "4 Comments")
    assert not NO_LINES.holds("", "Two")
    with pytest.raises(ValueError, match="no table"):
        read_table("no header\n")


def test_a_learnt_line_is_dropped_and_counted() -> None:
    body = ["The ferry stayed in port on Monday because the wind had grown too strong for it."] * 2
    text = "\n\n".join([*body, PLEDGE])
    assert PLEDGE in clean(text, scraped=False).text
    done = clean(text, scraped=False, recurs=lambda line: line == PLEDGE)
    assert PLEDGE not in done.text
    assert done.dropped_counts == {"recurring": 1}


def test_the_site_of_an_address() -> None:
    assert site_of("https://www.a.example/news/1") == site_of("https://a.example/2")
    assert site_of(None) == ""
