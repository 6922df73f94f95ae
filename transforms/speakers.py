"""The subject of a word of speaking: a person, a body, a pronoun's person, a role's holder.

What the text leaves open stays None: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.article import Entity
from transforms.voices import Named, Voices
from transforms.wordlists import words

Speaker = Entity | str | None
"""The entity; a name that no entity has; None where the text leaves it open."""

LONGEST_TRAIL = 60  # characters of adverbs between a subject and its verb
ROLE_DISTANCE = 70  # characters between a person's name and the role that stands beside it

_DAY = (
    r"(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:morning|evening|afternoon|night))?"
)
_TRAILING = re.compile(
    r"(?:,?\s+(?:later|also|then|has|had|have|was|is|been|being|already|again|once|simply|just|only"
    rf"|even|still|will|would|did|[a-z]+ly|{_DAY}|(?:last|this|earlier\s+this)\s+[a-z]+"
    r"|yesterday|today|tonight|earlier|afterwards|however|too|himself|herself"
    r"|in\s+an?\s+[a-z]+(?:\s+[a-z]+)?))+\s*$"
)
_PRONOUN = re.compile(r"(?<!\w)(he|she|they|it|who|we|i)\s*$", re.IGNORECASE)
_BREAK = re.compile(
    r"[,;:()\x01\x02–—]|\b(?:and|but|as|while|when|because|that|after|before|though|although|where"
    r"|if|until|since|whether|which|said|told|asked)\b"
)
_END_BEHIND = re.compile(
    r"[,;:()\x01\x02–—]|[.](?=\s|$)|\b(?:who|and|as|in|on|at|after|during|when|while|before|whose"
    r"|which|about|with|that|by|to|through|via|following|if|from|but)\b|" + _DAY
)
_VOICE_OF = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|statement|press release|press office|report|filing"
    r"|memo)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][\w’'.-]*\s+){0,3}[A-Z][\w’'-]+$")
_HEAD_CUT = re.compile(r"\s+(?:of|for|in|at|from|with|to|who|on)\b")
_ACRONYM = re.compile(r"\([A-Z][\w&.]{1,9}\)")
_OWNED = re.compile(r"['’]s?\s")  # "the victim's mother"
_ORG_NOUNS = words(
    "company group ministry agency bank firm party union council club department government charity"
    " commission association organisation organization police force embassy board court regulator"
    " watchdog army military body airline manufacturer retailer university school hospital team"
    " newspaper broadcaster network committee foundation institute fund carrier lender giant"
    " authority office church federation operator developer trust bureau"
)


def subject_before(voices: Voices, start: int, end: int) -> tuple[bool, Speaker]:
    """The subject of a verb that stands at `end`, in the clause from `start` on.

    Gives whether the verb has one of its own, and who that is.
    """
    last, comma = _clause_end(voices.masked, start, end)
    pronoun = _PRONOUN.search(voices.masked, max(start, last - 6), last)
    if pronoun and not (comma and pronoun[1].lower() not in ("he", "she")):  # ", who runs it, said"
        return True, voices.antecedent(pronoun[1].lower(), pronoun.start())
    if comma:
        head = _before_comma(voices, start, last)
        if head is not None:
            return True, head
    first = _phrase_start(voices, start, last)
    found = phrase(voices, first, last)
    if not isinstance(found, Entity) or found.type != "PERSON":
        found = _described(voices, first, last) or found
    stated = not comma and bool(voices.masked[first:last].strip(" .\n"))
    return stated or found is not None, found


def _described(voices: Voices, start: int, end: int) -> Entity | None:
    """ "David Savidge, a former officer said": the name before a description without its comma."""
    masked = voices.masked
    described = re.match(r"\s*(?:an?\s|from\s|of\s|at\s|[A-Z])", masked[start:end])
    if masked[start - 1 : start] != "," or not described:
        return None
    before = voices.persons(max(0, start - 60), start - 1)
    return before[-1].entity if before and before[-1].end == start - 1 else None


def has_subject_behind(voices: Voices, start: int, end: int) -> bool:
    """Whether the words from `start` on may be a verb's subject."""
    stop = _END_BEHIND.search(voices.masked, start, end)
    return bool(voices.masked[start : stop.start() if stop else end].strip(" .\n"))


def is_inverted(voices: Voices, start: int, verb: re.Match[str]) -> bool:
    """ "..." announced in May, said Choi": the subject stands behind, whatever else before."""
    before, behind = voices.masked[start : verb.start()].rstrip(), voices.masked[verb.end() + 1 :]
    said = verb.group() in ("said", "says") and before.endswith(",") and behind[:1].isupper()
    return said and not voices.persons(start, verb.start())


