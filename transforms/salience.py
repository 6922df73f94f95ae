"""How far an article is about an entity: place, number, title and spread of its mentions.

The features are those of Dunietz and Gillick, "A New Entity Salience Task with Millions of Training
Examples" (EACL 2014): first location, mention count, headline; spread is added. Their weights are
not fitted: each feature is between 0 and 1, and they add up to 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

FIRST, COUNT, HEADLINE, SPREAD = 0.35, 0.3, 0.2, 0.15
_PARAGRAPH = re.compile(r"\n\s*\n\s*")


def paragraph_starts(text: str) -> list[int]:
    """Offsets at which the text's paragraphs begin, the first included."""
    return [0, *(match.end() for match in _PARAGRAPH.finditer(text))]


def paragraph_of(starts: Sequence[int], offset: int) -> int:
    """The number of the paragraph that holds the offset, from 1."""
    return bisect_right(starts, offset)


def salience(paragraphs: Sequence[int], most: int, total: int, in_title: bool) -> float:
    """Between 0 and 1, rounded to three digits.

    Args:
        paragraphs: number of each mention's paragraph, from 1, in order.
        most: mentions of the article's most mentioned entity.
        total: paragraphs of the article.
        in_title: whether the title has one of the entity's names.

    FIRST / (first paragraph) + COUNT * mentions / most + HEADLINE if in the title
    + SPREAD * (paragraphs that mention it) / total.
    """
    first = FIRST / paragraphs[0]
    count = COUNT * len(paragraphs) / most
    spread = SPREAD * len(set(paragraphs)) / total
    return round(first + count + (HEADLINE if in_title else 0.0) + spread, 3)
