"""The captions of a page's pictures."""

from __future__ import annotations

import re
from functools import lru_cache

import lxml.etree
from lxml.html import HtmlElement

from transforms.bylines import read_byline, read_credit
from transforms.captions import read_caption
from transforms.page_title import one_line
from transforms.timestamps import read_timestamp
from transforms.wordlists import words

MAX_CAPTIONS = 50
MAX_CAPTION_CHARS = 1000
KEPT_NAMES = 8192
SHORTEST_ALT = 20  # characters of an image's description that tell its caption from other text
FAR_ENOUGH = 200  # characters in which the first SHORTEST_ALT of a text stand, white space or not
FRAMED_CHARS = 400  # most that stand with a picture in one frame
CREDIT_CHARS = 120  # that may stand behind the description in the caption

_BESIDE_THE_ARTICLE = frozenset(("aside", "nav", "footer"))
_CARDS = frozenset(("a", "li", "aside", "nav", "footer"))  # where a description is a title
_NAMED = re.compile(
    r"caption|legend(?!ary)|media-?-?(?:subtitle|lead|info)|(?:img|image|photo|pic)-?_?(?:info|desc|text)"
    r"|bild-?(?:unterschrift|text)|didascalia|pie-?de-?foto|leyenda",
    re.IGNORECASE,
)
_TEXT_TAGS = frozenset(("div", "p", "span", "figcaption", "em", "small", "td", "li", "a", "i"))
_FRAME = re.compile(r"(?<![a-z])(?:image|photo|picture|bild|foto)", re.IGNORECASE)
_CARD_PARTS = (
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "button",
    "script",
    "style",
    "figcaption",
)
_INLINE = words("a abbr b cite em font i mark q s small strong sub sup u wbr")
_LINE = "\u2028"  # Unicode's own mark for it
_NEEDLESS = re.compile(rf"(?<=[(\[]){_LINE}+|{_LINE}+(?=[,.:;!?)\]])")


def captions(tree: HtmlElement) -> tuple[str, ...]:
    """What stands below the article's pictures, in order, each once; credits alone included.

    That is what is marked as a caption by its element or its class, and text that begins like the
    description of an image on the page.
    """
    described: dict[str, list[str]] = {}  # by their first characters
    for image in tree.iter("img", "amp-img"):
        known = one_line(image.get("alt") or image.get("title"))
        if known and len(known) >= SHORTEST_ALT:
            described.setdefault(known[:SHORTEST_ALT], []).append(known[:MAX_CAPTION_CHARS])
    found: dict[str, None] = {}
    taken: set[HtmlElement] = set()
    for element in tree.iter(*_TEXT_TAGS):
        if len(found) == MAX_CAPTIONS:
            break
        if _is_caption(element, described) and taken.isdisjoint(element.iterancestors()):
            taken.add(element)
            text = one_line(_spaced(element))
            if text and len(text) <= MAX_CAPTION_CHARS:
                found.setdefault(text)
    return tuple(found)


def is_caption(line: str) -> bool:
    """Whether a line below a picture tells more than a name, a credit or a time."""
    stamp = read_timestamp(line)
    if stamp is not None and not stamp.rest:
        return False
    named = read_byline(line) is not None or read_credit(line) is not None
    return not named and read_caption(line, above_text=True) != ""


def _is_caption(element: HtmlElement, described: dict[str, list[str]]) -> bool:
    if _is_marked(element):
        return not _inside(element, _BESIDE_THE_ARTICLE)
    return _repeats(element, described) and not _inside(element, _CARDS)


def _is_marked(element: HtmlElement) -> bool:
    """A figcaption, or an element whose class says that it is a caption or a picture with one."""
    if element.tag == "figcaption":
        return True
    name = element.get("class")
    if not name:
        return False
    named, frame = _told_by(name)
    if named:
        return next(element.iter("figcaption", "img", "video"), None) is None
    return frame and element.tag == "div" and _is_framed(element)


@lru_cache(maxsize=KEPT_NAMES)
def _told_by(name: str) -> tuple[bool, bool]:
    """Whether a class attribute names a caption, and whether it names a picture's frame."""
    return _NAMED.search(name) is not None, _FRAME.search(name) is not None


def _is_framed(element: HtmlElement) -> bool:
    """Whether it holds one picture and a few words that are neither link nor heading."""
    pictures = sum(1 for _ in element.iter("img", "amp-img"))
    if pictures != 1 or next(element.iter(*_CARD_PARTS), None) is not None:
        return False
    return SHORTEST_ALT <= len(one_line(element.text_content()) or "") <= FRAMED_CHARS


def _repeats(element: HtmlElement, described: dict[str, list[str]]) -> bool:
    """Whether the text directly in an element is an image's description, or that and a credit."""
    text = element.text
    if not text or len(text) < SHORTEST_ALT or not described:
        return False
    start = one_line(text[:FAR_ENOUGH]) or ""
    same = described.get(start[:SHORTEST_ALT])
    if not same:
        return False
    whole = one_line(text) or ""
    return any(
        (whole.startswith(known) and len(whole) <= len(known) + CREDIT_CHARS)
        or known.startswith(whole)
        for known in same
    )


def _inside(element: HtmlElement, tags: frozenset[str]) -> bool:
    return element.tag in tags or any(above.tag in tags for above in element.iterancestors())


def _spaced(tree: HtmlElement) -> str:
    """All text of an element, with a space where an element begins or ends that is no inline one.

    Spans count as such: credits stand in them, set apart by style alone.
    """
    parts: list[str] = []
    for event, node in lxml.etree.iterwalk(tree, events=("start", "end")):
        parts.append("" if node.tag in _INLINE else _LINE)
        if event == "start":
            parts.append(node.text or "")
        elif node is not tree:
            parts.append(node.tail or "")
    return _NEEDLESS.sub("", "".join(parts))
