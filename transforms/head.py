"""The head of a scraped article: where bylines and dates stand, and names without "By"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from transforms.agencies import agency_name
from transforms.asian_bylines import office_names
from transforms.byline_words import AND, INTRODUCTION, TRADE
from transforms.bylines import read_byline
from transforms.lines import Line
from transforms.persons import (
    has_case,
    is_body,
    is_known,
    is_place,
    person,
    run_of_names,
    without_body,
)
from transforms.recent_dates import without_ago
from transforms.timestamps import read_timestamp

# Paragraphs of the body within which the head ends: a standfirst may stand above the byline.
PARAGRAPHS = 3

# Characters of a line of names with posts and a date.
LONGEST_LINE = 140

# Share of the body's characters that may stand above its byline: a page's first lines may have
# been taken for paragraphs.
BEGINNING = 0.15

# Characters, lines: how long a line of names may be, and how near a byline or date must be.
LONGEST_NAMES = 90
NEAR = 3
NEAR_KNOWN = 6  # for a line that is not the text's, on which a name is known

# Characters; what a person does, on a line of its own.
LONGEST_TRADE = 40

# Lines below the text in which its author may be named; its last lines that may tell who that is.
BEHIND = 2
BIO_WITHIN = 2

# Lines that names of which none is known are to count as farther off, and the farthest that counts.
UNSURE = 0.5
FARTHEST = 7.0

# How often a text says the family name of somebody whom it is about.
SUBJECT = 3

# Roles of lines that may hold names or a date besides: none of the rules that read them.
LOOSE = frozenset(("", "breadcrumb", "unlikely"))
_BY = frozenset(("by", "von", "par", "por", "door", "di", "af", "av", "text", "autor", "author"))

_SITE = re.compile(r"[\w-]{3,30}\.[a-z]{2,6}", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]{3,40}\)")
_HANDLE = re.compile(r"(?<!\w)@\w{2,}|(?<=[a-z])@\w{2,}$")
_AROUND = re.compile(r"\s*[|•·]\s*(?:published|updated|publié|posted|veröffentlicht)\b.*$", re.I)


def head_of(lines: Sequence[Line]) -> Sequence[Line]:
    """From the last title above the body to its paragraph number PARAGRAPHS, or to where
    BEGINNING of its characters have been; all above if it has no such paragraph."""
    body = [i for i, line in enumerate(lines) if not line.role and line.paragraph]
    sizes = list(accumulate(len(lines[i].text) for i in body))
    ends = (i for i, size in zip(body, sizes, strict=True) if size > BEGINNING * sizes[-1])
    end = max(next(ends), body[PARAGRAPHS - 1]) if len(body) >= PARAGRAPHS else len(lines)
    first = body[0] if body else end
    titles = [i for i, line in enumerate(lines[:first]) if line.role == "title"]
    return lines[titles[-1] if titles else 0 : end]


def names(text: str) -> tuple[str, ...]:
    """The people that a line names, if it holds nothing else but what they do; else none."""
    byline = read_byline(text) if INTRODUCTION.match(text) else None
    if byline is not None:
        return byline.authors
    for piece in text.split("|")[1:]:
        byline = read_byline(piece.strip())
        if byline and byline.authors:
            return byline.authors
    stamp = read_timestamp(text)
    text = _AROUND.sub("", _HANDLE.sub("", stamp.rest if stamp else without_ago(text)))
    if len(text) > LONGEST_NAMES or any(map(str.isdigit, text)):
        return ()
    byline = read_byline(text) if INTRODUCTION.match(text) else None
    if byline is not None:
        return byline.authors
    text = _BRACKETS.sub("", text).strip(" ,:;|") if not office_names(text) else text
    return office_names(text) or run_of_names(text) or _separated(text)


def _separated(text: str) -> tuple[str, ...]:
    found: list[str] = []
    if "/" in text and agency_name(text.rpartition("/")[2]):
        return ()  # the credit of a picture
    for part in AND.split(text):
        for piece in re.split(r"[,•·]|\s[–—-]\s", part):
            name = person(without_body(piece.strip()))
            if name and not is_place(name):
                found.append(name)
            elif piece.strip() and not _is_beside(piece.strip(), found):
                return ()
    return tuple(dict.fromkeys(found))


def _is_beside(piece: str, found: Sequence[str]) -> bool:
    """Whether a piece of a byline is a post, a site, or a place or a paper behind a name."""
    if TRADE.search(piece) or _SITE.fullmatch(piece) or is_place(piece):
        return True
    return bool(found) and is_body(piece)


def _introduced(head: Sequence[Line], at: int) -> bool:
    """Whether "By" stands alone above a line of names, or what the person does alone below it."""
    above = head[at - 1].text.casefold().strip(" :") if at else ""
    below = head[at + 1].text if at + 1 < len(head) else ""
    return above in _BY or bool(len(below) <= LONGEST_TRADE and TRADE.search(below))


@dataclass(frozen=True)
class _Told:
    """The title and the paragraphs of a text, which name those of whom it tells."""

    title: str
    text: str

    def penalty(self, found: Sequence[str]) -> float:
        """Lines that names are to count as farther off, because the text is about these people."""
        told = [name for name in found if name in self.text]
        if any(name in self.title for name in found):
            return LONGEST_NAMES
        if any(self.text.count(name.split()[-1]) >= SUBJECT for name in told):
            return LONGEST_NAMES
        return NEAR_KNOWN if told else 0.0


def _told(lines: Sequence[Line]) -> _Told:
    """What a text tells, but for its end, where it may tell who its author is."""
    own = [line.text for line in lines if line.paragraph and not line.role]
    own = own[:-BIO_WITHIN] if len(own) > 2 * BIO_WITHIN else own
    return _Told("\n".join(line.text for line in lines if line.role == "title"), "\n".join(own))


def _candidate(line: Line) -> tuple[str, ...]:
    """The people that a line of no other role names; where a script has no capitals one of them
    must be known as a name."""
    found = names(line.text) if line.role in LOOSE else ()
    sure = has_case(line.text) or office_names(line.text) or _one_known(found)
    return found if sure else ()


def _is_dated(text: str) -> bool:
    """Whether a time stands on the line itself."""
    if not any(map(str.isdigit, text)):
        return False
    return without_ago(text) != text or read_timestamp(text) is not None


def _together(lines: Sequence[Line], at: int, told: _Told) -> list[Line]:
    """A line of names, and the lines of names that touch it and of whom the text does not tell."""

    def joins(other: int) -> bool:
        line = lines[other]
        found = names(line.text) if line.role in LOOSE else ()
        return bool(found) and not told.penalty(found)

    first = last = at
    while first and joins(first - 1):
        first -= 1
    while last + 1 < len(lines) and joins(last + 1):
        last += 1
    return list(lines[first : last + 1])


def bare_byline(lines: Sequence[Line], head: Sequence[Line]) -> list[Line]:
    """The line of the head that holds nothing but names and stands nearest to a date, or right
    below the title, below "By", or right above the text; with those that touch it."""
    counts, told = Counter(line.text for line in lines), _told(lines)
    dated = [at for at, line in enumerate(head) if line.role in ("timestamp", "byline")]
    best: tuple[float, int | None] = (FARTHEST, None)
    places = list(accumulate(bool(line.role) for line in head))  # a standfirst takes no room
    for at, line in enumerate(head):
        if line.role not in LOOSE or len(line.text) > LONGEST_LINE:
            continue
        steps = places if line.role else range(len(head))
        distance = float(min((abs(steps[at] - steps[other]) for other in dated), default=99))
        distance -= counts[line.text] > 1
        sure = _introduced(head, at) or _is_dated(line.text)
        if sure:
            distance = 0.0
        elif head[0].role == "title" and at <= 2 and (at == 1 or not dated):
            distance = 0.5
        elif line.role and at + 1 < len(head) and not head[at + 1].role:
            distance = min(distance, float(NEAR))
        found = _candidate(line) if distance <= NEAR_KNOWN else ()
        if not found or distance > (NEAR_KNOWN if line.role and _one_known(found) else NEAR):
            continue
        if not sure:
            distance += told.penalty(found) + _doubt(line.text, found)
        best = min(best, (distance, at), key=lambda pair: pair[0])
    return [] if best[1] is None else _together(head, best[1], told)


def _one_known(found: Sequence[str]) -> bool:
    return any(map(is_known, found))


def _doubt(text: str, found: Sequence[str]) -> float:
    """Lines that names are to count as farther off, because they may be none."""
    return UNSURE * (not _one_known(found)) + text.isupper()


def names_below(lines: Sequence[Line], last: int) -> list[Line]:
    """The lines of names right below the text's last paragraph, number `last`."""
    told = _told(lines)
    for at in range(last + 1, min(last + 1 + BEHIND, len(lines))):
        found = _candidate(lines[at])
        if _one_known(found) and not told.penalty(found):
            return _together(lines, at, told)
    return []
