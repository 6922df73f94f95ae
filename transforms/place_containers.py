"""What the text itself says a place is in: "Paris, Texas", "Bath in Somerset", "Turkey's Izmir"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.article import Entity
from transforms.gazetteer import name_key
from transforms.place_names import candidates
from transforms.place_tables import abbreviations, countries, peoples

MOST_MENTIONS = 5  # of an entity that are looked at
_NAME = r"(?:[A-Z][\w’'-]*)(?:[ -](?:of |and |the )?[A-Z][\w’'-]*){0,3}"
_BEHIND = re.compile(
    rf"(?P<comma>,\s+)(?:in\s+)?(?:the\s+)?(?:\w+(?:ern)\s+)?(?P<name>{_NAME}|[A-Z]\.\s?[A-Z])"
    r"|\s+(?:in|on)\s+(?:the\s+)?"
    r"(?:\w+(?:ern)\s+|(?:north|south|east|west)[- ]?(?:east|west)?\s+)?"
    rf"(?P<inside>{_NAME})"
)
_BEFORE = re.compile(rf"(?P<name>{_NAME})[’'](?:s\s+|\s+)(?:[a-z]+\s+){{0,3}}$")
_PEOPLE_BEFORE = re.compile(
    rf"(?P<name>{_NAME})\s+(?:[a-z-]+\s+){{0,2}}(?:city|town|capital|village|port|province|state"
    r"|resort|district|region|coast|islands?|river|mountain|valley|lake|peninsula|suburb|county)\s+(?:city\s+)?(?:of\s+)?$"
)


@dataclass(frozen=True)
class Container:
    """What holds a place: a country and, if it is one, a region of it (ISO 3166)."""

    country: str
    region: str = ""


def containers(text: str, entity: Entity) -> set[Container]:
    """What an entity's first mentions, or its own name, say that it is in."""
    found: set[Container] = set()
    _, comma, behind = entity.name.partition(", ")
    if comma:
        found |= set(_named(behind))
    for mention in entity.mentions[:MOST_MENTIONS]:
        if match := _BEHIND.match(text, mention.end):
            found |= set(_longest(match["name"] or match["inside"], comma=bool(match["comma"])))
        before = text[max(0, mention.start - 60) : mention.start]
        if match := _BEFORE.search(before) or _PEOPLE_BEFORE.search(before):
            found |= set(_named(match["name"].split("’")[0]))
    return found


def _longest(name: str, *, comma: bool) -> list[Container]:
    """The longest beginning of some words that is a country, state or region."""
    parts = name.split(" ")
    if comma and (code := abbreviations().get(parts[0].replace(" ", ""))):
        return [Container(code[:2], code)]
    for number in range(len(parts), 0, -1):
        if found := list(_named(" ".join(parts[:number]))):
            return found
    return []


def _named(name: str) -> Iterator[Container]:
    key = name_key(name)
    code = countries().get(key) or peoples().get(key)
    if code:
        yield Container(code[:2], code if "-" in code else "")
    elif state := abbreviations().get(name.rstrip(".")):
        yield Container(state[:2], state)
    for candidate in candidates(key):
        if candidate.rank == "A0":
            yield Container(candidate.country)
        elif (candidate.rank == "A1" and candidate.region) or candidate.rank == "A2":
            yield Container(candidate.country, candidate.region)
