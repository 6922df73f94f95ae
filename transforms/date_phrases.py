"""Dates as English news writes them, by the day of publication: "Tuesday", "last year", "Oct. 9".

Nothing is read by today's clock: without a day of publication only phrases that name their year
have a value.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from schemas.value import Value
from transforms.number_words import number_at_start

KEPT_PHRASES = 1 << 13  # phrases and days that a process keeps what it read of
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_WEEK = 7  # days
_HALF_YEAR = 183  # days
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_DAYS = {
    day: number
    for number, day in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}
_LEAD = re.compile(
    r"(?:(?:the|on|in|of|by|since|about|around|early|late|mid|later|earlier|end|start|beginning"
    r"|middle|spring|summer|autumn|fall|winter)[\s-]+)+"
)
_TAIL = re.compile(r",? (?:morning|afternoon|evening|night)$|['’]s?$")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:[a-z]+day,? )?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d)-{_DAY}",
        rf"{_WEEKDAY}{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"{_WEEKDAY}{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"{_MONTH}(?: of|,)? {_YEAR}",
    )
)
_QUARTER = re.compile(rf"(first|second|third|fourth|q[1-4])(?: quarter)?(?: of)? {_YEAR}")
_DECADE = re.compile(r"(\d{3})0['’]?s")
_AGO = re.compile(r"(day|week|month|year)s? (?:ago|earlier|before)")
_NEAR = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}


def read_date(phrase: str, published: date | None, ahead: bool = False) -> Value | None:
    """The value of a phrase; None where it names no date, or none that is known.

    Args:
        phrase: as the text has it.
        published: the day the article is of; None if unknown.
        ahead: the sentence speaks of what is to come: a weekday is then the next one.
    """
    return _read(" ".join(phrase.split()).casefold(), published, ahead)


@lru_cache(KEPT_PHRASES)
def _read(phrase: str, published: date | None, ahead: bool) -> Value | None:
    lead = _LEAD.match(phrase)
    bare = _TAIL.sub("", phrase[lead.end() :] if lead else phrase).strip(" ,.")
    if (value := _year(bare) or _written_out(bare, published)) or published is None:
        return value
    return _relative(bare, published, ahead) or _near(bare, published) or _ago(bare, published)


def _year(phrase: str) -> Value | None:
    """ "2019", "the 1990s", "the third quarter of 2021"."""
    if phrase.isdecimal() and len(phrase) == len("2019"):
        year = int(phrase)
        return Value(date(year, 1, 1), "year") if _FIRST_YEAR <= year <= _LAST_YEAR else None
    if decade := _DECADE.fullmatch(phrase):
        return Value(date(int(decade[1]) * 10, 1, 1), "decade") if decade[1] >= "1" else None
    if quarter := _QUARTER.fullmatch(phrase):
        month = (_ORDINALS[quarter[1]] - 1) * 3 + 1
        return _on(int(quarter["year"]), month, 1, "quarter")
    return None


def _written_out(phrase: str, published: date | None) -> Value | None:
    """ "12 March 2021", "Oct. 9", "March 2021"; without a year the nearest to publication."""
    if (match := next(filter(None, (form.fullmatch(phrase) for form in _FORMS)), None)) is None:
        return None
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _MONTHS.get(parts.get("month") or "")
    if month is None:
        return None
    day, precision = (int(parts["day"]), "day") if parts.get("day") else (1, "month")
    if parts["year"]:
        return _on(int(parts["year"]), month, day, precision)
    return _nearest(month, day, precision, published)


def _nearest(month: int, day: int, precision: str, published: date | None) -> Value | None:
    if published is None:
        return None
    years = (published.year, published.year - 1, published.year + 1)
    found = [value for year in years if (value := _on(year, month, day, precision))]
    near = (v for v in found if v.date and abs((v.date - published).days) <= _HALF_YEAR)
    return next(near, None)


def _relative(phrase: str, published: date, ahead: bool) -> Value | None:
    """ "today", "yesterday", "Tuesday", "last Tuesday", "March"."""
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if phrase in steps:
        return Value(published + timedelta(days=steps[phrase]), "day")
    which, _, word = phrase.rpartition(" ")
    if word in _DAYS and which in ("", "last", "this", "next"):
        back = (published.weekday() - _DAYS[word]) % _WEEK
        if which == "next" or (ahead and which in ("", "this")):
            return Value(published + timedelta(days=_WEEK - back), "day")
        return Value(published - timedelta(days=back or _WEEK * (which == "last")), "day")
    if word in _MONTHS and which == "":
        return _nearest(_MONTHS[word], 1, "month", published)
    if word in _MONTHS and which in ("last", "next"):
        later = _MONTHS[word] > published.month
        same = _MONTHS[word] == published.month
        step = (0 if later else 1) if which == "next" else (-1 if later or same else 0)
        return _on(published.year + step, _MONTHS[word], 1, "month")
    return None


def _near(phrase: str, published: date) -> Value | None:
    """ "last year", "this month", "next week"; the Monday of a week."""
    which, _, unit = phrase.partition(" ")
    if which not in _NEAR or unit not in ("week", "month", "quarter", "year"):
        return None
    if which in ("past", "coming"):
        return None  # a span of time rather than a period of the calendar
    return _moved(published, unit, _NEAR[which])


def _ago(phrase: str, published: date) -> Value | None:
    """ "three days ago", "a year earlier"."""
    number = number_at_start(phrase)
    match = _AGO.fullmatch(number[1]) if number else None
    if number is None or match is None or number[0] > _LAST_YEAR:
        return None
    if not number[0].is_integer() or not match.group().endswith("ago"):
        return None  # "a year earlier" counts from what the text has just spoken of
    return _moved(published, match[1], -int(number[0]))


def _moved(published: date, unit: str, steps: int) -> Value | None:
    """The period some periods on from that of publication."""
    if unit == "day":
        return Value(published + timedelta(days=steps), "day")
    if unit == "week":
        monday = published - timedelta(days=published.weekday())
        return Value(monday + timedelta(days=_WEEK * steps), "week")
    if unit == "year":
        return _on(published.year + steps, 1, 1, "year")
    length = 3 if unit == "quarter" else 1
    months = published.year * 12 + (published.month - 1) // length * length + steps * length
    return _on(months // 12, months % 12 + 1, 1, unit)


def _on(year: int, month: int, day: int, precision: str) -> Value | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        return None
    length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return Value(date(year, month, day), precision) if 1 <= day <= length else None
