"""Bylines, credits and biographies of authors."""

from __future__ import annotations

import pytest

from transforms.bylines import Byline, is_author_bio, read_byline, read_credit
from transforms.persons import person, run_of_names, without_body


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
        ("Von: Bo LUND, Marisha ROE", Byline(("Bo LUND", "Marisha ROE"))),
        ("Von Ana Lund, NRZ HAMBURG", Byline(("Ana Lund",))),
        ("By Ana Lund, Senior Analyst, and Max Roe | Coast News", Byline(("Ana Lund", "Max Roe"))),
        ("By Ana Lund@CoastTimes", Byline(("Ana Lund",))),
        ("By Tom Roe, AP Auto Writer", Byline(("Tom Roe",))),
        ("By ANA LUND AND MAX ROE", Byline(("Ana Lund", "Max Roe"))),
        ("Redaktion: Staff", None),
        ("Par Le Courrier et AFP", Byline(agency="AFP")),
        ("Por Ana Lund en Madrid", Byline(("Ana Lund",))),
        ("di Ana Lund e Max Roe", Byline(("Ana Lund", "Max Roe"))),
        ("Door Ana Lund en Max Roe", Byline(("Ana Lund", "Max Roe"))),
        ("Teksti: Aino Salmela", Byline(("Aino Salmela",))),
        ("Írta: Varga Eszter", Byline(("Varga Eszter",))),
        ("de Ioana Petrescu și Ion Popa", Byline(("Ioana Petrescu", "Ion Popa"))),
        ("Автор: Елена Стоянова", Byline(("Елена Стоянова",))),
        ("Підготувала Оксана Мельник", Byline(("Оксана Мельник",))),
        ("Γράφει η Ελένη Μαρκάκη", Byline(("Ελένη Μαρκάκη",))),
        ("Haber: Elif Yıldız ve Can Demir", Byline(("Elif Yıldız", "Can Demir"))),
        ("بقلم: محمد الخطيب", Byline(("محمد الخطيب",))),
        ("מאת נועה ברק", Byline(("נועה ברק",))),
        ("Oleh: Dewi Lestari dan Budi Santoso", Byline(("Dewi Lestari", "Budi Santoso"))),
        ("김하늘 기자 haneul@paper.example", Byline(("김하늘",), ("haneul@paper.example",))),
        ("本报记者 张晓明 李雨晴", Byline(("张晓明", "李雨晴"))),
    ],
)
def test_a_byline_is_read(line: str, byline: Byline | None) -> None:
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
        "Von der Leyen",
        "De nuevo en casa",
        "Nga mali në det",
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
    "text",
    [
        *("Ana", "The Archive", "ana lund", "Ana Lund wrote this", "AFP News", "Le Figaro"),
        *("El País", "Ilanga D", "Ap National", "Play Audio", "NP Posted"),
    ],
)
def test_not_every_line_is_a_person(text: str) -> None:
    assert person(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lund Political Correspondent",
        "Redakteurin Ana Lund",
        "Staff Writer Ana Lund",
        "journaliste Ana Lund",
    ],
)
def test_a_post_beside_a_name_is_left_out(text: str) -> None:
    assert person(text) == "Ana Lund"


def test_names_that_lost_their_commas_are_told_apart_where_they_are_known() -> None:
    assert run_of_names("Ярослав Лунд Антон Ро") == ("Ярослав Лунд", "Антон Ро")
    assert run_of_names("Ana Lund Max Roe") == ("Ana Lund", "Max Roe")
    assert run_of_names("Coast Line Ferry Port") == ()


def test_what_stands_behind_a_name_may_be_its_paper() -> None:
    assert without_body("Tom Roe Associated Press") == "Tom Roe"
    assert without_body("Tom Roe COAST TODAY") == "Tom Roe"
    assert without_body("Anna Maria LUND") == "Anna Maria LUND"


def test_a_biography_needs_the_authors_name_or_a_contact() -> None:
    bio = "Ana Lund is a reporter for the Coast Times and covers shipping."
    assert is_author_bio(bio, ["Ana Lund"])
    assert not is_author_bio(bio, ["Max Roe"])
    assert is_author_bio("Ana Lund is a correspondent in Oslo. Follow her @analund", [])
    assert not is_author_bio("Ana Lund is a sailor and lives in Oslo.", ["Ana Lund"])
