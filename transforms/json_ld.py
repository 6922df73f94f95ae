"""The article that a page describes in JSON-LD: blocks read leniently, nodes found and resolved."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from transforms.urls import canonical_url

MAX_BLOCK_CHARS = 2_000_000
MAX_NODES = 5_000  # of one page; a catalogue has more, an article does not
MAX_DEPTH = 12
MAX_PEOPLE = 20

Node = dict[str, Any]

_ARTICLE_TYPE = re.compile(
    r"(?:schema:|https?://schema\.org/)?(?:\w*Article|\w*BlogPosting|Report)"
)
_OPENING = re.compile(r"\s*(?:<!--|/[/*]\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)?\s*")
_BETWEEN = re.compile(r"[\s;,]*")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False)  # raw line breaks inside strings are common


def page_nodes(blocks: Iterable[str]) -> list[Node]:
    """All nodes of a page, those within others included.

    Args:
        blocks: text of the page's `application/ld+json` scripts, in page order.
    """
    return list(
        islice((n for block in blocks for v in values(block) for n in _nodes(v, 0)), MAX_NODES)
    )


def article_node(nodes: list[Node], url: str | None = None) -> Node:
    """The page's article, its values merged over the nodes that describe it; {} if there is none.

    Args:
        nodes: of the page.
        url: the page's address, to tell its article from those it links to.
    """
    articles = [node for node in nodes if _is_article(node) and _names_itself(node)]
    articles = articles or [node for node in nodes if node.get("datePublished")]
    if not articles:
        return {}
    address = canonical_url(url) if url else None
    main = next((node for node in articles if address and address in _addresses(node)), articles[0])
    article = dict(main)
    for node in articles:
        if first_text(node.get("headline")) == first_text(main.get("headline")):
            article |= {
                name: value for name, value in node.items() if value and not article.get(name)
            }
    return _resolved(article, nodes)


def values(block: str) -> Iterator[Any]:
    """Every JSON value of one script, with what breaks it in practice undone: comment and CDATA
    marks around it, HTML escapes, trailing commas, several values in a row.
    """
    block = block[:MAX_BLOCK_CHARS]
    for repair in _REPAIRS:
        found = list(_decoded(repair(block)))
        if found:
            yield from found
            return


def names(value: Any, wanted: Callable[[Node], bool], depth: int = 0) -> list[str]:
    """Names in a value that is a string, a node, or any nesting of lists of them.

    Args:
        value: such as that of "author".
        wanted: which nodes count.
        depth: of the value in a nesting; below MAX_DEPTH nothing is found.
    """
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, dict):
        return names(value.get("name"), wanted, depth + 1) if wanted(value) else []
    if isinstance(value, list):
        return [name for item in value[:MAX_PEOPLE] for name in names(item, wanted, depth + 1)]
    return []


def first_text(value: Any, key: str = "name", depth: int = 0) -> str | None:
    """The first string in a value, or under `key` of a node in it; None below MAX_DEPTH."""
    if isinstance(value, str):
        return value.strip() or None
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, dict):
        return first_text(value.get(key), key, depth + 1)
    if isinstance(value, list):
        return next((text for item in value if (text := first_text(item, key, depth + 1))), None)
    return None


def types(node: Node) -> list[str]:
    """The node's "@type" as a list."""
    kind = node.get("@type")
    return [item for item in (kind if isinstance(kind, list) else [kind]) if isinstance(item, str)]


def _decoded(text: str) -> Iterator[Any]:
    position = _end(_OPENING, text, 0)
    while position < len(text):
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
        position = _end(_BETWEEN, text, position)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


_REPAIRS: tuple[Callable[[str], str], ...] = (
    lambda block: block,
    lambda block: _TRAILING_COMMA.sub("", block),
    html.unescape,
    lambda block: _TRAILING_COMMA.sub("", html.unescape(html.unescape(block))),
)


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner, depth + 1)


def _is_article(node: Node) -> bool:
    return any(_ARTICLE_TYPE.fullmatch(kind) for kind in types(node))


def _names_itself(node: Node) -> bool:
    return bool(node.get("headline") or node.get("datePublished"))


def _addresses(node: Node) -> list[str | None]:
    written = [node.get("url"), node.get("@id"), first_text(node.get("mainEntityOfPage"), "@id")]
    return [canonical_url(address) for address in written if isinstance(address, str)]


def _resolved(article: Node, nodes: list[Node]) -> Node:
    """The article with bare references ({"@id": ...}) replaced by what they refer to."""
    by_id = {name: node for node in reversed(nodes) if (name := _id(node)) and len(node) > 1}

    def resolve(value: Any) -> Any:
        if isinstance(value, list):
            return [resolve(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return by_id.get(_id(value) or "", value)
        return value

    return {name: resolve(value) for name, value in article.items()}


def _id(node: Node) -> str | None:
    name = node.get("@id")
    return name if isinstance(name, str) else None
