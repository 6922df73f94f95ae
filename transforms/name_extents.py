"""Spans widened to whole names, and cut where two names are in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.gazetteer import gazetteer, name_key
from transforms.name_kinds import kinds
from transforms.name_matches import is_listed
from transforms.name_spans import NameSpan
from transforms.name_words import name_words
from transforms.place_names import inhabitants
from transforms.wordlists import words

_WORD = r"[^\W\d_a-z][^\W_]*(?:[-&’'][^\W\d_]{2,})*"
_NEXT = re.compile(rf" ({_WORD})")
_BODY_OF = re.compile(r"((?:[A-Z]\w+ )?[A-Z]\w+) of (?:the )?$")
_LEGAL_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Co|Ltd|Limited|LLC|LLP|PLC|plc|AG|SA|S\.A|NV|N\.V|BV|GmbH|SE|Oyj"
    r"|ASA|AB|A/S|SpA|S\.p\.A|Pty|Bhd|Berhad|KK)\b\.?(?! [A-Z]\w+)"
)
_NAME = r"[A-Z]\w*(?:[’'-](?!s\b)\w+)*"
_OF_WHOM = re.compile(rf" (?:of|for) (?:the )?{_NAME}(?: (?:and |& |of |of the )?{_NAME})*")
_GO_ON = words(  # with "of" and "for", whatever stands before them
    "office party front movement authority academy alliance congress organisation organization bank"
    " university union federation confederation association league institute college society church"
)
_PARTICLE = re.compile(
    r" (?:am|an der|im|in der|ob der|sur|sous|de la|de|del|do|da|dos|di|della|upon|on|le|les|en"
    r"|bei) [A-Z][\w-]+"
)
_LONGEST_BEFORE = 40
_ADJECTIVES = ("an", "ese", "ish", "ic", "ist", "al", "ing", "ed")  # ends of words before a name
_LEAST_SPACES = 2  # of a span that may hold a body, a title and a person
_MOST_PERSON_WORDS = 3


def widened(text: str, spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """The spans, those of part of a name made longer; none overlaps the next."""
    last = 0
    for number, span in enumerate(spans):
        if span.start < last:
            continue
        ceiling = spans[number + 1].start if number + 1 < len(spans) else len(text)
        start, end = span.start, span.end
        if span.label == "GPE" and " " not in span.surface and _has_given_name(text, span, last):
            span = span._replace(label="PERSON")
        if span.label == "PERSON":
            start, end = _whole_person(text, span, last, ceiling)
        elif span.label == "ORG":
            start, end = _whole_body(text, span, last, ceiling)
            if end == span.end:
                end = _whose(text, span, spans[number + 1 : number + 3])
        elif span.label == "GPE" and text[span.end : span.end + 1] == " ":
            end = _whole_town(text, span, ceiling)
        last = end
        yield (
            span
            if end - start == span.end - span.start
            else NameSpan(start, end, text[start:end], span.label)
        )


def _whole_person(text: str, span: NameSpan, floor: int, ceiling: int) -> tuple[int, int]:
    """With the given name before it, and what a particle at its end belongs to."""
    start, end = _with_given_name(text, span, floor, ceiling)
    if span.surface.rpartition(" ")[2] in name_words().particles:
        behind = _NEXT.match(text, end)
        end = behind.end() if behind and behind.end() <= ceiling else end
    return start, end


def _with_given_name(text: str, span: NameSpan, floor: int, ceiling: int) -> tuple[int, int]:
    known = name_words()
    if text[span.start - 1 : span.start] == " ":
        begin = max(text.rfind(" ", 0, span.start - 1), text.rfind("\n", 0, span.start - 1)) + 1
        word = text[begin : span.start - 1].lstrip("“\"‘'(")
        if begin >= floor and (word in known.given or _is_first_name(text, begin, word, span)):
            start = span.start - 1 - len(word)
            longer = NameSpan(start, span.end, text[start : span.end], span.label)
            twice = span.surface.count(" ") or word in known.given
            return (start, span.end) if twice else _with_given_name(text, longer, floor, ceiling)
    behind = _NEXT.match(text, span.end) if " " not in span.surface else None
    if span.surface in known.given and behind and behind.end() <= ceiling:
        word = behind[1].casefold()
        if word not in known.no_names and word not in known.titles:
            return span.start, behind.end()
    return span.start, span.end


def _has_given_name(text: str, span: NameSpan, floor: int) -> bool:
    """Whether a free given name stands before what the model takes for a place, within a
    sentence: "Elijah Washington"."""
    if text[span.start - 1 : span.start] != " " or span.surface in name_words().given:
        return False
    begin = text.rfind(" ", 0, span.start - 1) + 1
    word = text[begin : span.start - 1]
    return (
        begin > floor
        and word in name_words().given
        and name_key(span.surface) not in gazetteer().countries
        and not is_listed((name_key(word),))
    )


def _is_first_name(text: str, begin: int, word: str, span: NameSpan) -> bool:
    """Whether a capitalised word before a single surname, within a sentence, may be of the name."""
    if span.surface.count(" ") > 1 or not (word.istitle() and word.isalpha()):
        return False
    folded, known = word.casefold(), name_words()
    if folded in kinds() or folded in known.no_names or folded in known.posts | known.ranks:
        return False
    if word.endswith(_ADJECTIVES) or is_listed((name_key(word),)):
        return False
    before = text[:begin].rstrip(" “\"‘'(")[-1:]
    return before.islower() or before in (",", "”", "-", "–", "—")


def _whole_body(text: str, span: NameSpan, floor: int, ceiling: int) -> tuple[int, int]:
    """With "City of" before it and "Ltd" behind it."""
    start, end = span.start, span.end
    form = _LEGAL_FORM.match(text, end) if text[end : end + 1] in (" ", ",") else None
    if form and form.end() <= ceiling:
        end = form.end() - (form.group().endswith(".") and not _abbreviates(form.group()))
    first = max(floor, start - _LONGEST_BEFORE)
    of = text.endswith((" of ", " of the "), first, start)
    if of and (before := _BODY_OF.search(text, first, start)):
        words = before[1].split(" ")
        known = name_words()
        if words[-1].casefold() in known.organisations_of | {"city", "county"}:
            skip = len(words[0]) + 1 if words[0].casefold() in known.no_names else 0
            start = before.start() + skip
    return start, end


def _whose(text: str, span: NameSpan, behind: Sequence[NameSpan]) -> int:
    """The end of a body's name with whom or what it is of: "Communist Party" + "of Peru"."""
    match = _OF_WHOM.match(text, span.end) if text.startswith((" of ", " for "), span.end) else None
    first, _, last = span.surface.rpartition(" ")
    heads = _GO_ON if first else name_words().organisations_of
    if match is None or last.casefold() not in heads:
        return span.end
    if any(
        other.start < match.end() and (other.label == "PERSON" or other.end > match.end())
        for other in behind
    ):
        return span.end
    return match.end()


