"""Passages between quotation marks, over paragraphs too.

Double marks (“ ”, „ “, « », straight) come first; single ones count where no double mark embraces
them. A straight mark or an apostrophe opens or closes by what stands around it. By the printers'
rule a quotation that goes on in the next paragraph is opened there again and closed only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Each is one set of first characters, which is searched for fast, and what must follow on them.
_DOUBLE = re.compile(
    "[“”„«»‟\"`'‘’\n](?:(?<=[“”„«»‟\"])|(?<=`)`|(?<=')'|(?<=‘)‘|(?<=’)’|(?<=\n)\\s*\n)"
)
# Of single marks those at the edge of a word; most are apostrophes within one.
_SINGLE = re.compile("[‘’‚'`\n](?:(?<=[‘’‚'`])(?<!\\w[‘’‚'`])|(?<=[’'])(?!\\w)|(?<=\n)\\s*\n)")
_BEFORE_OPENING = '([{—–-/“‘"\u2026:'  # and white space
# Words whose first letters an apostrophe replaces.
_ELISION = re.compile(r"(?:\d|(?:em|n|til|cause|tis|twas|twere|round|bout|cos|un|er|im)\b)", re.I)
_CLOSES_CLAUSE = ",.!?…;:—"


@dataclass(frozen=True)
class Passage:
    """`text[start:end]` stands between marks, `text[outer_start:outer_end]` holds them too."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool = False


@dataclass
class _Open:
    mark: str
    outer: int
    start: int


def passages(text: str) -> list[Passage]:
    """All passages in the order of the text; none holds another."""
    found = list(_scan(text, _DOUBLE, single=False))
    if "‘" in text or " '" in text or "\n'" in text or text.startswith("'"):
        found += _scan(blanked(text, found), _SINGLE, single=True)
    return sorted(found, key=lambda passage: passage.start)


def last_sign(quoted: str) -> str:
    """The last character of quoted words but for marks inside them; "" if none is left."""
    return quoted.rstrip(" \n’'”\"")[-1:]


def blanked(text: str, found: list[Passage], filler: str = "\x01") -> str:
    """The text with its passages filled, so that offsets stay."""
    parts, place = [], 0
    for passage in found:
        parts += [text[place : passage.outer_start]]
        parts += [filler * (passage.outer_end - passage.outer_start)]
        place = passage.outer_end
    return "".join([*parts, text[place:]])


def _scan(text: str, pattern: re.Pattern[str], *, single: bool) -> Iterator[Passage]:
    """Pairs the marks of one family from left to right."""
    opened: _Open | None = None
    skipped = -1  # the mark that opens a continued paragraph
    for match in pattern.finditer(text):
        at, mark = match.start(), match.group()
        if mark[0] == "\n":
            opened, skipped, closed = _at_break(text, opened, match, single=single)
            if closed:
                yield closed
        elif at == skipped:
            continue
        elif opened is not None and _closes(text, match, opened, single=single):
            if text[opened.start : at].strip():
                yield Passage(opened.start, at, opened.outer, match.end(), single)
            opened = None
        elif _opens(text, match, single=single) and not _goes_on(text, match, opened):
            opened = _Open(mark, at, match.end())
    if opened is not None and (closed := _unclosed(text, opened, len(text), single=single)):
        yield closed


def _opens(text: str, match: re.Match[str], *, single: bool) -> bool:
    mark = match.group()
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if single:
        if before and not before.isspace() and before not in _BEFORE_OPENING:
            return False
        if mark not in "‘'‚`" or _ELISION.match(text, match.end()):
            return False
        return behind.isalnum() or behind in ("…", "[", "$", "£", "€", "#", "@")
    if mark in ("“", "„", "«", "‟", "‘‘"):
        return True
    free = not before or before.isspace() or before in _BEFORE_OPENING
    return free and bool(behind) and not behind.isspace() and mark not in "»"


def _goes_on(text: str, match: re.Match[str], opened: _Open | None) -> bool:
    """Whether a mark opens again what is open: paragraphs of one quotation whose breaks are single
    lines or lost."""
    if opened is None or match.group() != opened.mark or opened.mark not in '"“':
        return False
    before = text[opened.start : match.start()]
    return before.rstrip()[-1:] in (".", "!", "?", "…") and before[-1:].isspace()


def _closes(text: str, match: re.Match[str], opened: _Open, *, single: bool) -> bool:
    mark = match.group()
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if single:
        return mark in "’'" and not before.isspace() and _ends_single(text, match)
    if opened.mark in "„‟":
        return mark in '“”"'
    if opened.mark == "«":
        return mark == "»"
    if mark in ("”", "’’"):
        return opened.mark != '"' or mark == "”"
    if mark in ('"', "''") and opened.mark not in "“":
        return not before.isspace() or not behind or behind.isspace() or behind in ".,;:!?)"
    return mark == '"' and not before.isspace()


def _ends_single(text: str, match: re.Match[str]) -> bool:
    """Whether an apostrophe ends a passage: not inside a word, not behind a plural's s."""
    behind = text[match.end() : match.end() + 2]
    if behind[:1].isalnum():
        return False
    if text[match.start() - 1] not in "sS" or not re.match(r"\s[a-z]", behind):
        return True
    # "the boys' team": the passage ends later if a better mark stands in the paragraph.
    rest = text[match.end() :].partition("\n\n")[0]
    return not re.search(rf"[{_CLOSES_CLAUSE}\w][’'](?!\w)", rest.partition("‘")[0])


def _at_break(
    text: str, opened: _Open | None, gap: re.Match[str], *, single: bool
) -> tuple[_Open | None, int, Passage | None]:
    """What an open passage does at the end of a paragraph: goes on, ends there, or was none."""
    if opened is None:
        return None, -1, None
    if not text[opened.start : gap.start()].strip():  # the mark stands alone in its paragraph
        return _Open(opened.mark, opened.outer, gap.end()), -1, None
    behind = text[gap.end() : gap.end() + 2]
    if behind[:1] == opened.mark or (behind[:1] in ("“", '"') and opened.mark in '“"'):
        return opened, gap.end(), None
    if not single and opened.mark == "“":
        paragraph = text[gap.end() :].partition("\n\n")[0]
        close, again = paragraph.find("”"), paragraph.find("“")
        if close >= 0 and (again < 0 or close < again):
            return opened, -1, None
    return None, -1, _unclosed(text, opened, gap.start(), single=single)


def _unclosed(text: str, opened: _Open, end: int, *, single: bool) -> Passage | None:
    """A passage whose closing mark is lost: whole sentences to the end of their paragraph."""
    first = text[opened.start : opened.start + 1]
    last = text[:end].rstrip()[-1:]
    if single or opened.mark == '"' or not first.isupper() or last not in ".!?…":
        return None
    return Passage(opened.start, end, opened.outer, end, single)
