"""The people who wrote an article, from the lines around its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transforms.asian_bylines import editor_names, names_in_text
from transforms.bylines import Byline, read_byline
from transforms.head import bare_byline, names, names_below
from transforms.lines import Line
from transforms.persons import person
from transforms.timestamps import Timestamp

# Lines between two bylines from which on they are not of one article: menus have such lines too.
APART = 12


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are not empty, in order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))


def _byline(line: Line) -> Byline | None:
    if isinstance(line.reading, Byline):
        return line.reading
    if isinstance(line.reading, Timestamp) and line.reading.rest:
        rest = line.reading.rest
        name = person(rest)
        parts = (line.reading.before, rest, line.reading.after)
        read = next(filter(None, map(read_byline, parts)), None)
        return read or Byline((name,) if name else ())
    return None


def _nearest(lines: Sequence[Line]) -> list[Byline]:
    """The bylines above the text, in order; those far above the others are left out."""
    found: list[Byline] = []
    last = 0
    for back, line in enumerate(reversed(lines)):
        byline = _byline(line)
        if byline is None:
            continue
        if any(one.authors for one in found) and back - last > APART:
            break
        found.insert(0, byline)
        last = back
    return found


def _names(bylines: Sequence[Byline]) -> tuple[str, ...]:
    return unique(name for byline in bylines for name in byline.authors)


def _alone(lines: Sequence[Line], around: Sequence[Line], last: int) -> tuple[str, ...]:
    """Names without an introduction, above the text or below it; in a page their lines are bylines
    then, and no longer the article's own."""
    found = bare_byline(lines, around) or names_below(lines, last)
    if any(not line.own and line.role != "title" for line in lines):
        for line in found:
            line.role = line.role or "byline"
    return unique(name for line in found for name in names(line.text))


def article_authors(
    lines: Sequence[Line], span: tuple[int, int], head: Sequence[Line], below: Sequence[Line]
) -> Byline:
    """The authors, e-mail addresses and the agency that the lines name.

    The first of these that names anybody counts: bylines of the article's head, above it, between
    its first paragraphs; the first byline below the text; credit lines; in a page, names that stand
    alone in its head or below the text, and those inside the text where a script has them there.

    Args:
        lines: all of them, with their roles.
        span: numbers of the text's first and last paragraph.
        head: as `head_of` gives it; empty for a text that is no page.
        below: what stands right below the text.
    """
    first, last = span
    start = next((at for at, line in enumerate(lines) if head and line is head[0]), first)
    end = start + len(head)
    groups = [_nearest(lines[start:first]), _nearest(lines[:start]), _nearest(lines[first:end])]
    under = [byline for line in below if (byline := _byline(line))]
    said = [byline for group in groups for byline in group]
    found = next(filter(None, map(_names, (*groups, *([byline] for byline in under)))), ())
    around = (*lines[start:end], *lines[:start][::-1])
    if not found:
        credits = [line.reading for line in (*around, *lines[last + 1 :])]
        found = unique(name for said_ in credits if isinstance(said_, tuple) for name in said_)
    if not found and head:
        own = [line.text for line in lines if line.own]
        found = _alone(lines, around, last) or (names_in_text(own[0], own[-1]) if own else ())
        found = found or next(filter(None, (editor_names(line.text) for line in below)), ())
    agency = next((byline.agency for byline in (*said, *under[:1]) if byline.agency), None)
    return Byline(found, unique(mail for one in (*said, *under) for mail in one.emails), agency)
