"""What a page's head says of its texts, and how far blocks are the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.block_nodes import Floats
from transforms.page_title import squeezed

SAME_START = 60  # characters by which a long block is looked up in another text
SHORTEST_SAME = 8  # letters; what is shorter is found in anything
SHORTEST_BODY = 200  # letters of an articleBody that says something
SAID_FEATURES = ("is_title", "like_title", "like_summary", "in_body_text")


@dataclass(frozen=True)
class PageTexts:
    """What the head of a page says of its texts, squeezed.

    Attributes:
        titles: of the page, and its first-level headings.
        summaries: its descriptions.
        body: the longest articleBody of its JSON-LD; "" if there is none.
    """

    titles: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    body: str = ""


def said_features(blocks: list[str], texts: PageTexts) -> Floats:
    """How much each block is the title, the summary or part of the stated body."""
    rows = []
    for block in blocks:
        text = squeezed(block)
        stated = -1.0
        if len(texts.body) >= SHORTEST_BODY:
            ends = text[:SAME_START], text[-SAME_START:]
            stated = float(sum(end in texts.body for end in ends))
        rows.append(
            (
                float(bool(text) and text in texts.titles),
                _likeness(text, texts.titles, SHORTEST_SAME),
                _likeness(text, texts.summaries, 2 * SHORTEST_SAME),
                stated,
            )
        )
    return np.array(rows)


def _likeness(text: str, others: tuple[str, ...], shortest: int) -> float:
    """The share of the longer one that is common, where one begins like or holds the other."""
    if len(text) <= shortest:
        return 0.0
    return max(
        (
            min(len(text), len(other)) / max(len(text), len(other))
            for other in others
            if text[:SAME_START] in other or (other and other[:SAME_START] in text)
        ),
        default=0.0,
    )
