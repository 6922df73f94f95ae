"""Pages put together from the parts of labelled pages, for fitting the line model.

A page of two: the body of one, with the head, the foot or an inset of another in the same script.
They show the model bodies among furniture that it has not seen around them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

# How often insets go, a foreign one comes, foot and head are exchanged, the foot is cut.
NO_INSETS, NEW_INSET, NEW_FOOT, NEW_HEAD, CUT_FOOT = 0.4, 0.5, 0.6, 0.4, 0.3
LONGEST_INSET = 15

Labelled = list[tuple[str, str]]


@dataclass(frozen=True)
class Parts:
    """A page's lines with their labels: above the body, from its first line to its last, below."""

    head: Labelled
    body: Labelled
    foot: Labelled

    @property
    def insets(self) -> list[Labelled]:
        """The runs of lines inside the body that are not the article's."""
        runs = [(label, list(run)) for label, run in groupby(self.body, key=lambda line: line[1])]
        return [run for label, run in runs if label == "other" and len(run) < LONGEST_INSET]


def parts_of(lines: Sequence[str], labels: Sequence[str]) -> Parts:
    """A page's parts; all of it is head if it has no body."""
    rows = list(zip(lines, labels, strict=True))
    body = [at for at, label in enumerate(labels) if label == "body"]
    if not body:
        return Parts(rows, [], [])
    first, last = body[0], body[-1] + 1
    return Parts(rows[:first], rows[first:last], rows[last:])


def script_of(lines: Sequence[str]) -> str:
    """Which kind of letters most of the text has: "latin", "cyrillic" or "other"."""
    letters = [char for line in lines for char in line if char.isalpha()][:4000]
    if sum(char < "\u0250" for char in letters) > 0.6 * len(letters):
        return "latin"
    cyrillic = sum("\u0400" <= char < "\u0530" for char in letters)
    return "cyrillic" if 2 * cyrillic > len(letters) else "other"


def recombined(own: Parts, other: Parts, rng: random.Random) -> Labelled:
    """The first page's body in what stands around the second's, as far as chance has it."""
    head, body, foot = own.head, list(own.body), own.foot
    if rng.random() < NO_INSETS:
        body = [line for line in body if line[1] != "other"]
    between = [
        at + 1 for at, (above, below) in enumerate(pairwise(body)) if above[1] == below[1] == "body"
    ]
    if other.insets and between and rng.random() < NEW_INSET:
        at = rng.choice(between)
        body[at:at] = rng.choice(other.insets)
    if rng.random() < NEW_FOOT:
        foot = other.foot
    if len(foot) > 3 and rng.random() < CUT_FOOT:
        foot = foot[: rng.randrange(1, len(foot))]
    if rng.random() < NEW_HEAD:
        titles = [line for line in head if line[1] == "title"][:1]
        head = [*titles, *(line for line in other.head if line[1] != "title")]
    return [*head, *body, *foot]
