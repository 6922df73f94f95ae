"""HTML pages in many site layouts, made from the stories, with what is to be read from each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from page_stories import STORIES, Story

FETCHED = datetime(2025, 1, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class GoldPage:
    """One page and what it holds."""

    name: str
    url: str
    html: str
    body: str
    story: Story


def pages() -> Iterator[GoldPage]:
    """Every layout in three languages, each language in about every other layout."""
    for place, (layout, build) in enumerate(LAYOUTS.items()):
        for step in (0, 2, 3):
            number = (place + step) % len(STORIES)
            story = STORIES[number]
            head = HEADS[(place + step) % len(HEADS)](story)
            url = f"https://www.{layout}-{story.language}.example/news/{place}{number}-story"
            content, body = build(story)
            title = f"<title>{escape(story.title)} | {escape(story.site)}</title>"
            html = (
                f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8">{title}'
                f'<link rel="canonical" href="{url}">{head}</head><body>{content}</body></html>'
            )
            yield GoldPage(f"{layout}-{story.language}", url, html, "\n\n".join(body), story)


def _tags(story: Story) -> str:
    """OpenGraph and article tags."""
    return (
        f'<meta property="og:title" content="{escape(story.title)}">'
        f'<meta property="og:site_name" content="{escape(story.site)}">'
        f'<meta property="og:description" content="{escape(story.summary)}">'
        '<meta property="og:image" content="/images/lead.jpg">'
        f'<meta property="article:published_time" content="{story.published}">'
        f'<meta property="article:section" content="{escape(story.section)}">'
        f'<meta name="author" content="{escape(story.author)}">'
        '<meta name="keywords" content="alpha, beta, gamma">'
    )


def _node(story: Story) -> dict[str, object]:
    return {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published,
        "articleSection": story.section,
        "keywords": ["alpha", "beta", "gamma"],
        "image": {"@type": "ImageObject", "url": "https://cdn.example/lead.jpg"},
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": story.site},
    }


def _script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def _plain_json(story: Story) -> str:
    return _script({"@context": "https://schema.org", **_node(story)})


def _graph(story: Story) -> str:
    """An @graph whose author and publisher are references."""
    node = _node(story) | {"author": {"@id": "#p"}, "publisher": {"@id": "#o"}}
    people = [
        {"@type": "Person", "@id": "#p", "name": story.author},
        {"@type": "Organization", "@id": "#o", "name": story.site},
    ]
    return _script({"@context": "https://schema.org", "@graph": [node, *people]})


def _array(story: Story) -> str:
    crumbs = {"@type": "BreadcrumbList", "itemListElement": []}
    return _script([crumbs, {"@context": "https://schema.org", **_node(story)}])


def _broken(story: Story) -> str:
    """Trailing commas, as templates leave them."""
    text = json.dumps(_node(story), ensure_ascii=False)
    return f'<script type="application/ld+json">\n{text[:-1]},\n}}</script>'


HEADS: tuple[Callable[[Story], str], ...] = (_tags, _plain_json, _graph, _array, _broken)

Content = tuple[str, list[str]]


def _top(story: Story) -> str:
    links = "".join(f'<li><a href="/{n}">{escape(t)}</a></li>' for n, t in enumerate(story.menu))
    return f'<header class="site-header"><a href="/">{story.site}</a><ul>{links}</ul></header>'


def _title(story: Story) -> str:
    return (
        f"<h1>{escape(story.title)}</h1>"
        f'<p class="byline">{story.by} <a rel="author" href="/a">{story.author}</a></p>'
    )


def _bottom(story: Story) -> str:
    links = " ".join(f'<a href="/f{n}">{escape(t)}</a>' for n, t in enumerate(story.menu[2:]))
    return f'<footer class="site-footer"><p>© 2024 {story.site}</p><p>{links}</p></footer>'


def _paragraphs(texts: tuple[str, ...], between: str = "") -> str:
    return between.join(f"<p>{escape(text)}</p>" for text in texts)


def _body(story: Story) -> list[str]:
    middle = len(story.paragraphs) // 2
    return [*story.paragraphs[:middle], story.heading, *story.paragraphs[middle:]]


def _marked(story: Story) -> str:
    return "".join(
        f"<h2>{escape(text)}</h2>" if text == story.heading else f"<p>{escape(text)}</p>"
        for text in _body(story)
    )


def _figure(story: Story) -> str:
    return (
        '<figure><img src="/images/lead.jpg" alt=""><figcaption>'
        f"{escape(story.caption)}</figcaption></figure>"
    )


def _cards(story: Story, count: int = 5) -> str:
    card = (
        f'<div class="teaser-card"><a href="/x"><h3>{escape(story.other_title)}</h3></a>'
        f"<p>{escape(story.others[0][:70])}…</p></div>"
    )
    return (
        f'<section class="related-posts"><h2>{escape(story.menu[1])}</h2>{card * count}</section>'
    )


def _plain(story: Story) -> Content:
    inner = f"{_title(story)}{_figure(story)}{_marked(story)}"
    return f"{_top(story)}<main><article>{inner}</article></main>{_bottom(story)}", _body(story)


def _breaks(story: Story) -> Content:
    """No paragraphs: text in one div, with line breaks."""
    text = "<br><br>".join(map(escape, story.paragraphs))
    page = (
        f'<div id="wrap"><div id="menu">{_top(story)}</div><div class="c1"><div class="t">'
        f'{escape(story.title)}</div><div class="c2">{text}</div></div>{_bottom(story)}</div>'
    )
    return page, list(story.paragraphs)


def _table(story: Story) -> Content:
    """A layout of the nineties."""
    menu = "".join(f'<tr><td><a href="/{n}">{t}</a></td></tr>' for n, t in enumerate(story.menu))
    page = (
        '<table width="900"><tr><td colspan="3"><img src="/logo.gif"></td></tr><tr>'
        f'<td width="150"><table>{menu}</table></td><td width="600"><font size="5"><b>'
        f"{escape(story.title)}</b></font>{_paragraphs(story.paragraphs)}</td>"
        f'<td width="150"><b>{escape(story.other_title)}</b><br>{escape(story.others[0])} '
        '<a href="/y">»</a></td></tr></table>'
    )
    return page, list(story.paragraphs)


def _next_post(story: Story) -> Content:
    """The following post is appended, as endless pages do."""
    second = (
        f'<article class="post next-post"><h1>{escape(story.other_title)}</h1>'
        f"{_paragraphs(story.others)}</article>"
    )
    first = f'<article class="post">{_title(story)}{_marked(story)}</article>'
    return f"{_top(story)}<main>{first}{second}</main>{_bottom(story)}", _body(story)


def _live(story: Story) -> Content:
    """A report with a ticker of other reports below it."""
    entries = "".join(
        f'<li class="live-ticker__entry"><time>1{n}:05</time><p>{escape(text)}</p></li>'
        for n, text in enumerate(story.others * 2)
    )
    page = (
        f'{_top(story)}<main><article class="story">{_title(story)}{_marked(story)}</article>'
        f'<ol class="live-ticker">{entries}</ol></main>{_bottom(story)}'
    )
    return page, _body(story)


def _paywall(story: Story) -> Content:
    """Half of the text, a barrier, teasers."""
    shown = story.paragraphs[:3]
    barrier = (
        f'<div class="paywall-barrier"><h3>{escape(story.menu[5])}</h3>'
        f"<p>{escape(story.summary)}</p>"
        f'<a class="button" href="/s">{escape(story.menu[5])}</a></div>'
    )
    page = (
        f'{_top(story)}<article><div class="article-header">{_title(story)}</div>'
        f'<div class="article-body">{_paragraphs(shown)}</div>{barrier}</article>'
        f"{_cards(story)}{_bottom(story)}"
    )
    return page, list(shown)


def _related(story: Story) -> Content:
    """Links to other articles between the paragraphs, and cards below."""
    link = f'<p class="related-link"><a href="/x"><b>{escape(story.other_title)}</b></a></p>'
    page = (
        f'{_top(story)}<div class="content"><article>{_title(story)}<div class="entry-content">'
        f"{_paragraphs(story.paragraphs, link)}</div></article>{_cards(story, 8)}</div>"
        f"{_bottom(story)}"
    )
    return page, list(story.paragraphs)


def _hover(story: Story) -> Content:
    """A card about a person inside a sentence."""
    card = (
        '<span class="people"><a href="/p">※</a><span class="people-hovercard">'
        f'<a href="/p/1">{escape(story.other_title)}</a> <a href="/p/2">{escape(story.title)}</a> '
        f'<a href="/p/3">{escape(story.others[0][:60])}</a></span></span>'
    )
    first, rest = story.paragraphs[0], story.paragraphs[1:]
    middle = len(first) // 2
    opening = f"<p>{escape(first[:middle])}{card}{escape(first[middle:])}</p>"
    page = f"{_top(story)}<article>{_title(story)}{opening}{_paragraphs(rest)}</article>"
    return page, [f"{first[:middle]}※{first[middle:]}", *rest]


def _split(story: Story) -> Content:
    """Every few paragraphs in a container of their own, advertisements between."""
    advert = '<div class="ad-slot"><span>Ad</span></div>'
    parts = [story.paragraphs[start : start + 2] for start in range(0, len(story.paragraphs), 2)]
    chunks = advert.join(
        f'<div class="row"><div class="col text-block">{_paragraphs(part)}</div></div>'
        for part in parts
    )
    page = f'{_top(story)}<div class="page">{_title(story)}{chunks}</div>{_bottom(story)}'
    return page, list(story.paragraphs)


def _comments(story: Story) -> Content:
    """Readers write more than the reporter."""
    names = ("anna72", "joe", "mia_k", "ruben")
    posts = "".join(
        f'<li class="comment"><div class="comment-author">{name}</div>'
        f'<div class="comment-content"><p>{escape(text)}</p></div></li>'
        for name, text in zip(names, (*story.others, *story.others), strict=True)
    )
    page = (
        f"{_top(story)}<article>{_title(story)}{_marked(story)}</article>"
        f'<div id="comments"><h3>4</h3><ol class="comment-list">{posts}</ol></div>{_bottom(story)}'
    )
    return page, _body(story)


def _company(story: Story) -> Content:
    """A press release that ends with a paragraph on the company."""
    page = (
        f'{_top(story)}<div class="release"><h1>{escape(story.title)}</h1>'
        f"{_paragraphs(story.paragraphs)}<hr>"
        f'<div class="boilerplate about"><h3>About {escape(story.site)}</h3>'
        f"<p>{escape(story.about)}</p></div></div>{_bottom(story)}"
    )
    return page, list(story.paragraphs)


def _amp(story: Story) -> Content:
    advert = '<amp-ad width="3" height="2"></amp-ad>'
    page = (
        "<amp-sidebar><ul><li>menu</li></ul></amp-sidebar>"
        f'<main><article><h1>{escape(story.title)}</h1><amp-img src="/l.jpg" width="4" height="3">'
        f"</amp-img>{_paragraphs(story.paragraphs, advert)}"
        f'</article><amp-list src="/more"><div>{escape(story.other_title)}</div></amp-list></main>'
    )
    return page, list(story.paragraphs)


def _microdata(story: Story) -> Content:
    page = (
        f'{_top(story)}<div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{escape(story.title)}</h1>'
        f'<meta itemprop="datePublished" content="{story.published}">'
        f'<span itemprop="author">{story.author}</span>'
        f'<div itemprop="articleBody">{_marked(story)}</div></div>'
        f"{_cards(story, 3)}{_bottom(story)}"
    )
    return page, _body(story)


def _newsletter(story: Story) -> Content:
    """An invitation to subscribe in the middle of the text, and the reporter's portrait below."""
    box = (
        f'<div class="newsletter-signup"><h4>{escape(story.menu[5])}</h4>'
        f"<p>{escape(story.summary)}</p><form><input type=email><button>OK</button></form></div>"
    )
    middle = len(story.paragraphs) // 2
    page = (
        f'{_top(story)}<article>{_title(story)}<div class="story-body">'
        f"{_paragraphs(story.paragraphs[:middle])}{box}{_paragraphs(story.paragraphs[middle:])}"
        f'</div><div class="author-bio"><p><b>{story.author}</b> {escape(story.about)}</p></div>'
        f"</article>{_bottom(story)}"
    )
    return page, list(story.paragraphs)


