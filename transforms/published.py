"""Publication dates: where a date came from, how precise it is, and how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from schemas.article import PublicationDate
from transforms.date_text import MAX_OFFSET, Moment, offset_in, read_date

CONFIDENCE = {"record": 0.95, "json-ld": 0.95, "meta": 0.9, "url": 0.8, "visible-text": 0.5}
DEFAULT_CONFIDENCE = 0.7  # of a source not named above
WITHOUT_ZONE = 0.9  # factor for a time of day that had to be taken as UTC
ONLY_MONTH = 0.6  # factor for a date without a day
EPOCH_SECONDS = (10**8, 7_258_118_400)  # 1973 to 2200
EPOCH_UNITS = (1, 10**3, 10**6, 10**9)  # per second; the four ranges do not overlap
LARGEST_NUMBER = 10**19  # beyond nanoseconds in 2200
ZONE_STEP = timedelta(minutes=15)  # what offsets of zones are multiples of
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PRECISIONS = ("month", "day", "minute", "second")

_NUMBER = re.compile(r"\d{9,13}(?:\.\d{1,9})?|\d{15,19}")
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_IN_URL = re.compile(
    rf"[/_-](?P<y>(?:19|20)\d\d)"
    rf"(?:(?P<sep>[/_-]?)(?P<m>{_MM})(?:(?P=sep)|(?<=/..))(?P<d>{_DD})|/(?P<month>{_MM}))(?!\d)"
)


def parse_date(value: str | int | float, source: str) -> PublicationDate | None:
    """The date that a record's field or a page's tag holds.

    Args:
        value: text with one full date (ISO 8601, RFC 2822, "Sept. 13, 2020 - 14:32"), or seconds,
            milli-, micro- or nanoseconds since 1970 as a number or in figures.
        source: as in `PublicationDate`; it sets the confidence.

    Returns:
        None for anything else: no date, part of one, two of them, or an ambiguous one.
    """
    moment = _moment(value)
    if moment is None:
        return None
    confidence = CONFIDENCE.get(source, DEFAULT_CONFIDENCE)
    if moment.precision == "month":
        confidence *= ONLY_MONTH
    elif moment.precision != "day" and not moment.zoned:
        confidence *= WITHOUT_ZONE
    return PublicationDate(moment.at, source, moment.precision, round(confidence, 3))


def parse_instant(value: str | int | float) -> datetime | None:
    """The same as a plain UTC datetime, down to the day at least."""
    moment = _moment(value)
    return moment.at if moment is not None and moment.precision != "month" else None


def date_in_url(url: str) -> PublicationDate | None:
    """The day, or else the month, that a path such as /2020/09/13/ names."""
    for match in _IN_URL.finditer(url.partition("?")[0]):
        day = match["d"]
        date = f"{match['y']}-{match['m']}-{day}" if day else f"{match['y']}-{match['month']}"
        if (published := parse_date(date, "url")) is not None:
            return published
    return None


def with_zone(
    dates: Iterable[PublicationDate | None], changed: str | None
) -> list[PublicationDate | None]:
    """The dates, the first with its zone where it had to be taken as UTC and the page tells better.

    Its moment is that of another date of the page that has a zone and differs by a zone's offset,
    or else it was written in the zone in which the page writes its last change.

    Args:
        dates: of one publication, as the page states them, the most trusted first.
        changed: when the page was changed, as it says.
    """
    known = list(dates)
    first = next((date for date in known if date is not None), None)
    if first is None or _zoned(first) or first.precision not in ("minute", "second"):
        return known
    same = (date for date in known if date is not None and _zoned(date) and _same_time(first, date))
    twin = next(same, None)
    if twin is not None:
        return [replace(first, at=twin.at, confidence=CONFIDENCE[first.source]), *known]
    offset = offset_in(changed) if changed else None
    return [replace(first, at=first.at - offset), *known] if offset else known


def _zoned(date: PublicationDate) -> bool:
    """Whether it is a time of day with a zone."""
    timed = date.precision in ("minute", "second")
    return timed and date.confidence == CONFIDENCE.get(date.source, DEFAULT_CONFIDENCE)


def _same_time(first: PublicationDate, other: PublicationDate) -> bool:
    """Whether both can be one moment, written in two zones."""
    apart = other.at - first.at
    return abs(apart) <= MAX_OFFSET and not apart % ZONE_STEP


def choose(
    candidates: Iterable[PublicationDate | None], fetched_at: datetime | None
) -> PublicationDate | None:
    """The first candidate that is not later than the fetch, or a finer one of the same day."""
    known = [
        date
        for date in candidates
        if date is not None and (fetched_at is None or date.at <= fetched_at)
    ]
    if not known:
        return None
    return max(
        (date for date in known if _same_day(known[0], date)),
        key=lambda date: PRECISIONS.index(date.precision) if known[0].precision != "second" else 0,
    )


def _same_day(first: PublicationDate, other: PublicationDate) -> bool:
    if first.precision == "month":
        return (first.at.year, first.at.month) == (other.at.year, other.at.month)
    if first.precision == "day":
        return first.at.date() == other.at.date()
    return first is other


def _moment(value: str | int | float) -> Moment | None:
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return read_date(text)
        value = int(text) if text.isdecimal() else float(text)  # exact where it can be
    if isinstance(value, bool) or not 0 <= value < LARGEST_NUMBER:
        return None
    return _from_number(value)


def _from_number(value: float) -> Moment | None:
    """A timestamp in one of EPOCH_UNITS, or a day such as 20200913."""
    first, last = EPOCH_SECONDS
    for unit in EPOCH_UNITS:
        if first * unit <= value < last * unit:
            return Moment(EPOCH + timedelta(seconds=value // unit), "second", zoned=True)
    whole = int(value)
    return read_date(str(whole)) if whole == value and len(str(whole)) in (8, 14) else None
