"""What the text of a block shows by itself, in numbers."""

from __future__ import annotations

import math
import re

DENSE_CHARS_A_WORD = 2.0  # Chinese, Japanese, Thai: written without spaces
LONGEST_CUE = 60  # words; cues in a longer block are mentions
LONGEST_STAMP = 25  # words; dates in a longer block are mentions
WORDS_LOOKED_AT = 60  # for the share of capitals
UNSPACED_SENTENCE = 30  # characters of Thai from which a block counts as a finished sentence

TEXT_FEATURES = [
    "size",
    "ends",
    "cut",
    "colon",
    "breaks",
    "commas",
    "quotes",
    "capitals",
    "upper",
    "digits",
    "lower",
    "odd",
    "bars",
    "date",
    "cue",
    "about",
    "pointer",
]

_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_SENTENCE_END = ".!?。！？؟।॥…"
_CLOSERS = "\"'”’»)]」』“)› "
_BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
_DIGIT = re.compile(r"\d")
_STAMP = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\bago\b|\d{1,2}[./]\d{1,2}[./]\d{2}")
_QUOTES = frozenset('"“”„«»「')
_BARS = frozenset("|›•→»")
_CUES = [
    "subscrib",
    "newsletter",
    "sign up",
    "sign in",
    "log in",
    "login",
    "cookie",
    "privacy",
    "comment",
    "click",
    "download",
    "copyright",
    "©",
    "read more",
    "read next",
    "read also",
    "follow us",
    "rights reserved",
    "advertis",
    "sponsor",
    "related",
    "whatsapp",
    "facebook",
    "twitter",
    "instagram",
    "telegram",
    "watch:",
    "abonn",
    "anmeld",
    "kommentar",
    "affiliate",
    "commission",
    "podcast",
    "share",
    "email",
    "e-mail",
    "photo",
    "foto",
    "image",
    "credit",
    "getty",
    "min read",
    "more:",
    "mehr zum",
    "lesen sie",
    "lire aussi",
    "leggi anche",
    "lea también",
    "lee también",
    "suscr",
    "podepis",
    "contribut",
    "reporting by",
    "editing by",
    "tags",
    "topics",
    "source:",
    "quelle",
    "journalist",
    "correspondent",
    "reporter",
    "author",
    " app ",
    "our app",
    "external content",
    "externen inhalt",
    "externe inhalte",
    "contenu externe",
]
# How a line begins that sends the reader to another article.
_POINTERS = (
    *("read more", "read next", "read also", "read on", "read now", "read the full", "see more"),
    *("see also", "also read", "more from", "more on", "more:", "related", "recommended"),
    *("don['’]t miss", "do not miss", "click here", "tap here", "must read", "continue reading"),
    *(r"watch(?: now| more)?\s?[:|]", "get (?:the|our) .{0,30}(?:app|newsletter)", "sign up"),
    *("sign in", "log in", "subscribe", "download (?:the|our)"),
    "join (?:the|our) .{0,20}(?:channel|group|newsletter)",
    *("lesen sie", "mehr zum", "mehr dazu", "mehr:", "lesetipp", "siehe auch", "auch interessant"),
    *("das könnte", "zum thema", "lire aussi", "lire la suite", "à lire", "voir aussi"),
    *("leggi anche", "leggi di più", "le[aeé]r? (?:también|más)", "[lt]e puede interesar"),
    *("leia também", "leia mais", "baca juga", "baca selengkapnya", "lees ook", "lees meer"),
    *("läs också", "läs mer", "läs även", "les også", "les mer", "læs også", "læs mere"),
    *("czytaj", "zobacz", "čtěte", "читайте", "ayrıca", "関連", "あわせて読みたい", "続きを読む"),
    *("관련", "相关", "相關", "延伸阅读", "延伸閱讀"),
)
_POINTER = re.compile(rf"\W{{0,3}}(?:{'|'.join(_POINTERS)})", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:about (?:the )?\w|über (?:die |das |den )?\w|à propos|acerca de|sobre (?:a|o|el|la) \w"
    r"|notes to editors|media contact|press contact|disclaimer|forward-looking)",
    re.IGNORECASE,
)


def text_features(text: str) -> list[float]:
    """One number for each of TEXT_FEATURES; the first is the size in words (not its logarithm)."""
    tokens = text.split()
    size = len(tokens) + _dense(text) / DENSE_CHARS_A_WORD
    cut = text.endswith(("...", "…", "[…]"))
    last = text.rstrip(_CLOSERS)[-1:]
    initials = [token[0] for token in tokens[1:WORDS_LOOKED_AT]]
    upper = sum(map(str.isupper, initials))
    cased = upper + sum(map(str.islower, initials))
    return [
        size,
        float(not cut and _ends_sentence(last, text)),
        float(cut),
        float(last == ":"),
        float(min(len(_BREAK.findall(text)), 6)),
        float(min(sum(map(text.count, ",，、،")), 8)),
        float(not _QUOTES.isdisjoint(text)),
        upper / cased if cased else 0.5,
        float(text.isupper()),
        len(_DIGIT.findall(text)) / len(text),
        float(text[0].islower()),
        float(not text[0].isalnum()),
        float(not _BARS.isdisjoint(text)),
        float(size < LONGEST_STAMP and _STAMP.search(text) is not None),
        float(size < LONGEST_CUE and _has_cue(text)),
        float(size < LONGEST_STAMP and is_about(text)),
        float(size < LONGEST_CUE and is_pointer(text)),
    ]


def is_about(text: str) -> bool:
    """Whether it begins like a heading over the publisher's own words: "About the company"."""
    return _ABOUT.match(text) is not None


def is_pointer(text: str) -> bool:
    """Whether it begins like a line that sends the reader elsewhere."""
    return _POINTER.match(text) is not None


def log_size(words: float) -> float:
    """Sizes as the model takes them."""
    return math.log2(1.0 + words)


def _dense(text: str) -> int:
    return 0 if text.isascii() else len(_DENSE.findall(text))


def _ends_sentence(last: str, text: str) -> bool:
    if not last:
        return False
    return last in _SENTENCE_END or ("\u0e00" < last < "\u0e7f" and len(text) > UNSPACED_SENTENCE)


def _has_cue(text: str) -> bool:
    lower = text.lower()
    for cue in _CUES:  # noqa: SIM110 - a generator takes twice as long
        if cue in lower:
            return True
    return False
