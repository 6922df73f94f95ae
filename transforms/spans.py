"""Offsets in an article's text: cutting long texts into pieces, trimming the model's spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Where a long text may be cut, best first; the cut is at the end of the match.
_CUTS = tuple(re.compile(p) for p in (r"\n\s*\n\s*", r"\n", r"[.!?]['\"”’)\]]*\s+", r"\s"))

_OPENING = " \t\n\r\f\v\xa0\u200b\"'“”„‘’‚«»‹›`´,;:.!?…-–—―*•·|/\\_~=<>#@^([{)]}"
_CLOSING = " \t\n\r\f\v\xa0\u200b\"'“”„‘’‚«»‹›`´,;:!?…-–—―*•·|/\\_~=<>#@^([{"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_ARTICLE = re.compile(r"the(\s+|$)", re.IGNORECASE)
_ABBREVIATIONS = frozenset(
    (
        *("co", "corp", "inc", "ltd", "plc", "bros", "cie", "dept", "univ", "assn", "intl"),
        *("jr", "sr", "dr", "mr", "mrs", "ms", "prof", "gen", "gov", "sen", "rep", "lt", "col"),
        *("sgt", "capt", "st", "mt", "ft", "no"),
        *("ala", "ariz", "ark", "calif", "colo", "conn", "fla", "ill", "ind", "kan", "ky", "mich"),
        *("minn", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "tenn", "va", "vt", "wash"),
        *("wis", "wyo"),
    )
)


def pieces(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """Consecutive (offset, piece) of at most `limit` characters that add up to `text`."""
    start = 0
    while len(text) - start > limit:
        end = _cut(text, start, start + limit)
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]


def runs(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Consecutive (offset, part) that add up to `text`, no word in them of more characters."""
    start = 0
    if max(map(len, text.split()), default=0) > longest:
        for word in re.finditer(rf"\S{{{longest}}}(?=\S)", text):
            yield start, text[start : word.end()]
            start = word.end()
    if start < len(text):
        yield start, text[start:]


def _cut(text: str, start: int, end: int) -> int:
    """The last good place to cut in (start, end]: paragraph, line, sentence, space, hard."""
    window = text[start:end]
    for pattern in _CUTS:
        last = max((match.end() for match in pattern.finditer(window)), default=0)
        if last:
            return start + last
    return end


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of `text[start:end]` that is the name, as offsets; None if nothing is left.

    Quotes, stray punctuation, a leading "the", a trailing possessive and whatever stands behind
    a line break are cut off.
    """
    before = None
    while before != (start, end):
        before = (start, end)
        end = _trim_end(text, start, end)
        while start < end and text[start] in _OPENING:
            start += 1
        article = _ARTICLE.match(text, start, end)
        start = article.end() if article else start
        line_end = text.find("\n", start, end)
        end = line_end if line_end >= 0 else end
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _trim_end(text: str, start: int, end: int) -> int:
    """`end` without one layer of closing punctuation or one possessive."""
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        return start + possessive.start()
    while start < end and _is_stray(text, start, end):
        end -= 1
    return end


def _is_stray(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    if last == ".":
        return not _ends_in_abbreviation(text[start:end])
    if last in _BRACKETS:
        return text.count(_BRACKETS[last], start, end) < text.count(last, start, end)
    return last in _CLOSING


def _ends_in_abbreviation(name: str) -> bool:
    """Whether the final full stop belongs to the name: "U.S.", "Inc.", "George W."."""
    word = name.split()[-1][:-1]
    return "." in word or len(word) == 1 or word.lower() in _ABBREVIATIONS