def _sidebar(story: Story) -> Content:
    """A sidebar with as much text as the article."""
    blurbs = "".join(
        f'<div class="widget"><h3>{escape(story.other_title)}</h3><p>{escape(text)} '
        f'<a href="/w">»</a></p></div>'
        for text in story.others * 2
    )
    page = (
        f'{_top(story)}<div class="columns"><div class="main-column">{_title(story)}'
        f'{_figure(story)}{_marked(story)}</div><aside class="sidebar">{blurbs}</aside></div>'
    )
    return page, _body(story)


def _consent(story: Story) -> Content:
    """A long notice over the page, before and behind the article."""
    notice = f"<p>Cookies: {escape(story.about)}</p>" * 3
    page = (
        f'<div class="cookie-banner" style="display:none">{notice}</div>{_top(story)}'
        f"<main>{_title(story)}<section>{_marked(story)}</section></main>"
        f'<div id="privacy-modal">{notice}</div>{_bottom(story)}'
    )
    return page, _body(story)


LAYOUTS: dict[str, Callable[[Story], Content]] = {
    "plain": _plain,
    "breaks": _breaks,
    "table": _table,
    "next-post": _next_post,
    "live": _live,
    "paywall": _paywall,
    "related": _related,
    "hover": _hover,
    "split": _split,
    "comments": _comments,
    "company": _company,
    "amp": _amp,
    "microdata": _microdata,
    "newsletter": _newsletter,
    "sidebar": _sidebar,
    "consent": _consent,
}
