"""A line of an article's plain text, and whether it is a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.bylines import Byline
from transforms.normalise import count_words
from transforms.timestamps import Timestamp

# Words from which a line is a paragraph, with and without the end of a sentence.
PARAGRAPH_WORDS = 14
PARAGRAPH_WORDS_OPEN_END = 40

# Characters in which most paragraphs have shown so many words.
PARAGRAPH_PREFIX = 320

_SENTENCE_ENDS = tuple(".!?。！？؟।…")
_CLOSING_MARKS = "\"'”’»)」』"


@dataclass
class Line:
    """A line and what became of it.

    Attributes:
        text: the line as normalised.
        role: see `scraped.sort_lines`; "" is the article's own.
        paragraph: long enough for running text (`is_paragraph`).
        reading: what `role` read from it: Byline, Timestamp, a caption, reporters' names.
        stays: part of the text in spite of its role, because the text shows no page around it.
    """

    text: str
    role: str = ""
    reading: Byline | Timestamp | str | tuple[str, ...] | None = None
    paragraph: bool = False
    stays: bool = False

    @property
    def own(self) -> bool:
        """Whether the line is part of the article's text."""
        return self.stays or not self.role


def is_paragraph(text: str) -> bool:
    """Whether a line is long enough to be running text and not a label, a title or a name."""
    if len(text) > PARAGRAPH_PREFIX:
        if count_words(text[:PARAGRAPH_PREFIX]) >= PARAGRAPH_WORDS_OPEN_END:
            return True
    elif len(text) < PARAGRAPH_WORDS or (text.isascii() and text.count(" ") < PARAGRAPH_WORDS - 1):
        return False
    words = count_words(text)
    ends = text.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
    return words >= PARAGRAPH_WORDS_OPEN_END or (words >= PARAGRAPH_WORDS and ends)
