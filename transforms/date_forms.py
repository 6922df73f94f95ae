"""Where a line shows a day, in the forms of the world's news; only such as name their year.

The word of a month is looked up, not searched for: a pattern of all months in all languages would
be slow. A day and a month in figures that may be either way round are both handed back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from unicodedata import digit

from transforms.calendar_words import (
    BUDDHIST,
    BUDDHIST_YEARS,
    ERAS,
    IRANIAN,
    IRANIAN_YEARS,
    MONTHS,
    iranian_day,
    plain,
)

# Years outside are typing errors or history.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Shown(NamedTuple):
    """A day that a text shows.

    Attributes:
        start, end: where, in characters.
        day: the day; the day before the month where both orders are possible.
        turned: the other day that the same figures may mean, else None.
    """

    start: int
    end: int
    day: date
    turned: date | None = None


# A word of any script, vowel signs and a full stop inside it included ("ม.ค."), not its last one.
_WORD = r"[^\W\d_](?:[^\s\d,.;:/|()\[\]·•–—\-]|\.(?=[^\W\d_]))+"
_YEAR = r"(?P<y{0}>(?:1[349]|2[0156])\d\d)"
_NAMED = (
    # January 8, 2026; the figures that stand behind a year that lost its space are not its own
    rf"(?P<name1>{_WORD})\.? ?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?(?:,|\s)\s?{_YEAR.format(1)}"
    # 8 January 2026, 8. januar 2026, 8 de enero de 2026, 8-Jan-2026, 8 janv. 2026
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th|er|º|-?го|-?е|η|ή)?[.,]?[ /-]?(?:de |d['’]|of |ta['’] |ngày )?"
    rf"(?P<name2>{_WORD})[.,]?[ /-]?(?:de |del |of |ng |พ\.ศ\. ?)?,? ?{_YEAR.format(2)}"
    # 2026. gada 8. janvāris, 2026 жылғы 8 қаңтар
    rf"|{_YEAR.format(4)}\.? (?:gada|жылғы|йил|yil) (?P<d4>\d{{1,2}})[.-]? ?(?P<name4>{_WORD})"
    # 2026. január 8., 2026 m. sausio 8, 2026-Jan-08
    rf"|{_YEAR.format(3)}(?:\.|,| m\.|-)? ?(?P<name3>{_WORD})\.?[ -](?P<d3>\d{{1,2}})(?!\d)"
)
_FIGURES = (
    r"(?P<y5>\d{4})(?P<sep>[-/.] ?)(?P<m5>\d{1,2})(?P=sep)(?P<d5>\d{1,2})(?=\D|$)\.?"
    r"|(?P<d6>\d{1,2})\. ?(?P<m6>\d{1,2})\. ?(?P<y6>\d{4})(?!\d)"
    r"|(?P<d7>\d{1,2}) ?(?P<sep7>[/-]) ?(?P<m7>\d{1,2}) ?(?P=sep7) ?(?P<y7>\d{4})(?!\d)"
    r"|(?:(?P<era>令和|平成|昭和) ?(?P<y8>\d{1,2}|元)"
    r"|(?P<y9>\d{4})) ?[年년] ?(?P<m8>\d{1,2}) ?[月월] ?"
    r"(?P<d8>\d{1,2}) ?[日号號일]"
    r"|(?P<d9>\d{1,2}) tháng (?P<m9>\d{1,2})(?:,| năm|, năm)? (?P<y10>\d{4})"
    r"|(?P<y11>\d{4}) оны (?P<m11>\d{1,2})\S* сарын (?P<d11>\d{1,2})"
)
_DATE = re.compile(rf"(?<!\d)(?<!\d\.)(?:{_FIGURES})|(?<![^\W_])(?:{_NAMED})", re.IGNORECASE)
_ARABIC = re.compile(r"(كانون|تشرين) (الأول|الاول|الثاني)")
_HEBREW_IN = "ב"
_LEVANTINE = {"كانون": ("ديسمبر", "يناير"), "تشرين": ("أكتوبر", "نوفمبر")}
# Looked for first because it is cheap.
_FOUR = re.compile(r"\d{4}")
_ERA = re.compile(r"[和成]\s?(?:\d|元)")
# Two figures from which a year is of the last century (POSIX, strptime).
SHORT_CENTURY = "69"
_SHORT_YEAR = re.compile(
    r"((?<![\d./])\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)|(?<!\d)\d{1,2}[. -]+[^\W\d_]{3,9}\.?[ -]'?)"
    r"(?P<year>\d\d)(?![\d:./]\d|\d| ?(?:Uhr|h\b))"
)
_MARKS = re.compile(r"\s[|/·•–-]\s|[|•·,]")
# A word that lost the space behind it: "Published17. December", "TimesNovember 21".
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=\d{1,2}[./ ]|[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d)")


# The digits of every script, by their code points.
_DIGITS = {code: str(digit(chr(code))) for code in range(0x660, 0xFF20) if chr(code).isdecimal()}


def may_show_day(line: str) -> bool:
    """Whether a line has what every day that is read has: figures of a year, or of an era's."""
    if _FOUR.search(line):
        return True
    return not line.isascii() and _ERA.search(line) is not None


