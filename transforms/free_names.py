"""Names that the model passed over, by their own words and those around them.

Their label is empty, as the model has not voted, unless they end in the surname of a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from transforms.gazetteer import gazetteer, name_key
from transforms.missed_names import Cover
from transforms.name_evidence import evidence_of_context
from transforms.name_kinds import kinds
from transforms.name_matches import acronym_of, is_of_state
from transforms.name_spans import KEPT_NAMES, NameSpan
from transforms.name_words import name_words
from transforms.place_names import inhabitants
from transforms.place_tables import abbreviations
from transforms.town_names import is_inside
from transforms.wordlists import words

MOST_PERSON_WORDS = 3
_MOST_WORDS = 4  # of a person's name that only the words around it tell
_SURE = 2.2  # weight of evidence from which on free words are a name
_TELLING = ("said to be", "title", "age")
_ACRONYM = re.compile(r" \(([A-Z][A-Z&]{1,7})\)")
_PARTIES = ("D-", "R-", "I-", "D–", "R–", "I–")
_OF_PARTY = re.compile(r"(?:\(|, )[DRI][-–]([A-Z][\w.]+(?: [A-Z][\w.]+)?)[),]")
_APOSTROPHES = ("'", "’")
_DAYS = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    " January February July September October November December"  # the others are surnames, too
)
_REST = re.compile(r"['’](?!s\b)\w+")  # of "Nyong'o"


def unnamed(
    text: str, runs: Iterable[tuple[int, int]], cover: Cover, surnames: Collection[str] = ()
) -> Iterator[NameSpan]:
    """Names of free words: bodies by their last word or their acronym, persons by their given name
    or their surname, by a title, an age or what they are said to be, towns behind "in", countries.

    Args:
        runs: of capitalised words, as `capital_runs` gives them.
        surnames: last words of the persons that the model has found.
    """
    taken = cover.taken
    for start, end in runs:
        if taken[end - 1]:
            if taken[start]:
                continue
            end = _state_at_start(text, start, end)
        elif _is_alone(text, start, end) and not _may_be_name(text, start, end):
            continue
        elif not (cover.is_free(start, end) and _is_place(text, start, end)):
            start += _leading(text[start:end], text[start - 3 : start] == "of ")
        if not cover.is_free(start, end):
            continue
        end = _before_weekday(text, start, end)
        if text[end : end + 1] in _APOSTROPHES and (rest := _REST.match(text, end)):
            end = rest.end()
        person = bool(surnames) and _has_surname(text, start, end, surnames)
        if start < end and (person or _is_name(text, start, end)):
            cover.take(start, end)
            yield NameSpan(start, end, text[start:end], "PERSON" if person else "")


def bracketed(text: str, spans: Iterable[NameSpan], cover: Cover) -> Iterator[NameSpan]:
    """Acronyms in brackets right behind an organisation."""
    for span in spans:
        if not text.startswith(" (", span.end) or span.label not in ("ORG", ""):
            continue
        match = _ACRONYM.match(text, span.end)
        if match and cover.is_free(*match.span(1)):
            cover.take(*match.span(1))
            yield NameSpan(*match.span(1), match[1], "")


def states_of_parties(text: str, cover: Cover) -> Iterator[NameSpan]:
    """ "Minn." of "Jo Doe (D-Minn.)"."""
    if not any(party in text for party in _PARTIES):
        return
    for match in _OF_PARTY.finditer(text):
        start, end = match.span(1)
        known = match[1].rstrip(".") in abbreviations() or name_key(match[1]) in gazetteer().regions
        if known and cover.is_free(start, end):
            cover.take(start, end)
            yield NameSpan(start, end, match[1], "GPE")


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether the run is one word, and no apostrophe behind it."""
    return text.find(" ", start, end) < 0 and text[end : end + 1] not in _APOSTROPHES


def _may_be_name(text: str, start: int, end: int) -> bool:
    """Whether a single word is one that may be a name, or has a title before it."""
    word = text[start:end]
    return _is_known_body(word) or _place_kind(word) != "" or _has_courtesy_title(text, start)


