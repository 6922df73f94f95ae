"""Whether a name of a document may stand for the bearer of a longer one."""

from __future__ import annotations

from functools import lru_cache

from transforms.gazetteer import KNOWN_CITY, gazetteer, name_key
from transforms.name_spans import KEPT_NAMES
from transforms.name_words import name_words
from transforms.wordlists import words

# Words of a name that an acronym leaves out.
_SKIPPED = words("of the and for de la du des der die das und et on in to &")
_PROVINCES = words("province prefecture oblast governorate voivodeship")
SHORTEST_ACRONYM = 3  # letters of one that needs no brackets in the text; "AP" is too many things

Parts = tuple[str, ...]


def person_matches(short: Parts, full: Parts) -> bool:
    """ "Biden", "Joe", "J. Biden", "Joe Biden" for "Joe Biden"; folded parts of both."""
    known = name_words()
    full = tuple(part for part in full if part not in known.generations)
    if len(short) == 2 and short[0] in known.noble:
        short = short[1:]
    if len(full) < 2:
        return False
    if len(short) == 1:
        return short[0] in (full[0], full[-1]) or _with_particle(short, full)
    if _with_particle(short, full):
        return True
    first = short[0]
    same_first = first == full[0] or (len(first) == 1 and full[0].startswith(first))
    return short[-1] == full[-1] and same_first


def _with_particle(short: Parts, full: Parts) -> bool:
    """ "von der Leyen" for "Ursula von der Leyen"."""
    return 0 < len(short) < len(full) and full[-len(short) :] == short


def organisation_matches(short: Parts, full: Parts) -> bool:
    """ "Toyota" for "Toyota Motor", "Cubs" for "Chicago Cubs"."""
    length = len(short)
    if length >= len(full):
        return False
    if full[:length] == short:
        return not is_of_place(" ".join(short)) if length > 1 else is_distinctive(short[0])
    if full[-length:] != short:
        return False
    return length > 1 or not is_of_place(short[0])


def place_matches(short: Parts, full: Parts) -> bool:
    """ "Ouse" for "River Ouse", "New York" for "New York City"."""
    known = name_words()
    if full == (*short, "city"):
        return short[0] not in gazetteer().countries
    first, last = known.regions_first | known.regions, known.regions | _PROVINCES
    return (full[1:] == short and full[0] in first) or (full[:-1] == short and full[-1] in last)


def is_listed(parts: Parts) -> bool:
    """Whether the gazetteer has the name: a country, people, region, capital or known city."""
    places, name = gazetteer(), " ".join(parts)
    return is_of_place(name) or name in places.regions or places.cities.get(name, 0) >= KNOWN_CITY


def is_distinctive(word: str) -> bool:
    """Whether one word alone can stand for an organisation: no place, people or kind of body."""
    known = name_words()
    return not (
        is_listed((word,))
        or word in known.organisations
        or word in known.organisations_of
        or word in known.no_names
        or word in known.common
    )


def is_of_state(name: str) -> bool:
    """Whether the name is a country or its people."""
    return name in gazetteer().countries or name in gazetteer().peoples


def is_of_place(name: str) -> bool:
    """Whether the name is a country, its people or a capital."""
    return is_of_state(name) or name in gazetteer().capitals


@lru_cache(KEPT_NAMES)
def acronyms_of(name: str) -> frozenset[str]:
    """ "@nhs" of "National Health Service"; also with letters of "of" and "the"."""
    parts = name_key(name).split(" ")
    short = "".join(part[:1] for part in parts if part not in _SKIPPED)
    return frozenset(
        f"@{letters}"
        for letters in (short, "".join(part[:1] for part in parts))
        if len(letters) >= SHORTEST_ACRONYM
    )


@lru_cache(KEPT_NAMES)
def acronym_of(name: str) -> str:
    """ "NHS" of "National Health Service"."""
    return "".join(word[0] for word in name.split() if word.casefold() not in _SKIPPED).upper()
