"""A page as its blocks of text: what a reader sees as paragraph, heading, caption or menu item."""

from __future__ import annotations

import re
from functools import lru_cache

import lxml.etree
from lxml.html import HtmlElement

from transforms.blocks import Block, InInline, InNode, Node, OpenBlock
from transforms.element_kinds import BIT, element_kinds
from transforms.wordlists import words

MAX_NODES = 100_000  # of one page; what comes after them is not read
CARD_LINKS = 2  # links, and ...
CARD_CHARS = 40  # ... characters, nothing but links: a card inside a sentence, not part of it

INLINE = words(
    "a abbr acronym amp-img b bdi bdo big cite code data del dfn em font i img ins kbd label mark"
    " nobr picture q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr"
)
_SKIPPED = words(
    "amp-ad amp-analytics amp-consent amp-iframe amp-sidebar amp-social-share amp-video audio"
    " button canvas dialog embed head iframe input map math nav noscript object option script"
    " select style svg template textarea video"
)
_FLAGGED = [
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "form",
    "figure",
    "ul",
    "table",
    "blockquote",
    "section",
    "h1",
    "h2",
    "h3",
    "p",
    "li",
]
FLAG = {tag: 1 << place for place, tag in enumerate(_FLAGGED)}
ARTICLE_BODY, HIDDEN = 1 << 30, 1 << 31
_FLOATING = BIT["hover"] | BIT["hidden"]
_DIGITS = re.compile(r"[0-9]+")
_INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff "
SIGNATURE_CHARS = 60  # of a class attribute
KEPT_STYLES = 8192


@lru_cache(maxsize=KEPT_STYLES)
def _style(name: str) -> str:
    return _DIGITS.sub("", name)[:SIGNATURE_CHARS]


class Segmenter:
    """One page; `blocks` and `nodes` hold what was found below the element, which is the page's
    body or the page, in page order.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.nodes = [Node(-1, "body", 0, 0, 0)]
        self._signatures: dict[tuple[int, str, str], int] = {}
        self._open = OpenBlock()
        self._node = 0
        self._link = self._strong = self._rules = 0
        self._hard = True
        self._states: list[InInline | InNode | None] = []
        self._read(tree)

    def _read(self, tree: HtmlElement) -> None:
        body = tree if tree.tag == "body" else tree.find("body")
        body = tree if body is None else body
        walk = lxml.etree.iterwalk(body, events=("start", "end"))
        next(walk, None)  # the body itself
        self._open.add(body.text, 0, 0)
        for event, element in walk:
            if event == "start":
                tag = element.tag
                if tag in _SKIPPED or not isinstance(tag, str) or len(self.nodes) > MAX_NODES:
                    walk.skip_subtree()
                    self._states.append(None)
                else:
                    self._start(element, tag)
            elif element is not body:
                self._end(element)
        self._flush()

    def _start(self, element: HtmlElement, tag: str) -> None:
        if tag in ("br", "hr"):
            self._rules += tag == "hr"
            self._break(soft=tag == "br")
            self._states.append(None)
            return
        attributes = element.items()
        kinds, hidden = element_kinds(attributes) if attributes else (0, False)
        if tag not in INLINE:
            self._flush()
            self._enter(element, tag, kinds, hidden, None)
        elif tag not in ("a", "img") and (hidden or kinds & _FLOATING):
            self._enter(element, tag, kinds, hidden, self._open)
            self._open = OpenBlock()
        else:
            now = self._open
            self._states.append(
                InInline(self._link, self._strong, len(now.parts), now.chars, now.linked, now.links)
            )
            self._link += tag == "a"
            self._strong += tag in ("b", "strong")
            now.links += tag == "a"
            now.inline |= kinds
        self._open.add(element.text, self._link, self._strong)

    def _enter(
        self,
        element: HtmlElement,
        tag: str,
        kinds: int,
        hidden: bool,
        block: OpenBlock | None,
    ) -> None:
        """Opens a node; `block` is the one that it interrupts, to be taken up again."""
        self._states.append(InNode(self._link, self._strong, self._node, block, self._hard))
        above = self.nodes[self._node]
        flags = above.flags | FLAG.get(tag, 0) | (HIDDEN if hidden else 0)
        if "articlebody" in (element.get("itemprop") or "").lower():
            flags |= ARTICLE_BODY
        style = _style(element.get("class") or "")
        template = (above.signature, tag, style)
        signature = self._signatures.setdefault(template, len(self._signatures) + 1)
        self.nodes.append(Node(self._node, tag, kinds, flags, signature))
        self._node = len(self.nodes) - 1

    def _end(self, element: HtmlElement) -> None:
        state = self._states.pop()
        if isinstance(state, InInline):
            self._link, self._strong = state.link, state.strong
            if element.tag != "a":
                self._cut_card(state)
        elif state is not None:
            self._link, self._strong = state.link, state.strong
            self._flush(floating=state.block is not None)
            self._node = state.node
            if state.block is not None:
                self._open, self._hard = state.block, state.hard
        self._open.add(element.tail, self._link, self._strong)

    def _cut_card(self, start: InInline) -> None:
        """Takes an inline element that holds nothing but links out of the sentence around it."""
        now = self._open
        size = now.chars - start.chars
        card = now.links - start.links >= CARD_LINKS and size > CARD_CHARS
        if card and now.linked - start.linked == size and start.chars > start.linked:
            text = " ".join("".join(now.parts[start.parts :]).split())
            del now.parts[start.parts :]
            now.chars, now.linked, now.links = start.chars, start.linked, start.links
            self._append(text, size, 0, 0, floating=True)

    def _break(self, soft: bool) -> None:
        """A line break; two of them, or a rule, are a paragraph's end."""
        if soft and any(map(str.strip, self._open.parts)):
            self._flush()
            self._hard = False
        else:
            self._flush()
            self._hard = True

    def _flush(self, floating: bool = False) -> None:
        done = self._open
        if done.parts:
            text = " ".join("".join(done.parts).split())
            if text.strip(_INVISIBLE):
                self._append(text, done.linked, done.strong, done.inline, floating)
            self._open = OpenBlock()
        else:
            done.inline = done.links = 0
        self._hard = True

    def _append(self, text: str, linked: int, strong: int, inline: int, floating: bool) -> None:
        self.blocks.append(
            Block(text, self._node, self._hard, linked, strong, inline, floating, self._rules)
        )
