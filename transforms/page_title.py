"""The headline among a page's titles, without the name of the site behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_TITLE_CHARS = 1000
MIN_HEADLINE_CHARS = 12  # letters and digits a heading needs to be trusted to cut a longer title

_SEPARATOR = re.compile(r"\s+(?:[|–—\-•·»]|::|--)\s+|\s*[|｜：]\s*")
_PLAIN_QUOTES = str.maketrans("‘’‚“”„«»", "'''" + '"' * 5)
_INVISIBLE = re.compile("[\xad\u200b\u200c\u200d\u2060\ufeff]")


def one_line(text: str | None) -> str | None:
    """White space collapsed, soft hyphens and zero-width marks removed; None if nothing is left."""
    return " ".join(_INVISIBLE.sub("", text or "").split()) or None


def squeezed(text: str) -> str:
    """Letters and digits alone, case folded: for comparing what is spelled differently."""
    return re.sub(r"[\W_]+", "", text.casefold())


def headline(
    titles: Iterable[str | None], headings: Iterable[str | None], site: set[str]
) -> str | None:
    """The best title of a page.

    Args:
        titles: what head and metadata offer, the most trusted first.
        headings: the page's own headlines; the first that is not empty counts.
        site: squeezed names of the site.

    Returns:
        The first title, without what follows the heading in it and without the site's name; in
        the heading's quotation marks if they differ only in those. Or else the heading.
    """
    heads = [head for text in headings if (head := one_line(text))]
    known = [
        cut
        for text in titles
        if text
        and (title := one_line(text[:MAX_TITLE_CHARS]))
        and (cut := _cut(title, heads, site))
    ]
    if not known:
        return heads[0] if heads else None
    best = known[0]
    for head in heads[:1]:
        if _plain(head) == _plain(best) or _plain(head).startswith(f'{_plain(best)} "'):
            return head  # better typed, or the other was cut at a quotation mark
    return best


def parts(title: str) -> tuple[str, str] | None:
    """A window's title before and behind its last separator; None if it has none."""
    last = None
    for last in _SEPARATOR.finditer(title.strip()):  # noqa: B007 - the last one is wanted
        pass
    return (title.strip()[: last.start()], title.strip()[last.end() :]) if last else None


def _plain(text: str) -> str:
    return text.translate(_PLAIN_QUOTES)


def _cut(title: str, heads: list[str], site: set[str]) -> str:
    for head in heads:
        if (
            title.startswith(head)
            and len(squeezed(head)) >= MIN_HEADLINE_CHARS
            and _SEPARATOR.match(title, len(head))
        ):
            return head
    split = parts(title)
    if split is not None and squeezed(split[1]) in site:
        return split[0]
    return "" if squeezed(title) in site else title