def _leading(words: str, post: bool) -> int:
    """Characters of words at the start that begin no name: "But", "The", titles, the "Police" of
    "Superintendent of Police"."""
    known = name_words()
    ends = known.post_ends if post else ()
    end = next((len(p) - 3 for p in ends if words.startswith(p[3:])), 0)
    cut, words = end, words[end:]
    for word in words.split(" ")[:-1]:
        folded = word.casefold().rstrip(".")
        if folded not in known.no_names and folded not in known.titles:
            break
        cut += len(word) + 1
    return cut


def _before_weekday(text: str, start: int, end: int) -> int:
    """The end of the run without a day or month behind the name: "on Zetapia Tuesday"."""
    first, _, last = text[start:end].rpartition(" ")
    return start + len(first) if first and last in _DAYS else end


def _is_name(text: str, start: int, end: int) -> bool:
    words = text[start:end].split(" ")
    if len(words) == 1:
        return (
            _is_known_body(words[0])
            or _is_place(text, start, end)
            or _has_courtesy_title(text, start)
        )
    known, last = name_words(), words[-1].casefold()
    if last in known.no_names or last in known.titles:
        return False
    if last in known.legal_forms or last in known.organisations:
        return True
    if words[0] in known.given and len(words) <= MOST_PERSON_WORDS:
        return True
    return (
        _is_place(text, start, end)
        or _has_acronym(text, start, end)
        or (len(words) <= _MOST_WORDS and _is_told(text, start, end))
    )


@lru_cache(KEPT_NAMES)
def _is_known_body(word: str) -> bool:
    known = name_words()
    whole = word.isupper() or word[1:].islower()
    return word in known.acronyms or (whole and word.casefold() in known.known_organisations)


def _state_at_start(text: str, start: int, end: int) -> int:
    """The end of the run's first word if that names a country or a people: "Frenchman Jo Blanc";
    else its beginning."""
    word = text[start:end].partition(" ")[0]
    return start + len(word) if _place_kind(word) == "state" else start


def _is_place(text: str, start: int, end: int) -> bool:
    """A country or a people, or a town that the words before say to be one."""
    kind = _place_kind(text[start:end])
    if kind == "state":
        return text[end : end + 1] != "$"
    return kind == "town" and (
        is_inside(text, start, end)
        or text.startswith(("-based", "-born"), end)
        or _is_dateline(text, start, end)
    )


def _is_dateline(text: str, start: int, end: int) -> bool:
    """ "VIENNA (AP) — " at the beginning of a line."""
    behind = text.startswith((" (", ", ", " —", " –", " -", ":"), end)
    return behind and text[start:end].isupper() and text[start - 1 : start] in ("", "\n")


@lru_cache(KEPT_NAMES)
def _place_kind(name: str) -> str:
    """ "state" of a country's or people's name, "town" of one that the gazetteer has, else ""."""
    key = name_key(name)
    if key in name_words().no_names:  # "in March"
        return ""
    if is_of_state(key):
        return "" if name in name_words().given else "state"
    return "town" if inhabitants(key) else ""


def _has_courtesy_title(text: str, start: int) -> bool:
    if text[start - 1 : start] != " ":
        return False
    word = text[max(0, start - 12) : start - 1].rpartition(" ")[2]
    return word[:1].isupper() and word.casefold().rstrip(".") in name_words().courtesy


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether the words around the name say that it is a person's or a body's."""
    found = evidence_of_context(text, start, end)
    return any(one.source in _TELLING and one.weight >= _SURE for one in found)


def _has_acronym(text: str, start: int, end: int) -> bool:
    match = _ACRONYM.match(text, end)
    return match is not None and match[1] == acronym_of(text[start:end])


def _has_surname(text: str, start: int, end: int, surnames: Collection[str]) -> bool:
    """ "Ann Sowerby" where "Sowerby" is found; not "Losing Sowerby" beside "is losing"."""
    words = text[start:end].split(" ")
    if not 1 < len(words) <= _MOST_WORDS or words[-1] not in surnames:
        return False
    kind = kinds().get(words[0].casefold())
    return kind is None and f" {words[0].casefold()}" not in text
