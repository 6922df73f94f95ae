"""From the log-odds of a text's lines to a verdict: which lines belong to the article.

How much it takes to drop a line depends on its length and on how many signs of a page the text
shows; a stretch of lines inside the text that shows none is a list of the article's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from transforms.line_features import NAMES

# Log-odds from which a line of 64 characters belongs to the article, and how much less it takes
# with each doubling of its length: a paragraph that is lost weighs more than a label that is kept.
THRESHOLD = -0.75
LENGTH_BONUS = 0.25

# A text without a sign of furniture is clean already: all of it stays. So is one with hardly a sign
# for its lines, if the networks doubt as few of these. Where there is hardly a sign (at most so
# many, and at most such a share of all lines), it takes more to drop a line. Signs are lines that a
# rule took for furniture, and those with words of furniture that the networks doubt.
LITTLE_EVIDENCE = 2
LITTLE_EVIDENCE_SHARE = 0.1
CLEAN_SHARE = 1 / 30
DOUBTED_SHARE = 1 / 25
DOUBTED_SCORE = -3.0
QUIET_THRESHOLD = -3.0
SIGN_WORDS = 1.0
SIGN_SCORE = -2.0

# Lines from which a stretch between two lines of the article is a list of its own (a recipe, a
# table); log-odds from which a sentence right below one of the article's stays; and words of
# furniture, for every four words, from which neither does.
LIST_LINES = 5
SENTENCE_THRESHOLD = -2.2
WORDS_AGAINST = 0.8

_SENTENCE = NAMES.index("ends_sentence")
_FURNITURE_WORDS = NAMES.index("furniture_words")


class Verdict(NamedTuple):
    """What the model says of a text.

    Attributes:
        belongs: for each line whether it is the article's; False where a rule took it.
        evidence: signs of furniture, at least those that the rules found.
        doubted: lines that the networks are sure about that they are not the article's.
    """

    belongs: list[bool]
    evidence: int
    doubted: int = 0


def is_clean(signs: int, doubted: int, lines: int) -> bool:
    """Whether a text of so many lines has no page around it."""
    few = signs <= LITTLE_EVIDENCE and signs <= CLEAN_SHARE * lines
    return not signs or (few and doubted <= DOUBTED_SHARE * lines)


def threshold(line: str, evidence: int, lines: int) -> float:
    """Log-odds from which a line stays, in a text of so many lines and signs of furniture."""
    if not evidence:
        return -math.inf
    quiet = evidence <= LITTLE_EVIDENCE and evidence < LITTLE_EVIDENCE_SHARE * lines
    least = QUIET_THRESHOLD if quiet else THRESHOLD
    return least - LENGTH_BONUS * math.log2(max(len(line), 8) / 64)


def verdict(
    lines: Sequence[str], roles: Sequence[str], labels: int, rows: Any, found: Any
) -> Verdict:
    """What follows from the log-odds `found` of each line.

    Args:
        lines: the text.
        roles: what the rules took each line for; "" for nothing.
        labels: how many of these are furniture.
        rows: the lines' features.
        found: their log-odds.
    """
    scores = [
        math.nan if role else score for role, score in zip(roles, found.tolist(), strict=True)
    ]
    worded = rows[:, _FURNITURE_WORDS].tolist()
    evidence = labels + sum(
        score < SIGN_SCORE and words >= SIGN_WORDS
        for score, words in zip(scores, worded, strict=True)
    )
    belongs = [
        score >= threshold(line, evidence, len(lines))
        for line, score in zip(lines, scores, strict=True)
    ]
    ends = (rows[:, _SENTENCE] > 0).tolist()
    for at in range(1, len(lines)):
        follows = belongs[at - 1] and ends[at - 1] and ends[at] and worded[at] < WORDS_AGAINST
        belongs[at] = belongs[at] or (follows and scores[at] >= SENTENCE_THRESHOLD)
    for start, end in _stretches(belongs):
        words = max(worded[start:end])
        if end - start >= LIST_LINES and not any(roles[start:end]) and words < WORDS_AGAINST:
            belongs[start:end] = [True] * (end - start)
    return Verdict(belongs, evidence, sum(score < DOUBTED_SCORE for score in scores))


def _stretches(belongs: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that do not belong, between two that do."""
    own = [at for at, stays in enumerate(belongs) if stays]
    for before, after in pairwise(own):
        if after > before + 1:
            yield before + 1, after
