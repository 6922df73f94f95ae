"""How a line looks: length, ends, capitals, marks, and two kinds of sentences by their words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

# Characters of a line whose words are looked at.
LOOKED_AT = 320

SHAPES = (
    *("size", "size_over_3", "size_over_4.3", "tiny", "short", "ends_sentence", "ends_question"),
    *("cut_off", "ends_colon", "ends_digit", "ends_comma", "breaks", "commas", "quotes"),
    *("quote_start", "capitals", "all_capitals", "digits", "lower_start", "odd_start", "bullet"),
    *("digit_start", "web", "email", "bars", "brackets", "running_words", "long_sentence"),
    *("long_open", "glued", "halves", "word_length", "dense", "copyright", "money", "arrow"),
    *("hashtag", "clock", "biography", "picture"),
)
_SENTENCE_END = frozenset(".!?。！？؟।॥…")
_CLOSERS = "\"'”’»)]」』“)› "
_BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
_GLUED = re.compile(r"[a-zß-öø-ÿ)][A-ZÀ-ÖØ-Þ]|[a-z]\d|\d[A-Z]")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")
_BIOGRAPHY = re.compile(
    r"\b(?:is|was|has been) (?:an? |the )?.{0,60}\b(?:reporter|journalist|correspondent|columnist"
    r"|writer|editor|contributor|professor|fellow|author)\b"
    r"|\b(?:covers|covering|writes (?:about|for))"
    r"|headquartered|founded in|\bemploys\b|\b(?:ist|war) .{0,60}(?:redakteur|journalist|autor"
    r"|korrespondent|volont)|schreibt (?:seit|über|für|bei)|\best (?:journaliste|rédact|correspond)"
    r"|\bes (?:periodista|redactor|corresponsal)|\bè (?:giornalista|redat)|non-commercial use"
    r"|internet explorer|\b(?:studierte|studied) "
)
_BIOGRAPHY_CUES = (
    *(
        "reporter",
        "journalist",
        "correspond",
        "columnist",
        "writer",
        "editor",
        "contribut",
        "covers",
    ),
    *(
        "contribut",
        "professor",
        "fellow",
        "author",
        "covering",
        "writes",
        "headquart",
        "founded in",
        "employs",
    ),
    *(
        "redakt",
        "autor",
        "korrespond",
        "volont",
        "schreibt",
        "rédact",
        "periodista",
        "corresponsal",
    ),
    *("giornalista", "redat", "non-commercial", "internet explorer", "studierte", "studied "),
)
_PICTURE = re.compile(
    r"\((?:left|right|centre|center|l|r|c|file|pictured|archiv\w*|symbol\w*|li?nks|rechts)\.?\)"
    r"|, (?:left|right|center|links|rechts),|file photo|shakes? hands|archivbild|symbolbild"
    r"|symbolfoto|archivfoto|legende:|im bild|auf (?:dem|diesem) (?:foto|bild)|is seen|are seen"
    r"|general view|in this (?:photo|image|picture)|\bpictured\b|\bposes?\b"
    r"|on this (?:photo|picture)"
    r"|sur cette photo|en la (?:foto|imagen)|nella foto|na foto"
)
_PICTURE_CUES = (
    *(
        "(l",
        "(r",
        "(cent",
        "(c)",
        "(file",
        "(pict",
        "(archiv",
        "(symbol",
        "(li",
        ", left",
        ", right",
    ),
    *(", center", ", links", ", rechts", "photo", "foto", "bild", "hands", "legende:", " seen"),
    *("general view", "picture", "pose", "image"),
)
_QUOTES = frozenset('"“”„«»「')
_OPENERS = frozenset("\"“„«‘'(「—–-¿¡『（[")


def _told(lower: str, cues: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is found; asked only where one of its words is, which is cheap to see."""
    return any(cue in lower for cue in cues) and pattern.search(lower) is not None


def shape(line: str, dense: int) -> list[float]:
    """A line's numbers, in the order of SHAPES; `dense`: letters of scripts without spaces."""
    words = line.split()
    size = math.log2(1 + len(words) + dense / 2.0)
    cut = line.endswith(("...", "…", "[…]", "[...]"))
    last = line.rstrip(_CLOSERS)[-1:]
    ends = not cut and (last in _SENTENCE_END or (dense > 30 and "\u0e00" < last < "\u0e7f"))
    initials = [word[0] for word in words[1:40]]
    upper = sum(map(str.isupper, initials))
    lower = sum(map(str.islower, initials))
    capitals = upper / (upper + lower) if upper + lower else (0.2 if dense > 6 else 0.5)
    head = line[:LOOKED_AT]
    digits = len(_DIGIT.findall(head)) / max(len(head), 1)
    lower_head = head.lower()
    commas = line.count(",") + line.count("，") + line.count("、") + line.count("،")
    start = line[:1]
    half = len(line) // 2
    twice = len(line) > 12 and line[:half].strip() == line[len(line) - half :].strip()
    return [
        size / 3,
        max(0.0, size - 3.0) / 2,
        max(0.0, size - 4.3),
        float(size < 2.2),
        float(size < 3.2),
        float(ends),
        float(last in "?？؟" and last != ""),
        float(cut),
        float(last in ":：" and last != ""),
        float(last.isdigit()),
        float(last in ",;" and last != ""),
        min(len(_BREAK.findall(line)), 4) / 4,
        min(commas, 5) / 5,
        float(not _QUOTES.isdisjoint(line)),
        float(start in _QUOTES),
        capitals,
        float(line.isupper()),
        min(digits * 4, 1.0),
        float(start.islower()),
        float(not start.isalnum() and start not in _OPENERS),
        float(start in "•-–—*·▪►" and start != ""),
        float(start.isdigit()),
        float("http" in line or "www." in line or ".com" in line),
        float("@" in line),
        float("|" in line or "›" in line or "•" in line or " > " in line),
        float("(" in line or "[" in line),
        float(lower >= 4 or dense > 12),
        float(ends and size > 3.3),
        float(not ends and size > 3.9),
        min(len(_GLUED.findall(head)) / (1 + len(words)) * 3, 1.5),
        float(twice),
        min(len(line) / (1 + len(words)) / 8, 2.0) if not dense else 0.7,
        float(dense > 6),
        float("©" in line),
        float("$" in line or "€" in line or "£" in line or "%" in line),
        float("»" in line[-2:] or "→" in line or "►" in line or ">" in line[-2:]),
        float("#" in line),
        float(_CLOCK.search(head) is not None),
        float(_told(lower_head, _BIOGRAPHY_CUES, _BIOGRAPHY)),
        float(_told(lower_head, _PICTURE_CUES, _PICTURE)),
    ]
