"""Blocks of text, the nodes around them, and the state of a page that is being cut into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True)
class Node:
    """A block-level element that stands around text.

    Attributes:
        parent: index of the node around it; -1 for the root, which stands for the body.
        tag: its name.
        own: kinds of the element.
        flags: FLAGs of it and all around it, ARTICLE_BODY, HIDDEN.
        signature: stands for tags and classes from the root to it; one template, one number.
    """

    parent: int
    tag: str
    own: int
    flags: int
    signature: int


@dataclass(slots=True)
class Block:
    """Text between two block boundaries or line breaks, white space collapsed.

    Attributes:
        text: never empty.
        node: index of its node.
        hard: a block boundary or an empty line comes before it, not just a line break.
        linked: characters inside links.
        strong: characters in bold.
        inline: kinds of the inline elements in it.
        floating: taken out of the middle of another block: a hover card, say.
        rules: horizontal rules before it on the page.
    """

    text: str
    node: int
    hard: bool
    linked: int
    strong: int
    inline: int
    floating: bool
    rules: int


class OpenBlock:
    """The block being read."""

    __slots__ = ("chars", "inline", "linked", "links", "parts", "strong")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.chars = self.linked = self.strong = self.links = self.inline = 0

    def add(self, text: str | None, in_link: int, in_strong: int) -> None:
        """Adds text that stands in so many links and elements of bold type."""
        if not text:
            return
        self.parts.append(text)
        size = len(text.strip())
        self.chars += size
        if in_link:
            self.linked += size
        if in_strong:
            self.strong += size


class InInline(NamedTuple):
    """What to return to behind an inline element: how much of the block stood before it."""

    link: int
    strong: int
    parts: int
    chars: int
    linked: int
    links: int


class InNode(NamedTuple):
    """What to return to behind a node; `block` is the one that a floating node interrupts."""

    link: int
    strong: int
    node: int
    block: OpenBlock | None
    hard: bool
