"""Datelines: "SEOUL, Sept 13 (Reuters) - " in front of an article's first sentence.

A dateline is taken off only where its form leaves no doubt: an agency in brackets, or a place in
capitals before a dash. A place before a colon ("NEW DELHI: ") could be a speaker, so there the
place must be one from which much of the world's news is filed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.article import PublicationDate
from transforms.agencies import agency_name
from transforms.timestamps import find_date
from transforms.wordlists import phrases, words

# Characters before the dash; longer ones are sentences.
LONGEST_DATELINE = 110

# Letters, words: shorter or longer names in capitals are mostly labels ("WATCH", "KEY POINTS").
SHORTEST_PLACE = 4
LONGEST_PLACE = 3

_CITIES = frozenset(
    phrases(
        "abidjan|abu dhabi|abuja|accra|addis ababa|algiers|amman|amsterdam|ankara|astana"
        "|athens|baghdad|baku|bamako|bangalore|bengaluru|bangkok|barcelona|beijing|beirut"
        "|belgrade|bengasi|berlin|bern|bhopal|bogota|brasilia|bratislava|brussels|bucharest"
        "|budapest|buenos aires|cairo|canberra|caracas|chennai|chicago|colombo|copenhagen"
        "|dakar|damascus|dar es salaam|delhi|dhaka|doha|dubai|dublin|frankfurt|gaza|geneva"
        "|hanoi|harare|havana|helsinki|hong kong|houston|hyderabad|islamabad|istanbul|jakarta"
        "|jerusalem|johannesburg|kabul|kampala|karachi|kathmandu|khartoum|kigali|kinshasa"
        "|kolkata|kuala lumpur|kuwait city|kyiv|kiev|la paz|lagos|lahore|lima|lisbon|lindi"
        "|ljubljana|london|los angeles|luanda|lucknow|lusaka|luxembourg|madrid|manila|maputo"
        "|melbourne|mexico city|miami|milan|minsk|mogadishu|moscow|mumbai|munich|muscat"
        "|nairobi|new delhi|new york|nicosia|oslo|ottawa|paris|phnom penh|prague|pretoria"
        "|pyongyang|quito|rabat|ramallah|rawalpindi|reykjavik|riga|rio de janeiro|riyadh|rome"
        "|san francisco|san salvador|sanaa|santiago|sao paulo|são paulo|sarajevo|seoul"
        "|shanghai|singapore|sofia|stockholm|sydney|taipei|tallinn|tashkent|tbilisi|tehran"
        "|tel aviv|the hague|tirana|tokyo|toronto|tripoli|tunis|united nations|vancouver"
        "|vatican city|vienna|vilnius|warsaw|washington|windhoek|yangon|yerevan|zagreb|zurich"
        "|zürich"
    )
)
# Words in capitals before a dash that are labels or bodies, not places.
_NO_PLACE = words(
    "update updated breaking exclusive watch live video photos opinion analysis explainer editorial"
    " correction clarification warning note read review interview news nato nasa unicef unesco"
    " covid fact feature column commentary question answer spoiler alert recap preview"
)
_LOWER_IN_PLACES = words("de del la le do da dos the of and an am al au sur upon e y")

_DASH = r"(?:—|–|--|-|―|：|:)"
_WORD = r"[^\W\d_a-zß-ÿ](?:[^\W\d_]|['’.\-])*"
_PLACE = rf"(?P<place>{_WORD}(?:[ /](?:{_WORD}|de|do|da|del|of|am)){{0,4}})"
_REGION = r"(?P<region>, (?:[A-Z]\.)?[^\W\d_][^\W\d_.]*\.?(?: [^\W\d_]+\.?){0,3}?)?"
_DAY = r"(?P<when>[, ]+(?:[^\W\d_]+day,? )?(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9}\.?)"
_DAY += r"(?:,? \d{4})?)?"
_WITH_AGENCY = re.compile(
    rf"{_PLACE}{_REGION}{_DAY},?\s*[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*{_DASH}{{0,2}}\s*"
)
_AGENCY_ALONE = re.compile(rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*{_DASH}{{1,2}}\s*")
_PLACE_AND_DASH = re.compile(
    rf"{_PLACE}{_REGION}{_DAY}(?:\s*(?P<mark>—|--|―)\s*|\s+(?P<mark2>[–\-])\s+|(?P<colon>: ))"
)
# One of these stands behind the place; looked for first because it is cheap.
_MARKS_BEHIND_PLACE = ("—", "--", "―", "–", "-", ": ")
_KOREAN = re.compile(
    r"[(\[]\s*(?P<place>[가-힣]{2,6})\s*=\s*(?P<agency>[^()\[\]]{2,20})[)\]]\s*"
    r"(?:[가-힣·, ]{2,30}기자\s*=?|=)?\s*"
)
_CHINESE = re.compile(
    r"(?P<agency>新华社|新華社)(?P<place>[\u4e00-\u9fff]{2,8}?)\d{1,2}月\d{1,2}日[电電]\s*"
)


@dataclass(frozen=True)
class Dateline:
    """What a dateline says; `length` is how many characters of the line it takes."""

    length: int
    place: str | None = None
    agency: str | None = None
    published: PublicationDate | None = None


def place_name(text: str) -> str:
    """ "RIO DE JANEIRO" to "Rio de Janeiro"; a name in mixed case stays, "D.C." too."""
    if not text.isupper():
        return text
    words = []
    for number, word in enumerate(re.split(r"([ /\-])", text)):
        lower = word.lower()
        keep = "." in word[:-1] or (number and lower in _LOWER_IN_PLACES)
        words.append((lower if lower in _LOWER_IN_PLACES else word) if keep else _capital(lower))
    return "".join(words)


def _capital(word: str) -> str:
    """ "o'neil" to "O'Neil": a capital at the start and behind a first letter's apostrophe."""
    head = 2 if word[1:2] in ("'", "’") else 0
    return word[:head].upper() + word[head : head + 1].upper() + word[head + 1 :]


