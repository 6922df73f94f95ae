"""The head of a scraped article: where bylines and dates stand, and names without "By"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from schemas.article import PublicationDate
from transforms.bylines import TRADE, Byline, person, read_byline
from transforms.lines import Line
from transforms.timestamps import read_timestamp, shown_day

# Paragraphs of the body within which the head ends: a standfirst may stand above the byline.
PARAGRAPHS = 3

# Characters, lines: how long a line of names may be, and how near a byline or date must be.
LONGEST_NAMES = 90
NEAR = 3

# Characters; what a person does, on a line of its own.
LONGEST_TRADE = 40

# Roles of lines that may hold names or a date besides: none of the rules that read them.
_LOOSE = frozenset(("", "breadcrumb", "unlikely"))
_BY = frozenset(("by", "von", "par", "por", "door", "di", "af", "av", "text", "autor", "author"))

_SITE = re.compile(r"[\w-]{3,30}\.[a-z]{2,6}", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]{3,40}\)")
_AROUND = re.compile(r"\s*[|•·]\s*(?:published|updated|publié|posted|veröffentlicht)\b.*$", re.I)
_BETWEEN = re.compile(r"\s*(?:,|\||/|;|&|•|·|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b)\s*")


def head_of(lines: Sequence[Line]) -> Sequence[Line]:
    """From the last title above the body to its paragraph number PARAGRAPHS; all above if none."""
    body = [i for i, line in enumerate(lines) if not line.role and line.paragraph]
    end = body[PARAGRAPHS - 1] if len(body) >= PARAGRAPHS else len(lines)
    first = body[0] if body else end
    titles = [i for i, line in enumerate(lines[:first]) if line.role == "title"]
    return lines[titles[-1] if titles else 0 : end]


def names(text: str) -> tuple[str, ...]:
    """The people that a line names, if it holds nothing else but what they do; else none."""
    for piece in text.split("|")[1:]:
        byline = read_byline(piece.strip())
        if byline and byline.authors:
            return byline.authors
    stamp = read_timestamp(text)
    text = _AROUND.sub("", stamp.rest if stamp else text)
    if len(text) > LONGEST_NAMES or any(map(str.isdigit, text)):
        return ()
    found = []
    for piece in _BETWEEN.split(_BRACKETS.sub("", text).strip(" ,:;|")):
        name = person(piece)
        if name:
            found.append(name)
        elif piece and not TRADE.search(piece) and not _SITE.fullmatch(piece.strip()):
            return ()
    return tuple(dict.fromkeys(found))


def shown_date(head: Sequence[Line]) -> PublicationDate | None:
    """The first day that a line of the head shows among other things; None where a line holds
    nothing but a date, which then was not to be read."""
    if any(line.role == "timestamp" for line in head):
        return None
    days = (shown_day(line.text) for line in head if line.role in _LOOSE)
    return next((day for day in days if day), None)


def _introduced(head: Sequence[Line], at: int) -> bool:
    """Whether "By" stands alone above a line of names, or what the person does alone below it."""
    above = head[at - 1].text.casefold().strip(" :") if at else ""
    below = head[at + 1].text if at + 1 < len(head) else ""
    return above in _BY or bool(len(below) <= LONGEST_TRADE and TRADE.search(below))


def _together(head: Sequence[Line], at: int) -> tuple[str, ...]:
    """The names of a line and of the lines of names that touch it."""
    first = last = at
    while first and head[first - 1].role in _LOOSE and names(head[first - 1].text):
        first -= 1
    while last + 1 < len(head) and head[last + 1].role in _LOOSE and names(head[last + 1].text):
        last += 1
    found = [name for line in head[first : last + 1] for name in names(line.text)]
    return tuple(dict.fromkeys(found))


def bare_byline(lines: Sequence[Line], head: Sequence[Line]) -> Byline | None:
    """The line of the head that holds nothing but names and stands nearest to a date, or right
    below the title, below "By", or right above the text; with the names that touch it."""
    counts = Counter(line.text for line in lines)
    dated = [at for at, line in enumerate(head) if line.role in ("timestamp", "byline")]
    best: tuple[float, tuple[str, ...]] = (NEAR + 1.0, ())
    places = list(accumulate(bool(line.role) for line in head))  # a standfirst takes no room
    for at, line in enumerate(head):
        if line.role not in _LOOSE or not names(line.text):
            continue
        steps = places if line.role else range(len(head))
        distance = float(min((abs(steps[at] - steps[other]) for other in dated), default=99))
        distance -= counts[line.text] > 1
        if _introduced(head, at):
            distance = 0.0
        elif head[0].role == "title" and at <= 2 and (at == 1 or not dated):
            distance = 0.5
        elif line.role and at + 1 < len(head) and not head[at + 1].role:
            distance = min(distance, float(NEAR))
        best = min(best, (distance, _together(head, at)), key=lambda pair: pair[0])
    return Byline(best[1]) if best[1] else None
