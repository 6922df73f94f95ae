"""Days in the forms, scripts and calendars of the world's news."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.calendar_words import MONTHS, WEEKDAYS, iranian_day
from transforms.date_forms import is_short_day, shown_days, spaced, whole_years

DAY = date(2026, 1, 8)


@pytest.mark.parametrize(
    "line",
    [
        "Jan. 8 2026 5:30 PM",
        "Thursday, 8th January, 2026",
        "8 de enero de 2026",
        "08-Jan-2026",
        "8 d’gener de 2026",
        "8. siječnja 2026.",
        "8 stycznia 2026",
        "8. ledna 2026",
        "2026. január 8.",
        "2026 m. sausio 8 d.",
        "2026. gada 8. janvāris",
        "8 tammikuuta 2026",
        "8 января 2026 г.",
        "8 OCAK 2026",
        "8η Ιανουαρίου 2026",
        "8 كانون الثاني 2026",
        "٨ يناير ٢٠٢٦",
        "۱۸ دی ۱۴۰۴",
        "۱۴۰۴/۱۰/۱۸",
        "8 בינואר 2026",
        "०८ जनवरी २०२६",
        "৮ জানুয়ারি ২০২৬",
        "8 ม.ค. 2569",
        "8 มกราคม พ.ศ. 2569",
        "8 tháng 1 năm 2026",
        "2026 оны 1-р сарын 8",
        "2026년 1월 8일",
        "2026. 1. 8.",
        "令和8年1月8日",
        "TimesJanuary 8, 202601747",
        "Published8. January 2026",
        "Seite 3 vom 8 Januar 2026",
    ],
)
def test_a_day_is_read(line: str) -> None:
    found = list(shown_days(spaced(unicodedata.normalize("NFC", line))))
    assert [(shown.day, shown.turned) for shown in found] == [(DAY, None)]


def test_figures_may_mean_two_days() -> None:
    (shown,) = shown_days("08/01/2026")
    assert (shown.day, shown.turned) == (DAY, date(2026, 8, 1))
    (shown,) = shown_days("01-13-2026")
    assert (shown.day, shown.turned) == (date(2026, 1, 13), None)


@pytest.mark.parametrize("line", ["32/01/2026", "30 February 2026", "8 Uhr 2026", "192.168.2001.1"])
def test_what_only_looks_like_a_day_is_none(line: str) -> None:
    assert not list(shown_days(line))


def test_years_of_two_figures_are_of_this_century_or_the_end_of_the_last() -> None:
    assert whole_years("Palma15.04.25 09:56") == "Palma15.04.2025 09:56"
    assert whole_years("8 Jan 26") == "8 Jan 2026"
    assert whole_years("31/12/99") == "31/12/1999"
    for line in ("8 Jan 17:46", "10.30.25.1", "8 Jan 2026"):
        assert whole_years(line) == line


@given(st.dates(date(1925, 1, 1), date(2080, 1, 1)))
def test_iranian_days_follow_one_another(day: date) -> None:
    year = day.year - 621 - (day < _nowruz(day.year))
    passed = (day - _nowruz(year + 621)).days
    month = passed // 31 if passed < 186 else 6 + (passed - 186) // 30
    of_month = passed - 31 * month if passed < 186 else (passed - 186) % 30
    assert iranian_day(year, month + 1, of_month + 1) == day


def _nowruz(year: int) -> date:
    """The first day of the Iranian year that begins in a Gregorian one."""
    return iranian_day(year - 621, 1, 1)


@pytest.mark.parametrize(
    ("year", "first"),
    [(1399, date(2020, 3, 20)), (1400, date(2021, 3, 21)), (1404, date(2025, 3, 21))],
)
def test_iranian_years_begin_when_they_do(year: int, first: date) -> None:
    assert iranian_day(year, 1, 1) == first
    assert iranian_day(year - 1, 12, 29) in (first - timedelta(1), first - timedelta(2))


def test_a_day_that_no_iranian_month_has_is_refused() -> None:
    for month, day in ((7, 31), (12, 30), (13, 1), (1, 0)):
        with pytest.raises(ValueError, match="no such day"):
            iranian_day(1404, month, day)


def test_every_month_is_known_in_many_languages() -> None:
    for number in range(1, 13):
        assert sum(month == number for month in MONTHS.values()) > 60
    assert {"thursday", "donnerstag", "четверг"} <= WEEKDAYS


def test_gregorian_months_have_no_iranian_years() -> None:
    assert list(shown_days("19 September 1356")) == []


def test_two_figures_are_a_year_only_in_a_date_of_their_own() -> None:
    assert is_short_day("Politik / 8.1.26")
    assert not is_short_day("Linux 5.10.21 is out")
    assert whole_years("15.04.94") == "15.04.1994"
    assert whole_years("15.04.25") == whole_years("١٥.٠٤.٢٥") == "15.04.2025"
