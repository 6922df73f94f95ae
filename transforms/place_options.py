"""What an entity's names may stand for: a people, a part of the world, a gazetteer's places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from schemas.article import Entity
from schemas.place import Place
from transforms.gazetteer import name_key
from transforms.place_forms import Form, forms
from transforms.place_names import REMEMBERED, Candidate, candidates, country
from transforms.place_scores import Option
from transforms.place_tables import abbreviations, countries, parts_of_the_world, peoples

LARGE = 100_000  # inhabitants of a city that lends bodies and buildings its name
SHARED_NAMES = {"korea": ("KR", "KP"), "congo": ("CD", "CG")}


def certain(entity: Entity) -> tuple[Place | None] | None:
    """A people's country or a well-known feature's, in a tuple; None where the name is another's.

    The tuple holds None where it is certain that no country has the name for itself.
    """
    for name in _names(entity):
        key = name_key(name).removeprefix("the ")
        if entity.type == "NORP":
            code = peoples().get(key) or peoples().get(key.rpartition(" ")[2])
            if code:
                return (Place(code[:2], source="people"),)
        elif key in parts_of_the_world():
            holder, feature = parts_of_the_world()[key]
            if any(c.country == holder and _is_large(c) for c in candidates(key)):
                return None  # the gazetteer knows more of it
            return (Place(holder, feature_class=feature) if holder else None,)
    return (None,) if entity.type == "NORP" else None


def seat(entity: Entity) -> Place | None:
    """A building that stands for the body in it, as the White House; it is both."""
    holder, feature = parts_of_the_world().get(name_key(entity.name), (None, ""))
    seat = entity.type == "ORG" and feature == "S"
    return Place(holder, feature_class=feature) if seat and holder else None


def options_of(entity: Entity) -> tuple[Option, ...]:
    """The candidates of the first form of the name that has any."""
    building = entity.type == "FAC"
    return next(filter(None, (_of_name(name, building) for name in _names(entity))), ())


@lru_cache(maxsize=REMEMBERED)
def hints(name: str) -> tuple[Option, ...]:
    """Cities and regions that a body is named after: "Blackburn Rovers", "University of Leeds"."""
    parts = name.split()
    for part in (" ".join(parts[:2]), parts[0], name.rpartition(" of ")[2]):
        key = name_key(part)
        found = [c for c in candidates(key) if c.rank != "P2"]
        if len(parts) > 1 and any(c.population >= LARGE for c in found):
            return tuple(Option(candidate, Form(key)) for candidate in found)
    return ()


@lru_cache(maxsize=REMEMBERED)
def _of_name(name: str, building: bool) -> tuple[Option, ...]:
    if state := country(abbreviations().get(name.rstrip("."), "")):
        return (Option(state, Form(name_key(name))),)
    for form in forms(name.partition(", ")[0]):
        if options := _of_form(form, building):
            return options
    return ()


def _of_form(form: Form, building: bool) -> tuple[Option, ...]:
    found = list(candidates(form.key))
    codes = SHARED_NAMES.get(form.key) or (countries().get(form.key, ""),)
    found += [stated for code in codes if (stated := country(code)) and stated not in found]
    if form.wants == "S" or (building and " " not in form.key):
        found = [c for c in found if c.rank[0] == "P" and c.population >= LARGE]
    return tuple(Option(candidate, form) for candidate in found)


def _is_large(candidate: Candidate) -> bool:
    return candidate.rank == "A1" or (candidate.rank != "P2" and candidate.population >= LARGE)


def _names(entity: Entity) -> Iterator[str]:
    """The canonical name, then the others it goes by."""
    return iter(dict.fromkeys((entity.name, *(mention.surface for mention in entity.mentions))))