def _clause_end(masked: str, start: int, end: int) -> tuple[int, bool]:
    """Where the words before a verb end without its adverbs, and whether a comma stands there."""
    clause = masked[start:end].rstrip()
    bare = clause.rstrip(",")
    trail = _TRAILING.search(bare, max(0, len(bare) - LONGEST_TRAIL))
    comma = bare != clause or (trail is not None and trail.group()[0] == ",")
    clause = (bare[: trail.start()] if trail else bare).rstrip()
    return start + len(clause.rstrip(",")), comma or clause.endswith(",")


def _phrase_start(voices: Voices, start: int, end: int) -> int:
    """Behind the last word or mark before `end` that a noun phrase does not go over."""
    inside = [(named.start, named.end) for named in voices.between(start, end)]
    inside += [(m.start(), m.end() + 1) for m in _ACRONYM.finditer(voices.masked, start, end)]
    breaks = (
        match.end()
        for match in _BREAK.finditer(voices.masked, start, end)
        if not any(first < match.end() < last for first, last in inside)
    )
    return max(breaks, default=start)


def _before_comma(voices: Voices, start: int, end: int) -> Entity | None:
    """ "Choi, the minister for trade, said": whose name an apposition follows."""
    before = [
        named
        for named in voices.between(start, end - 1)
        if voices.masked[named.end] == "," and not voices.governed(start, named)
    ]
    persons = [named for named in before if named.entity.type == "PERSON"]
    return (persons or before)[-1].entity if before else None


def subject_behind(voices: Voices, start: int, end: int) -> Speaker:
    """The subject of a verb that ends at `start`: "said Choi", "said the minister"."""
    rest = voices.masked[start:end]
    pronoun = re.match(r"\s*(he|she|they|it)\b", rest)
    if pronoun:
        return voices.antecedent(pronoun[1], start)
    inside = voices.between(start, end)
    stops = (
        match
        for match in _END_BEHIND.finditer(rest)
        if not any(n.start <= start + match.start() < n.end for n in inside)
    )
    stop = next(stops, None)
    last = start + (stop.start() if stop else len(rest))
    if stop and stop.group() == ",":  # "said the minister, Paul Birchall"
        beside = [named for named in voices.persons(last, end) if named.start - last <= 2]
        if beside and not voices.persons(start, last):
            return beside[0].entity
    return phrase(voices, start, last)


def phrase(voices: Voices, start: int, end: int) -> Speaker:
    """Whom a noun phrase names: its person, the body a spokesman speaks for, a role's holder."""
    inside = [named for named in voices.between(start, end) if not voices.owns(named)]
    free = [named for named in inside if not voices.governed(start, named)]
    persons = [named for named in free if named.entity.type == "PERSON"]
    if persons:
        return persons[-1].entity
    words_in = voices.masked[start:end].strip()
    if _VOICE_OF.search(words_in):
        bodies = voices.between(start, end)
        bodies = [named for named in bodies if named.entity.type == "ORG"] or bodies
        return bodies[0].entity if bodies else voices.only("ORG", start)
    ending = [named for named in free if named.end >= end - 1]
    if ending:
        return ending[-1].entity
    own = _NAME.search(words_in)
    if own and not inside:
        return _by_name(voices, own.group())
    return _role(voices, words_in, start)


def _by_name(voices: Voices, name: str) -> Speaker:
    """The entity whose last name it is; else the name itself, if it looks like a person's."""
    last = name.split()[-1]
    holders = {
        named.entity.name: named.entity
        for named in voices.named
        if named.entity.name.split()[-1] == last
    }
    if len(holders) == 1:
        return next(iter(holders.values()))
    return name if len(name.split()) > 1 and not holders else None


def _role(voices: Voices, words_in: str, at: int) -> Entity | None:
    """The holder of a role: "the minister" where one minister is named."""
    match = re.match(r"(?:the|The)\s+(\S.*)$", words_in, re.DOTALL)
    head = _HEAD_CUT.split(match[1])[0].split()[-1].lower() if match else ""
    if not head:
        return None
    if head in _ORG_NOUNS:
        return voices.only("ORG", at)
    holders = {named.entity.name: named.entity for named in _holders(voices, head)}
    if len(holders) == 1:
        return next(iter(holders.values()))
    return None if holders or _OWNED.search(words_in) else voices.only("PERSON", at)


def _holders(voices: Voices, role: str) -> Iterator[Named]:
    """Persons beside whose name the role is given, in the same clause."""
    pattern = re.compile(rf"\b{re.escape(role)}\b", re.IGNORECASE)
    title = re.compile(rf"\b(?i:{re.escape(role)})(?:\s+(?:of|for|and|the|[A-Z][\w.’'-]*))*\s*$")
    for named in voices.named:
        if named.entity.type == "PERSON":
            before = voices.masked[max(0, named.start - ROLE_DISTANCE) : named.start]
            behind = voices.masked[named.end : named.end + ROLE_DISTANCE]
            behind = re.split(r"[.!?\x01\x02\n]", behind)[0] if behind[:1] == "," else ""
            if title.search(before) or pattern.search(behind):
                yield named
