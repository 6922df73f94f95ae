"""What an HTML element is for, told by the words in its class, id and the like."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMING = frozenset(("class", "id", "itemprop", "data-component", "data-testid", "role"))
KEPT_NAMES = 8192  # names repeat within a site

# Fragments of names, in several languages; an element can be of several kinds. A fragment in "<>"
# stands alone between letters; one that ends in ">" has no letter behind it.
_WORDS = {
    "comment": "comment disqus discussion talkback kommentar livefyre reply",
    "related": "related recommend more- readmore read-more further also- -also promo teaser"
    " outbrain taboola trending popular most- mostread latest next- upnext up-next listing feed"
    " card carousel slider internal-link internallink inline-link inlinelink leggi lesen voir aussi"
    " onward rail suggest similar explore interlink embed-article embedarticle backlink mehr weiter"
    " zum-thema siehe",
    "share": "share sharing social facebook twitter whatsapp follow toolbar tools addthis sns"
    " print",
    "media": "caption credit figure image img photo picture gallery slideshow media legend bild"
    " foto copyright lightbox pic",
    "author": "author byline bio contributor writer autor reporter profile journalist redak"
    " signature staff avatar",
    "meta": "meta date time tag topic category kicker label keyword info publish source updated"
    " breadcrumb section-name rubric stamp eyebrow",
    "subscribe": "newsletter subscri signup sign-up paywall piano premium login register"
    " registration offer member abo- abonn regwall donat support contribut cta meter plus- barrier"
    " gate app-",
    "ad": "<ad> <ads> <adv> <dfp> <gpt> <mpu> <banner> advert sponsor promot anzeige publicid"
    " pubbli werbung affiliate commerc reklam annonce partner product",
    "nav": "nav menu footer header masthead breadcrumb skip topbar pagination pager search sitemap"
    " toc dropdown language edition tab> tabs>",
    "side": "sidebar aside widget module rail side- -side column-r right panel secondary box fact"
    " additional supplement bottom extra",
    "title": "title headline heading <hed> titre titel titulo",
    "lead": "lead deck dek summary standfirst intro excerpt subtit subhead sub-head description"
    " perex abstract lede chapo vorspann sapo sommario strap synopsis entradilla bajada ingress"
    " anons preamble highlights keypoints key-points bullet",
    "body": "textbody text-body text_body storytext maintext richtext rich-text paragraph artikel"
    " articulo cuerpo wysiwyg texto corps noticia pagecontent page-content singlecontent"
    " single-content entrycontent entry-content entry__content",
    "text": "text content body article story post copy <entry prose news",
    "live": "live ticker timeline update",
    "video": "video player audio podcast podlove listen jw",
    "modal": "cookie consent gdpr modal popup pop-up overlay privacy notice alert toast lightbox"
    " onetrust message survey poll quiz vote rating feedback error",
    "hidden": "hidden hide> sr-only visually screenreader screen-reader invisible offscreen d-none"
    " no-js nojs noscript",
    "hover": "tooltip hovercard hover-card popover flyout infocard rollover-block"
    " rollover-people-block",
    "quote": "quote pull tweet twitter instagram embed citation zitat highlight",
    "note": "correction disclaimer footnote note> notes> editor legal terms about boiler endnote"
    " reference source credits methodology copyright license",
    "list": "list item> items> grid row> teaser block-",
}
_BODY_NAMES = {  # what the container of the text is called, in two parts
    "article": "body content text main inner copy detail",
    "body": "content text copy",
    "post": "content body text",
    "story": "body content text main",
    "main": "content text",
    "news": "content body text detail",
    "content": "body text main article area detail",
}
_JOINTS = ("", "-", "_", "__")
KINDS = tuple(_WORDS)
BIT = {kind: 1 << place for place, kind in enumerate(KINDS)}
NOT_ARTICLE = sum(
    BIT[kind]
    for kind in [
        "related",
        "comment",
        "share",
        "author",
        "subscribe",
        "ad",
        "nav",
        "side",
        "media",
        "modal",
    ]
)

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def element_kinds(attributes: list[tuple[str, str]]) -> tuple[int, bool]:
    """The kinds of an element with these attributes as the sum of their `BIT`s; and whether they
    take it from the reader's sight.
    """
    kinds, hidden = 0, False
    for name, value in attributes:
        if name in _NAMING:
            kinds |= _kinds(value)
        elif name == "style":
            hidden = hidden or _NOT_SHOWN.search(value) is not None
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            hidden = True
    return kinds, hidden


@lru_cache(maxsize=KEPT_NAMES)
def _kinds(names: str) -> int:
    kinds = 0
    for word in names.split():
        kinds |= _word_kinds(word)
    return kinds


@lru_cache(maxsize=KEPT_NAMES)
def _word_kinds(word: str) -> int:
    name = _CAMEL.sub("-", word).lower()
    kinds = 0
    for place in range(len(name) - 1):
        known = _FRAGMENTS.get(name[place : place + 3]) or _FRAGMENTS.get(name[place : place + 2])
        for fragment, alone, ended, bit in known or ():
            end = place + len(fragment)
            if (
                name.startswith(fragment, place)
                and not (alone and place and name[place - 1].isalpha())
                and not (ended and name[end : end + 1].isalpha())
            ):
                kinds |= bit
    return kinds


def _fragments() -> dict[str, list[tuple[str, bool, bool, int]]]:
    """By their first three letters, or all two: fragment, whether no letter may stand before it,
    whether none may stand behind it, and its BIT.
    """
    listed = [(word, BIT[kind]) for kind, line in _WORDS.items() for word in line.split()]
    listed += [
        (first + joint + second, BIT["body"])
        for first, line in _BODY_NAMES.items()
        for second in line.split()
        for joint in _JOINTS
    ]
    index: dict[str, list[tuple[str, bool, bool, int]]] = {}
    for word, bit in listed:
        fragment = word.strip("<>")
        entry = (fragment, word[0] == "<", word[-1] == ">", bit)
        index.setdefault(fragment[:3], []).append(entry)
    for key in index:  # the short ones are looked for where a longer one may begin as well
        index[key] += [entry for entry in index.get(key[:2], ()) if len(key) > 2]
    return index


_FRAGMENTS = _fragments()
