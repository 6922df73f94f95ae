"""Names of months and days of the week, and the calendars beside the Gregorian one in news."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

_FILE = Path(__file__).parent / "calendar_names.txt"

# The Thai solar calendar counts from 543 BCE; years that only it has.
BUDDHIST = 543
BUDDHIST_YEARS = range(2443, 2643)

# The Iranian calendar: its months, the years in which newspapers are dated, and the Gregorian day
# of a new year's first day, from which its leap years are counted (a rule good for these years).
_IRANIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
IRANIAN_YEARS = range(1279, 1479)
_NOWRUZ_1404 = date(2025, 3, 21)
_LONG_MONTHS = 6  # of 31 days; the others have 30

# Years before the first of each era of Japan.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


def _names() -> list[list[str]]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


def plain(word: str) -> str:
    """In small letters, without a full stop, and without the dot that "İ" leaves."""
    return word.casefold().replace("\u0307", "").strip(".")


_ROWS = _names()
MONTHS = {name: number for number, row in enumerate(_ROWS[:12], 1) for name in row}
WEEKDAYS = frozenset(_ROWS[12])
IRANIAN = {name: number for number, name in enumerate(_IRANIAN_MONTHS.split(), 1)}


def _is_iranian_leap(year: int) -> bool:
    """By the cycle of 33 years, which is right from 1244 to 1472."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def iranian_day(year: int, month: int, day: int) -> date:
    """The Gregorian day; ValueError if the Iranian calendar has no such day."""
    months, short = divmod(month - 1, 12), month > _LONG_MONTHS
    longest = 31 - short - (month == 12 and not _is_iranian_leap(year))
    if months[0] or not 1 <= day <= longest or year not in IRANIAN_YEARS:
        raise ValueError(f"no such day: {year}-{month}-{day}")
    years = range(min(year, 1404), max(year, 1404))
    days = sum(365 + _is_iranian_leap(one) for one in years) * (1 if year > 1404 else -1)
    days += 31 * min(month - 1, _LONG_MONTHS) + 30 * max(0, month - 1 - _LONG_MONTHS) + day - 1
    return _NOWRUZ_1404 + timedelta(days=days)
