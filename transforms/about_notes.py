"""The note below a report in which a company describes itself: "About X", then "X was founded …".

A subheading of the article's own may look like its heading, so the paragraph below must name the
whole of X at its beginning and speak as such notes do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.lines import Line

# Paragraphs that a report has before such a note.
LEAST_PARAGRAPHS = 3

# Characters in which the note names whom it is about.
NAMED_WITHIN = 80

_HEADING = re.compile(
    r"(?:About|ABOUT|Über|ÜBER|À propos d[eu]|À PROPOS DE|Acerca de|Informazioni su|Over) "
    r"(?:(?:the|The|die|den|das|de|het|la|le|el|los) )?(.{3,60}?):?"
)
_LEGAL_FORM = re.compile(r",? (?:Inc|Corp|Co|Ltd|LLC|plc|PLC|AG|SE|GmbH|SA|S\.A|N\.V|B\.V|SpA)\.?$")
_SELF_DESCRIPTION = re.compile(
    r"\b(?:founded|headquartered|offices in|employs|subsidiar|listed on|nasdaq|nyse"
    r"|(?:global|world) leader|leading (?:provider|supplier|maker|producer|developer|manufacturer)"
    r"|company|nonprofit"
    r"|for (?:more|further) information|gegründet|mit (?:haupt)?sitz|unternehmen|beschäftigt"
    r"|fondée?|siège|entreprise|société|fundada|con sede|empresa|opgericht|hoofdkantoor|bedrijf"
    r"|fondata|azienda)",
    re.IGNORECASE,
)


def _name(heading: str) -> str:
    """Whom a heading announces, without its legal form; "" if it is no such heading."""
    found = _HEADING.fullmatch(heading)
    if found is None:
        return ""
    name = _LEGAL_FORM.sub("", found[1])
    first = name.partition(" ")[0]
    named = first[:1].isupper() or (first[:1].isdigit() and not first.isdigit())
    return name if named and not name.endswith((".", "!", "?", "…")) else ""


def about_notes(lines: Sequence[Line]) -> list[int]:
    """Indices of the lines of such notes in the half of the paragraphs that is nearer the end."""
    paragraphs = [at for at, line in enumerate(lines) if line.paragraph]
    found: list[int] = []
    for above, at in enumerate(paragraphs):
        if above < max(LEAST_PARAGRAPHS, len(paragraphs) // 2) or lines[at - 1].role:
            continue
        name, text = _name(lines[at - 1].text), lines[at].text
        if name and name.casefold() in text[: NAMED_WITHIN + len(name)].casefold():
            found += [at - 1, at] if _SELF_DESCRIPTION.search(text) else []
    return found