def _dateline(match: re.Match[str], agency: str | None) -> Dateline:
    part = match.groupdict()
    place = place_name(part["place"]) + (part.get("region") or "") if part.get("place") else None
    when = find_date(part["when"], "dateline") if part.get("when") else None
    return Dateline(match.end(), place, agency, when)


def _named_by_agency(paragraph: str) -> Dateline | None:
    head = paragraph[:LONGEST_DATELINE]
    bracketed = "(" in head or "[" in head
    match = _WITH_AGENCY.match(paragraph) if bracketed else None
    if match:
        known = agency_name(match["agency"].split("/")[0])
        dash = match.group()[match.end("agency") + 1 :].strip()
        trusted = known and (dash or match["place"].isupper())
        if trusted or (dash and match["place"].isupper()):
            return _dateline(match, known or match["agency"].strip())
    match = _AGENCY_ALONE.match(paragraph) if bracketed else None
    if match and (known := agency_name(match["agency"].split("/")[0])):
        return _dateline(match, known)
    match = _KOREAN.match(paragraph) or _CHINESE.match(paragraph)
    return _dateline(match, agency_name(match["agency"]) or match["agency"]) if match else None


def _has_mark(paragraph: str) -> bool:
    """Whether a dateline may end near enough to the paragraph's beginning."""
    head = paragraph[:LONGEST_DATELINE]
    for mark in _MARKS_BEHIND_PLACE:  # noqa: SIM110 - a generator takes twice as long
        if mark in head:
            return True
    return False


def _named_by_place(paragraph: str) -> Dateline | None:
    match = _PLACE_AND_DASH.match(paragraph) if _has_mark(paragraph) else None
    if match is None:
        return None
    place = match["place"]
    city = place.casefold() in _CITIES
    if match["colon"] or not place.isupper():
        certain = city and place.isupper() if match["colon"] else city and match["when"]
        return _dateline(match, None) if certain else None
    labels = {word.strip(".:").casefold() for word in re.split(r"[ \-]", place)} & _NO_PLACE
    long = len(place.split()) > LONGEST_PLACE
    if labels or (not city and (len(place) < SHORTEST_PLACE or long)):
        return None
    return _dateline(match, None)


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a paragraph, or None."""
    found = _named_by_agency(paragraph) or _named_by_place(paragraph)
    return found if found and found.length <= LONGEST_DATELINE else None


_SIGN_OFF = re.compile(
    r"\s*[(\[](?P<agency>[^()\[\]]{2,30})[)\]]\s*$|\s+[–—-]{1,2} ?(?P<bare>\S+)$"
)


def _may_sign_off(paragraph: str) -> bool:
    """Whether it ends in a bracket, or one of its last two words begins with a dash."""
    last = paragraph.rsplit(None, 2)[-2:]
    return bool(last) and (last[-1][-1] in ")]" or any(word[0] in "–—-" for word in last))


def read_sign_off(paragraph: str) -> Dateline | None:
    """An agency's name behind the last sentence ("... he said. (Reuters)"); `length` counts it."""
    match = _SIGN_OFF.search(paragraph) if _may_sign_off(paragraph) else None
    if match is None:
        return None
    known = agency_name((match["agency"] or match["bare"]).split("/")[0])
    return Dateline(len(match.group()), agency=known) if known else None
