"""Normalised text -> its lines: hand-wrapped paragraphs joined, stray quotation marks put right."""

from __future__ import annotations

import re

# Characters: what line lengths look like in text wrapped by hand or by a mail program.
WRAP_WIDTH = (50, 100)
WRAPPED_LINES = 6

# Characters of a line that is nothing but marks.
LONGEST_STRAY = 3

_OPENING_MARKS = "“„«‘\"'「『(¿¡"
_ONLY_OPENING = re.compile(rf"[{re.escape(_OPENING_MARKS)}]{{1,2}}")
_ONLY_CLOSING = re.compile(r"[”’»\"'」』).,!?。]{1,3}")


def _unwrap(blocks: list[list[str]]) -> list[list[str]]:
    """Joins the lines of paragraphs that were wrapped at a fixed width; other text stays."""
    if len(blocks) < 2 or sum(map(len, blocks)) - len(blocks) < WRAPPED_LINES:
        return blocks
    inner = [line for block in blocks for line in block[:-1]]
    longest = max((len(line) for block in blocks for line in block), default=0)
    low, high = WRAP_WIDTH
    wrapped = sum(low <= len(line) <= high and len(line) > longest - 25 for line in inner)
    if longest > high:
        return blocks
    return [[" ".join(block)] for block in blocks] if wrapped * 10 >= len(inner) * 8 else blocks


def split_lines(text: str) -> list[str]:
    """The lines of normalised text without blank ones; stray quotation marks go where they belong.

    A line that is an opening mark alone joins the line below, a closing mark or full stop the line
    above.
    """
    blocks = _unwrap([block.split("\n") for block in text.split("\n\n")])
    lines: list[str] = []
    pending = ""
    for line in (line for block in blocks for line in block if line):
        if len(line) <= LONGEST_STRAY and _ONLY_OPENING.fullmatch(line):
            pending = line
        elif len(line) <= LONGEST_STRAY and lines and not pending and _ONLY_CLOSING.fullmatch(line):
            lines[-1] += line
        else:
            lines.append(pending + line)
            pending = ""
    return lines
