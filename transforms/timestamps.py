"""Dates that a page shows in its text: strict forms only, nothing guessed, nothing filled in.

A line counts as a timestamp when nothing else stands on it but a date, a time, labels
("Published"), a reading time or a byline. Slashed dates are read only where one order of day and
month is possible; a date without a year is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from schemas.article import PublicationDate

# Characters; a longer line is a sentence that mentions a date.
LONGEST_LINE = 140

# How far to trust a visible date, 0 to 1.
WITH_ZONE = 0.8
WITHOUT_ZONE = 0.6  # the time is read as UTC and may be off by half a day
DAY_ONLY = 0.6
UPDATED = 0.4

_SENTENCE_ENDS = (".", "!", "?")

# Years outside are typing errors or history.
FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTH_NAMES = (
    "january января січня ocak jan januar jänner janvier enero gennaio janeiro januari"
    " ene gen ledna styczeń"
    " stycznia",
    "february февраля лютого února şubat feb februar février fevrier febrero febbraio"
    " fevereiro februari fév fev lutego",
    "march марта березня března mart mar märz mars marzo março maart mrz mär marca",
    "april апреля квітня dubna nisan apr avril abril aprile avr abr kwietnia",
    "may мая травня května mayıs mai mayo maggio maio mei mag maj maja",
    "june июня червня června haziran jun juni juin junio giugno junho giu czerwca",
    "july июля липня července temmuz jul juli juillet julio luglio julho juil lug lipca",
    "august августа серпня srpna ağustos aug août aout agosto augustus augusti ago sierpnia",
    "september сентября вересня září eylül sep sept septembre septiembre settembre"
    " setembro set września",
    "october октября жовтня října ekim oct oktober octobre octubre ottobre outubro okt"
    " ott out października",
    "november ноября листопада listopadu kasım nov novembre noviembre novembro listopada",
    "december декабря грудня prosince aralık dec dezember décembre decembre diciembre"
    " dicembre dezembro dez dic déc desember"
    " grudnia",
)
MONTHS = {name: number + 1 for number, row in enumerate(_MONTH_NAMES) for name in row.split()}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

# Offsets in hours of abbreviations that mean one zone in news; "CST" or "IST" mean several.
ZONES = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "bst": 1.0, "wat": 1.0, "cet": 1.0, "cest": 2.0, "mez": 1.0,
    "mesz": 2.0, "sast": 2.0, "eat": 3.0, "msk": 3.0, "pkt": 5.0, "wib": 7.0, "hkt": 8.0,
    "sgt": 8.0, "kst": 9.0, "jst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
}  # fmt: skip

_DATE = re.compile(
    rf"(?<!\w){_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d)"
    rf"|(?<![\w.])(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.? ?(?:de |of )?"
    rf"{_MONTH.replace('month', 'month2')},?(?: de| del)? ?(?P<year2>\d{{4}})(?!\d)"
    r"|(?<!\d)(?P<year3>\d{4})(?P<sep>[-/.])(?P<month3>\d{1,2})(?P=sep)(?P<day3>\d{1,2})"
    r"(?=\D|$)\.?"
    r"|(?<!\d)(?P<day4>\d{1,2})\. ?(?P<month4>\d{1,2})\. ?(?P<year4>\d{4})(?!\d)"
    r"|(?<!\d)(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year5>\d{4})(?!\d)"
    r"|(?<!\d)(?P<year6>\d{4}) ?[年년] ?(?P<month6>\d{1,2}) ?[月월] ?(?P<day6>\d{1,2}) ?[日일]",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:.])T?(?P<hour>\d{1,2})(?:[:.h時시]|Uhr) ?(?P<minute>\d\d)分?"
    r"(?::(?P<second>\d\d)(?:\.\d+)?)?(?!\.?\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?: ?(?:Uhr|hrs|h|klo)\b)?"
    r"(?:\s?\(?(?P<offset>(?:GMT|UTC)? ?[+-]\d{1,2}(?::?\d\d)?)(?!\d)\)?"
    r"|\s?\(?(?P<zone>(?-i:[A-Z]{1,4}))\b\)?)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:first |originally |zuerst |artikel )?(?:published|posted|publiziert"
    r"|veröffentlicht|publié|publicado|pubblicato|publicerad|publisert|publiceret|opublikowano|date|issued|created|erstellt"
    r"|press release|pressemitteilung|communiqué de presse"
    r"|nota de prensa|comunicato stampa"
    r"|опубликовано|公開日?|発行|入力|입력|등록)(?: on| am| le| el| il| em| den| at)?\s?:?",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"(?:last |zuletzt )?(?:updated|modified|edited|revised|aktualisiert|geändert|stand|mis à jour"
    r"|modifié|actualizado|güncelleme|güncellendi|aktualizacja|aggiornato|atualizado|uppdaterad|oppdatert|opdateret|обновлено"
    r"|更新日?|수정)"
    r"(?![^\W\d_]).*",
    re.IGNORECASE | re.DOTALL,
)
_FILLER = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|(?:montag|dienstag|mittwoch"
    r"|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|mandag|måndag|tirsdag|tisdag|onsdag|torsdag|fredag|lørdag|lördag|søndag|söndag)\b"
    r"|\b[月火水木金土日]曜?日?"
    r"|\b(?:at|um|à|om|kl|ore|alle|a las|às|on|uhr|hrs|local time|ist|cst|et|pt|ct)\b\.?"
    r"|\d+[ -]min\w*(?: read| lesezeit)?|(?:lesezeit|lesedauer|reading time|temps de lecture"
    r"|tiempo de lectura|tempo di lettura)\s?:?\s?\d+ min\w*\.?"
    r"|\d+ (?:comments?|kommentare?|ergänzungen|commentaires?|comentarios?|commenti|views?)\b"
    r"|[\s,|·•–—\-@/()\[\]:.;]+",
    re.IGNORECASE,
)


# Words of languages that write the day before the month in figures too.
_DAY_FIRST = re.compile(
    r"\b(?:publié|mis à jour|publicado|actualizad[oa]|pubblicato|aggiornato|atualizado"
    r"|veröffentlicht|aktualisiert|publicerad|uppdaterad|publisert|oppdatert|opublikowano|aktualizacja"
    r"|gepubliceerd|опубликовано|обновлено)",
    re.IGNORECASE,
)

# Every date that is read has its year; looked for first because it is cheap.
_YEAR = re.compile(r"\d{4}")
# A label that lost the space before its date: "Published17. December".
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=\d{1,2}[./ ])")


@dataclass(frozen=True)
class Timestamp:
    """A timestamp line: when (None for a date of an update alone), what else it says, and the day
    of an update where nothing tells another."""

    at: PublicationDate | None
    rest: str
    updated: PublicationDate | None = None


def _calendar(match: re.Match[str], day_first: bool) -> tuple[int, int, int] | None:
    part = {key.rstrip("0123456789"): value for key, value in match.groupdict().items() if value}
    year = int(part["year"])
    if "a" in part:
        first, second = int(part["a"]), int(part["b"])
        if (first > 12) == (second > 12) and first != second and not day_first:
            return None
        day, month = (second, first) if second > 12 else (first, second)
        return year, month, day
    name = part["month"].casefold()
    return year, MONTHS.get(name) or int(name), int(part["day"])


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
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match["minute"]), int(match["second"] or 0)


def moment(
    date: re.Match[str], time: re.Match[str] | None, source: str, day_first: bool = False
) -> PublicationDate | None:
    """The moment in UTC that a date and a time of day name, or None if there is no such day.

    `day_first`: so "3/4/2020" is to be read; otherwise it may be either day, which is none.
    """
    day = _calendar(date, day_first)
    if day is None or not FIRST_YEAR <= day[0] <= LAST_YEAR:
        return None
    zone = _zone(time) if time else None
    try:
        hour, minute, second = _clock(time) if time else (0, 0, 0)
        at = datetime(*day, hour, minute, second, tzinfo=zone or UTC)
    except ValueError:
        return None
    if time is None:
        return PublicationDate(at, source, "day", DAY_ONLY)
    precision = "second" if time["second"] else "minute"
    return PublicationDate(
        at.astimezone(UTC), source, precision, WITH_ZONE if zone else WITHOUT_ZONE
    )


def find_date(text: str, source: str) -> PublicationDate | None:
    """The date in a short piece of text that is known to be one, such as inside a dateline."""
    match = _DATE.search(text)
    return moment(match, None, source) if match else None


def shown_day(line: str) -> PublicationDate | None:
    """The day that a short line shows besides something else ("Politics / January 11, 2024"), for
    the head of an article; None for sentences and longer lines."""
    if len(line) > LONGEST_LINE or line.endswith(_SENTENCE_ENDS) or not _YEAR.search(line):
        return None
    date = _DATE.search(_GLUED.sub(" ", line))
    at = moment(date, None, "visible-text", bool(_DAY_FIRST.search(line))) if date else None
    return replace(at, confidence=UPDATED) if at else None


def _strip(text: str) -> str:
    """Takes labels, weekdays and separators off both ends, the rest stays as it is."""
    text = _LABEL.sub(" ", text, count=1)
    while match := _FILLER.match(text):
        text = text[match.end() :]
    return text.strip(" ,|·•–—-/()[]:;")


def _updated(date: re.Match[str]) -> Timestamp:
    """The day of an update: no date of publication, but mostly the same day."""
    at = moment(date, None, "visible-text")
    return Timestamp(None, "", replace(at, confidence=UPDATED) if at else None)


def read_timestamp(line: str) -> Timestamp | None:
    """Reads a line that holds a date and hardly anything else; None for any other line.

    What is neither date nor time nor label comes back in `rest`, for the caller to judge: the line
    is a timestamp only if that is empty or a byline.
    """
    if len(line) > LONGEST_LINE or not _YEAR.search(line):
        return None
    line = _GLUED.sub(" ", line)
    updated = _UPDATE.search(line)
    head = line[: updated.start()] if updated else line
    date = _DATE.search(head)
    if date is None:
        date = _DATE.search(line) if updated and not head.strip() else None
        return _updated(date) if date else None
    before, after = head[: date.start()], head[date.end() :]
    time = _TIME.search(after) or _TIME.search(before)
    if time and time.string is after:
        after = after[: time.start()] + " " + after[time.end() :]
    elif time:
        before = before[: time.start()] + " " + before[time.end() :]
    rest = f"{_strip(before)} {_strip(after)}".strip()
    day_first = bool(_DAY_FIRST.search(line))
    return Timestamp(moment(date, time, "visible-text", day_first), rest)
