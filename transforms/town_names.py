"""Towns by the gazetteer of places, and what the words around one say of it.

A name that the gazetteer has may be a surname too; the words around it decide, mention by mention.
"""

from __future__ import annotations

import re

from transforms.name_evidence import Evidence
from transforms.name_words import name_words
from transforms.wordlists import words

TOWN = 10_000  # inhabitants from which on the name of a body's town is not short for the body
CITY = 100_000
IN_PLACE, PERHAPS, LISTED, SPEAKS = 2.2, 1.6, 0.5, 1.2
_BEFORE = 72  # characters of context
_BEHIND = 24
_SAID_BEFORE = 8
_MAY_TELL = (" ", "-")  # first characters behind a name of what tells
_NAMES = r"(?:[A-Z][\w’'.-]+(?: [A-Z][\w’'-]+){0,2}(?:, and |, | and | or | to )){1,4}"
_INSIDE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]cross|[Tt]hroughout|[Aa]round|[Bb]etween|[Nn]eighbouring|[Oo]ff"
    r"|[Nn]eighboring|[Dd]owntown|[Cc]entral|parish of|people of|streets of|\d\d, (?:of|from)"
    r"|(?:born|based|lives?|lived|living|raised|arrived|stationed|arrested|held|seen) (?:in|at)"
    r"|(?:left|leaving|reached|reaching|entered|entering)(?: for)?"
    r"|(?:fly|flew|flown|went|go|goes|going|came|come|comes|travel\w*|drove|driven|drive|moved?"
    r"|moving|return\w*|sent|way|road|roads|trips?|flights?|trains?|bus|buses|journey|miles|km"
    r"|kilomet(?:er|re)s|close|next|evacuated|flee|fled|back|transferred|marched?|march)"
    rf" (?:from|to)) (?:{_NAMES})?$"
)
_LAST_WORDS = words(  # of what `_INSIDE` matches
    "in near outside across throughout around between neighbouring neighboring off downtown central"
    " of from at to for and or left leaving reached reaching entered entering"
)
_TOWARDS = re.compile(
    rf"\b(?:from|visit|visits|visited|visiting|via|through|into|toward|towards) (?:{_NAMES})?$"
)
_TOWNS_OWN = re.compile(
    r"-(?:based|born|area)\b| (?:police|residents?|man|woman|men|women|couple|suburbs?|area|native"
    r"|resident|locals|neighbou?rhoods?|townspeople|firefighters)\b"
)
_SAYS = re.compile(
    r" (?:said|says|told|added|adds|recalled|recalls|joked|replied|wrote|insisted)\b"
)
_SAID = re.compile(r"\b(?:said|says|added|adds) $")
_SAID_ENDS = ("said ", "says ", "added ", "adds ")
_TOWARDS_ENDS = (  # of what `_TOWARDS` matches
    *("from ", "visit ", "visits ", "visited ", "visiting ", "via ", "through ", "into "),
    *("toward ", "towards ", ", ", "and ", "or ", "to "),
)
_POSSESSIVE = re.compile(r"['’](?:s\b|\s)")


def is_inside(text: str, start: int, end: int) -> bool:
    """Whether the words before the mention say that it is a place: "in X", "between Y and X"."""
    before = text[max(0, start - _BEFORE) : start]
    word = before[:-1].rpartition(" ")[2]
    if before[-1:] != " " or (word[-1:] != "," and word.casefold() not in _LAST_WORDS):
        return False
    return bool(_INSIDE.search(before)) and not _POSSESSIVE.match(text, end)


def evidence_of_town(text: str, start: int, end: int) -> Evidence | None:
    """What stands around a mention of a name that the gazetteer of places has."""
    given = text[start:end] in name_words().given
    behind = text[end : end + _BEHIND] if text[end : end + 1] in _MAY_TELL else ""
    if behind and _TOWNS_OWN.match(behind):
        return Evidence("PLACE", PERHAPS if given else IN_PLACE, "place behind")
    before = text[max(0, start - _BEFORE) : start]
    if (behind and _SAYS.match(behind)) or (
        before.endswith(_SAID_ENDS) and _SAID.search(before[-_SAID_BEFORE:])
    ):
        return Evidence("PERSON", SPEAKS, "says")
    if is_inside(text, start, end):
        return Evidence("PLACE", IN_PLACE, "preposition")
    if not given and before.endswith(_TOWARDS_ENDS) and _TOWARDS.search(before):
        return Evidence("PLACE", PERHAPS, "preposition")
    return None