def _whole_town(text: str, span: NameSpan, ceiling: int) -> int:
    """The end of a town's name with its particle: "Braunau" + "am Inn"."""
    match = _PARTICLE.match(text, span.end)
    if match is None or match.end() > ceiling:
        return span.end
    return match.end() if inhabitants(name_key(text[span.start : match.end()])) else span.end


def _abbreviates(form: str) -> bool:
    return form.strip(" ,.").casefold() in ("inc", "corp", "co", "ltd")


def split_titled(spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Spans, "Interior Ministry Spokesman Jane Doe" cut into the body and the person."""
    for span in spans:
        cut = _title_inside(span.surface) if span.surface.count(" ") >= _LEAST_SPACES else None
        if cut is None:
            yield span
            continue
        body, person = cut
        if body:
            yield NameSpan(span.start, span.start + body, span.surface[:body], "ORG")
        yield NameSpan(span.start + person, span.end, span.surface[person:], "PERSON")


def _title_inside(surface: str) -> tuple[int, int] | None:
    """Where the body's name ends and the person's begins; None where no title is between them."""
    known = name_words()
    words = surface.split(" ")
    number = next((n for n, word in enumerate(words[1:-1], 1) if _is_post(word)), 0)
    person = words[number + 1 :]
    if not number or len(person) > _MOST_PERSON_WORDS:
        return None
    if not all(word[:1].isupper() for word in person) or person[-1].casefold() in (
        known.organisations | known.legal_forms | known.facilities | known.titles
    ):
        return None
    body = words[:number]
    while body and body[-1].casefold().rstrip(",") in known.ranks:
        body.pop()
    return len(" ".join(body)), len(" ".join(words[: number + 1])) + 1


def _is_post(word: str) -> bool:
    return word.casefold().rstrip(".") in name_words().posts and word[:1].isupper()


def split_pairs(spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Spans, "Hendricks and Vargas" cut in two where the text names both alone or in full."""
    known = {word for span in spans for word in (span.surface, span.surface.rpartition(" ")[2])}
    for span in spans:
        first, middle, second = span.surface.partition(" and ")
        if middle and first in known and second in known:
            cut = span.start + len(first)
            yield NameSpan(span.start, cut, first, span.label)
            yield NameSpan(cut + len(middle), span.end, second, span.label)
        else:
            yield span
