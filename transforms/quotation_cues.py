"""What governs a quotation: the cue, and the words around a passage that make one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.speakers import Speaker
from transforms.speech_verbs import SAYING

PRONOUN_FIRST = re.compile(
    r"\s*(?:(?:But|And|Yet|Then|So|Still|However|Instead|Meanwhile|Later|Earlier)\b,?\s+)?"
    r"(he|she|it)\b",
    re.IGNORECASE,
)
INTRODUCED = re.compile(rf"\b(?:{'|'.join(sorted(SAYING))})[,:]\s*$")
TITLES = re.compile(r"\s*(?:(?:[A-Z][\w.’'-]*|of|for|and)\s+){0,7}")  # of the person behind them
WITH = re.compile(r"\bwith\s[^,]*$")  # "with one minister warning of"
INVERTED = re.compile(r"\s*([a-z]{3,}(?:ed|s))\s+(?:[A-Z][a-z]+\.?\s+)?")  # a verb no list has
PRONOUN_CLAUSE = re.compile(r",\s+(he|she|it)\s+(?:\w+\s+){0,3}\w+[:,]\s*$")


@dataclass(frozen=True)
class Cue:
    """What the text around a passage says of who speaks."""

    verb: str | None
    speaker: Speaker
    tag: bool = False  # stands behind the passage: "..., said Choi"
