"""Bylines: lines that hold the name of who wrote the article, and lines that say who helped."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from transforms.agencies import agency_name
from transforms.name_words import name_words
from transforms.wordlists import words

# Characters, words, characters, words: what is longer is no byline, name, biography or post.
LONGEST_BYLINE = 160
LONGEST_NAME = 5
LONGEST_BIO = 500
LONGEST_AFFILIATION = 8

_INTRODUCTION = re.compile(
    r"(?:(?:written|words|story|text|article|report|posted|published|ein artikel|eine? \w+|kolumne"
    r"|kommentar|analyse|interview|reportage|gastbeitrag|propos recueillis|un article|an? \w+) )?"
    r"(?:by|von|par|por|door|af|av|da|di)(?: the)?\s?:?\s+|(?:author|autor|text|words)\s?:\s*"
    r"|by(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_FROM = re.compile(r"from\s+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A post that lost the space before it when the page's tags were taken out.
GLUED_POST = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Korrespondent|Redakteur|Autor|Reporter|Correspondent|Editor|Business|Staff"
    r"|Senior|Chief|Political)(?:in)?\b)"
)
_EMPTY_BRACKETS = re.compile(r"[(\[<]\s*[)\]>]")
_PLACE = re.compile(r"\s+(?:in|at|of|for|reports from|à|a|mit|with|aus)\s+.+$")
_AND = re.compile(r"\s*(?:;|\||/|&|\band\b|\bund\b|\bet\b|\by\b|\boch\b|\bog\b|\ben\b)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:[.'’\-‐·][^\W\d_]+)*\.?")
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

TRADE = re.compile(
    r"reporter|correspondent|korrespondent|redakteur|redaktor|editor|journalist|writer|director"
    r"|contributor|columnist|autor|volont|periodista|giornalista|기자|記者",
    re.IGNORECASE,
)
_GLUED_NAME = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ])")

_KOREAN = re.compile(r"(?P<name>[가-힣]{2,4}) ?(?:기자|특파원|논설위원)")

_PARTICLES = words(
    "van von de der den del della di da dos das du la le el al bin ibn ben ter ten zu af av"
)
# Capitalised words that make a line something else than a person's name.
_NO_NAME = words(
    "the our your this that these staff reporter reporters writer correspondent editor editors"
    " news desk team magazine archive archives press agency media network times post daily herald"
    " tribune guardian online today weekly group university department ministry contributor guest"
    " admin special report reports wire services agencies partners home page category continue"
    " sunday monday tuesday wednesday thursday friday saturday january february march april june"
    " july august september october november december columnist"
    " journalist freelance korrespondent korrespondentin redakteur redakteurin redaktor redaktorin"
    " redaktion autor autorin volontär director contributor zur zum mehr aktueller artikel local"
    " comments kommentare deals playlist supremo tribunal eastern standard daylight time issue"
)


@dataclass(frozen=True)
class Byline:
    """What a byline says; all empty for one that names only a desk ("By Staff Reporter")."""

    authors: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    agency: str | None = None


def _cased(name: str) -> str:
    """ "JOHN MCKEE" to "John Mckee"; a name in mixed case stays."""
    return name.title().replace("’S", "’s") if name.isupper() and len(name) > 4 else name


def person(text: str) -> str | None:
    """The name if `text` is a person's name of two to five words, else None.

    What the person does may follow: "Amy Gray Political Correspondent" is Amy Gray.
    """
    korean = _KOREAN.fullmatch(text.strip())
    found = korean["name"] if korean else _name(text)
    if found is None and TRADE.search(text):
        head = _GLUED_NAME.sub(" ", text).split()
        return _name(" ".join(head[:2])) if TRADE.search(" ".join(head[2:])) else None
    return found


def _name(text: str) -> str | None:
    words = text.strip(" ,.-–—").split()
    capital = 0
    for word in words:
        lower = word.casefold().strip(".")
        if lower in _NO_NAME or not _WORD.fullmatch(word):
            return None
        if word[0].isupper() or not (word[0].islower() or lower in _PARTICLES):
            capital += 1
        elif lower not in _PARTICLES and "-" not in word:
            return None
    if not 2 <= len(words) <= LONGEST_NAME or capital < 2 or agency_name(" ".join(words)):
        return None
    return _cased(" ".join(words))


def _split(text: str) -> tuple[list[str], list[str]]:
    """Names, and what stands behind a comma (a post, a place, a paper)."""
    parts = [part for part in _AND.split(text) if part.strip()]
    pieces = [[piece for piece in part.split(",") if piece.strip()] for part in parts]
    names = [piece for own in pieces for piece in own]
    if len(parts) == 1 and len(names) > 1 and not all(map(_given, names)):
        return names[:1], names[1:]
    if len(pieces) > 1 and len(pieces[-1]) > 1 and not person(pieces[-1][-1]):
        return names[:-1], names[-1:]
    return names, []


def _given(text: str) -> bool:
    """Whether a name begins with a given name: not so "New York"."""
    return person(text) is not None and text.split()[0].title() in name_words().given


def _names(text: str) -> Byline | None:
    pieces, affiliation = _split(GLUED_POST.sub(", ", text))
    authors: list[str] = []
    agency = None
    for piece in pieces:
        bare = _PLACE.sub("", piece.strip()).strip(" .:-–—")
        name = person(bare)
        if name:
            authors.append(name)
        elif known := agency_name(bare):
            agency = known
        elif not all(word.casefold().strip(".,") in _NO_NAME for word in bare.split()):
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
    start = _INTRODUCTION.match(text) or (_FROM.match(text) if allow_from else None)
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
    pieces = [p for part in _AND.split(reporters.strip(" )].")) for p in part.split(",")]
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
