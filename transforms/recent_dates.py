"""Days that a page tells by the day on which it was fetched: "3 hours ago", "heute", "8 января"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from transforms.calendar_words import MONTHS, plain
from transforms.date_forms import may_show_day, spaced
from transforms.date_labels import PUBLISHED, UPDATED
from transforms.timestamps import TIME, strip_around

# Characters; what is longer is a sentence.
LONGEST_LINE = 100

# Days back that a count of days may reach; weeks and months tell no day.
MOST_DAYS = 13

_UNITS = {
    "minutes": r"min(?:s|\.|uten?|uter|utter|utes?|uty?|uti|utos?|ūtes|utu)?|perc(?:e|cel)?|λεπτά"
    r"|минут[ыу]?|мин|хвилин[иу]?|dakika|dk|دقائق|دقيقة|دقیقه|דקות|मिनट|মিনিট|分钟|分鐘|分|분|phút|นาที"
    r"|menit|minit",
    "hours": r"hours?|hrs?|h|std\.?|stunden?|heures?|horas?|or[ae]|u(?:ur|ren)|timer?|tim(?:mar"
    "|me)?"
    r"|tuntia|tunti|godz(?:in[ęy]?|\.)?|hodin(?:ami|ou|y)?|órá(?:ja|val)?|часа?|часов|годин[иу]?|saat"
    r"|ساعات|ساعة|ساعت|ώρες|ώρα|שעות|שעה|घंटे|घंटा|ঘণ্টা|時間|小时|小時|시간|giờ|ชั่วโมง|jam|sata|sati"
    r"|stund(?:as|ām)|val\.?|tundi",
    "days": r"days?|d|tag(?:en|e)?|jours?|d[ií]as?|giorn[oi]|dag(?:en|ar|e)?|päivää|dn(?:i|em|y)"
    r"|dzień|nap(?:ja|pal)|zile|д(?:ень|ня|ней|ні|нів)|дена|gün|أيام|يوم|روز|μέρες|ημέρες|ימים|दिन|দিন"
    r"|日|天|일|ngày|วัน|hari|dana|dienas|dienų",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_BEFORE = (
    r"vor|il y a|hace|há|för|před|pred|pirms|prieš|πριν(?: από)?|منذ|قبل|לפני|acum|преди|пре"
    r"|prije"
)
_BEHIND = (
    r"ago|fa|geleden|sedan|siden|sitten|temu|назад|тому|önce|پیش|قبل|पहले|আগে|之?前|전|trước"
    r"|ที่(?:แล้ว|ผ่านมา)|yang lalu|lalu|ezelőtt|atrás|síðan|tagasi"
)
_AGO = re.compile(
    rf"(?:(?<![^\W\d_])(?P<before>{_BEFORE}) )?(?<![\d.,:])(?:(?P<number>\d{{1,3}})"
    rf"|(?<![^\W\d_])(?P<one>an?|une?|un[oa]?|ein(?:er|em)|een|en|ett?)(?= )) ?(?:{_UNIT})"
    r"(?:(?<=[\u4e00-\u9fff가-힣])|(?![^\W\d_])|(?=vor ))"
    rf"(?: ?(?P<behind>{_BEHIND})(?![^\W\d_]))?",
    re.IGNORECASE,
)
_DAYS = (
    r"today|heute|aujourd['’]hui|hoy|oggi|hoje|vandaag|i dag|idag|tänään|dzisiaj|dziś|dnes"
    r"|danes|danas"
    r"|azi|днес|сегодня|сьогодні|данас|σήμερα|bugün|اليوم|امروز|היום|आज|今日|本日|今天|오늘"
    r"|hôm nay|วันนี้"
    r"|hari ini|í dag|avui|täna|šodien|šiandien|just now|gerade eben|à l['’]instant",
    r"yesterday|gestern|hier|ayer|ieri|ontem|gisteren|i går|igår|eilen|wczoraj|včera|tegnap"
    r"|вчера|вчора"
    r"|včeraj|jučer|juče|χθες|dün|أمس|دیروز|אתמול|昨日|昨天|어제|hôm qua|เมื่อวาน|kemarin|í gær|ahir",
)
_NAMED_DAY = re.compile(
    rf"(?<![^\W\d_])(?:(?P<today>{_DAYS[0]})|(?P<yesterday>{_DAYS[1]}))(?![^\W\d_])", re.IGNORECASE
)
_WORD = r"[^\W\d_](?:[^\s\d,.;:/|()\[\]·•–—\-]|\.(?=[^\W\d_]))+"
_NO_YEAR = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.? (?:de )?(?P<name>{_WORD})\.?(?=,? |$)"
    rf"|(?<![^\W\d_])(?P<name2>{_WORD})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])"
    r"|(?<!\d)(?P<m3>\d{1,2}) ?[月월] ?(?P<d3>\d{1,2}) ?[日일]"
)


def recent_day(line: str, seen: datetime) -> tuple[date, str] | None:
    """The day that a line tells, and what else stands on it beside labels and a time of day.

    Args:
        line: of the head of an article.
        seen: when it was fetched, with a zone. A day without a year needs a time of day or a label
            of publication beside it, and is the last such day before.
    """
    if len(line) > LONGEST_LINE:
        return None
    half = len(line) // 2
    if line[:half].strip() == line[half:].strip():
        line = line[:half]  # for the eye, and for screen readers
    updated = UPDATED.search(line)
    line = spaced(line[: updated.start()] if updated else line)
    today = seen.astimezone(UTC).date()
    return _ago(line, seen) or _named(line, today) or _without_year(line, today)


def without_ago(line: str) -> str:
    """The line up to "Published 3 hours ago"."""
    if not any(map(str.isdigit, line)):
        return line
    found = (match for match in _AGO.finditer(line) if match["before"] or match["behind"])
    match = next(found, None)
    return strip_around(line[: match.start()]) if match else line


def _ago(line: str, seen: datetime) -> tuple[date, str] | None:
    match = next((one for one in _AGO.finditer(line) if one["before"] or one["behind"]), None)
    if match is None:
        return None
    number = int(match["number"] or 1)
    unit = next(name for name in _UNITS if match[name])
    if unit == "days" and number > MOST_DAYS:
        return None
    day = (seen - timedelta(**{unit: number})).astimezone(UTC).date()
    return day, _rest(_AGO.sub(" ", line))


def _named(line: str, today: date) -> tuple[date, str] | None:
    """Today or yesterday, with a time of day or a label, as headings say so too."""
    match = _NAMED_DAY.search(line)
    if match is None or not (TIME.search(line) or PUBLISHED.search(line)):
        return None
    rest = _rest(line[: match.start()] + " " + line[match.end() :])
    return today - timedelta(days=bool(match["yesterday"])), rest


def _without_year(line: str, today: date) -> tuple[date, str] | None:
    if may_show_day(line):
        return None
    at = 0
    while match := _NO_YEAR.search(line, at):
        name, figures = match["name"] or match["name2"], match["d"] or match["d2"] or match["d3"]
        month = MONTHS.get(plain(name)) if name else int(match["m3"])
        rest = line[: match.start()] + " " + line[match.end() :]
        if month and (TIME.search(rest) or PUBLISHED.search(rest)):
            day = _last(month, int(figures), today)
            return (day, _rest(rest)) if day else None
        at = match.start() + 1
    return None


def _last(month: int, day: int, today: date) -> date | None:
    """The last such day up to tomorrow, as zones leave room."""
    for year in (today.year + 1, today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=1):
            return found
    return None


def _rest(text: str) -> str:
    return strip_around(TIME.sub(" ", text))
