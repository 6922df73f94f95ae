"""Dates that a page shows in its text: strict forms only, nothing guessed.

A line counts as a timestamp when nothing else stands on it but a date, a time, labels
("Published"), a reading time or a byline. A date without a year is none here (`recent_dates` counts
some from the fetch); a year of two figures gets its century. Where "3/4/2020" may be either day,
both are handed back, and the page must tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from schemas.article import PublicationDate
from transforms.calendar_words import WEEKDAYS, plain
from transforms.date_forms import Shown, is_short_day, may_show_day, shown_days, spaced, whole_years
from transforms.date_labels import FILLER, PUBLISHED, SMALL_LAST, UPDATED

# Characters; a longer line is a sentence that mentions a date.
LONGEST_LINE = 140

# How far to trust a visible date, 0 to 1.
WITH_ZONE = 0.8
WITHOUT_ZONE = 0.6  # the time is read as UTC and may be off by half a day
DAY_ONLY = 0.6
SHOWN = 0.4  # among other words, or the day of an update

# Letters from which the name of a weekday is no abbreviation, and no name.
LONG_WEEKDAY = 5

_SENTENCE_ENDS = (".", "!", "?")

# Offsets in hours of abbreviations that mean one zone in news; "CST" or "IST" mean several.
ZONES = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "bst": 1.0, "wat": 1.0, "cet": 1.0, "cest": 2.0, "mez": 1.0,
    "mesz": 2.0, "sast": 2.0, "eat": 3.0, "msk": 3.0, "pkt": 5.0, "wib": 7.0, "hkt": 8.0,
    "sgt": 8.0, "kst": 9.0, "jst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
}  # fmt: skip

_HALF = r"(?:[ap]\.?\s?m\b|[πμ]\.?\s?μ\b|[صم]\b|[قب]\.ظ)\.?"
TIME = re.compile(
    r"(?<![\d:.])T?(?:(?P<before>오전|오후|午前|午後|上午|下午)\s?)?(?P<hour>\d{1,2})"
    r"(?:(?:[:.h時时시点點]|Uhr) ?(?P<minute>\d\d)[分분]?(?::(?P<second>\d\d)(?:\.\d+)?)?(?!\.?\d)"
    rf"(?:\s?(?P<half>{_HALF}))?|\s?(?P<half2>[ap]\.?m\b\.?)|[時时시点點](?!\d)|\sUhr\b)"
    r"(?: ?(?:Uhr|hrs|h|klo)\b)?"
    r"(?:\s?\(?(?P<offset>(?:GMT|UTC)? ?[+-]\d{1,2}(?::?\d\d)?)(?!\d)\)?"
    r"|\s?\(?(?P<zone>(?-i:[A-Z]{1,4}))\b\)?)?",
    re.IGNORECASE,
)
_BESIDE = " ,|·•–—-/()[]:;"
_AFTERNOON = ("오후", "午後", "下午", "p", "μ", "م", "ب")
# Zones of places that write the month first.
_AMERICAN = re.compile(r"\b(?:E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|AK[SD]T|HST)\b")


@dataclass(frozen=True)
class Timestamp:
    """What a line with a date says.

    Attributes:
        at: when; None for a date of an update alone, and where `either` tells two days.
        rest: what stands beside date, time and labels.
        before: the part of it that stands before the date.
        updated: the day of an update where nothing tells another.
        either: both readings of a day and a month in figures, the day first and the month first.
    """

    at: PublicationDate | None
    rest: str
    updated: PublicationDate | None = None
    either: tuple[PublicationDate, PublicationDate] | None = None
    before: str = ""

    @property
    def after(self) -> str:
        """The part of the rest that stands behind the date."""
        return self.rest[len(self.before) :].strip()


def _zone(match: re.Match[str]) -> timezone | None:
    if match["offset"]:
        digits = re.sub(r"[^\d+-]", "", match["offset"])
        sign, number = (-1 if digits[0] == "-" else 1), digits[1:]
        hours, minutes = (number[:-2], number[-2:]) if len(number) > 2 else (number, "0")
        delta = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(sign * delta) if delta < timedelta(hours=15) else None
    hours_east = ZONES.get((match["zone"] or "").casefold())
    return None if hours_east is None else timezone(timedelta(hours=hours_east))


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(match["hour"]), match["before"] or match["half"] or match["half2"] or ""
    if half:
        hour = hour % 12 + 12 * half.casefold().startswith(_AFTERNOON)
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def moment(day: date, time: re.Match[str] | None, source: str) -> PublicationDate:
    """The moment in UTC that a day and a time of day name; a time that is none does not count."""
    if time is not None:
        zone = _zone(time)
        try:
            at = datetime(day.year, day.month, day.day, *_clock(time), tzinfo=zone or UTC)
        except ValueError:
            return moment(day, None, source)
        precision = "second" if time["second"] else "minute"
        confidence = WITH_ZONE if zone else WITHOUT_ZONE
        return PublicationDate(at.astimezone(UTC), source, precision, confidence)
    return PublicationDate(
        datetime(day.year, day.month, day.day, tzinfo=UTC), source, "day", DAY_ONLY
    )


def find_date(text: str, source: str) -> PublicationDate | None:
    """The date in a short piece of text that is known to be one, such as inside a dateline."""
    found = next(shown_days(spaced(text)), None) if may_show_day(text) else None
    return moment(found.day, None, source) if found and not found.turned else None


def shown_day(line: str) -> Timestamp | None:
    """The day that a short line shows besides something else ("Politics / January 11, 2024"), for
    the head of an article; None for sentences and longer lines."""
    if len(line) > LONGEST_LINE or line.endswith(_SENTENCE_ENDS):
        return None
    if TIME.search(line) or PUBLISHED.search(line) or is_short_day(line):
        line = whole_years(line)
    if not may_show_day(line):
        return None
    line = spaced(line)
    found = next(shown_days(line), None)
    return _stamp(line, found, None, "", SHOWN) if found else None


def strip_around(text: str) -> str:
    """Takes labels, weekdays and separators off both ends, the rest stays as it is."""
    text = PUBLISHED.sub(" ", text, count=1)
    while match := FILLER.match(text):
        text = text[match.end() :]
    return SMALL_LAST.sub("", text).strip(_BESIDE)


def _without_weekday(text: str, at: int) -> str:
    """Without the day of the week at its end (`at` -1) or its beginning (0). A short one must stand
    alone or have a mark behind it: "Sam" is a name too."""
    words = text.split()
    bare = strip_around(text).split()
    while words and not words[at].strip(_BESIDE):
        words.pop(at)
    word = plain(words[at].strip(_BESIDE)) if words else ""
    sure = bool(words) and (len(word) >= LONG_WEEKDAY or len(bare) == 1 or words[at][-1] in _BESIDE)
    if word in WEEKDAYS and sure:
        words.pop(at)
        return " ".join(words)
    return text


def _day_first(line: str, time: re.Match[str] | None) -> bool | None:
    """Whether the line itself tells that the day stands first in figures; None if it does not."""
    for pattern in (PUBLISHED, UPDATED):
        found = pattern.search(line)
        if found and (found["other"] or found["dense"]):
            return True
    if _AMERICAN.search(line):
        return False
    return True if time and (time["offset"] or (time["zone"] or "").casefold() in ZONES) else None


def _stamp(
    line: str, found: Shown, time: re.Match[str] | None, rest: str, confidence: float | None = None
) -> Timestamp:
    dates = [moment(day, time, "visible-text") for day in (found.day, found.turned) if day]
    if confidence is not None:
        dates = [replace(at, confidence=confidence) for at in dates]
    if len(dates) == 1:
        return Timestamp(dates[0], rest)
    first = _day_first(line, time)
    if first is not None:
        return Timestamp(dates[not first], rest)
    return Timestamp(None, rest, either=(dates[0], dates[1]))


def _updated(found: Shown, rest: str) -> Timestamp:
    """The day of an update: no date of publication, but mostly the same day."""
    at = None if found.turned else moment(found.day, None, "visible-text")
    return Timestamp(None, rest, replace(at, confidence=SHOWN) if at else None)


def _published_later(line: str, days: list[Shown], updated: re.Match[str]) -> Shown | None:
    """The date behind "Published" behind an update's."""
    label = PUBLISHED.search(line, updated.end())
    return next((day for day in days if label and day.start >= label.end()), None)


