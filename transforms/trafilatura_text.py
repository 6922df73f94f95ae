"""trafilatura's readings of a page, without readers' comments."""

from __future__ import annotations

import trafilatura
from lxml.html import HtmlElement

from transforms.page_title import one_line

MAX_LINK_SHARE = 0.8  # of the characters; navigation has all of them, an article under a tenth


def fast_text(tree: HtmlElement, url: str | None) -> str:
    """The article without trafilatura's fallbacks, paragraphs with a blank line between."""
    return _read(tree, url, fast=True)


def last_resort(tree: HtmlElement, url: str | None) -> str:
    """The article with all fallbacks, JSON-LD among them; "" for a list of links: navigation."""
    text = _read(tree, url, fast=False)
    links = frozenset(one_line(link.text_content()) for link in tree.iter("a"))
    lines = [line.removeprefix("- ") for line in text.split("\n") if line]
    linked = sum(len(line) for line in lines if line in links)
    return "" if linked > MAX_LINK_SHARE * sum(map(len, lines)) else text


def _read(tree: HtmlElement, url: str | None, fast: bool) -> str:
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False, fast=fast)
    return _joined((getattr(document, "text", None) or "").split("\n"))


def _joined(lines: list[str]) -> str:
    """Lines to paragraphs; those of one list or table stay together."""
    text = ""
    kind = ""
    for line in filter(None, (line.strip() for line in lines)):
        before, kind = kind, line[:2] if line[:2] in ("- ", "| ") else ""
        separator = "\n" if kind and kind == before else "\n\n"
        text += (separator if text else "") + (line.strip("| ") if kind == "| " else line)
    return text
