"""Where the title of a scraped text stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.dateline import read_dateline
from transforms.lines import Line
from transforms.normalise import count_words

# Lines, words: where a title may stand and how long it may be.
TITLE_WITHIN = 12
LONGEST_TITLE = 26
USUAL_TITLE = 4

# Characters, which count as words in scripts without spaces; a sentence is no title there.
LONGEST_DENSE_TITLE = 70

_STATEMENT_END = re.compile(r"[.。۔।…][\"'”’»)」』]*$")
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.)[\"'”’»)」』]*$")
_ABBREVIATION_LAST = re.compile(
    r"(?:(?<!\w)[^\W\d_]\.(?:[^\W\d_]\.)+|\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co"
    r"|Ltd|Jr|Sr|Gov|Sen|Rep|Dr|St|No|vs|etc)\.|(?<=\s)[A-Z]\.)[\"'”’»)]*$"
)
_HEADING = re.compile(r"# \S")  # Markdown's first level


def find_title(lines: Sequence[Line]) -> int | None:
    """Where the title stands: above the first paragraph, the first line of a title's length.

    A sentence ends the search, since the article begins there; the first shorter line above it is
    the title then.
    """
    candidates: list[int] = []
    for i, line in enumerate(lines[: min(TITLE_WITHIN, len(lines) - 1)]):
        words = count_words(line.text)
        dense = 2 * words > len(line.text)
        fits = dense and words <= LONGEST_DENSE_TITLE and not _is_sentence(line.text)
        if (line.paragraph and not fits) or read_dateline(line.text):
            break
        if (
            line.role
            or words > (LONGEST_DENSE_TITLE if dense else LONGEST_TITLE)
            or line.text[-1] in ":,"
        ):
            continue
        if _HEADING.match(line.text):
            return i
        if _is_sentence(line.text):
            return candidates[0] if candidates else i if _heads_article(lines, i) else None
        if words >= USUAL_TITLE:
            return i
        candidates.append(i)
    return candidates[0] if candidates else None


def _is_sentence(text: str) -> bool:
    """Whether a line ends as statements do and titles rarely, not in "Oct." or "U.S."."""
    return bool(_STATEMENT_END.search(text)) and not _ABBREVIATION_LAST.search(text)


def _heads_article(lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence is a title after all: trails off, or stands right above byline or date."""
    if _TRAILS_OFF.search(lines[at].text):
        return True
    below = lines[at + 1].role in ("byline", "timestamp")
    return below and any(line.paragraph for line in lines[at + 2 :])
