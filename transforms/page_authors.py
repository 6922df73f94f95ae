"""A page's authors: people named in its JSON-LD, its tags or its byline."""

from __future__ import annotations

import re
from collections.abc import Set

import trafilatura.metadata

from transforms.authors import clean_authors
from transforms.json_ld import Node, first_text, names, types
from transforms.page_bylines import editors, visible_authors
from transforms.page_head import PageHead
from transforms.page_title import squeezed

_KEYS = (
    "author",
    "article:author",
    "parsely-author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "citation_author",
    "creator",
    "article:author_name",
    "dc.contributor",
)
_EDITORS_PRESS = frozenset(("id", "ms"))  # Indonesian, Malay
# What the last part of an author's address is where nobody wrote: an account of the paper itself.
_ACCOUNT = re.compile(
    r"/(?:admin|administrator|editor|newsroom|redaktion|staff|webmaster)/?(?:#[^/]*)?$"
)


def read_authors(page: PageHead, site: Set[str], title: str | None) -> tuple[str, ...]:
    """The people who wrote the page, as they are named.

    Args:
        page: its head.
        site: squeezed names of the site, which is no author.
        title: the page's, by which its byline is found.
    """
    author = page.article.get("author")
    nodes = author if isinstance(author, list) else [author]
    others = [node for node in nodes if isinstance(node, dict) and not _is_person(node)]
    no_people = site | {squeezed(first_text(node) or "") for node in others} - {""}
    said = names(author, _is_person)
    tagged = [value for key in _KEYS for value in page.meta.get(key, ())]
    stated = clean_authors(said, no_people) or clean_authors(tagged[:1], no_people)
    if stated and not (_names_editors(page) and _only_edited(page, stated)):
        return stated
    shown = visible_authors(page.blocks, title, no_people)
    if shown or stated:
        return shown or stated
    guessed = clean_authors([trafilatura.metadata.extract_author(page.tree) or ""], no_people)
    return tuple(name for name in guessed if " " in name or not name.isascii())


def _names_editors(page: PageHead) -> bool:
    """Whether it is of a press that mostly gives the editor for the author."""
    return (page.tree.get("lang") or "").lower().split("-")[0] in _EDITORS_PRESS


def _only_edited(page: PageHead, authors: tuple[str, ...]) -> bool:
    """Whether the page itself calls all of them its editors."""
    return {squeezed(name) for name in authors} <= set(map(squeezed, editors(page.blocks)))


def _is_person(node: Node) -> bool:
    addresses = [node.get(key) for key in ("@id", "url")]
    if any(isinstance(address, str) and _ACCOUNT.search(address) for address in addresses):
        return False
    return not any(kind.endswith("Organization") for kind in types(node))
