"""The head of a scraped article: names without "By", and days among other words."""

from __future__ import annotations

import pytest

from transforms.head import bare_byline, names, shown_date
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
    found = bare_byline(head(*rows), head(*rows))
    assert found is not None
    assert found.authors == ("Ana Lund",)


def test_a_subheading_of_the_text_is_no_byline() -> None:
    rows = head(TITLE, ("timestamp", "May 3, 2021"), LEDE, LEDE, LEDE, ("", "Mary Celeste"), LEDE)
    assert bare_byline(rows, rows) is None


def test_names_among_widgets_are_none() -> None:
    rows = head(TITLE, *WIDGETS, ("unlikely", "Ana Lund"), *WIDGETS, LEDE)
    assert bare_byline(rows, rows) is None


def test_lines_of_names_that_touch_are_one_byline() -> None:
    rows = head(TITLE, ("unlikely", "Ana Lund"), ("unlikely", "Max Roe"), *WIDGETS, LEDE)
    found = bare_byline(rows, rows)
    assert found is not None
    assert found.authors == ("Ana Lund", "Max Roe")


def test_a_day_among_other_words_is_the_last_resort() -> None:
    rows = head(TITLE, ("unlikely", "Politics / May 3, 2021"), ("caption", "Port, May 4, 2021"))
    day = shown_date(rows)
    assert day is not None
    assert f"{day.at:%Y-%m-%d} {day.precision}" == "2021-05-03 day"
    assert shown_date([*rows, *head(("timestamp", "05/06/2021"))]) is None
    assert shown_date(head(TITLE, ("unlikely", "He came on May 3, 2021."))) is None
