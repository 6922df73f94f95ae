"""Which folded names to look a place's name up by, and what the rest of the name says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.gazetteer import name_key
from transforms.wordlists import words

_PART = re.compile(
    r"(?:(?:mainland|rural|occupied|downtown|greater|metropolitan|inner|outer|upper|lower|mid|far"
    r"|(?:north|south|east|west|central|north ?east|north ?west|south ?east|south ?west)(?:ern)?)"
    r"\s+)+(?=\w)"
)
_OF = re.compile(
    r"(?:city|state|province|county|region|town|republic|district|government|port) of "
)
_AREA = words(
    "state province county region district prefecture oblast governorate territory peninsula"
    " emirate canton krai voivodeship department island islands coast"
)
_TOWN = words("city town village borough municipality suburb metropolis")
_BUILDING = words(
    "airport station stadium university hospital bridge park prison port harbour harbor cathedral"
    " castle palace square street road arena theatre theater museum hotel mosque church temple"
    " college school zoo base garden gardens market hall tower docks court avenue terminal"
)
_BETWEEN = words(
    "international railway train bus central football olympic national air naval general"
)
LONGEST = 60  # characters; longer names are not places'


@dataclass(frozen=True)
class Form:
    """One way to look a name up.

    Attributes:
        key: folded.
        wants: GeoNames' feature class that the rest of the name asks for; "" for any.
        part: the name is that of a part ("northern Iraq").
    """

    key: str
    wants: str = ""
    part: bool = False


def forms(name: str) -> Iterator[Form]:
    """The name as it is first, then without what describes it."""
    key = name_key(name)
    if not key or len(key) > LONGEST:
        return
    yield Form(key)
    bare = key.removeprefix("the ")
    if bare != key:
        yield Form(bare)
    if match := _OF.match(bare):
        yield Form(bare[match.end() :], "P" if match.group()[0] in "ct" else "A")
    if match := _PART.match(bare):
        yield Form(bare[match.end() :], part=True)
    yield from _without_last_word(bare)


def _without_last_word(key: str) -> Iterator[Form]:
    first, _, last = key.rpartition(" ")
    if not first:
        return
    if last in _AREA:
        yield Form(first, "A")
    elif last in _TOWN:
        yield Form(first, "P")
    elif last in _BUILDING:
        names = first.split()
        while names and names[-1] in _BETWEEN:
            names.pop()
        for number in range(len(names), 0, -1):
            yield Form(" ".join(names[:number]), "S")
