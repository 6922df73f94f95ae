"""Quotations: words of an article in quotation marks that somebody is quoted with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quotation:
    """One quotation; `article.text[start:end] == text`, in code points.

    Attributes:
        start: of the first quoted character, behind the opening mark.
        end: behind the last quoted character, before the closing mark.
        text: the quoted words. One that goes over several paragraphs keeps the blank lines and
            the marks that open each of them.
        kind: "direct" (a clause or more) or "partial" (words within the reporter's sentence).
        paragraph: number of the paragraph it begins in, from 1.
        verb: the word of speaking as written; None where there is none.
        speaker: name of the entity that speaks, or a name that no entity has; None where the text
            leaves it open.
        speaker_id: that entity's id; None where no entity has the name.
    """

    start: int
    end: int
    text: str
    kind: str
    paragraph: int
    verb: str | None = None
    speaker: str | None = None
    speaker_id: str | None = None
