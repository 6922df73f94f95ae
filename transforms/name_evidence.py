"""What a name's form and context say of its type, as named pieces of evidence with weights.

Weights are on the scale of the model's own votes, which come to `VOTES` for a name: evidence of
weight 2 and more overrules a model that is unanimous, less tips the balance where it wavers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from transforms.gazetteer import KNOWN_CITY, LARGE_CITY, Gazetteer, gazetteer, name_key
from transforms.name_kinds import kinds, said_to_be
from transforms.name_matches import is_listed
from transforms.name_spans import KEPT_NAMES
from transforms.name_words import NameWords, name_words
from transforms.place_names import inhabitants
from transforms.place_tables import parts_of_the_world

VOTES = 2.0
KNOWN = 3.0  # weight of what the gazetteer says from which on a name's words say nothing more
PLACES = ("GPE", "LOC", "FAC")

_AGE = re.compile(r", (?:aged )?\d{1,2}(?:,|\.| and| who|$)|, aged \d")
_BORN = re.compile(r" \( ?(?:born |b\. )?(?:\w+ \d+ ?, )?\d{4}\b| \( ?born ")
_NEXT = re.compile(r" ?, ((?:[A-Z][\w.]+ ?){1,2})")
_POSSESSIVE = re.compile(r" ?['’]s\b")
_OPENING_QUOTES, _CLOSING_QUOTES = "\"“‘'", "\"”’'"
_NOWHERE = (None, "")
_INITIAL = re.compile(r"[A-Z]\.?$")
_BEFORE = 32  # characters of context
# What stands behind a name and may be the beginning of ", 44," " (born", " was a", " remains the".
_MAY_TELL = frozenset((", ", " ,", " (", " is", " wa", " ar", " we", " re", " be"))


class Evidence(NamedTuple):
    """`type` is an OntoNotes type or "PLACE", which is any of PLACES."""

    type: str
    weight: float
    source: str


@lru_cache(KEPT_NAMES)
def evidence_of_form(name: str) -> tuple[Evidence, ...]:
    """What the name says of itself."""
    known, places = name_words(), gazetteer()
    key = name_key(name)
    parts = key.split(" ")
    if len(parts) == 1:
        listed = tuple(_of_gazetteer(places, name, key))
        return (*listed, *_of_one_word(name, bool(listed)))
    listed = tuple(_of_gazetteer(places, name, key))
    if any(found.weight >= KNOWN for found in listed):  # "West Bank" is no bank
        return listed
    return (*listed, *_of_words(known, parts), *_of_person(known, name, parts))


def _of_gazetteer(places: Gazetteer, name: str, key: str) -> Iterator[Evidence]:
    if key in name_words().known_events:
        yield Evidence("EVENT", 3.0, "gazetteer")
    elif key.endswith("ism") and len(key) > len("prism") and " " not in key:
        yield Evidence("NORP", 3.0, "suffix")
    elif key in places.countries:
        yield Evidence("GPE", 4.0, "gazetteer")
    elif key in places.peoples:
        yield Evidence("NORP", 3.0, "gazetteer")
    elif key in places.capitals or places.cities.get(key, 0) >= LARGE_CITY:
        yield Evidence("GPE", 2.2, "gazetteer")
    elif name.casefold() in name_words().known_organisations:
        yield Evidence("ORG", 3.0, "gazetteer")
    elif feature := parts_of_the_world().get(key, _NOWHERE)[1]:
        if name.casefold() not in name_words().seats_of_power:
            kind = "FAC" if feature == "S" else "LOC"
            yield Evidence(kind, 3.0 if " " in key else 1.0, "gazetteer")
    elif key in places.regions or places.cities.get(key, 0) >= KNOWN_CITY:
        yield Evidence("GPE", 1.0, "gazetteer")
    elif key in name_words().nicknames and name[:1].isupper():
        yield Evidence("ORG", 2.2, "gazetteer")


def _of_words(known: NameWords, parts: list[str]) -> Iterator[Evidence]:
    first, last = parts[0], parts[-1]
    if last in known.legal_forms:
        yield Evidence("ORG", 4.0, "suffix")
    elif (
        (
            last in known.teams
            and inhabitants(" ".join(parts[:-1]))
            and not inhabitants(" ".join(parts))
        )
        or last in known.organisations
        or (last in ("center", "centre") and parts[-2] in known.centre_of)
        or (last in known.nicknames and is_listed(tuple(parts[:-1])))
        or (first in known.organisations_of and parts[1] in ("of", "for"))
    ):
        yield Evidence("ORG", 2.5, "suffix")
    elif last in known.events:
        yield Evidence("EVENT", 2.2, "suffix")
    elif last in known.laws:
        yield Evidence("LAW", 2.2, "suffix")
    elif last in known.facilities:
        yield Evidence("FAC", 2.2, "suffix")
    elif last in known.regions or first in known.regions_first:
        yield Evidence("LOC", 2.2, "suffix")
    elif last in known.districts:
        yield Evidence("GPE", 1.5, "suffix")


def _of_one_word(name: str, is_listed: bool) -> Iterator[Evidence]:
    if name.isupper() and 2 <= len(name) <= 6 and name.isalpha():
        yield Evidence("ORG", 0.7, "acronym")
        if not is_listed:
            yield Evidence("GPE", -1.5, "acronym")


def _of_person(known: NameWords, name: str, parts: list[str]) -> Iterator[Evidence]:
    words = name.split(" ")
    if parts[-1] in _heads() or "of" in parts or "the" in parts or "&" in parts:
        return
    if words[0].split("-")[0] in known.given:
        yield Evidence("PERSON", 2.2, "given name")
    elif len(words) > 2 and _INITIAL.match(words[1]) and words[2][0].isupper():
        yield Evidence("PERSON", 1.5, "given name")
    elif _is_coded(words, known):
        yield Evidence("PERSON", -2.0, "form")


def _is_coded(words: list[str], known: NameWords) -> bool:
    """Whether digits or capitals at its end say that it is no person: "Keystone XL"."""
    last = words[-1]
    capitals = last.isupper() and len(last) > 1 and last.isalpha()
    shouted = all(word.isupper() for word in words)
    named = last.casefold() in known.generations or shouted
    return any(map(str.isdigit, "".join(words))) or (capitals and not named)


@cache
def _heads() -> frozenset[str]:
    """Last words of what is no person."""
    known = name_words()
    return known.organisations | known.facilities | known.regions | known.events


def evidence_of_context(text: str, start: int, end: int) -> list[Evidence]:
    """What stands around one mention."""
    found: list[Evidence] = []
    if text[start - 1 : start] == " ":
        before = text[max(0, start - _BEFORE) : start - 1]
        if (word := _of_word_before(before[before.rfind(" ") + 1 :])) is not None:
            found.extend(_of_words_before(text, start, end, before, word))
    behind = text[end : end + 3]
    if behind[:2] in _MAY_TELL or behind in _MAY_TELL or behind[:1] == "(":
        found.extend(_of_words_behind(text, end))
    behind = behind[:2]
    if behind[-1:] in _CLOSING_QUOTES or behind[:1] in _CLOSING_QUOTES:
        before = text[max(0, start - 2) : start].rstrip()[-1:]
        if _is_quoted(before, behind.lstrip()[:1]):
            found.append(Evidence("WORK_OF_ART", 2.2, "quotes"))
    return found


def _is_quoted(before: str, behind: str) -> bool:
    marks = before and behind
    return bool(marks) and before in _OPENING_QUOTES and behind in _CLOSING_QUOTES


def _of_words_before(
    text: str, start: int, end: int, before: str, found: Evidence
) -> Iterator[Evidence]:
    """What the word right before a mention says, `found`, and what those before it say."""
    if found.source == "post":
        if (before + " ").endswith(name_words().post_ends):
            yield Evidence("PERSON", 2.0, "title")
    elif found.source == "article":
        yield found
        direction, _, of = before[:-4].rpartition(" ")
        if of == "of" and direction.rpartition(" ")[2].casefold() in name_words().places_of:
            yield Evidence("PLACE", 2.2, "preposition")
        if text[end - 1] == "s" and not text[start:end].isupper():
            yield Evidence("ORG", 1.5, "article")
    elif found.source == "of":
        if before[:-3].rpartition(" ")[2].casefold() in name_words().places_of:
            yield Evidence("PLACE", 2.2, "preposition")
    elif found.source != "preposition" or not _POSSESSIVE.match(text, end):
        yield found


@lru_cache(KEPT_NAMES)
def _of_word_before(word: str) -> Evidence | None:
    """What the word right before a name says of it; "of" and "post" leave it to the words before
    that."""
    known = name_words()
    if word[-1:] == "," and word[:-1] in known.relatives:
        return Evidence("PERSON", 2.5, "title")
    word = word[word.rfind("\n") + 1 :]
    folded = word.casefold().rstrip(".").rpartition("-")[2]
    if folded in known.courtesy:
        return Evidence("PERSON", 6.0, "title")
    if folded in known.titles:
        adjective = word.islower() and folded in known.adjectives
        return None if adjective else Evidence("PERSON", 2.5, "title")
    if folded == "the":
        return Evidence("PERSON", -2.0, "article")
    if folded == "of":
        return Evidence("PLACE", 0.0, "of")
    kind = kinds().get(folded) if word.islower() else None
    if kind and (kind != "PLACE" or folded in known.kind_settlement):
        return Evidence(kind, 2.2, "said to be")
    if folded in known.place_prepositions:
        return Evidence("PLACE", 2.2, "preposition")
    ends_post = any(post.endswith(f"{word} ") for post in known.post_ends) or (
        f"{word} ".endswith(known.post_ends)
    )
    return Evidence("PERSON", 0.0, "post") if ends_post else None


def _of_words_behind(text: str, end: int) -> Iterator[Evidence]:
    if text.startswith((", ", " ,"), end):
        if _AGE.match(text, end):
            yield Evidence("PERSON", 3.0, "age")
        elif text.startswith(", who ", end):
            yield Evidence("PERSON", 1.5, "context")
        elif text.startswith(", which ", end):
            yield Evidence("PERSON", -2.0, "context")
            yield Evidence("ORG", 0.5, "context")
        elif behind := _NEXT.match(text, end):
            places, key = gazetteer(), name_key(behind[1])
            if key in places.countries or key in places.regions:
                yield Evidence("PLACE", 2.2, "region behind")
    elif text[end : end + 2] == " (" and _BORN.match(text, end):
        yield Evidence("PERSON", 3.0, "age")
    kind = said_to_be(text, end)
    if kind:
        yield Evidence(kind, 2.5, "said to be")
