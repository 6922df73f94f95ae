"""Whether a piece of a byline is a person's name."""

from __future__ import annotations

import re

from transforms.agencies import agency_name
from transforms.asian_bylines import office_names
from transforms.byline_words import FAMILIES, GIVEN_ELSEWHERE, TRADE
from transforms.gazetteer import gazetteer, name_key
from transforms.name_words import name_words
from transforms.wordlists import words

# Words.
LONGEST_NAME = 5

_WORD = re.compile(r"[^\W\d_](?:[^\s\d,;:|/()\[\]@.'’\-‐·]|[.'’\-‐·](?=[^\W\d_]))*\.?")
_GLUED_NAME = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ])")

_PARTICLES = words(
    "van von de der den del della di da dos das du la le el al bin ibn ben ter ten zu af av dela do"
    " e y i bint binti ap ab abu zum zur vom degli dei lo na"
)
# What a paper's name begins with and a name of two words does not: "Le Figaro", "El País".
_ARTICLES = words("le la les el los las il lo gli der die das het o os a the den det l'")
# Agencies whose letters are no given name, also as "Ap" in a line that was in capitals.
_WIRES = words("AP AFP DPA UPI EPA PTI IANS CNN BBC CBS NBC ABC UPI EFE APA SDA TASS AAP USA")
_PAPERS = words("Le La Les El Los Il Lo O")
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
    " redazione redacción rédaction redactie redaksjonen redaktionen redakcja redakce redakcia"
    " redakcija redacția редакция редакція редакцията toimitus szerkesztőség agence agencia agenzia"
    " agência agentur agencje zeitung journal diario giornale gazeta gazette tidning avis presse"
    " prensa stampa haber merkezi servisi latest read share follow watch video videos photo photos"
    " newsletter subscribe opinion politics business sport sports world culture play audio"
    " listen close"
    " by open menu search back next previous print save comment reply related article story stories"
    " posted published updated view show loading image gallery caption copy link sign"
)


def is_place(name: str) -> bool:
    """Whether a country, region or city is called so."""
    key, known = name_key(name), gazetteer()
    return key in known.cities or key in known.regions or key in known.countries


def is_known(name: str) -> bool:
    """Whether a name has a given name, or a family name that stands first, that is known."""
    first, *more = name.split()
    given = name_words().given
    return (
        first.title() in given
        or first.casefold() in GIVEN_ELSEWHERE
        or first.casefold() in FAMILIES
        or bool(more and first[1:2] in ("", ".") and more[0].title() in given)
        or any(part.title() in given for part in first.split("-"))
    )


def is_no_name(text: str) -> bool:
    """Whether all its words are of desks, papers and posts: "Staff Reporter"."""
    return all(word.casefold().strip(".,") in _NO_NAME for word in text.split())


def is_body(text: str) -> bool:
    """Whether it may be called an agency, a paper or a place, as what stands behind a name."""
    words = text.split()
    named = any(word.casefold().strip(".,") in _NO_NAME for word in words)
    return len(words) <= LONGEST_NAME and (named or is_place(text) or agency_name(text) is not None)


def without_body(text: str) -> str:
    """A name without the agency or the paper that follows it: "Tom Roe Associated Press"."""
    words = text.split()
    for size in (3, 2, 1):
        if len(words) - size >= 2 and agency_name(" ".join(words[-size:])):
            return " ".join(words[:-size])
    if len(words) >= 4 and "".join(words[-2:]).isupper() and not words[0].isupper():
        return " ".join(words[:-2])
    return text


def is_paper(text: str) -> bool:
    """Whether it is called as papers are in Romance languages: "Les Échos"."""
    first, *more = text.split() or [""]
    return bool(more) and first in _PAPERS and len(more) < 3 and more[0][0].isupper()


def has_case(text: str) -> bool:
    """Whether it is of a script with capitals, which show that a word is a name."""
    return text.lower() != text.upper()


def person(text: str) -> str | None:
    """The name if `text` is a person's name of two to five words, else None.

    What the person does may stand around it: "Amy Gray Political Correspondent" is Amy Gray.
    """
    by_office = office_names(text.strip())
    if by_office:
        return by_office[0] if len(by_office) == 1 else None
    return _name(text) or _beside_trade(text)


def _beside_trade(text: str) -> str | None:
    trades = list(TRADE.finditer(text))
    if not trades:
        return None
    head = _GLUED_NAME.sub(" ", text).split()
    before = _name(" ".join(head[:2])) if TRADE.search(" ".join(head[2:])) else None
    return before or _name(text[trades[-1].end() :].partition(" ")[2])


def _name(text: str) -> str | None:
    words = text.strip(" ,.-–—").split()
    if not 2 <= len(words) <= LONGEST_NAME or (len(words) == 2 and _is_paper(words[0])):
        return None
    capital = 0
    for word in words:
        lower = word.casefold().strip(".")
        if lower in _NO_NAME or not _WORD.fullmatch(word):
            return None
        if word[0].isupper() or not (word[0].islower() or lower in _PARTICLES):
            capital += 1
        elif lower not in _PARTICLES and "-" not in word:
            return None
    if capital < 2 or len(words[-1]) == 1 or agency_name(" ".join(words)):
        return None
    if words[0].upper() in _WIRES and words[0] != words[0].lower():
        return None
    return cased(" ".join(words))


def _is_paper(first: str) -> bool:
    return first.casefold() in _ARTICLES


def cased(name: str) -> str:
    """ "JOHN MCKEE" to "John Mckee"; a name in mixed case stays."""
    return name.title().replace("’S", "’s") if name.isupper() and len(name) > 4 else name


def run_of_names(text: str) -> tuple[str, ...]:
    """Names of two words each that lost what stood between them; none if they are not known."""
    words = text.split()
    if len(words) < 4 or len(words) % 2:
        return ()
    found = [person(" ".join(words[at : at + 2])) for at in range(0, len(words), 2)]
    known = [name for name in found if name and is_known(name)]
    return tuple(known) if len(known) == len(found) else ()