def read_timestamp(line: str) -> Timestamp | None:
    """Reads a line that holds a date and hardly anything else; None for any other line.

    What is neither date nor time nor label comes back in `rest`, for the caller to judge: the line
    is a timestamp only if that is empty or a byline.
    """
    if len(line) > LONGEST_LINE:
        return None
    if not may_show_day(line):
        if not _is_short(line):
            return None
        line = whole_years(line)
    line = spaced(line)
    days = list(shown_days(line))
    if not days:
        return None
    updated = UPDATED.search(line)
    if updated is None or days[0].start < updated.start():
        end = updated.start() if updated else len(line)
        return _read(line, line[: days[0].start], days[0], line[days[0].end : end])
    found = _published_later(line, days, updated)
    if found is None:
        return _updated(days[0], strip_around(line[: updated.start()]))
    return _read(line, line[: updated.start()], found, line[found.end :])


def _is_short(line: str) -> bool:
    """Whether a date without the century may stand on a line, beside a time of day."""
    return (line.count("/") > 1 or line.count(".") > 1) and TIME.search(line) is not None


def _read(line: str, before: str, found: Shown, after: str) -> Timestamp:
    time = TIME.search(after) or TIME.search(before)
    if time and time.string is after:
        after = after[: time.start()] + " " + after[time.end() :]
    elif time:
        before = before[: time.start()] + " " + before[time.end() :]
    before, after = _without_weekday(before, -1), _without_weekday(after, 0)
    before, after = strip_around(before), strip_around(after)
    return replace(_stamp(line, found, time, f"{before} {after}".strip()), before=before)
