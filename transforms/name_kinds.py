"""What the text says a name is: "Gulfstar, a shipping firm", "Lindi is a port", "the band Eels"."""

from __future__ import annotations

import re
from functools import cache

from transforms.name_words import name_words
from transforms.wordlists import words

# Words looked at behind "a": longer phrases name the kind at their beginning or not at all.
LONGEST_PHRASE = 8
_SAID_TO_BE = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?: ?, | (?:is|was|are|were|remains|became) )"
    r"(?:an?|the|one of the|its|his|her|their) ((?:[\w'’/-]+ ?){1,8})"
)
_MAY_BEGIN = (", ", " (", " is", " was", " are", " were", " rem", " bec", "(", " ,")
_END_OF_PHRASE = words(
    "in of for at who that which from by with based on and or near located whose to as where"
    " between is was has had were are"
)


@cache
def kinds() -> dict[str, str]:
    """The type of name that each word stands for."""
    known = name_words()
    lists = (
        ("NORP", known.kind_people),
        ("EVENT", known.kind_event),
        ("WORK_OF_ART", known.kind_work),
        ("PLACE", known.kind_place),
        ("ORG", known.kind_organisation),
        ("PERSON", known.kind_person | known.titles),
    )
    return {word: kind for kind, members in lists for word in members}


def said_to_be(text: str, end: int) -> str | None:
    """The kind in the phrase behind the name that ends there."""
    if not text.startswith(_MAY_BEGIN, end):
        return None
    match = _SAID_TO_BE.match(text, end)
    if match is None:
        return None
    known, kind = kinds(), None
    for word in match[1].casefold().split()[:LONGEST_PHRASE]:
        if word in _END_OF_PHRASE:
            break
        kind = known.get(word, kind)
    return kind
