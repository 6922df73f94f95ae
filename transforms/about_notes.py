"""The note below a report in which a company describes itself: "About X", then "X is a …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.lines import Line

# Paragraphs that a report has before such a note.
LEAST_PARAGRAPHS = 3

# Characters in which the note names whom it is about.
NAMED_WITHIN = 120

# "About" in the languages of press releases, then a name: one that begins like a name.
_HEADING = re.compile(
    r"(?:About|Über|À propos d(?:e |['’])|A propos d(?:e |['’])|Acerca de|Sobre(?: [ao])?|Chi è"
    r"|Informazioni su|Over|Om|O firmie|O spółce|О компании|Про компанію) ?(?:[Tt]he )?[\"“„«]?"
    r"(?!\d+ )([^\W_a-z][^.!?]{1,60}?)[\"”»“]?:?"
)
_WORD = re.compile(r"\w+")


def _note(lines: Sequence[Line], at: int) -> Iterator[int]:
    """The lines of a note whose heading is line `at`; none if it is no such heading."""
    heading = _HEADING.fullmatch(lines[at].text)
    name = _WORD.search(heading[1].casefold()) if heading else None
    if name is None:
        return
    below = at + 1
    while below < len(lines) and _names(lines[below], name[0]):
        below += 1
    if any(line.paragraph for line in lines[at + 1 : below]):
        yield from range(at, below)


def _names(line: Line, name: str) -> bool:
    return not line.role and name in _WORD.findall(line.text[:NAMED_WITHIN].casefold())


def about_notes(lines: Sequence[Line]) -> list[int]:
    """Indices of the lines of such notes in the half of the paragraphs that is nearer the end."""
    paragraphs = [at for at, line in enumerate(lines) if line.paragraph]
    if len(paragraphs) <= LEAST_PARAGRAPHS:
        return []
    above = max(LEAST_PARAGRAPHS, len(paragraphs) // 2)
    first = paragraphs[min(above, len(paragraphs) - 1) - 1] + 1
    found: list[int] = []
    for at in range(first, len(lines) - 1):
        line = lines[at]
        if not line.role and not line.paragraph and at not in found:
            found += _note(lines, at)
    return found
