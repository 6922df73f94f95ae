"""Whether the name of a capital means the city or the government in it.

By the words around it: "in Washington" and "left Washington" are the city, "Washington accused",
"talks with Washington" and "Seoul and Washington agreed" the government.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transforms.gazetteer import gazetteer, name_key
from transforms.name_spans import KEPT_NAMES, NameSpan

GOVERNMENT = "government"
_BEFORE = 32  # characters of context

_CITY_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|around|across|downtown|central|into|through|leave|leaving|left"
    r"|visit(?:ed|s|ing)?|reach(?:ed)?|via|(?:flew|flying|returned|travell?ed|came) (?:to|from)) $"
)
_MAYBE_CITY_BEFORE = re.compile(r"\b(?:from|to|of) $")
_CITY_BEHIND = re.compile(r",? D\.?C\.?|-based| airport| suburb")
_DEALINGS = (
    "talks?|ties|relations|relationship|agreements?|deal|alliance|negotiations|pact|treaty|trade"
    "|dialogue|row|dispute|tensions?|cooperation|contacts?|efforts|links|stand-?off|progress"
)
_GOVERNMENT_BEFORE = re.compile(
    rf"\b(?:(?:{_DEALINGS}) (?:with|between)|between|between (?:[A-Z]\w+ ){{1,2}}and"
    r"|urg(?:ed|es|ing)|accus(?:ed|es|ing)|ask(?:ed|s|ing)|press(?:ed|es|ing)|request(?:ed|s)"
    r"|pressure on|told|warn(?:ed|s|ing)|blam(?:ed|es|ing)|against|whether|that|by|with) $"
)
_ITS = (
    "governments?|foreign|state|defen[cs]e|policy|policies|positions?|stance|decisions?|demands?"
    "|refusal|support|sanctions|allies|ally|envoys?|ambassadors?|military|troops|failure|concerns?"
    "|efforts?|plans?|offers?|response|interests?|proposals?|claims?|warnings?|threats?|tariffs"
    "|intentions?|role|diplomats?|leaders?"
)
_DOES = (
    "said|says|has|had|will|would|wants?|urged|accused|warned|imposed|denie[ds]|insist(?:s|ed)"
    "|agreed|reject(?:s|ed)|announced|hopes?|fears?|believes?|sees|backs?|backed|opposes?|opposed"
    "|called|calls|demand(?:s|ed)|request(?:s|ed)|considers?|considered|refuse[ds]|needs|must"
    "|should|could|may|might|responded|summoned|recalled|sanctioned|recogni[sz]e[ds]|signed|asked"
    "|did|does|cannot|can"
)
_GOVERNMENTS = re.compile(rf"['’]s (?i:{_ITS})\b")
_GOVERNMENT_BEHIND = re.compile(rf" (?:{_DOES}) ")
_AND = re.compile(
    r" and ((?:[A-Z][\w.]+ ?){1,2}) ?(?:are|were|have|had|agreed|will|would|said|share)\b"
)


@lru_cache(KEPT_NAMES)
def is_capital(name: str) -> bool:
    """Whether the name is that of a country's capital."""
    return name_key(name) in gazetteer().capitals


def government_mentions(text: str, spans: Sequence[NameSpan]) -> list[bool]:
    """For each mention of a capital whether it means the government.

    Where nothing around a mention tells, it means what most others of the article mean, the city
    if they are as many.
    """
    senses = [_sense(text, span.start, span.end) for span in spans]
    told = [sense for sense in senses if sense is not None]
    usual = sum(told) * 2 > len(told)
    return [usual if sense is None else sense for sense in senses]


def _sense(text: str, start: int, end: int) -> bool | None:
    before = text[max(0, start - _BEFORE) : start]
    if _GOVERNMENTS.match(text, end):
        return True
    if _CITY_BEFORE.search(before) or _CITY_BEHIND.match(text, end):
        return False
    if _GOVERNMENT_BEHIND.match(text, end) or _GOVERNMENT_BEFORE.search(before):
        return True
    if _MAYBE_CITY_BEFORE.search(before):
        return False
    return True if _side_by_side(text, start, end) else None


def _side_by_side(text: str, start: int, end: int) -> bool:
    """ "Seoul and Washington are": two capitals or countries that do something together."""
    pair = _AND.match(text, end)
    if pair:
        return _is_state(pair[1])
    before = re.search(r"((?:[A-Z][\w.]+ ?){1,2}) and $", text[max(0, start - _BEFORE) : start])
    behind = re.match(r" (?:are|were|have|agreed|will|would|share)\b", text[end : end + 8])
    return bool(before and behind and _is_state(before[1]))


def _is_state(name: str) -> bool:
    key, places = name_key(name), gazetteer()
    return key in places.countries or key in places.capitals
