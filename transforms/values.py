"""Dates, money, percentages and quantities that the entity model finds, with what they come to.

A pure function of the article; English. What cannot be read (ranges, "the holidays", "25-year-old",
a bare number) gives no entity: a row without a value says nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache

from schemas.article import Article, Entity, Mention, PublicationDate
from schemas.value import Value
from transforms.date_phrases import KEPT_PHRASES, read_date
from transforms.gazetteer import gazetteer, name_key
from transforms.number_words import number_at_start
from transforms.place_tables import countries, peoples, rows
from transforms.salience import paragraph_of, paragraph_starts
from transforms.spans import trim

VALUE_TYPES = ("DATE", "MONEY", "PERCENT", "QUANTITY")
LANGUAGE = "en"
_LONGEST = 60  # characters of a phrase
_SENTENCE = 200  # characters looked back at for what is to come
_ROUGHLY = re.compile(
    r"(?:(?:about|around|some|roughly|nearly|almost|over|under|approximately|estimated|just|only"
    r"|another|up to|as much as|as many as|(?:more|less|fewer) than|at least|at most|an?(?= \d)"
    r"|the) )+"
)
_SIGN_BEFORE = re.compile(r"(?:[A-Z]{1,3}[$₵£¥]|[$€£¥₹₦₱₩₪₺₽₴₫฿₵]|\b(?:Rs\.?|RM|Rp|RMB|KSh))\s?$")
_SIGN = re.compile(r"((?:[a-z]{1,3})?[$€£¥₹₦₱₩₪₺₽₴₫฿₵]|rs\.?|rm|rp|rmb|ksh)\s?(?=\d)")
_PERCENT = re.compile(r"(?:-|\s)?(%|percent|per cent|pct|(?:percentage )?points?)")
_AHEAD = re.compile(
    r"\b(?:will|due|scheduled|expected|expects?|plans?|until|by|(?:is|are|set) to|deadline|begins?"
    r"|starts?) (?:[^.!?]*)$"
)


def values_of(article: Article, spans: Iterable[tuple[int, int, str]]) -> tuple[Entity, ...]:
    """The article's values in order of first mention; equal ones are one entity.

    Args:
        article: relative dates are those of its publication; without it they have no value.
        spans: the model's, of any type.
    """
    if article.language != LANGUAGE:
        return ()
    day, text = _day(article.published), article.text
    found: dict[tuple[str, Value], list[tuple[int, int]]] = {}
    for start, end, label in spans:
        if label in VALUE_TYPES and end - start <= _LONGEST and (part := trim(text, start, end)):
            if label == "MONEY" and (sign := _SIGN_BEFORE.search(text[max(0, start - 5) : start])):
                part = (start - len(sign.group()), part[1])
            if value := _value(text, *part, label, day):
                found.setdefault((label, value), []).append(part)
    starts = paragraph_starts(text)
    return tuple(
        _entity(text, kind, value, places, starts) for (kind, value), places in found.items()
    )


def _day(published: PublicationDate | None) -> date | None:
    known = published is not None and published.precision in ("second", "minute", "day")
    return published.at.date() if published and known else None


def _value(text: str, start: int, end: int, label: str, day: date | None) -> Value | None:
    phrase = text[start:end]
    if label == "DATE":
        past, ahead = (read_date(phrase, day, ahead=ahead) for ahead in (False, True))
        before = text[max(0, start - _SENTENCE) : start] if past != ahead else ""
        return ahead if _AHEAD.search(before) else past
    return _number(" ".join(phrase.casefold().split()), label)


@lru_cache(KEPT_PHRASES)
def _number(phrase: str, label: str) -> Value | None:
    roughly = _ROUGHLY.match(phrase)
    bare = phrase[roughly.end() :] if roughly else phrase
    sign = _SIGN.match(bare) if label == "MONEY" else None
    number = number_at_start(bare[sign.end() :] if sign else bare)
    if number is None:
        return None
    value, rest = number
    rest = rest.lstrip("- ").rstrip(".")
    if label == "PERCENT":
        return _percentage(value, rest)
    if label == "QUANTITY":
        return Value(number=value, unit=units()[rest]) if rest in units() else None
    if sign and not rest:
        return Value(number=value, unit=signs()[sign[1]]) if sign[1] in signs() else None
    return _money(value, rest)


def _percentage(value: float, rest: str) -> Value | None:
    match = _PERCENT.fullmatch(rest)
    if match is None:
        return None
    return Value(number=value, unit="percentage-point" if "point" in match[1] else "percent")


def _money(value: float, rest: str) -> Value | None:
    """ "Swiss francs", "euros"; a word that several countries have has no code by itself."""
    whose, _, word = rest.rpartition(" ")
    singular = word if word in currencies() else word.removesuffix("s")
    if rest in signs():
        return Value(number=value, unit=signs()[rest])
    by_country = currencies().get(singular)
    if by_country is None:
        return None
    if not whose:
        codes = set(by_country.values())
        return Value(number=value, unit=codes.pop() if len(codes) == 1 else _USUAL.get(singular))
    key = name_key(whose)
    known = (peoples(), countries(), gazetteer().countries)
    country = next((names[key] for names in known if key in names), "")[:2]
    return Value(number=value, unit=by_country[country]) if country in by_country else None


# What English-language news means by a word of several currencies.
_USUAL = {"dollar": "USD", "pound": "GBP"}


@cache
def currencies() -> dict[str, dict[str, str]]:
    """Words, singular, to the ISO 4217 codes by country."""
    found: dict[str, dict[str, str]] = {}
    for code, names, _, places in rows("currencies.tsv"):
        for name in names.split("|"):
            found.setdefault(name, {}).update(dict.fromkeys(places.split("|"), code))
    return found


@cache
def signs() -> dict[str, str]:
    """Signs in lower case to ISO 4217 codes; a bare "$" is the US dollar's."""
    found = {
        sign.casefold(): code
        for code, _, forms, _ in rows("currencies.tsv")
        for sign in forms.split("|")
        if sign
    }
    return found | {"$": "USD"}


@cache
def units() -> dict[str, str]:
    """Written forms in lower case to CLDR identifiers."""
    return {
        each: unit
        for unit, forms in rows("units.tsv")
        for form in forms.split("|")
        for each in (form, f"{form}s")
    }


def _entity(
    text: str, kind: str, value: Value, places: Sequence[tuple[int, int]], starts: Sequence[int]
) -> Entity:
    mentions = tuple(
        Mention(start, end, text[start:end], paragraph_of(starts, start)) for start, end in places
    )
    name = " ".join(mentions[0].surface.split())
    return Entity(name, kind, mentions, _identity(kind, value), value=value)


@lru_cache(KEPT_PHRASES)
def _identity(kind: str, value: Value) -> str:
    """32 hex digits of type and value: one in all articles."""
    parts = (kind, value.date, value.precision, value.number, value.unit)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def read_tables() -> None:
    """Reads what every article needs, once a process."""
    currencies()
    signs()
    units()
