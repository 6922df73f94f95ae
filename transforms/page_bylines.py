"""The byline that a page shows: names by its headline, or below its last paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from transforms.asian_bylines import editor_names, office_names
from transforms.authors import clean_authors
from transforms.bylines import GLUED_POST, read_byline
from transforms.date_words import MONTHS
from transforms.element_kinds import BIT
from transforms.head import names
from transforms.page_blocks import Segmenter
from transforms.page_title import squeezed
from transforms.persons import person
from transforms.timestamps import read_timestamp

ABOVE = 4  # blocks over the headline in which a byline may stand
BELOW = 30  # blocks behind it
PARAGRAPHS = 2  # of the text, with which the head ends
PARAGRAPH_WORDS = 18
PARAGRAPH_CHARS = 60  # of a script without spaces
MAX_LINKED = 0.5  # share of a paragraph's characters that may stand in links
LINKED_NAMES = 0.6  # share of a byline from which it is a list of linked names
ALL_BOLD = 0.9  # share of a block's characters
LONGEST = 200  # characters; a byline with a post and a date is shorter

_INTRODUCTION = re.compile(
    r"(?:by|von|par|por|door|text|autor(?:in|e|es)?|authors?|penulis|reporter)(?: of the article)?"
    r"\s?:?",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(rf"{_INTRODUCTION.pattern}\s+", re.IGNORECASE)
_EDITOR = re.compile(r"(?:editor|redaktur|penyunting)\s?:\s?(?P<name>\S.{2,60})", re.IGNORECASE)
# Capitals that make a line part of a menu, not a byline.
_MENU = re.compile(
    r"\b(?:about|account|biography|edit|log|menu|more|posted|profile|sign|subscribe|view|abmelden"
    r"|anmelden|konto)\b",
    re.IGNORECASE,
)
# What may stand behind a name on its line: the time, a post behind a bar, a count of minutes.
_BEHIND = re.compile(
    r"\s*(?:[|•·–—(]|\s-\s|\d|\b(?:published|updated|posted|last|publié|mis à jour|veröffentlicht"
    r"|aktualisiert|publicado|actualizado|pubblicato|aggiornato)\b|(?<=[a-z ])(?:"
    + "|".join(name.title() for name in MONTHS if len(name) > 3)
    + r")\b).*$",
    re.DOTALL,
)


def visible_authors(page: Segmenter, title: str | None, others: Set[str]) -> tuple[str, ...]:
    """The names of the page's byline; () if there is none.

    They are introduced by "By", stand in elements for authors, beside the date, in bold type over
    the first paragraph, or alone below the last one. The first of these that is there counts.

    Args:
        page: its blocks.
        title: its headline.
        others: squeezed names that are no author's, such as the site's.
    """
    at = headline_at(page, title)
    places = around(page, at)
    sources = (
        (_introduced(page, place) for place in places),
        (_beside_a_date(page, place) for place in places if place > at),
        (_in_bold(page, place) for place in places if place > at),
        (office_names(block.text) or editor_names(block.text) for block in page.blocks),
        (_below(page, place) for place in range(1, len(page.blocks))),
    )
    found = (
        clean_authors((name for group in source for name in group), others) for source in sources
    )
    return next((authors for authors in found if authors), ())


def editors(page: Segmenter) -> Iterable[str]:
    """Names that the page introduces with "Editor:"."""
    for block in page.blocks:
        match = _EDITOR.fullmatch(block.text) if ":" in block.text[:12] else None
        if match:
            yield match["name"].strip()


def headline_at(page: Segmenter, title: str | None) -> int:
    """The block with the headline: a main heading that says the title, or else any; -1 for none."""
    wanted = squeezed(title or "")
    heads = [at for at, block in enumerate(page.blocks) if page.nodes[block.node].tag == "h1"]
    same = [at for at in heads if squeezed(page.blocks[at].text) == wanted]
    like = same or [at for at, block in enumerate(page.blocks) if squeezed(block.text) == wanted]
    return next(iter(like or heads), -1) if wanted else next(iter(heads), -1)


def around(page: Segmenter, at: int) -> range:
    """The blocks from somewhat above the headline to the second paragraph below it."""
    if at < 0:
        return range(0)
    seen, last = 0, at
    for last in range(at + 1, min(at + BELOW, len(page.blocks))):
        seen += _is_paragraph(page, last)
        if seen == PARAGRAPHS:
            break
    return range(max(at - ABOVE, 0), last + 1)


def _is_paragraph(page: Segmenter, place: int) -> bool:
    block = page.blocks[place]
    dense = len(block.text) >= PARAGRAPH_CHARS and "。" in block.text
    long = dense or len(block.text.split()) >= PARAGRAPH_WORDS
    return long and block.linked < MAX_LINKED * len(block.text)


def _introduced(page: Segmenter, place: int) -> tuple[str, ...]:
    block = page.blocks[place]
    if len(block.text) > LONGEST:
        return ()
    text = _without_more(block.text)
    byline = read_byline(text)
    if byline is not None and byline.authors:
        linked = block.linked >= LINKED_NAMES * len(text)
        return (linked and names(text.partition(" ")[2])) or byline.authors
    node = page.nodes[block.node]
    above = page.blocks[place - 1].text if place else ""
    if (node.own | block.inline) & BIT["author"] or _INTRODUCTION.fullmatch(above):
        return _cased(text)
    return ()


def _beside_a_date(page: Segmenter, place: int) -> tuple[str, ...]:
    text = page.blocks[place].text
    found = _cased(_without_more(text[:LONGEST]))
    if not found:
        return ()
    rest = text[len(_without_more(text[:LONGEST])) :]
    near = [rest, *(block.text for block in page.blocks[place - 1 : place + 2])]
    return found if any(map(read_timestamp, near)) else ()


def _in_bold(page: Segmenter, place: int) -> tuple[str, ...]:
    """Names in bold that fill a block right over a paragraph."""
    block = page.blocks[place]
    if (
        block.strong < ALL_BOLD * len("".join(block.text.split()))
        or page.nodes[block.node].tag != "p"
    ):
        return ()
    over = place + 1 < len(page.blocks) and _is_paragraph(page, place + 1)
    return _cased(block.text) if over else ()


def _below(page: Segmenter, place: int) -> tuple[str, ...]:
    """Names that fill the last block of what holds the paragraph before it."""
    if not _is_paragraph(page, place - 1):
        return ()
    before, block = page.blocks[place - 1], page.blocks[place]
    parents = [page.nodes[one.node].parent for one in page.blocks[place - 1 : place + 2]]
    last = parents[0] == parents[1] and parents[2:] != parents[:1]
    same = page.nodes[block.node].tag == page.nodes[before.node].tag == "p"
    return _cased(block.text) if last and same else ()


def _without_more(text: str) -> str:
    return GLUED_POST.sub(", ", _BEHIND.sub("", text))


def _cased(text: str) -> tuple[str, ...]:
    """The people that a line names, in a script that shows by capitals that these are names."""
    found = names(_INTRODUCED.sub("", text).strip(" ,.|–—-"))
    sure = all(name[0].isupper() and person(name) for name in found) and not _MENU.search(text)
    return found if sure else ()
