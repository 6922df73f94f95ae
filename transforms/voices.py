"""An article's possible speakers: mentions outside quotations, and whom a pronoun stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from schemas.article import Entity
from transforms.given_gender import gender_of
from transforms.name_kinds import kinds
from transforms.name_words import name_words
from transforms.speech_verbs import ADDRESSING, SAYING

SPEAKING_TYPES = frozenset(("PERSON", "ORG", "GPE", "FAC", "PRODUCT"))
BLANKED = "\x01\x02"  # what fills quotations; \x02 where one ends a sentence
EARLY = 40  # characters before a sentence's subject
SUBJECT = 60  # characters before a body's name that may be the subject
POST_DISTANCE = 64  # characters before a name in which its bearer's post is looked for
LOOK_BACK = 3  # paragraphs before its own in which a pronoun's person is looked for
_MALE_TITLE = re.compile(
    r"\b(?:Mr|Sir|Lord|King|Prince|Father|Brother|Shri|Herr|chairman|spokesman|actor|father|husband"
    r"|brother|son|uncle|businessman|congressman|councilman)\.?\s+$"
)
_FEMALE_TITLE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Sister|Baroness|Smt|Madam|Frau|chairwoman"
    r"|spokeswoman|actress|mother|wife|sister|daughter|aunt|businesswoman|congresswoman"
    r"|councilwoman)\.?\s+$"
)
_PREPOSITION = re.compile(
    r"\b(?:(?:in|at|near|under|over|via|into|between)\s+(?:the\s+|an?\s+|his\s+|her\s+|its\s+)?"
    r"|(?:of|for|from|with|to|about|against|by|on|like|than)\s+(?:the\s+|an?\s+|his\s+|her\s+"
    r"|its\s+)?(?:[A-Z][\w.’'-]*\s+){0,5})$"
)
_POST = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Aa]mbassador|[Ee]nvoy|[Cc]hief|[Cc]ommissioner|[Dd]irector|[Hh]ead"
    r"|[Pp]resident|[Cc]hair(?:man|woman)?|[Ll]eader|[Mm]ayor|[Gg]overnor|[Cc]hancellor|[Pp]rofessor"
    r"|[Bb]ishop|[Ss]uperintendent|[Mm]anager|[Cc]oach|[Ss]pokes(?:man|woman|person))\s+(?:of|for|to)"
    r"\s+(?:the\s+)?(?:[A-Z][\w’'.&-]*\s+(?:and\s+|for\s+)?){1,5}$"
)
_POSSESSIVE = re.compile(r"['’‘](?:s\b|(?=\s))")
_BESIDE = re.compile(r"\s+(?:[a-z-]+\s+){0,2}?([a-z-]+)\s+(?=[A-Z])")
_WORD_BEHIND = re.compile(r"\s+(?:(?:also|later|then|has|had|[a-z]+ly)\s+)?([a-z]+)")
_WORD_BEFORE = re.compile(r"([a-z]+)\s+(?:[A-Z][\w.]*\s+)?$")
_JOINED = re.compile(r"\s+(?:and|or)\s+[A-Z]")
_SENTENCE_START = re.compile(r"(?:^|[.!?\x02][\"”’)\]]*\s+|\n\n)(?=[^\s])")


class Named(NamedTuple):
    """One mention of an entity outside quotations."""

    start: int
    end: int
    entity: Entity


class Voices:
    """The possible speakers of one article.

    Args:
        masked: its text, quotations filled with BLANKED, offsets unchanged.
        entities: its entities.

    `last` is the speaker of the quotation before, and where it was named or quoted last.
    """

    def __init__(self, masked: str, entities: Sequence[Entity]) -> None:
        self.masked = masked
        self.named = [
            Named(mention.start, mention.end, entity)
            for entity in entities
            if entity.type in SPEAKING_TYPES
            for mention in entity.mentions
            if masked[mention.start] not in BLANKED
        ]
        self.named.sort(key=lambda named: (named.start, -named.end))
        self.starts = [named.start for named in self.named]
        self.last: tuple[Entity | str, int] | None = None
        self._genders: dict[str, str | None] = {}

    def between(self, start: int, end: int) -> list[Named]:
        """Mentions that lie in `masked[start:end]`."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [named for named in self.named[first:last] if named.end <= end]

    def persons(self, start: int, end: int) -> list[Named]:
        """Those of them that are persons."""
        return [named for named in self.between(start, end) if named.entity.type == "PERSON"]

    def right_before(self, start: int, end: int) -> Entity | None:
        """The person whose name is the last word of `masked[start:end]`."""
        near = self.persons(max(start, end - POST_DISTANCE), end)
        return near[-1].entity if near and near[-1].end == end - 1 else None

    def only(self, kind: str, at: int) -> Entity | None:
        """The one entity of a type in the paragraph of `at`, up to there, and the one before."""
        near = {
            named.entity.name: named.entity
            for named in self.between(self.back(at, 1), at)
            if named.entity.type == kind
        }
        return next(iter(near.values())) if len(near) == 1 else None

    def leading(self, start: int, end: int) -> Entity | None:
        """The first person, or else the first body, that no preposition or possessive governs."""
        free = [
            named
            for named in self.between(start, end)
            if not self.governed(start, named) and not self.owns(named)
        ]
        persons = [named for named in free if named.entity.type == "PERSON"]
        if not persons and free and free[0].start - start >= SUBJECT:
            return None
        return (persons or free)[0].entity if free else None

    def governed(self, start: int, named: Named) -> bool:
        """ "of Choi", "with Foreign Minister Choi": the name stands behind a preposition; not so in
        "Secretary of State Choi"."""
        at = named.start
        if self.masked[at - 2 : at] == " (":  # "from the Example Society (ES)"
            at = next((n.start for n in self.between(max(0, at - 80), at) if n.end == at - 2), at)
        before = self.masked[max(start, at - POST_DISTANCE) : at]
        if _PREPOSITION.search(before[-40:]) is None:
            return False
        return _POST.search(before) is None or before.split()[-1].lower() in name_words().titles

    def owns(self, named: Named) -> bool:
        """ "Choi's lawyer", "Choi lawyer Ann Lee": the name only says whose."""
        if _POSSESSIVE.match(self.masked, named.end):
            return True
        beside = _BESIDE.match(self.masked, named.end)
        return beside is not None and beside[1] in kinds() and kinds()[beside[1]] == "PERSON"

    def back(self, at: int, paragraphs: int) -> int:
        """Where the paragraph begins that is so many before the one at `at`."""
        start = at
        for _ in range(paragraphs + 1):
            start = self.masked.rfind("\n\n", 0, start)
            if start < 0:
                return 0
        return start + 2

    def antecedent(self, pronoun: str, at: int) -> Entity | str | None:
        """Whom the pronoun at `at` stands for; None where the text leaves several."""
        if pronoun in ("he", "she"):
            return self._person(pronoun, at)
        if pronoun == "who":
            before = self.persons(max(0, at - 60), at)
            return before[-1].entity if before else None
        if pronoun in ("it", "they"):
            if self.last and isinstance(self.last[0], Entity) and self.last[0].type != "PERSON":
                return self.last[0]
            return self.only("ORG", at) or self._body(at)
        return None

    @cached_property
    def sentences(self) -> list[int]:
        """Where sentences begin."""
        return [match.end() for match in _SENTENCE_START.finditer(self.masked)]

    def _body(self, at: int) -> Entity | None:
        """The body that one of the last sentences begins with, if it is the last to do so."""
        behind = bisect_left(self.sentences, at)
        starts = self.sentences[max(0, behind - 3) : max(0, behind - 1)]
        subjects = [self.leading(start, min(at, start + EARLY)) for start in starts]
        last = next((one for one in reversed(subjects) if one is not None), None)
        return last if last is not None and last.type == "ORG" else None

    def _person(self, pronoun: str, at: int) -> Entity | str | None:
        last = self.last if self.last and self._may_be(self.last[0], pronoun) else None
        floor = self.back(at, LOOK_BACK)
        if last and last[1] >= floor:
            since = [
                named
                for named in self.persons(last[1], at)
                if named.entity != last[0]
                and self._may_be(named.entity, pronoun)
                and not self.aside(named)
            ]
            if not since:
                return last[0]
        for paragraphs in range(LOOK_BACK + 1):
            near = [
                named
                for named in self.persons(self.back(at, paragraphs), at)
                if self._may_be(named.entity, pronoun)
            ]
            near = [named for named in near if not self.aside(named)] or near
            if len({named.entity.name for named in near}) == 1:
                return near[0].entity
            if near:
                return self._leading(near, at) or self._reported(near)
        return None

    def _reported(self, near: list[Named]) -> Entity | None:
        """Of several the last that a word of speaking stands beside."""
        return next((named.entity for named in reversed(near) if self.speaks(named)), None)

    def speaks(self, named: Named) -> bool:
        """ "Choi said", "said Choi": a word of speaking stands beside the name."""
        behind = _WORD_BEHIND.match(self.masked, named.end)
        if behind and behind[1] in SAYING:
            return True
        before = _WORD_BEFORE.search(self.masked[max(0, named.start - 24) : named.start])
        return before is not None and before[1] in SAYING - ADDRESSING

    def aside(self, named: Named) -> bool:
        """Whether the name only stands beside the subject: "with Choi", "Choi's lawyer"."""
        return self.owns(named) or self.governed(max(0, named.start - 40), named)

    def _leading(self, near: list[Named], at: int) -> Entity | None:
        """Of several the one that the sentence before begins with: its subject."""
        starts = [match.end() for match in _SENTENCE_START.finditer(self.masked, 0, at)]
        for start in reversed(starts[-3:]):
            first = [named for named in near if start <= named.start]
            if first:
                joined = _JOINED.match(self.masked, first[0].end) and len(first) > 1
                early = first[0].start - start < EARLY
                return first[0].entity if early and not joined else None
        return None

    def _may_be(self, who: Entity | str, pronoun: str) -> bool:
        """Whether a man or a woman may be meant; unknown ones may be either."""
        if isinstance(who, str):
            return gender_of(who) in (None, pronoun)
        if who.type != "PERSON":
            return False
        if who.name not in self._genders:
            self._genders[who.name] = self._gender(who)
        return self._genders[who.name] in (None, pronoun)

    def _gender(self, who: Entity) -> str | None:
        for mention in who.mentions:
            before = self.masked[max(0, mention.start - 16) : mention.start]
            if _MALE_TITLE.search(before):
                return "he"
            if _FEMALE_TITLE.search(before):
                return "she"
        return gender_of(who.name)