def spaced(line: str) -> str:
    """The line in the digits 0 to 9, with the spaces that its dates lost, and one word for each
    month."""
    line = _GLUED.sub(" ", line)
    if line.isascii():
        return line
    line = line.translate(_DIGITS)
    return _ARABIC.sub(_levantine, line) if "ن ا" in line else line


def whole_years(line: str) -> str:
    """The line with four figures for each year of two: "15.04.25", "8/1/26", "8 Jan 26"."""
    line = line if line.isascii() else line.translate(_DIGITS)
    return _SHORT_YEAR.sub(_whole_year, line) if _SHORT_YEAR.search(line) else line


def is_short_day(line: str) -> bool:
    """Whether a day with a year of two figures fills the line, or what stands between its marks:
    "Politik / 8.1.26", not "Linux 5.10.21 is out"."""
    return any(_SHORT_YEAR.fullmatch(piece.strip(" ()[]")) for piece in _MARKS.split(line))


def _whole_year(match: re.Match[str]) -> str:
    return f"{match[1]}{'19' if match['year'] >= SHORT_CENTURY else '20'}{match['year']}"


def _levantine(match: re.Match[str]) -> str:
    return _LEVANTINE[match[1]][match[2] == "الثاني"]


def shown_days(line: str) -> Iterator[Shown]:
    """The days that a line shows, from left to right; `spaced` has been done."""
    at = 0
    while match := _DATE.search(line, at):
        part = {key.rstrip("0123456789"): v for key, v in match.groupdict().items() if v}
        found = _shown(part, match)
        if found is not None:
            yield found
        # What looks like a day and is none may hide one: "Seite 3 vom 4 Mai 2021".
        at = match.end() if found else match.start() + 1


def _shown(part: dict[str, str], match: re.Match[str]) -> Shown | None:
    span = match.start(), match.end()
    if "name" in part:
        day = _named_day(part)
        return Shown(*span, day) if day else None
    year, month, day_ = _year(part), int(part["m"]), int(part["d"])
    days = [_day(year, month, day_)]
    if match["sep7"]:
        days.append(_day(year, day_, month))
    known = list(dict.fromkeys(day for day in days if day))
    return Shown(*span, *known) if known else None


def _year(part: dict[str, str]) -> int:
    if "era" in part:
        return ERAS[part["era"]] + (1 if part["y"] == "元" else int(part["y"]))
    return int(part["y"])


def _named_day(part: dict[str, str]) -> date | None:
    name = plain(part["name"])
    if name in IRANIAN and int(part["y"]) in IRANIAN_YEARS:
        return _day(int(part["y"]), IRANIAN[name], int(part["d"]))
    month = MONTHS.get(name) or MONTHS.get(name.removeprefix(_HEBREW_IN))
    iranian = int(part["y"]) in IRANIAN_YEARS  # whose months have other names
    return _day(int(part["y"]), month, int(part["d"])) if month and not iranian else None


def _day(year: int, month: int, day: int) -> date | None:
    """The day, from the calendar in which its year can be; None if there is no such day."""
    try:
        if year in IRANIAN_YEARS:
            return iranian_day(year, month, day)
        year -= BUDDHIST * (year in BUDDHIST_YEARS)
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
