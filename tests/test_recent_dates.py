"""Days told by the day of the fetch."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from transforms.recent_dates import recent_day, without_ago

SEEN = datetime(2026, 1, 8, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "day", "rest"),
    [
        ("vor 3 Stundenvor 3 Stunden", 8, ""),
        ("Ana Lund5 hours ago", 8, "Ana Lund"),
        ("Ana Lund|Published 1 day ago", 7, "Ana Lund"),
        ("Publié il y a 19 heures, mis à jour à 09h42", 7, ""),
        ("hace 2 días", 6, ""),
        ("för 3 timmar sedan", 8, ""),
        ("3 часа назад", 8, ""),
        ("منذ 3 ساعات", 8, ""),
        ("5 saat önce", 8, ""),
        ("2 घंटे पहले", 8, ""),
        ("3小时前", 8, ""),
        ("1日前", 7, ""),
        ("3 시간 전", 8, ""),
        ("3 giờ trước", 8, ""),
        ("Publiziert heute um 12:19 Uhr", 8, ""),
        ("Vandaag om 20:07", 8, ""),
        ("gestern, 14:02 Uhr", 7, ""),
        ("Анна Лунд 7 января, 17:46", 7, "Анна Лунд"),
        ("Jan 7, 5:46 PM", 7, ""),
        ("1月7日 17時46分", 7, ""),
    ],
)
def test_a_day_is_counted_from_the_fetch(line: str, day: int, rest: str) -> None:
    assert recent_day(line, SEEN) == (date(2026, 1, day), rest)


def test_a_day_without_a_year_is_the_last_such_day() -> None:
    assert recent_day("Dec 30, 5:46 PM", SEEN) == (date(2025, 12, 30), "")
    assert recent_day("Jan 9, 0:46", SEEN) == (date(2026, 1, 9), "")


@pytest.mark.parametrize(
    "line",
    [
        "Published 4 months ago",
        "Updated 3 hours ago",
        "3 weeks ago",
        "20 days ago",
        "Part 2 of 3",
        "Heute im Fernsehen",
        "November 20",
        "8 Jan 2026, 17:46",
        "Game 7 at 8:30",
    ],
)
def test_other_lines_tell_no_day(line: str) -> None:
    assert recent_day(line, SEEN) is None


def test_a_line_is_read_up_to_how_long_ago_it_was() -> None:
    assert without_ago("Ana Lund | Published 4 days ago") == "Ana Lund"
    assert without_ago("Ana Lund and 3 days") == "Ana Lund and 3 days"
