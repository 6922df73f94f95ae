"""A date in a short text: a small grammar of the ways feeds, pages and exports write it.

General parsers fill what is missing from today's date and guess the order of day and month; here
a date is either said in full or it is None. Day and month in figures alone ("03/04/2020") are
read only where one of them cannot be a month; with dots ("3.4.2020") the day stands first.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from transforms.date_words import MONTHS, OFFSETS, REGIONS

FIRST_YEAR, LAST_YEAR = 1600, 2200
MAX_CHARS = 150  # longer texts are prose
MAX_OFFSET = timedelta(hours=14)


class Moment(NamedTuple):
    """A point in time as far as a text tells it.

    Attributes:
        at: UTC; midnight where there is no time of day, the first where there is no day.
        precision: "second", "minute", "day" or "month".
        zoned: whether the text names the time zone; else its time was taken as UTC.
    """

    at: datetime
    precision: str
    zoned: bool


_WORD = r"[^\W\d_]{3,12}"
_TIME_BETWEEN = r"[\d:]{5,8}\s+(?:[+-]\d{4}\s+|[A-Z]{3,4}\s+)?"  # ctime puts it before the year
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})([/-])(?P<b>\d{1,2})\2(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)(?:st|nd|rd|th|er|º|\.)?[ -]?(?:de |of )?"
        rf"(?P<name>{_WORD})\.?,?[ -](?:de |del )?(?P<y>\d{{4}})(?!\d)",
        rf"(?P<name>{_WORD})\.? +(?P<d>\d\d?)(?:st|nd|rd|th)?,? +(?:{_TIME_BETWEEN})?"
        r"(?P<y>\d{4})(?![\d:])",
    )
)
_MONTH = re.compile(rf"(?P<y>\d{{4}})[-/](?P<m>\d\d)|(?P<name>{_WORD})\.?,? (?P<y2>\d{{4}})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"(?<!\d)(?P<H>\d\d?)(?:[:.h](?P<M>\d\d))?(?:[:.](?P<S>\d\d)(?:[.,]\d+)?)?(?!\d)"
    r"\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?"
    r"\s?(?:\(?(?P<zone>(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?(?!\d)|[A-Z]{1,5}\b))?"
)
_OFFSET = re.compile(r":\d\d(?:\.\d+)?\s?([+-])(\d\d):?(\d\d)$", re.ASCII)
_WHOLE = (len("2024-05-06T07:08:09Z"), len("2024-05-06T07:08:09+00:00"))
_MARKS = ("--T::", "-- ::")
_ZONE = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?")


def read_date(text: str) -> Moment | None:
    """The one date in `text`; None if there is none, or two, or it is ambiguous."""
    return _iso_moment(text) or _read(text)


def offset_in(text: str) -> timedelta | None:
    """The offset from UTC with which a time in ISO 8601 ends; None if there is none, or another."""
    match = _OFFSET.search(text)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return None if offset > MAX_OFFSET else -offset if match[1] == "-" else offset


def _iso_moment(text: str) -> Moment | None:
    """What `_read` makes of the commonest form, ISO 8601 with dashes, where nothing is odd in it;
    else None."""
    if len(text) in _WHOLE and (moment := _whole_moment(text)) is not None:
        return moment
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    sign, hours, minutes = match.groups()[6:]
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zoned = text[-1] == "Z" or sign is not None
    clock = hour or minute or second
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    if offset > MAX_OFFSET or not in_range(at):
        return None
    if not zoned and not clock:
        return Moment(at, "day", zoned=False)
    at += offset if sign == "-" else -offset
    return Moment(at, "second", zoned) if in_range(at) else None


def _whole_moment(text: str) -> Moment | None:
    """The same for a day with a time to the second and a zone, read by datetime."""
    if text[4::3][:5] not in _MARKS or text[19] not in "Z+-":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = at.utcoffset()
    if offset is None or abs(offset) > MAX_OFFSET or not in_range(at):
        return None
    at = at.astimezone(UTC)
    return Moment(at, "second", zoned=True) if in_range(at) else None


def _read(text: str) -> Moment | None:
    text = " ".join(text[: MAX_CHARS + 1].split()).replace("−", "-")
    if not text or len(text) > MAX_CHARS:
        return None
    if compact := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = compact.groups()
        time = f"{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
        return _moment((int(year), int(month), int(day)), time)
    for pattern in _DAYS:
        found = [(match, _day(match)) for match in pattern.finditer(text)]
        days = {day for _, day in found if day is not None}
        if days:
            rest = _without(text, next(match for match, day in found if day is not None))
            return _moment(days.pop(), rest) if len(days) == 1 else None
    return _month(text)


def in_range(at: datetime) -> bool:
    """Whether the year is one an article can have."""
    return FIRST_YEAR <= at.year <= LAST_YEAR


def _day(match: re.Match[str]) -> tuple[int, int, int] | None:
    parts = match.groupdict()
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        if first != second and first <= 12 and second <= 12:
            return None
        day, month = max(first, second), min(first, second)
    else:
        day, month = int(parts["d"]), _month_number(parts)
    year = int(parts["y"])
    return (year, month, day) if _is_day(year, month, day) else None


def _month_number(parts: dict[str, str | None]) -> int:
    """1 to 12 or more as written; 0 for a word that is no month."""
    name = parts.get("name")
    return MONTHS.get(name.lower(), 0) if name else int(parts["m"] or 0)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return in_range(datetime(year, month, day, tzinfo=UTC))
    except ValueError:
        return False


def _without(text: str, match: re.Match[str]) -> str:
    """The text with the date's figures blanked: what is left may hold the time."""
    characters = list(text)
    for name, value in match.groupdict().items():
        if value is not None:
            characters[match.start(name) : match.end(name)] = " " * len(value)
    return "".join(characters)


def _month(text: str) -> Moment | None:
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = int(match["y"] or match["y2"]), _month_number(match.groupdict())
    if not _is_day(year, month, 1):
        return None
    return Moment(datetime(year, month, 1, tzinfo=UTC), "month", zoned=False)


def _moment(day: tuple[int, int, int], rest: str) -> Moment | None:
    if not _is_day(*day):
        return None
    midnight = datetime(*day, tzinfo=UTC)
    times = [match for match in _TIME.finditer(rest) if match["M"] or match["half"]]
    clock = _clock(times[0]) if times else None
    if clock is None:
        return Moment(midnight, "day", zoned=False)
    zone = _zone(times[0]["zone"])
    if zone is None and not clock:
        return Moment(midnight, "day", zoned=False)  # exports write a missing time as 00:00:00
    at = (datetime(*day) + clock).replace(tzinfo=zone or UTC).astimezone(UTC)
    precision = "second" if times[0]["S"] else "minute"
    return Moment(at, precision, zone is not None) if in_range(at) else None


def _clock(match: re.Match[str]) -> timedelta | None:
    """Time since midnight; None if it is no time of day."""
    hour, minute, second = (int(match[name] or 0) for name in ("H", "M", "S"))
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    if name in REGIONS:
        return ZoneInfo(REGIONS[name])
    if name in OFFSETS:
        return timezone(OFFSETS[name])
    match = _ZONE.fullmatch(name)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset) if offset <= MAX_OFFSET else None
