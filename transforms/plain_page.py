"""Pages that are told at a glance: one element holds nearly all paragraphs and hardly more.

What stands in that element in paragraphs, headings, lists and quotations is the article. Nothing
else of the page is cut or judged, which makes this a fraction of the cost of the block model.
"""

from __future__ import annotations

from collections import defaultdict

from lxml.html import HtmlElement

from transforms.block_text import is_about, is_pointer
from transforms.blocks import Block
from transforms.element_kinds import BIT, element_kinds
from transforms.page_blocks import HIDDEN, Segmenter
from transforms.page_title import squeezed
from transforms.wordlists import words

PARAGRAPH_CHARS = 80  # from which a `p` counts
SHARE = 0.95  # of the page's paragraphs that one element must hold, by characters
OTHER = 0.1  # characters of its text that is none of TAGS, to those of the article
SHORTEST = 500  # characters of an article
LINE_CHARS = 250  # of a line that may send the reader elsewhere
MAX_LINKED = 0.7  # share of a block's characters; more is a pointer to another article

TAGS = words("p h2 h3 h4 li blockquote pre ul ol")
_HEADINGS = words("h2 h3 h4")
_BESIDE = sum(
    BIT[kind]
    for kind in (
        *("related", "comment", "share", "author", "subscribe", "ad", "nav", "media", "modal"),
        "side",
    )
)

_ABOUT_US = BIT["author"] | BIT["subscribe"]  # what stands below any article


def plain_article(tree: HtmlElement, titles: tuple[str, ...]) -> list[Block]:
    """The blocks of the article; none where the page is not that plain.

    Args:
        tree: the page, which is not changed.
        titles: of the page, squeezed; a block that repeats one is left out.
    """
    holder = _holder(tree)
    if holder is None:
        return []
    page = Segmenter(holder)
    beside = _beside(page)
    inside = [block for block in page.blocks if not beside[block.node]]
    kept = [block for block in inside if _is_article(page, block)]
    if any(len(block.text) <= LINE_CHARS and _leads_away(block.text) for block in kept):
        return []
    other = sum(len(block.text) for block in inside) - sum(len(block.text) for block in kept)
    longest = 2 * max(map(len, titles), default=0)  # characters, those between letters included
    kept = [b for b in kept if len(b.text) > longest or squeezed(b.text) not in titles]
    while kept and page.nodes[kept[-1].node].tag in _HEADINGS:
        kept.pop()
    size = sum(len(block.text) for block in kept)
    return kept if size >= SHORTEST and other <= OTHER * size else []


def _holder(tree: HtmlElement) -> HtmlElement | None:
    """The parent of nearly all paragraphs, those on the author not counted, if there is one."""
    held: dict[HtmlElement, int] = defaultdict(int)
    for paragraph in tree.iter("p"):
        size = len(paragraph.text_content())
        above = paragraph.getparent()
        if size >= PARAGRAPH_CHARS and above is not None:
            held[above] += size
    for above in [above for above in held if element_kinds(above.items())[0] & _ABOUT_US]:
        del held[above]
    best = max(held, key=held.__getitem__, default=None)
    return best if best is not None and held[best] >= SHARE * sum(held.values()) else None


def _beside(page: Segmenter) -> list[bool]:
    """Whether each node is, or lies in, one that is not the article's or not shown."""
    found = [False]
    for node in page.nodes[1:]:
        hidden = bool(node.own & _BESIDE or node.flags & HIDDEN)
        found.append(hidden or found[node.parent])
    return found


def _leads_away(text: str) -> bool:
    return is_about(text) or is_pointer(text)


def _is_article(page: Segmenter, block: Block) -> bool:
    linked = block.linked > MAX_LINKED * len(block.text)
    return page.nodes[block.node].tag in TAGS and not block.floating and not linked
