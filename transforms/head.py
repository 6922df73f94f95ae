"""The head of a scraped article: where bylines and dates stand, and names without "By"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transforms.bylines import TRADE, Byline, person
from transforms.lines import Line

# Paragraphs of the body within which the head ends: a standfirst may stand above the byline.
PARAGRAPHS = 3

# Characters, lines: how long a line of names may be, and how near a byline or date must be.
LONGEST_NAMES = 90
NEAR = 3

_AROUND = re.compile(r"\s*[|•·]\s*(?:published|updated|publié|posted|veröffentlicht)\b.*$", re.I)
_BETWEEN = re.compile(r"\s*(?:,|\||/|;|&|•|·|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b)\s*")


def head_of(lines: Sequence[Line]) -> Sequence[Line]:
    """From the last title above the body to its paragraph number PARAGRAPHS; all above if none."""
    body = [i for i, line in enumerate(lines) if not line.role and line.paragraph]
    end = body[PARAGRAPHS - 1] if len(body) >= PARAGRAPHS else len(lines)
    first = body[0] if body else end
    titles = [i for i, line in enumerate(lines[:first]) if line.role == "title"]
    return lines[titles[-1] if titles else 0 : end]


def names(text: str) -> tuple[str, ...]:
    """The people that a line names, if it holds nothing else but what they do; else none."""
    if len(text) > LONGEST_NAMES or any(map(str.isdigit, text)):
        return ()
    found = []
    for piece in _BETWEEN.split(_AROUND.sub("", text)):
        name = person(piece)
        if name:
            found.append(name)
        elif not TRADE.search(piece):
            return ()
    return tuple(dict.fromkeys(found))


def bare_byline(lines: Sequence[Line], head: Sequence[Line]) -> Byline | None:
    """The line of the head that holds nothing but names and stands nearest to a date, or right
    below the title."""
    counts = Counter(line.text for line in lines)
    dated = [at for at, line in enumerate(head) if line.role in ("timestamp", "byline")]
    best: tuple[float, tuple[str, ...]] = (NEAR + 1.0, ())
    for at, line in enumerate(head):
        if line.role not in ("", "unlikely") or not (found := names(line.text)):
            continue
        distance = min((abs(at - other) for other in dated), default=99) - (counts[line.text] > 1)
        below_title = head[0].role == "title" and at <= 2 and (at == 1 or not dated)
        best = min(best, (0.5 if below_title else float(distance), found), key=lambda pair: pair[0])
    return Byline(best[1]) if best[1] else None
