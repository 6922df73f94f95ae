"""Names of countries, peoples, parts of the world and states as the news writes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from transforms.gazetteer import name_key


def rows(name: str) -> Iterator[list[str]]:
    """The columns of each line of a table; lines that begin with # are notes."""
    for line in files("transforms").joinpath(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@cache
def countries() -> dict[str, str]:
    """Folded names that the news has for countries, to ISO 3166-1 (or -2, -3) codes."""
    return {
        name_key(name): code
        for code, names in rows("country_aliases.tsv")
        for name in names.split("|")
    }


@cache
def peoples() -> dict[str, str]:
    """Folded names of nations to country codes; peoples without a country of their own are out."""
    return {
        name_key(name): code
        for code, names in rows("nationalities.tsv")
        for name in names.split("|")
        if code != "-"
    }


@cache
def parts_of_the_world() -> dict[str, tuple[str | None, str]]:
    """Folded names to country (None: in several, or none) and GeoNames' feature class."""
    return {
        name_key(name): (None if code == "-" else code, feature)
        for code, feature, names in rows("world_regions.tsv")
        for name in names.split("|")
    }


@cache
def continents() -> dict[str, str]:
    """Country codes to continents."""
    return {code: name for name, codes in rows("continents.tsv") for code in codes.split("|")}


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviated states and provinces, without their last full stop, to ISO 3166-2 codes."""
    return {form: code for code, forms in rows("region_codes.tsv") for form in forms.split("|")}


# Money and words that one country's papers use of home.
_HOME_WORDS = {
    "GB": ("£", " mum", "Mum", " BST", " pence", "NHS", "Cllr"),
    "IN": ("₹", "Rs ", "Rs.", " lakh", " crore"),
    "AU": (" A$",),
    "CA": (" C$",),
    "NZ": (" NZ$",),
    "NG": ("₦",),
    "PH": ("₱",),
}


def home_by_words(text: str) -> str | None:
    """The country that an article is written for, where its words say so: the one with the most."""
    found = {code: sum(map(text.count, signs)) for code, signs in _HOME_WORDS.items()}
    best = max(found, key=lambda code: found[code])
    return best if found[best] else None
