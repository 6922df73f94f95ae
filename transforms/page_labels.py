"""Where a page belongs: its site's name, its section, its keywords."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from transforms.field_values import first, site_value
from transforms.json_ld import first_text, types
from transforms.page_head import PageHead
from transforms.page_title import one_line, parts, squeezed
from transforms.wordlists import words

MAX_KEYWORDS = 50
MAX_KEYWORD_CHARS = 100
MAX_CRUMBS = 10
LONGEST_CRUMB = 40  # characters; what is longer is a title

_SITE_KEYS = (
    *("application-name", "publisher", "dc.publisher", "og:site:name"),
    *("apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name"),
)
_SECTION_KEYS = ("article:section", "og:section", "section", "parsely-section", "category")
_KEYWORD_KEYS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_TAG_KEYS = ("article:tag", "og:article:tag")
_LISTED = re.compile(r"[,;、،|]")
_ELSEWHERE = frozenset(("nav", "header", "aside"))
_HOME = words(
    "home homepage start startseite accueil inicio início forside hem etusivu beranda главная"
    " トップ ホーム 首页 홈"
)


def site_name(page: PageHead) -> str | None:
    """What the site calls itself; else what stands behind the headline in the window's title."""
    publisher: Any = page.article.get("publisher")
    written = (
        page.first(("og:site_name",)),
        first_text(publisher),
        *(page.first((key,)) for key in _SITE_KEYS),
        _behind_the_title(page),
    )
    return first(one_line(site_value(name)) for name in written)


def section(page: PageHead, title: str | None) -> str | None:
    """The stated section, or the last step of the page's breadcrumbs that is not the page."""
    written = first_text(page.article.get("articleSection")) or page.first(
        (*_SECTION_KEYS, "articlesection")
    )
    if written:
        return one_line(html.unescape(written))
    for found in (_stated_crumbs(page), _shown_crumbs(page.tree)):
        steps = [name for name in map(one_line, found) if name and _is_section(name, title, page)]
        if steps:
            return steps[-1]
    return None


def keywords(page: PageHead) -> tuple[str, ...]:
    """Stated keywords, each once: those of the article's JSON-LD, else tags, else keywords, else
    links to the pages of tags.
    """
    stated = page.article.get("keywords")
    offered = (
        stated if isinstance(stated, list) else [stated],
        [value for key in _TAG_KEYS for value in page.meta.get(key, ())],
        [value for key in _KEYWORD_KEYS for value in page.meta.get(key, ())][:1],
        _tag_links(page.tree),
    )
    found = (_words([text for text in values if isinstance(text, str)]) for values in offered)
    return next((words for words in found if words), ())


def _words(texts: list[str]) -> tuple[str, ...]:
    each = texts if len(texts) > 1 else [part for text in texts for part in _LISTED.split(text)]
    known = (one_line(html.unescape(part)) for part in each)
    kept = dict.fromkeys(word for word in known if word and len(word) <= MAX_KEYWORD_CHARS)
    return tuple(kept)[:MAX_KEYWORDS]


def _behind_the_title(page: PageHead) -> str | None:
    tag = page.tree.find(".//title")
    shown = parts(tag.text_content()) if tag is not None else None
    if shown is None:
        return None
    heads = [page.first(("og:title",)), *(h.text_content() for h in page.tree.iter("h1"))]
    same = any(squeezed(head or "") == squeezed(shown[0]) for head in heads)
    return shown[1] if same and len(shown[1]) <= LONGEST_CRUMB else None


def _is_section(name: str, title: str | None, page: PageHead) -> bool:
    if len(name) > LONGEST_CRUMB or name.casefold() in _HOME:
        return False
    own, site = squeezed(name), squeezed(urlsplit(page.url or "").hostname or "")
    return bool(own) and own not in (squeezed(title or "")[: len(own)], site.removeprefix("www"))


def _stated_crumbs(page: PageHead) -> list[str]:
    """Names of the first BreadcrumbList in the page's JSON-LD."""
    lists = (node for node in page.nodes if "BreadcrumbList" in types(node))
    steps = next(lists, {}).get("itemListElement")
    return [
        html.unescape(name)
        for step in (steps if isinstance(steps, list) else [])[:MAX_CRUMBS]
        if isinstance(step, dict)
        and (name := first_text(step.get("name")) or first_text(step.get("item")))
        and "://" not in name
    ]


def _shown_crumbs(tree: HtmlElement) -> Iterable[str]:
    for found in tree.xpath(
        ".//*[contains(@itemtype, 'BreadcrumbList') or contains(@class, 'breadcrumb')"
        " or @id = 'breadcrumb' or @id = 'breadcrumbs']"
    ):
        names = [link.text_content() for link in found.iter("a")]
        if 0 < len(names) <= MAX_CRUMBS:
            return names
    return ()


def _tag_links(tree: HtmlElement) -> list[str]:
    return [
        link.text_content().strip().removeprefix("#")
        for link in tree.iter("a")
        if "tag" in (link.get("rel") or "").split()
        and not any(above.tag in _ELSEWHERE for above in link.iterancestors())
    ]
