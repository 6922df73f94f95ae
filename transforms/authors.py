"""Bylines to people: prefixes, addresses, job titles, agencies and the site's own name removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from transforms.agencies import agency_name
from transforms.page_title import squeezed

MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 5
MAX_AUTHORS = 20
MAX_BYLINE_CHARS = 1000
KEPT_BYLINES = 1024

_PREFIX = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|reporting|story|words|text|article|analysis|"
    r"opinion|review|interview|edited|compiled|updated)\s+by\b|by\b|from\b|par\b|por\b|von(?=\s+\S+\s+\S)|"
    r"door\b|author\b|autor(?:in)?\b|text\b|текст\b|автор\b)[\s:]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\(?\b[\w.+-]{1,64}@[\w.-]{1,255}\)?|(?<!\w)@\w+|https?://\S+|www\.\S+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_SEPARATOR = re.compile(r"\s*(?:[,;|•·/、\n]|\s(?:and|und|et|y|e|og|och|en|with|&|-|–|—)\s)\s*")
_SURNAME_FIRST = re.compile(r"([^\W\d_][\w'’-]+),\s*([^\W\d_][\w'’.-]+)")
_SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD|M\.D)\b)")
_NOT_A_NAME = re.compile(
    r"\d|[{}<>=\\]|\.(?:com|org|net|de|fr|uk|at|ch)\b|\b(?:"
    r"staff|newsroom|editors?|editorial|desk|team|reporters?|correspondents?|writers?|columnist|"
    r"contributors?|contributing|producers?|journalists?|admin|administrator|guest|unknown|anonymous|"
    r"redaktion|\w*redakteur(?:in)?|redazione|redacci[oó]n|r[eé]daction|redactie|redaksi|agenc(?:y|ies)|"
    r"agentur|agence|agencia|agenzia|agências?|press|newspapers?|news|wires?|bureau|service|media|"
    r"magazine|website|online|photographer|photos?|images|video|updated|published|chief|president|"
    r"director|manager|senior|professor|analyst|expert"
    r")\b",
    re.IGNORECASE,
)


def clean_authors(written: Iterable[str], site_names: Set[str] = frozenset()) -> tuple[str, ...]:
    """The people named in bylines, in order, each once.

    Args:
        written: author values as found: "By Ann Lee and Bo Ek, Reuters", "lee@example.com".
        site_names: what the publication is called, squeezed; it is no author.
    """
    people: dict[str, str] = {}
    for value in written:
        for name, key in people_in(value[:MAX_BYLINE_CHARS]):
            if not _is_site(name, site_names):
                people.setdefault(key, name)
    return tuple(people.values())[:MAX_AUTHORS]


@lru_cache(maxsize=KEPT_BYLINES)
def people_in(value: str) -> tuple[tuple[str, str], ...]:
    """The names in one byline, and each squeezed; the same reporters write again."""
    return tuple((name, squeezed(name)) for name in _split(value) if _is_name(name))


def _split(value: str) -> list[str]:
    value = _ADDRESS.sub(" ", value)
    value = _ASIDE.sub(" ", value)
    value = _PREFIX.sub("", " ".join(value.split())).strip()
    reversed_name = _SURNAME_FIRST.fullmatch(value)
    if reversed_name and all(map(_is_name, reversed_name.groups())):
        value = f"{reversed_name[2]} {reversed_name[1]}"
    parts = _SEPARATOR.split(_SUFFIX.sub(" ", value))
    return [_PREFIX.sub("", part).strip(" .:-–—*\"'") for part in parts]


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS:
        return False
    if name.islower() or _NOT_A_NAME.search(name):
        return False
    if name.isascii() and name.isupper() and " " not in name:
        return False  # initials of a desk or an agency
    first = name.split()[0]
    return not agency_name(name) and not (first.isupper() and agency_name(first))


def _is_site(name: str, site_names: Set[str]) -> bool:
    """Whether it is the site's name, or starts with it: "Example Sport"."""
    if not site_names:
        return False
    return squeezed(name) in site_names or squeezed(name.split()[0]) in site_names
