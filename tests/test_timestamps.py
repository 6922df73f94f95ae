"""Dates in visible text: strict forms, zones, precision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.timestamps import read_timestamp


@pytest.mark.parametrize(
    ("line", "moment", "precision"),
    [
        ("Sept. 13, 2020 - 14:32", "2020-09-13T14:32", "minute"),
        ("Published 3 May 2021 10:15 GMT", "2021-05-03T10:15", "minute"),
        ("Published Tue, Nov 19 2019, 7:05 PM EST", "2019-11-20T00:05", "minute"),
        ("2020-09-13T14:32:10+09:00", "2020-09-13T05:32:10", "second"),
        ("17:41 JST, October 13, 2024", "2024-10-13T08:41", "minute"),
        ("Montag, 5. August 2024 um 21:36 Uhr", "2024-08-05T21:36", "minute"),
        ("Publié le 3 mars 2021 à 14h52", "2021-03-03T14:52", "minute"),
        ("2024年4月24日10:21", "2024-04-24T10:21", "minute"),
        ("25/12/2021", "2021-12-25T00:00", "day"),
        ("Publié le 06/01/2021 - 14:16 UTC+1", "2021-01-06T13:16", "minute"),
        ("10/07/2021 00:50 Actualizado a 10/07/2021 22:39", "2021-07-10T00:50", "minute"),
        ("29.06.2021, 15:04 | Lesedauer: 7 Minuten", "2021-06-29T15:04", "minute"),
        ("28.04.2021 um 08:52 Uhr - 12 Kommentare", "2021-04-28T08:52", "minute"),
        ("May 3, 2021 | 5 min read", "2021-05-03T00:00", "day"),
        ("Posted: 18 Nov 2019 12:05 am", "2019-11-18T00:05", "minute"),
        ("Published May 3, 2021, updated May 9, 2021", "2021-05-03T00:00", "day"),
    ],
)
def test_a_timestamp_is_read_in_utc(line: str, moment: str, precision: str) -> None:
    stamp = read_timestamp(line)
    assert stamp is not None
    assert stamp.at is not None
    assert stamp.rest == ""
    assert stamp.at.at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert (stamp.at.precision, stamp.at.source) == (precision, "visible-text")


def test_a_time_without_zone_is_trusted_less() -> None:
    zoned, bare = read_timestamp("3 May 2021 10:15 UTC"), read_timestamp("3 May 2021 10:15")
    assert zoned is not None
    assert bare is not None
    assert zoned.at is not None
    assert bare.at is not None
    assert zoned.at.confidence > bare.at.confidence > 0


@pytest.mark.parametrize(
    "line",
    ["Updated May 3, 2021 10:15", "Last modified: 2021-05-03", "05/06/2021"],
)
def test_a_line_with_no_certain_day_of_publication_gives_none(line: str) -> None:
    stamp = read_timestamp(line)
    assert stamp is not None
    assert stamp.at is None


@pytest.mark.parametrize(
    "line", ["November 20", "10 p.m.", "Sept. 13", "Part 2 of 3", "", "2021", "31 February 2021"]
)
def test_nothing_is_filled_in(line: str) -> None:
    assert read_timestamp(line) is None


def test_what_else_stands_on_the_line_is_handed_back() -> None:
    stamp = read_timestamp("Sept. 13, 2020 - 14:32 By Ana Lund")
    assert stamp is not None
    assert stamp.rest == "By Ana Lund"
    sentence = read_timestamp("She was born on May 3, 1950 in Bergen")
    assert sentence is not None
    assert "born" in sentence.rest


@given(st.dates(datetime(1901, 1, 1).date(), datetime(2099, 12, 31).date()), st.times())
def test_every_form_of_one_moment_reads_the_same(day: object, time: object) -> None:
    moment = datetime.fromisoformat(f"{day}T{str(time)[:5]}").replace(tzinfo=UTC)
    forms = (
        "%Y-%m-%d %H:%M UTC",
        "%B %d, %Y %I:%M %p GMT",
        "%d %b %Y, %H:%M UTC",
        "%d.%m.%Y %H:%M Z",
    )
    for form in forms:
        stamp = read_timestamp(moment.strftime(form))
        assert stamp is not None
        assert stamp.at is not None
        assert stamp.at.at == moment, form
