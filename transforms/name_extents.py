"""Spans widened to whole names, and names that the model passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from transforms.missed_names import CapitalWords, Cover
from transforms.name_spans import NameSpan
from transforms.name_words import name_words

MOST_PERSON_WORDS = 3
_WORD = r"[^\W\d_a-z][^\W_]*(?:[-&’'][^\W\d_]{2,})*"
_NEXT = re.compile(rf" ({_WORD})")
_ACRONYM = re.compile(r" \(([A-Z][A-Z&]{1,7})\)")
_JOINS = " -’'"
_BODY_OF = re.compile(r"((?:[A-Z]\w+ )?[A-Z]\w+) of (?:the )?$")
_LEGAL_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Co|Ltd|Limited|LLC|LLP|PLC|plc|AG|SA|S\.A|NV|N\.V|BV|GmbH|SE|Oyj"
    r"|ASA|AB|A/S|SpA|S\.p\.A|Pty|Bhd|Berhad|KK)\b\.?(?! [A-Z]\w+)"
)
_LONGEST_BEFORE = 40


def widened(text: str, spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """The spans, those of part of a name made longer; none overlaps the next."""
    last = 0
    for number, span in enumerate(spans):
        ceiling = spans[number + 1].start if number + 1 < len(spans) else len(text)
        start, end = span.start, span.end
        if span.label == "PERSON" and " " not in span.surface:
            start, end = _with_given_name(text, span, last, ceiling)
        elif span.label == "ORG":
            start, end = _whole_body(text, span, last, ceiling)
        last = end
        yield (
            span
            if end - start == span.end - span.start
            else NameSpan(start, end, text[start:end], span.label)
        )


def _with_given_name(text: str, span: NameSpan, floor: int, ceiling: int) -> tuple[int, int]:
    known = name_words()
    if text[span.start - 1 : span.start] == " ":
        begin = max(text.rfind(" ", 0, span.start - 1), text.rfind("\n", 0, span.start - 1)) + 1
        if begin >= floor and text[begin : span.start - 1].strip("“\"‘'(") in known.given:
            return begin + len(text[begin : span.start]) - len(
                text[begin : span.start].lstrip("“\"‘'(")
            ), span.end
    behind = _NEXT.match(text, span.end)
    if span.surface in known.given and behind and behind.end() <= ceiling:
        word = behind[1].casefold()
        if word not in known.no_names and word not in known.titles:
            return span.start, behind.end()
    return span.start, span.end


def _whole_body(text: str, span: NameSpan, floor: int, ceiling: int) -> tuple[int, int]:
    """With "City of" before it and "Ltd" behind it."""
    start, end = span.start, span.end
    form = _LEGAL_FORM.match(text, end)
    if form and form.end() <= ceiling:
        end = form.end() - (form.group().endswith(".") and not _abbreviates(form.group()))
    before = _BODY_OF.search(text, max(floor, start - _LONGEST_BEFORE), start)
    if before:
        words = before[1].split(" ")
        known = name_words()
        if words[-1].casefold() in known.organisations_of | {"city", "county"}:
            skip = len(words[0]) + 1 if words[0].casefold() in known.no_names else 0
            start = before.start() + skip
    return start, end


def _abbreviates(form: str) -> bool:
    return form.strip(" ,.").casefold() in ("inc", "corp", "co", "ltd")


def unnamed(capitals: CapitalWords, cover: Cover) -> Iterator[NameSpan]:
    """Names of free words: organisations by their last word, persons by their given name.

    Their label is empty: the model has not voted.
    """
    text = capitals.text
    for start, end in _runs(text, capitals.spans):
        start += _leading(text[start:end])
        words = text[start:end].split(" ")
        if len(words) > 1 and _is_name(words) and cover.is_free(start, end):
            cover.take(start, end)
            yield NameSpan(start, end, text[start:end], "")


def bracketed(text: str, spans: Iterable[NameSpan], cover: Cover) -> Iterator[NameSpan]:
    """Acronyms in brackets right behind an organisation."""
    for span in spans:
        match = _ACRONYM.match(text, span.end) if span.label in ("ORG", "") else None
        if match and cover.is_free(*match.span(1)):
            cover.take(*match.span(1))
            yield NameSpan(*match.span(1), match[1], "")


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Capitalised words with one space or hyphen between them; at least two."""
    begin = last = -1
    for start, end in spans:
        if start == last + 1 and text[last] in _JOINS:
            last = end
            continue
        if " " in text[begin:last]:
            yield begin, last
        begin, last = start, end
    if " " in text[begin:last]:
        yield begin, last


def _leading(words: str) -> int:
    """Characters of words at the start that begin no name: "But", "The", titles."""
    known, cut = name_words(), 0
    for word in words.split(" ")[:-1]:
        if word.casefold() not in known.no_names and word.casefold() not in known.titles:
            break
        cut += len(word) + 1
    return cut


def _is_name(words: Sequence[str]) -> bool:
    known = name_words()
    last = words[-1].casefold()
    if last in known.legal_forms or last in known.organisations:
        return True
    return (
        words[0] in known.given and len(words) <= MOST_PERSON_WORDS and last not in known.no_names
    )


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
