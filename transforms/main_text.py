"""HTML to a tree, and fragments of pages to plain text with a blank line between paragraphs."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from transforms.page_title import one_line

PAGE_MARK_CHARS = 4096  # where a page that is one says so

_PAGE_MARK = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"(<(?:html|body)\b[^<>]{0,1000})/>", re.IGNORECASE)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])  # XML has no form for them
_NOT_CHARACTERS = ("\ufffe", "\uffff")  # XML has none for these either
_BLOCKS = (
    "address article aside blockquote center dd details div dl dt fieldset footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tr ul"
)
_NOT_TEXT = (
    "script style noscript template figure figcaption form button select textarea iframe object "
    "svg math audio video nav"
)
_PARAGRAPH, _LINE = "\u2029", "\u2028"  # Unicode's own marks for the two


def is_fragment(content: str) -> bool:
    """Whether the HTML is a piece of a page, such as a record's body field, and all article."""
    return _PAGE_MARK.search(content, 0, PAGE_MARK_CHARS) is None


def parse_page(content: str) -> HtmlElement | None:
    """The tree of a page or fragment; None if there is nothing in it.

    Goes through bytes, since lxml refuses a str that declares an encoding; the declared one is
    overruled.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        huge_tree=True,  # unclosed tags nest deeply; the sandbox bounds what that may cost
        remove_comments=True,
        remove_pis=True,
    )
    for noncharacter in _NOT_CHARACTERS:
        if noncharacter in content:  # a fifth of the time of replacing nothing
            content = content.replace(noncharacter, "")
    head = _SELF_CLOSED.sub(r"\1>", content[:PAGE_MARK_CHARS])  # libxml2 would end the page there
    data = (head + content[PAGE_MARK_CHARS:]).encode("utf-8", "replace")
    data = data.translate(None, _CONTROLS)
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.ParserError:  # "Document is empty"
        return None


def fragment_text(tree: HtmlElement) -> str:
    """All text of a fragment; changes the tree."""
    lxml.etree.strip_elements(tree, *_NOT_TEXT.split(), with_tail=False)
    for block in tree.iter(*_BLOCKS.split()):
        block.text = _PARAGRAPH + (block.text or "")
        block.tail = _PARAGRAPH + (block.tail or "")
    for line_break in tree.iter("br"):
        line_break.tail = _LINE + (line_break.tail or "")
    paragraphs = re.split(rf"{_PARAGRAPH}|{_LINE}\s*{_LINE}", tree.text_content())
    lines = ([one_line(line) for line in block.split(_LINE)] for block in paragraphs)
    return "\n\n".join(block for found in lines if (block := "\n".join(filter(None, found))))


def without(text: str, lines: tuple[str, ...]) -> str:
    """The text without the paragraphs that are one of `lines`, however they are spaced."""
    unwanted = frozenset(map(_unspaced, lines))
    return "\n\n".join(block for block in text.split("\n\n") if _unspaced(block) not in unwanted)


def _unspaced(text: str) -> str:
    return "".join(text.split())
