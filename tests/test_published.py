"""Dates: what counts as one, its zone, precision and confidence, and what is refused."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import PublicationDate
from transforms.date_text import FIRST_YEAR, LAST_YEAR
from transforms.published import choose, date_in_url, parse_date, parse_instant


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "utc", "precision"),
    [
        ("2020-09-13", "2020-09-13", "day"),
        ("2020/9/3", "2020-09-03", "day"),
        ("2020-09-13T14:32:05Z", "2020-09-13T14:32:05", "second"),
        ("2020-09-13T14:32:05.123456+02:00", "2020-09-13T12:32:05", "second"),
        ("2020-09-13 14:32:05-0530", "2020-09-13T20:02:05", "second"),
        ("2020-09-13T14:32", "2020-09-13T14:32", "minute"),
        ("2020-09-13T00:00:00", "2020-09-13", "day"),
        ("2020-09-13T00:00:00+02:00", "2020-09-12T22:00", "second"),
        ("2020-09-13T25:00", "2020-09-13", "day"),
        ("2020-09", "2020-09-01", "month"),
        ("September 2020", "2020-09-01", "month"),
        ("20200913", "2020-09-13", "day"),
        ("20200913T143205Z", "2020-09-13T14:32:05", "second"),
        ("20200913143205", "2020-09-13T14:32:05", "second"),
        ("Sun, 13 Sep 2020 14:32:05 +0200", "2020-09-13T12:32:05", "second"),
        ("Sun, 13 Sep 2020 14:32:05 GMT", "2020-09-13T14:32:05", "second"),
        ("Sun Sep 13 14:32:05 +0000 2020", "2020-09-13T14:32:05", "second"),
        ("Sept. 13, 2020 - 14:32", "2020-09-13T14:32", "minute"),
        ("September 13th, 2020 at 3:45 p.m. EDT", "2020-09-13T19:45", "minute"),
        ("January 13, 2020 12:05 am ET", "2020-01-13T05:05", "minute"),
        ("July 13, 2020 12:05 am ET", "2020-07-13T04:05", "minute"),
        ("Published 10.15 BST, Monday 14 September 2020", "2020-09-14T09:15", "minute"),
        ("13.9.2020, 14:32 Uhr", "2020-09-13T14:32", "minute"),
        ("13 de septiembre de 2020", "2020-09-13", "day"),
        ("1er mai 2021", "2021-05-01", "day"),
        ("3. März 2021", "2021-03-03", "day"),
        ("2024年4月24日16:58", "2024-04-24T16:58", "minute"),
        ("13/09/2020", "2020-09-13", "day"),
        ("09/13/2020", "2020-09-13", "day"),
        ("09/09/2020", "2020-09-09", "day"),
        ("1600007525", "2020-09-13T14:32:05", "second"),
        ("1600007525123", "2020-09-13T14:32:05", "second"),
        ("1600007525123456", "2020-09-13T14:32:05", "second"),
        ("1600007525999999999", "2020-09-13T14:32:05", "second"),
        (1600007525123456, "2020-09-13T14:32:05", "second"),
        (1600007525123456789, "2020-09-13T14:32:05", "second"),
        (1600007525, "2020-09-13T14:32:05", "second"),
        (1600007525.9, "2020-09-13T14:32:05", "second"),
        (1600007525123, "2020-09-13T14:32:05", "second"),
        (20200913, "2020-09-13", "day"),
    ],
)
def test_read(written: str | float, utc: str, precision: str) -> None:
    date = parse_date(written, "record")
    assert date is not None
    assert (date.at, date.precision, date.source) == (at(utc), precision, "record")


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2020",  # March or April
        "2020",
        "13 September",
        "14:32",
        "yesterday",
        "2020-02-30",
        "2020-13-01",
        "31/31/2020",
        "1 May 2020, updated 3 May 2020",
        "9999-12-31",
        "1599-12-31T23:59:59Z",
        "2201-01-01",
        "2020-09-13" + " and then it rained" * 20,
        "Smarch 13, 2020",
        "",
        0,
        -1600007525,
        12345,
        10**14 - 1,
        "16000075251234567890",
        10**19,
        10**400,
        math.nan,
        math.inf,
        True,
    ],
)
def test_refused(written: str | float) -> None:
    assert parse_date(written, "record") is None
    assert parse_instant(written) is None


def test_confidence_falls_with_what_is_missing() -> None:
    dates = [
        parse_date(text, "record") for text in ("2020-09-13T14:32Z", "2020-09-13T14:32", "2020-09")
    ]
    confidences = [date.confidence for date in dates if date]
    assert len(confidences) == 3
    assert confidences == sorted(set(confidences), reverse=True)
    url, text = parse_date("2020-09-13", "url"), parse_date("2020-09-13", "visible-text")
    assert url is not None
    assert text is not None
    assert url.confidence > text.confidence


def test_an_instant_needs_a_day() -> None:
    assert parse_instant("2020-09-13") == at("2020-09-13")
    assert parse_instant("2020-09") is None


@pytest.mark.parametrize(
    ("url", "utc", "precision"),
    [
        ("https://example.com/2020/09/13/x", "2020-09-13", "day"),
        ("https://example.com/news/2020-09-13-x", "2020-09-13", "day"),
        ("https://example.com/x_20200913.html", "2020-09-13", "day"),
        ("https://example.com/2020/0913/x", "2020-09-13", "day"),
        ("https://example.com/2020/09/x", "2020-09-01", "month"),
    ],
)
def test_date_in_url(url: str, utc: str, precision: str) -> None:
    date = date_in_url(url)
    assert date is not None
    assert (date.at, date.precision, date.source) == (at(utc), precision, "url")


@pytest.mark.parametrize(
    "path", ["x?d=/2020/09/13/", "2020/99/13", "id-1202009135", "2020/02/31/", "best-of-2020"]
)
def test_no_date_in_url(path: str) -> None:
    assert date_in_url(f"https://example.com/{path}") is None


def known(text: str, source: str = "meta") -> PublicationDate:
    date = parse_date(text, source)
    assert date is not None
    return date


def test_choose_takes_the_first_or_a_finer_one_of_its_day() -> None:
    day, time = known("2020-09-13", "json-ld"), known("2020-09-13T14:32:05Z")
    other = known("2020-09-14T08:00:00Z")
    assert choose([None, day, other, time], None) == time
    assert choose([day, other], None) == day
    assert choose([time, other], None) == time
    assert choose([known("2020-09"), day], None) == day
    assert choose([None], None) is None


def test_choose_drops_what_is_later_than_the_fetch() -> None:
    early, late = known("2020-09-13T10:00:00Z"), known("2020-09-13T14:00:00Z")
    assert choose([late, early], at("2020-09-13T12:00:00")) == early
    assert choose([late], at("2020-09-13T12:00:00")) is None
    assert choose([early], at("2020-09-13T10:00:00")) == early


_TIMES = st.datetimes(
    datetime(FIRST_YEAR, 1, 3),
    datetime(LAST_YEAR, 12, 29),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
).map(lambda time: time.replace(microsecond=0))


@given(_TIMES)
def test_standard_forms_round_trip(time: datetime) -> None:
    assert parse_instant(time.isoformat()) == time
    assert parse_instant(format_datetime(time)) == time


_SCRAPS = st.sampled_from(
    [
        "2020",
        "13",
        "99",
        "0",
        "Sep",
        "mai",
        "-",
        "/",
        ".",
        ":",
        "T",
        "Z",
        "+",
        "am",
        "年",
        "24",
        " ",
    ]
)


@given(
    st.one_of(
        st.text(),
        st.lists(_SCRAPS).map("".join),
        st.integers(),
        st.floats(),
        st.from_regex(r"[\d:/T+ -]+"),
    ),
    st.text(max_size=5),
)
def test_never_raises_and_never_leaves_the_range(value: str | float, source: str) -> None:
    date = parse_date(value, source)
    if date is not None:
        assert FIRST_YEAR <= date.at.year <= LAST_YEAR
        assert date.at.tzinfo is UTC
        assert 0 < date.confidence < 1
        assert parse_date(value, source) == date
    if isinstance(value, str):
        date_in_url(value)
