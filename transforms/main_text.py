"""HTML to the article's plain text: paragraphs with a blank line between, captions apart."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
import trafilatura
from lxml.html import HtmlElement

from transforms.bylines import read_byline, read_credit
from transforms.captions import read_caption
from transforms.page_title import one_line
from transforms.timestamps import read_timestamp
from transforms.wordlists import words

MAX_CAPTIONS = 50
MAX_LINK_SHARE = 0.8  # of the characters; navigation has all of them, an article under a tenth
PAGE_MARK_CHARS = 4096  # where a page that is one says so

_PAGE_MARK = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"(<(?:html|body)\b[^<>]{0,1000})/>", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML has no form for them
_BLOCKS = (
    "address article aside blockquote center dd details div dl dt fieldset footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tr ul"
)
_NOT_TEXT = (
    "script style noscript template figure figcaption form button select textarea iframe object "
    "svg math audio video nav"
)
_BESIDE_THE_ARTICLE = frozenset(("aside", "nav", "footer"))
_INLINE = words("a abbr b cite em font i mark q s small strong sub sup u wbr")
_PARAGRAPH, _LINE = "\u2029", "\u2028"  # Unicode's own marks for the two
_NEEDLESS = re.compile(rf"(?<=[(\[]){_LINE}+|{_LINE}+(?=[,.:;!?)\]])")


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
    head = _SELF_CLOSED.sub(r"\1>", content[:PAGE_MARK_CHARS])  # libxml2 would end the page there
    data = _CONTROLS.sub("", head + content[PAGE_MARK_CHARS:]).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.ParserError:  # "Document is empty"
        return None


def article_text(tree: HtmlElement, url: str | None = None) -> str:
    """The article of a page by trafilatura, without readers' comments.

    "" if it finds none, or nothing but a list of links: navigation.
    """
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False)
    text = _joined((getattr(document, "text", None) or "").split("\n"))
    links = frozenset(one_line(link.text_content()) for link in tree.iter("a"))
    lines = [line.removeprefix("- ") for line in text.split("\n") if line]
    linked = sum(len(line) for line in lines if line in links)
    return "" if linked > MAX_LINK_SHARE * sum(map(len, lines)) else text


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


def captions(tree: HtmlElement) -> tuple[str, ...]:
    """What stands below the article's pictures, in order, each once; credits alone included."""
    found = (
        one_line(_spaced(caption))
        for caption in tree.iter("figcaption")
        if not any(above.tag in _BESIDE_THE_ARTICLE for above in caption.iterancestors())
    )
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_CAPTIONS]


def is_caption(line: str) -> bool:
    """Whether a line below a picture tells more than a name, a credit or a time."""
    stamp = read_timestamp(line)
    if stamp is not None and not stamp.rest:
        return False
    named = read_byline(line) is not None or read_credit(line) is not None
    return not named and read_caption(line, above_text=True) != ""


def without(text: str, lines: tuple[str, ...]) -> str:
    """The text without the paragraphs that are one of `lines`, however they are spaced."""
    unwanted = frozenset(map(_unspaced, lines))
    return "\n\n".join(block for block in text.split("\n\n") if _unspaced(block) not in unwanted)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _spaced(tree: HtmlElement) -> str:
    """All text of an element, with a space where an element begins or ends that is no inline one.

    Spans count as such: credits stand in them, set apart by style alone.
    """
    parts: list[str] = []
    for event, node in lxml.etree.iterwalk(tree, events=("start", "end")):
        parts.append("" if node.tag in _INLINE else _LINE)
        if event == "start":
            parts.append(node.text or "")
        elif node is not tree:
            parts.append(node.tail or "")
    return _NEEDLESS.sub("", "".join(parts))


def _joined(lines: list[str]) -> str:
    """Lines to paragraphs; those of one list or table stay together."""
    text = ""
    kind = ""
    for line in filter(None, (line.strip() for line in lines)):
        before, kind = kind, line[:2] if line[:2] in ("- ", "| ") else ""
        separator = "\n" if kind and kind == before else "\n\n"
        text += (separator if text else "") + (line.strip("| ") if kind == "| " else line)
    return text
