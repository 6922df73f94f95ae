"""Bylines: lines that hold the name of who wrote the article, and lines that say who helped."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import compress

from transforms.agencies import agency_name
from transforms.asian_bylines import office_names
from transforms.byline_words import AND, INTRODUCTION, POSTS, TRADE
from transforms.persons import (
    is_body,
    is_known,
    is_no_name,
    is_paper,
    is_place,
    person,
    without_body,
)

# Characters, characters, words: what is longer is no byline, biography or post.
LONGEST_BYLINE = 160
LONGEST_BIO = 500
LONGEST_AFFILIATION = 8

_FROM = re.compile(r"from\s+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A post that lost the space before it when the page's tags were taken out.
GLUED_POST = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Korrespondent|Redakteur|Autor|Reporter|Correspondent|Editor|Business|Staff"
    r"|Senior|Chief|Political)(?:in)?\b)"
)
_HANDLE = re.compile(r"\s?@\w{2,}")
_EMPTY_BRACKETS = re.compile(r"[(\[<]\s*[)\]>]")
_PLACE = re.compile(r"\s+(?:in|at|of|for|reports from|à|a|mit|with|aus|w|в|у|στην?|dari)\s+.+$")
_CREDIT = re.compile(
    r"[\[(]?\s*(?P<kind>(?:additional |further )?(?:reporting|writing|editing|compiled|edited|"
    r"written|translated|reported|adapted|produced))(?: and \w+)? by:?\s+(?P<names>\S.*)",
    re.IGNORECASE,
)

_BIO = re.compile(
    r"(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}),? (?:is|was|works as|covers|writes"
    r"|reports|has (?:been|covered)) (?P<rest>.{8,})"
)
_TRADE = re.compile(
    r"\b(?:reporter|journalist|correspondent|columnist|writer|editor|freelance|contributor|newsroom"
    r"|covers|covering|bureau)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@\w|\bfollow (?:him|her|them|on)\b|\breach(?:ed)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Byline:
    """What a byline says; all empty for one that names only a desk ("By Staff Reporter")."""

    authors: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    agency: str | None = None


def _split(text: str) -> tuple[list[str], list[str]]:
    """Names, and what stands behind a comma (a post, a place, a paper)."""
    names: list[str] = []
    beside: list[str] = []
    for part in filter(str.strip, AND.split(text)):
        pieces = [piece for piece in part.split(",") if piece.strip()]
        follow = [_follows(pieces[0], piece) for piece in pieces[1:]]
        names += [*pieces[:1], *compress(pieces[1:], follow)]
        beside += [piece for piece, known in zip(pieces[1:], follow, strict=True) if not known]
    return names, beside


def _follows(first: str, text: str) -> bool:
    """Whether a name behind a comma is another author's: not so "New York", "Senior Analyst"."""
    name = person(text)
    if name is None or is_place(name) or not POSTS.isdisjoint(name.casefold().split()):
        return False
    if is_known(name):
        return True
    paper = text.isupper() and not first.isupper()
    return not (paper or TRADE.search(text) or is_place(name.split()[-1]))


def _names(text: str) -> Byline | None:
    pieces, affiliation = _split(GLUED_POST.sub(", ", text))
    authors: list[str] = []
    agency = None
    for piece in pieces:
        bare = without_body(_PLACE.sub("", piece.strip()).strip(" .:-–—"))
        name = person(bare)
        if name and not is_place(name):
            authors.append(name)
        elif known := agency_name(bare):
            agency = known
        elif not (is_no_name(bare) or (authors and is_body(bare)) or is_paper(bare)):
            return None
    if any(len(part.split()) > LONGEST_AFFILIATION for part in affiliation):
        return None
    agency = agency or next(filter(None, map(agency_name, affiliation)), None)
    return Byline(tuple(dict.fromkeys(authors)), agency=agency)


def read_byline(line: str, allow_from: bool = False) -> Byline | None:
    """Reads "By Jane Doe (jane@paper.example)", "Von A und B"; None for any other line.

    `allow_from`: "From Jane Doe" counts too; right above an article it is a byline, elsewhere
    rarely. A line with nothing but an e-mail address counts as well.
    """
    if len(line) > LONGEST_BYLINE:
        return None
    mails = _EMAIL.findall(line) if "@" in line else ()
    emails = tuple(dict.fromkeys(email.rstrip(".") for email in mails))
    text = _EMPTY_BRACKETS.sub("", _EMAIL.sub("", line)).strip(" \t-–—|·,(") if emails else line
    if emails and not text:
        return Byline(emails=emails)
    text = _HANDLE.sub("", text) if "@" in text else text
    if by_office := office_names(text.strip()):
        return Byline(by_office, emails)
    start = INTRODUCTION.match(text) or (_FROM.match(text) if allow_from else None)
    if start is None:
        name = person(text) if emails else None
        return Byline((name,), emails) if name else None
    byline = _names(text[start.end() :].strip(" .:|"))
    if byline is None or (allow_from and _FROM.match(text) and not byline.authors):
        return None
    return Byline(byline.authors, emails, byline.agency)


def read_credit(line: str) -> tuple[str, ...] | None:
    """Reads "(Reporting by A and B; Editing by C)": the reporters' names; None for other lines."""
    match = _CREDIT.match(line)
    if match is None or len(line) > LONGEST_BYLINE * 2:
        return None
    reporters = re.split(r"[;.]\s|;|\b[Ee]diting\b|\b[Ww]riting\b", match["names"])[0]
    pieces = [p for part in AND.split(reporters.strip(" )].")) for p in part.split(",")]
    names = tuple(filter(None, (person(_PLACE.sub("", piece.strip())) for piece in pieces)))
    lower = [word for word in match["names"].split() if word[:1].islower()]
    if not names or len(lower) * 2 > len(match["names"].split()):
        return None
    return names if match["kind"].casefold() in ("reporting", "written") else ()


def is_author_bio(line: str, authors: Collection[str]) -> bool:
    """Whether a line behind the text tells who its author is.

    A paper's trade must be named, and the name must be one of `authors`, or the line must say how
    to reach the person: articles about reporters end with sentences on reporters.
    """
    match = _BIO.match(line)
    if match is None or len(line) > LONGEST_BIO or not _TRADE.search(line):
        return False
    names = {name.casefold() for name in authors}
    return match["name"].casefold() in names or bool(_CONTACT.search(match["rest"]))
