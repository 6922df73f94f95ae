"""Quotations with their speakers: which passages in marks somebody is quoted with, and whom.

A passage counts where a word of speaking governs it, or where it is a sentence of its own; titles,
nicknames and words that the reporter only keeps at a distance do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.article import Entity
from schemas.quotation import Quotation
from transforms.quotation_cues import (
    INTRODUCED,
    INVERTED,
    PRONOUN_CLAUSE,
    PRONOUN_FIRST,
    TITLES,
    WITH,
    Cue,
)
from transforms.quotation_kinds import LOOKED_AT, Setting, kind_of
from transforms.quote_marks import Passage, last_sign, passages
from transforms.quote_sentences import Sentences, masked_text
from transforms.speakers import (
    Speaker,
    has_subject_behind,
    is_inverted,
    subject_before,
    subject_behind,
)
from transforms.speech_verbs import ANY, SAYING, according_in, first_verb, last_verb, tag_verb
from transforms.voices import Voices


def find_quotations(text: str, entities: Sequence[Entity]) -> tuple[Quotation, ...]:
    """An article's quotations in text order; `entities` have their mentions' offsets in `text`."""
    marked = passages(text)
    return Reader(text, marked, entities).read() if marked else ()


class Reader:
    """Reads one article from its first quotation to its last."""

    def __init__(self, text: str, marked: Sequence[Passage], entities: Sequence[Entity]) -> None:
        self.text = text
        self.marked = marked
        self.masked = masked_text(text, marked)
        self.voices = Voices(self.masked, entities)
        self.sentences = Sentences(self.masked)
        self.according = according_in(self.masked)
        self.found: list[Quotation] = []
        self.speakers: list[Speaker] = []
        self.places: list[Passage] = []

    def read(self) -> tuple[Quotation, ...]:
        """Passage by passage; each may look back at those before it."""
        for passage in self.marked:
            cue = self.cue(passage)
            kind = self.kind(passage, cue)
            if kind is None:
                continue
            self.keep(passage, kind, cue or self.carried(passage))
        return tuple(self.found)

    def keep(self, passage: Passage, kind: str, cue: Cue) -> None:
        """Adds a quotation."""
        speaker = cue.speaker
        name = speaker.name if isinstance(speaker, Entity) else speaker
        self.found.append(
            Quotation(
                passage.start,
                passage.end,
                self.text[passage.start : passage.end],
                kind,
                self.sentences.paragraph(passage.outer_start) + 1,
                cue.verb,
                name,
                speaker.entity_id if isinstance(speaker, Entity) else None,
            )
        )
        self.places.append(passage)
        self.speakers.append(speaker)
        self.voices.last = (speaker, passage.outer_end) if speaker is not None else None

    def cue(self, passage: Passage) -> Cue | None:
        """The word of speaking that governs a passage, and its subject."""
        ends = last_sign(self.text[passage.start : passage.end])
        behind = self.masked[passage.outer_end : passage.outer_end + 2].lstrip()
        if INTRODUCED.search(self.masked, max(0, passage.outer_start - 24), passage.outer_start):
            return self.before(passage) or self.behind(passage, near=True)
        if ends in tuple(",?!…—-") or behind[:1] == "," or (ends == "." and behind[:1].islower()):
            return self.behind(passage, near=True) or self.before(passage)
        found = self.before(passage)
        if found is None and ends != ".":
            found = self.behind(passage, near=False)
        return found

    def behind(self, passage: Passage, *, near: bool) -> Cue | None:
        """ "..., said Choi", "..., Choi said", "..., according to Choi"."""
        start = passage.outer_end
        end = self.sentences.end(start)
        according = self.according(start, end)
        verb = tag_verb(self.masked, start, end, near=near)
        if according and (verb is None or according.start() < verb.start()):
            return Cue(None, subject_behind(self.voices, according.end(), end), tag=True)
        if verb is None:
            return self.apposed(passage, start, end) if near else None
        if not self.masked[start : verb.start()].strip(" ,–—-\n") or is_inverted(
            self.voices, start, verb
        ):
            speaker = subject_behind(self.voices, verb.end(), end)
            if speaker is None and not has_subject_behind(self.voices, verb.end(), end):
                speaker = self.earlier(passage)
        else:
            _, speaker = subject_before(self.voices, start, verb.start())
        return Cue(verb.group(), speaker, tag=True)

    def apposed(self, passage: Passage, start: int, end: int) -> Cue | None:
        """ "...," Choi, who chairs the board and owns two mills, told us; "...," beamed Choi."""
        if last_sign(self.text[passage.start : passage.end]) not in (",", "?", "!"):
            return None
        first = self.voices.persons(start, end)[:1]
        if not first:
            return None
        inverted = INVERTED.fullmatch(self.masked, start, first[0].start)
        if inverted:
            return Cue(inverted[1], first[0].entity, tag=True)
        if not TITLES.fullmatch(self.masked, start, first[0].start):
            return None
        verb = first_verb(self.masked, first[0].end, end, SAYING)
        return Cue(verb and verb.group(), first[0].entity, tag=True)

    def before(self, passage: Passage) -> Cue | None:
        """ "Choi said: ...", "according to Choi, ...", "Choi called it ..."."""
        start = self.sentences.start(passage.outer_start)
        left = passage.outer_start
        verb = last_verb(self.masked, start, left, ANY)
        according = self.according(start, left)
        if according and (verb is None or verb.start() < according.start()):
            return Cue(None, subject_behind(self.voices, according.end(), left))
        if verb is None or (verb.start() == start and verb.group() == "Asked"):
            return self.introduced(start, left)
        by = re.compile(r"\s+by\s+").match(self.masked, verb.end(), left)
        if by:
            return Cue(verb.group(), subject_behind(self.voices, by.end(), left))
        own, speaker = subject_before(self.voices, start, verb.start())
        aside = (
            verb.group().endswith("ing") and self.masked[start : verb.start()].rstrip()[-1:] == ","
        )
        if aside or not own:
            speaker = self.governing(passage, start, verb.start())
        elif speaker is None and verb.group().endswith("ing"):  # "with Choi warning of"
            speaker = self.voices.right_before(start, verb.start())
            if speaker is None and not WITH.search(self.masked, start, verb.start()):
                speaker = self.subject(start, verb.start())
        return Cue(verb.group(), speaker)

    def introduced(self, start: int, end: int) -> Cue | None:
        """ "Choi was clear: ...", "Asked about it, he went on: ..."."""
        if not self.masked[start:end].rstrip().endswith((":", ",")):
            return None
        pronoun = PRONOUN_CLAUSE.search(self.masked, start, end)
        if pronoun:
            return Cue(None, self.voices.antecedent(pronoun[1].lower(), pronoun.start(1)))
        if self.masked[start:end].rstrip().endswith(","):
            return None
        return Cue(None, self.subject(start, end))

    def governing(self, passage: Passage, start: int, end: int) -> Speaker:
        """The subject of a verb without its own: "Choi welcomed it, calling ..."."""
        if self.places and self.places[-1].outer_start >= start:
            return self.speakers[-1]
        if any(p.outer_start >= start and p.outer_end <= end for p in self.marked):
            return self.earlier(passage)
        verb = last_verb(self.masked, start, end, ANY)
        if verb is None:
            return self.subject(start, end)
        own, speaker = subject_before(self.voices, start, verb.start())
        return speaker if own and speaker else self.subject(start, verb.start())

    def earlier(self, passage: Passage) -> Speaker:
        """The speaker before, within the paragraph."""
        same = self.places and self.sentences.same_paragraph(
            self.places[-1].outer_start, passage.outer_start
        )
        return self.speakers[-1] if same else None

    def subject(self, start: int, end: int) -> Speaker:
        """Whom a sentence is about: its first pronoun, person or body."""
        pronoun = PRONOUN_FIRST.match(self.masked, start, end)
        if pronoun:
            return self.voices.antecedent(pronoun[1].lower(), pronoun.start(1))
        return self.voices.leading(start, end)

    def reported(self, start: int, end: int) -> Speaker:
        """Who speaks in a sentence without quotations, or else whom it is about."""
        verb = last_verb(self.masked, start, end, SAYING)
        own, speaker = subject_before(self.voices, start, verb.start()) if verb else (False, None)
        return speaker if own and speaker is not None else self.subject(start, end)

    def carried(self, passage: Passage) -> Cue:
        """The speaker of a passage without a word of speaking: the one who has the floor."""
        start = self.sentences.start(passage.outer_start)
        first = self.sentences.paragraph_start(passage.outer_start)
        before = self.sentences.before(start)
        if start == first or before is None:
            return Cue(None, self.floor(first))
        if self.places and self.places[-1].outer_end > before[0]:
            return Cue(self.found[-1].verb, self.speakers[-1])
        return Cue(None, self.reported(*before) or self.earlier(passage))

    def floor(self, start: int) -> Speaker:
        """Who was quoted, or is named as the subject, at the end of the paragraph before."""
        before = self.sentences.before(start)
        if before is None:
            return None
        first = self.sentences.paragraph_start(before[0])
        quoted = bool(self.places) and self.places[-1].outer_end > first
        if quoted:
            others = self.voices.persons(max(before[0], self.places[-1].outer_end), start)
            if not others or others[-1].entity == self.speakers[-1]:
                return self.speakers[-1]
        subject = self.reported(*before)
        if isinstance(subject, Entity) and subject.type == "PERSON":
            return subject
        return self.speakers[-1] if quoted else None

    def kind(self, passage: Passage, cue: Cue | None) -> str | None:
        """ "direct", "partial", or None where nobody is quoted."""
        outer_start, outer_end = passage.outer_start, passage.outer_end
        start = self.sentences.start(outer_start)
        before = self.places[-1] if self.places else None
        return kind_of(
            self.text[passage.start : passage.end].strip(),
            Setting(
                left=self.masked[max(0, outer_start - LOOKED_AT) : outer_start],
                right=self.masked[outer_end : outer_end + 3],
                single=passage.single,
                spoken=cue is not None,
                tagged=cue is not None and cue.tag,
                goes_on=before is not None
                and before.outer_start >= start
                and self.found[-1].kind == "direct",
                follows=self.earlier(passage) is not None,
            ),
        )
