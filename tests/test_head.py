"""The head of a scraped article: names without "By", and days among other words."""

from __future__ import annotations

import pytest

from transforms.head import bare_byline, names, names_below
from transforms.head_dates import NEVER_SEEN, publication
from transforms.lines import Line


def head(*rows: tuple[str, str]) -> list[Line]:
    return [Line(text, role) for role, text in rows]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Ana Lund | Max Roe", ("Ana Lund", "Max Roe")),
        ("Ana Lund|Published 4 months ago", ("Ana Lund",)),
        ("Ana Lund, Max Roe (special envoys)", ("Ana Lund", "Max Roe")),
        ("Ana Lund / COASTTIMES.COM / May 3, 2021, 14:04 IST", ("Ana Lund",)),
        ("Ana Lund | 05.04.2021 - Güncelleme : 05.04.2021", ("Ana Lund",)),
        ("Harbour, News | Published: 5 hours ago | Written by Ana Lund", ("Ana Lund",)),
        ("김하나 기자", ("김하나",)),
        ("Ferry waits for wind", ()),
        ("Harbour / May 3, 2021", ()),
    ],
)
def test_a_line_of_names_may_hold_what_stands_around_bylines(
    line: str, found: tuple[str, ...]
) -> None:
    assert names(line) == found


def authors(lines: list[Line]) -> list[str]:
    return [name for line in bare_byline(lines, lines) for name in names(line.text)]


TITLE = ("title", "Ferry waits")
LEDE = ("", "The ferry stayed in port on Monday because the wind had grown too strong, he said.")
WIDGETS = [("unlikely", "Save"), ("unlikely", "Listen"), ("share_widget", "Share")]


@pytest.mark.parametrize(
    "rows",
    [
        [TITLE, *WIDGETS, ("unlikely", "Von"), ("unlikely", "Ana Lund"), *WIDGETS, LEDE],
        [TITLE, *WIDGETS, ("unlikely", "Ana Lund"), ("unlikely", "Journalist"), *WIDGETS, LEDE],
        [TITLE, *WIDGETS, ("unlikely", "Ana Lund"), LEDE],
        [TITLE, ("timestamp", "May 3, 2021"), LEDE, LEDE, LEDE, ("unlikely", "Ana Lund"), *WIDGETS],
    ],
)
def test_names_are_a_byline_below_by_above_a_post_right_above_the_text_or_near_a_date(
    rows: list[tuple[str, str]],
) -> None:
    assert authors(head(*rows)) == ["Ana Lund"]


def test_a_subheading_of_the_text_is_no_byline() -> None:
    rows = head(TITLE, ("timestamp", "May 3, 2021"), LEDE, LEDE, LEDE, ("", "Mary Celeste"), LEDE)
    assert authors(rows) == []


def test_names_among_widgets_are_none() -> None:
    rows = head(TITLE, *WIDGETS, ("unlikely", "Ana Lund"), *WIDGETS, LEDE)
    assert authors(rows) == []


def test_lines_of_names_that_touch_are_one_byline() -> None:
    rows = head(TITLE, ("unlikely", "Ana Lund"), ("unlikely", "Max Roe"), *WIDGETS, LEDE)
    assert authors(rows) == ["Ana Lund", "Max Roe"]


ABOUT = (
    "",
    "Dan Berg told reporters that the ferry of the islands would wait for a calmer sea again.",
)


def test_somebody_whom_the_text_is_about_is_no_author() -> None:
    rows = [TITLE, ("timestamp", "May 3, 2021"), ("unlikely", "Dan Berg"), *WIDGETS[:1]]
    rows += [("unlikely", "Ana Lund"), ABOUT, LEDE, LEDE, LEDE, LEDE]
    lines = head(*rows)
    for line in lines:
        line.paragraph = not line.role
    assert authors(lines) == ["Ana Lund"]
    assert authors(head(("title", "Dan Berg waits"), ("unlikely", "Dan Berg"), LEDE)) == []


def test_a_time_on_the_line_of_a_name_makes_it_a_byline() -> None:
    rows = head(TITLE, *WIDGETS, *WIDGETS, ("unlikely", "Ana Lund5 hours ago"), *WIDGETS, LEDE)
    assert authors(rows) == ["Ana Lund"]


def test_the_credit_of_a_picture_names_no_author() -> None:
    assert names("Ana Lund / AFP") == ()
    assert names("Ana Lund, Coast Times") == ("Ana Lund",)


def test_an_author_may_sign_below_the_text() -> None:
    lines = head(TITLE, LEDE, LEDE, ("", "Lê Phương"), ("unlikely", "Copy link"))
    assert [line.text for line in names_below(lines, 2)] == ["Lê Phương"]
    assert names_below(head(TITLE, LEDE, LEDE, ("unlikely", "Ferry Port")), 2) == []


def test_a_day_among_other_words_is_the_last_resort() -> None:
    rows = head(TITLE, ("unlikely", "Politics / May 3, 2021"), ("caption", "Port, May 4, 2021"))
    day = publication(rows, (), rows, None, NEVER_SEEN)
    assert day is not None
    assert f"{day.at:%Y-%m-%d} {day.precision}" == "2021-05-03 day"
    rows += head(("timestamp", "31 February 2021"))
    assert publication(rows, (), rows, None, NEVER_SEEN) is None
    sentence = head(TITLE, ("unlikely", "He came on May 3, 2021."))
    assert publication(sentence, (), sentence, None, NEVER_SEEN) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By Ana Lund | 3 hours ago", ("Ana Lund",)),
        ("Von Ana Lund | vor 3 Stunden", ("Ana Lund",)),
        ("Por Ana Lund hace 2 horas", ("Ana Lund",)),
        ("By New York", ()),
        ("Reviewed By Ana Lund", ()),
    ],
)
def test_what_introduces_a_name_is_no_part_of_it(line: str, found: tuple[str, ...]) -> None:
    assert names(line) == found


def test_many_bylines_with_times_take_no_longer_each() -> None:
    """Each was once put together with all that touch it: seconds for some hundred."""
    rows = head(TITLE, *[("unlikely", "Ana Lund 3 hours ago")] * 2_000)
    assert authors(rows) == ["Ana Lund"] * 2_000
