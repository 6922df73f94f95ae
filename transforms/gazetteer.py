"""Which names are those of countries, regions, cities and peoples.

`scripts/make_gazetteer.py` makes the table of them, gazetteer.tsv.gz. Names are compared as
`name_key` folds them.
"""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

# Inhabitants. A city below the first is as likely a surname or a street ("Lincoln", "Clermont").
KNOWN_CITY = 100_000
LARGE_CITY = 500_000
KEPT_KEYS = 1 << 15  # names of which a process keeps the key, some 6 MB

_FOLDED = str.maketrans({"-": " ", "‐": " ", "‑": " ", "’": "'", "‘": "'", ".": None, "ʻ": "'"})


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


@lru_cache(KEPT_KEYS)
def name_key(name: str) -> str:
    """The name without case, accents, full stops, hyphens and doubled white space."""
    folded = name.translate(_FOLDED)
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(folded.casefold().split())


@cache
def gazetteer() -> Gazetteer:
    """Read once a process."""
    packed = files("transforms").joinpath("gazetteer.tsv.gz").read_bytes()
    tables: dict[str, dict[str, str]] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        kind, name, value = line.split("\t")
        tables.setdefault(kind, {})[name] = value
    return Gazetteer(
        countries=tables["country"],
        peoples=tables["people"],
        regions=frozenset(tables["region"]),
        cities={name: int(inhabitants) for name, inhabitants in tables["city"].items()},
        capitals=frozenset(tables["capital"]),
    )
