"""The gazetteer: what may bear a name, by bisection in one block of bytes.

transforms/places.tsv.gz holds some 170,000 populated places, the first-level regions and the
countries of GeoNames (CC BY 4.0, geonames.org), with ISO 3166-2 codes where the regions have them;
`scripts/make_places.py` makes it. Names of countries and peoples are in tables beside it.
"""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from transforms.gazetteer import name_key

__all__ = ["Candidate", "candidates", "country", "inhabitants", "name_key"]
REMEMBERED = 4096  # names whose candidates a process keeps
REMEMBERED_SIZES = 1 << 15  # names of which it keeps how many live there, some 4 MB
REGION = 50_000  # inhabitants that any region counts as
_POPULATION = 5  # column, behind key and rank


@dataclass(frozen=True)
class Candidate:
    """One place that may bear a name.

    Attributes:
        rank: "A0" a country, "A1" a first-level region, "A2" a part of one, "P0" a capital, "P1" a
            populated place, "P2" the same by one of its other names.
        country: ISO 3166-1 alpha-2.
        region: ISO 3166-2; "" where it is not known.
        region_name: GeoNames' name of that region.
        latitude, longitude: degrees; of an area the mean of its cities by inhabitants, None if
            it has none.
        population: inhabitants.
        geonames_id: None where GeoNames' id is not known.
        name: GeoNames' name.
    """

    rank: str
    country: str
    region: str
    region_name: str
    latitude: float | None
    longitude: float | None
    population: int
    geonames_id: int | None
    name: str


@cache
def _table() -> tuple[bytes, array[int]]:
    """The lines, and where each begins: some 19 MB, read in a tenth of a second."""
    packed = files("transforms").joinpath("places.tsv.gz").read_bytes()
    lines = gzip.decompress(packed)
    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n")) + 1
    return lines, array("I", np.append(0, ends).astype(np.uintc).tobytes())


@lru_cache(maxsize=REMEMBERED)
def candidates(key: str) -> tuple[Candidate, ...]:
    """Regions and populated places of a folded name (`name_key`)."""
    return tuple(map(_candidate, _lines(key)))


@lru_cache(maxsize=REMEMBERED_SIZES)
def inhabitants(key: str) -> int:
    """Of the largest place of a folded name; a region counts as `REGION`; 0 where there is none."""
    sizes = (_size(*line.split("\t")) for line in _lines(key))
    return max(sizes, default=0)


def _size(_key: str, rank: str, *columns: str) -> int:
    return REGION if rank[0] == "A" else max(1, int(columns[_POPULATION]))


def _lines(key: str) -> Iterator[str]:
    """The table's lines of a folded name."""
    lines, starts = _table()
    sought = key.encode() + b"\t"
    length = len(sought)
    place = bisect_left(starts, sought, key=lambda start: lines[start : start + length])
    while lines.startswith(sought, starts[place] if place < len(starts) else len(lines)):
        yield lines[starts[place] : starts[place + 1] - 1].decode()
        place += 1


def country(code: str) -> Candidate | None:
    """The country or region of an ISO 3166 code; None for others, as states that are no more."""
    return next(iter(candidates(f"={code}")), None)


def _candidate(line: str) -> Candidate:
    _, rank, code, region, region_name, latitude, longitude, population, number, name = line.split(
        "\t"
    )
    return Candidate(
        rank,
        code,
        region,
        region_name,
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        int(population),
        int(number) if number else None,
        name,
    )
