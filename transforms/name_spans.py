"""From a model's raw spans to the names themselves: titles, possessives and strays cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from transforms.gazetteer import gazetteer, name_key
from transforms.name_words import name_words
from transforms.spans import trim
from transforms.wordlists import words

VALUE_TYPES = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL")
_RENAMED = {"PER": "PERSON"}  # models trained on Wikipedia label persons so
# Words that stand behind a name and a hyphen and are no part of it, unlike "Jong-kun".
_COMPOUNDS = words(
    "based led born backed style made held run owned era wide like only bound ruled area class"
    " funded trained listed speaking controlled occupied"
)
_CAMPS = ("Liberal", "Social", "Christian")
_DEMOCRATS = re.compile(r"Democrat\w*")
_LONGEST_SYLLABLE = 6
KEPT_NAMES = 1 << 15  # names that a process keeps what it found out of, some 10 MB
_BREAK = re.compile(r" ?[(\[;] ?| / | [-–—]+ ")
_LIST = re.compile(_BREAK.pattern + r"| ?, (?!(?:Jr|Sr|D\.C|DC)\b)| and | & | to ")
_BODY = re.compile(_BREAK.pattern + r"| to (?=[A-Z])")
_CAPITAL_OF_US = re.compile(r"Washington, ?D\.? ?C\b\.?")
_WORD = re.compile(r"\w+")
_LISTED = ("PERSON", "GPE", "NORP")
_TRAILING = re.compile(r"(?: (?:of|the|and|&|in|for|at|to|on|with|from|by|No\.?))+$")


class NameSpan(NamedTuple):
    """`text[start:end] == surface`; `label` is the model's type."""

    start: int
    end: int
    surface: str
    label: str


def name_spans(
    text: str, spans: Iterable[tuple[int, int, str]], types: Sequence[str]
) -> Iterator[NameSpan]:
    """The names in text order, none overlapping another; types not named are dropped."""
    last = 0
    kept = frozenset(types)
    for start, end, label in spans:
        kind = _RENAMED.get(label, label)
        if kind not in kept:
            continue
        if text[start - 3 : start] == "of ":
            start += _behind_post(text, start, end)
        if text[end : end + 1] == "-":
            end = _behind_hyphen(text, start, end, kind)
        if kind == "GPE" and (capital := _CAPITAL_OF_US.match(text, start)):
            end = max(end, capital.end())
        if text.startswith(" Democrat", end) and text.endswith(_CAMPS, start, end):
            end = next(_DEMOCRATS.finditer(text, end)).end()
        for first, stop in names_in(text[start:end], kind):
            if start + first >= last:
                last = start + stop
                yield NameSpan(start + first, last, text[start + first : last], kind)


@lru_cache(KEPT_NAMES)
def names_in(surface: str, kind: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the names in a span of that type; mostly one."""
    return tuple(filter(None, (_name(surface, *part, kind) for part in _split(surface, kind))))


def _split(surface: str, kind: str) -> Iterator[tuple[int, int]]:
    """The span cut at brackets, slashes and lists, which no name goes across."""
    listed = kind in _LISTED or (kind == "ORG" and surface.count(", ") > 1)
    pattern = _LIST if listed else _BODY if kind == "ORG" else _BREAK
    place = 0
    for match in pattern.finditer(surface):
        yield place, match.start()
        place = match.end()
    yield place, len(surface)


def _name(text: str, start: int, end: int, kind: str) -> tuple[int, int] | None:
    """Offsets of the name in a part of a span; None if there is none."""
    trimmed = trim(text, start, end)
    if trimmed is None:
        return None
    start, end = trimmed
    start += behind_titles(text[start:end], kind == "PERSON")
    start += _behind_country(text[start:end], kind)
    stray = _TRAILING.search(text, start, end)
    trimmed = trim(text, start, stray.start() if stray else end)
    return trimmed if trimmed and _may_be_name(text[slice(*trimmed)], kind) else None


def _behind_post(text: str, start: int, end: int) -> int:
    """How much of the span ends the title before it: "Secretary of" + "State Jane Doe"."""
    known = name_words()
    title = text[max(0, start - 24) : start - 4].rpartition(" ")[2].casefold()
    rest = text[start - 3 : end] + " "
    post = next((post for post in known.post_ends if rest.startswith(post)), "")
    return min(len(post) - 3, end - start) if post and title in known.titles else 0


def behind_titles(surface: str, person: bool) -> int:
    """How many characters of "President Jane Doe" stand before the name.

    Only courtesy titles are cut from what is not a person's name ("Dr. Martens" stays a brand).
    """
    known = name_words()
    parts = surface.split(" ")
    if len(parts) == 1:
        return 0
    cut = offset = 0
    for part in parts[:-1]:
        offset += len(part) + 1
        word = part.casefold().rstrip(".")
        if word in known.courtesy or (person and word in known.titles and word not in known.noble):
            cut = offset
        elif not person:
            break
    rest = surface[cut:]
    post = next((p for p in known.post_ends if person and rest.startswith(p)), "")
    return cut + len(post) if post and len(rest) > len(post) else cut


def _behind_country(surface: str, kind: str) -> int:
    """How many characters of "Peru Ann Lee" stand before the person's name."""
    parts = surface.split(" ")
    if kind not in ("PERSON", "ORG") or len(parts) != len(("Peru", "Ann", "Lee")):
        return 0
    given = name_words().given
    country = name_key(parts[0]) in gazetteer().countries and parts[0] not in given
    return len(parts[0]) + 1 if country and parts[1] in given else 0


def _behind_hyphen(text: str, start: int, end: int, kind: str) -> int:
    """Behind the rest of a person's or country's name that the model cut at its hyphen."""
    if kind == "PERSON":
        return _end_of_syllable(text, end)
    match = _WORD.match(text, end + 1)
    whole = match is not None and name_key(text[start : match.end()]) in gazetteer().countries
    return match.end() if match and whole else end


def _end_of_syllable(text: str, end: int) -> int:
    """Behind the rest of a name that the model cut at its hyphen: "Jong" of "Jong-kun"."""
    stop = end + 1
    while stop < len(text) and text[stop].isalpha():
        stop += 1
    syllable = text[end + 1 : stop]
    short = 0 < len(syllable) <= _LONGEST_SYLLABLE and syllable not in _COMPOUNDS
    return stop if short else end


@cache
def _bare_titles() -> frozenset[str]:
    """Titles that are no name by themselves."""
    known = name_words()
    return known.titles - known.noble - known.surnames


def _may_be_name(surface: str, kind: str) -> bool:
    """Whether it is more than numbers, lower case, a bare title and words that are never names."""
    if surface.islower() and surface.isascii():
        return False
    folded = surface.casefold().rstrip(".")
    known = name_words()
    bare_title = kind == "PERSON" and folded in _bare_titles()
    bare_law = kind != "PERSON" and folded in known.laws
    return folded not in known.no_names and not bare_title and not bare_law
