"""Sentences and paragraphs of a text whose quotations are blanked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from transforms.quote_marks import Passage, last_sign
from transforms.speech_verbs import tag_verb

INSIDE, LAST = "\x01", "\x02"  # fill passages; LAST where a sentence ends with the passage
# The end of a sentence, of one that is a passage, of a paragraph; one set of first characters is
# what is searched for fast.
_END = re.compile(
    r"[.!?…\x02\n](?:(?<=[.!?…])[)\]]*\s+(?=[A-Z\x01\x02])|(?<=\x02)\s*(?=[A-Z\x01\x02])"
    r"|(?<=\n)\s*\n\s*)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Reps|Sens|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Hon|St|Mt|Jr"
    r"|Sr|No|vs|Cllr|Messrs|Supt|Det|Insp|Pvt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)$"
)


def masked_text(text: str, marked: Sequence[Passage]) -> str:
    """The text with its passages, marks and all, filled; offsets stay."""
    parts: list[str] = []
    place = 0
    for passage in marked:
        length = passage.outer_end - passage.outer_start
        last = LAST if _ends_sentence(text, passage) else INSIDE
        parts += [text[place : passage.outer_start], INSIDE * (length - 1), last]
        place = passage.outer_end
    return "".join([*parts, text[place:]])


def _ends_sentence(text: str, passage: Passage) -> bool:
    """Whether the sentence around a passage ends with it; not before "she asked"."""
    last = last_sign(text[passage.start : passage.end])
    if last not in (".", "!", "?", "…"):
        return False
    behind = text[passage.outer_end : passage.outer_end + 200].partition("\n\n")[0]
    first = behind.lstrip()[:1]
    if not first or first.islower() or first in ",;–—":
        return not first
    return last == "." or tag_verb(behind, 0, len(behind), near=True) is None


class Sentences:
    """Where sentences and paragraphs of a masked text begin and end."""

    def __init__(self, masked: str) -> None:
        self.masked = masked
        self.starts, self.ends = [0], []
        self.paragraphs = [0]
        for match in _END.finditer(masked):
            if match.group()[0] == "." and _ABBREVIATION.search(
                masked, max(0, match.start() - 8), match.start()
            ):
                continue
            self.ends.append(match.end())
            self.starts.append(match.end())
            if match.group().count("\n") > 1:
                self.paragraphs.append(match.end())
        self.ends.append(len(masked))

    def start(self, at: int) -> int:
        """Of the sentence that holds `at`."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def end(self, at: int) -> int:
        """Of the sentence that holds the character before `at`."""
        return self.ends[bisect_left(self.ends, at)]

    def before(self, start: int) -> tuple[int, int] | None:
        """The sentence that ends where the one at `start` begins."""
        place = bisect_left(self.starts, start) - 1
        return (self.starts[place], self.ends[place]) if place >= 0 else None

    def paragraph(self, at: int) -> int:
        """Index of the paragraph that holds `at`, from 0."""
        return bisect_right(self.paragraphs, at) - 1

    def paragraph_start(self, at: int) -> int:
        """Where that paragraph begins."""
        return self.paragraphs[self.paragraph(at)]

    def same_paragraph(self, one: int, other: int) -> bool:
        """Whether one paragraph holds both."""
        return self.paragraph(one) == self.paragraph(other)
