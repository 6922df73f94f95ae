"""What the head of a page says, as it is written: meta tags, JSON-LD, titles, address."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from transforms.json_ld import Node, article_node, page_nodes
from transforms.page_blocks import Segmenter
from transforms.page_texts import PageTexts
from transforms.page_title import squeezed
from transforms.urls import canonical_url

MAX_VALUE_CHARS = 1000

_TITLE_KEYS = ("og:title", "twitter:title")
_SUMMARY_KEYS = ("description", "og:description", "twitter:description")


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says.

    Attributes:
        tree: of the whole page.
        meta: its meta tags by lower-case key.
        nodes: all of its JSON-LD.
        article: what that says of the article.
        url: the page's address.
    """

    tree: HtmlElement
    meta: dict[str, list[str]]
    nodes: list[Node]
    article: Node
    url: str | None

    @cached_property
    def blocks(self) -> Segmenter:
        """The page cut into blocks of text."""
        return Segmenter(self.tree)

    def first(self, keys: tuple[str, ...]) -> str | None:
        """The first value under any of the keys, in their order."""
        return next((value for key in keys for value in self.meta.get(key, ())), None)


def read_head(tree: HtmlElement, url: str | None = None) -> PageHead:
    """Reads what the functions below share.

    Args:
        tree: the parsed page; it is not changed.
        url: the page's address, if the record gave it.
    """
    meta = _meta_tags(tree)
    blocks = [script.text or "" for script in tree.iter("script") if _is_json_ld(script)]
    address = url or _own_address(tree, meta)
    nodes = page_nodes(blocks)
    return PageHead(tree, meta, nodes, article_node(nodes, address), address)


def page_titles(page: PageHead) -> tuple[str, ...]:
    """All that the page gives as its title, squeezed; its first-level headings among them."""
    tag = page.tree.find(".//title")
    titles = [*(page.meta.get(key, [""])[0] for key in _TITLE_KEYS)]
    titles += [tag.text_content()] if tag is not None else []
    titles += [heading.text_content() for heading in page.tree.iter("h1")]
    return tuple(filter(None, map(squeezed, titles)))


def page_texts(page: PageHead) -> PageTexts:
    """The page's own words on its texts."""
    summaries = [page.meta.get(key, [""])[0] for key in _SUMMARY_KEYS]
    stated = page.article.get("articleBody")
    body = re.sub("<[^>]*>", " ", html.unescape(stated)) if isinstance(stated, str) else ""
    return PageTexts(
        page_titles(page),
        tuple(filter(None, map(squeezed, summaries))),
        squeezed(body),
    )


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        value = (tag.get("content") or "").strip()
        for name in ("property", "name", "itemprop", "http-equiv"):
            key = tag.get(name)
            if key and value and len(value) <= MAX_VALUE_CHARS:
                tags.setdefault(key.strip().lower(), []).append(value)
    return tags


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _own_address(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    written = [*links, *meta.get("og:url", ()), *meta.get("twitter:url", ())]
    return next((url.strip() for url in written if url and canonical_url(url)), None)
