"""Bylines, credits and biographies of authors."""

from __future__ import annotations

import pytest

from transforms.bylines import Byline, is_author_bio, person, read_byline, read_credit


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ana Lund", Byline(("Ana Lund",))),
        ("By Lim Ha-na (hana@paper.example)", Byline(("Lim Ha-na",), ("hana@paper.example",))),
        (
            "By A. B. Lund, Max Roe and Mary-Ann O’Neil",
            Byline(("A. B. Lund", "Max Roe", "Mary-Ann O’Neil")),
        ),
        ("By ANA LUND", Byline(("Ana Lund",))),
        ("Von Jörg van der Velde, Köln", Byline(("Jörg van der Velde",))),
        ("Par Émile Dupré", Byline(("Émile Dupré",))),
        ("Von: Anna LUND, Max Roe", Byline(("Anna LUND", "Max Roe"))),
        ("By Anna Lund, New York", Byline(("Anna Lund",))),
        ("Autor: Ana Lund und Max Roe, Bergen", Byline(("Ana Lund", "Max Roe"))),
        ("By Ana Lund in Oslo", Byline(("Ana Lund",))),
        ("By Ana Lund, Associated Press", Byline(("Ana Lund",), agency="AP")),
        ("By Associated Press", Byline(agency="AP")),
        ("By Staff Reporter", Byline()),
        ("ana.lund@paper.example", Byline(emails=("ana.lund@paper.example",))),
        ("byAna Lund", Byline(("Ana Lund",))),
    ],
)
def test_a_byline_is_read(line: str, byline: Byline) -> None:
    assert read_byline(line) == byline


@pytest.mark.parametrize(
    "line",
    [
        "By the way",
        "By Friday morning the storm had passed.",
        "By Ana Lund’s own account, the ferry was late.",
        "Von hier aus fahren die Schiffe nach Norden.",
        "Bypass opens",
        "From Ana Lund",
        "",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert read_byline(line) is None


def test_from_introduces_a_name_only_where_it_is_allowed() -> None:
    assert read_byline("From Ana Lund", allow_from=True) == Byline(("Ana Lund",))
    assert read_byline("From The Archive", allow_from=True) is None
    assert read_byline("From harbour to harbour", allow_from=True) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(Reporting by Ana Lund, Max Roe; editing by Jo Field.)", ("Ana Lund", "Max Roe")),
        ("Reporting by Ana Lund in Oslo and Max Roe; Editing by Jo Field", ("Ana Lund", "Max Roe")),
        ("Additional reporting by Jo Field", ()),
        ("Editing by Jo Field", ()),
    ],
)
def test_reporters_are_taken_from_a_credit(line: str, names: tuple[str, ...]) -> None:
    assert read_credit(line) == names


def test_a_sentence_on_editing_is_no_credit() -> None:
    assert read_credit("Edited by Ana Lund, the book sold well in the spring of that year.") is None
    assert read_credit("Written by hand, the letter is hard to read.") is None


@pytest.mark.parametrize(
    "text", ["Ana", "The Archive", "ana lund", "Ana Lund wrote this", "AFP News"]
)
def test_not_every_line_is_a_person(text: str) -> None:
    assert person(text) is None


def test_a_biography_needs_the_authors_name_or_a_contact() -> None:
    bio = "Ana Lund is a reporter for the Coast Times and covers shipping."
    assert is_author_bio(bio, ["Ana Lund"])
    assert not is_author_bio(bio, ["Max Roe"])
    assert is_author_bio("Ana Lund is a correspondent in Oslo. Follow her @analund", [])
    assert not is_author_bio("Ana Lund is a sailor and lives in Oslo.", ["Ana Lund"])
