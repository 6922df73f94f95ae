"""How a line looks: length, ends, capitals, marks, and two kinds of sentences by their words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from transforms.characters import DIGIT, STOP, WIDE_STOP
from transforms.wordlists import phrases

# Characters and words of a line that are looked at, ends of sentences that count.
LOOKED_AT = 320
WORDS_LOOKED_AT = 40
MOST_BREAKS = 4

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
_BIOGRAPHY_CUES = phrases(
    "reporter|journalist|correspond|columnist|writer|editor|contributor|professor|fellow|author"
    "|covers|covering|writes about|writes for|headquartered|founded in|employs|redakt|autor"
    "|korrespond|volont|schreibt|rédact|periodista|giornalista|redat|non-commercial"
    "|internet explorer|studierte|studied "
)
_NO_AUTHOR = "authorit"  # has a cue in it, and is in every other article
_PICTURE = re.compile(
    r"\((?:left|right|centre|center|l|r|c|file|pictured|archiv\w*|symbol\w*|li?nks|rechts)\.?\)"
    r"|, (?:left|right|center|links|rechts),|file photo|shakes? hands|archivbild|symbolbild"
    r"|symbolfoto|archivfoto|legende:|im bild|auf (?:dem|diesem) (?:foto|bild)|is seen|are seen"
    r"|general view|in this (?:photo|image|picture)|\bpictured\b| poses?\b"
    r"|on this (?:photo|picture)"
    r"|sur cette photo|en la (?:foto|imagen)|nella foto|na foto"
)
_PICTURE_CUES = phrases(
    "(l|(r|(cent|(c)|(file|(pict|(archiv|(symbol|(li|, left|, right|, center|, links|, rechts"
    "|file photo|foto|bild|shake|legende:|is seen|are seen|general view|in this |on this |pictured"
    "| pose|cette photo|en la imagen"
)
_QUOTES = frozenset('"“”„«»「')
_OPENERS = frozenset("\"“„«‘'(「—–-¿¡『（[")


def told_cues(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which cues of biographies and of pictures a text holds: a line is asked for these alone."""
    lower = "\n".join(lines).lower().replace(_NO_AUTHOR, "")
    return (
        tuple(cue for cue in _BIOGRAPHY_CUES if cue in lower),
        tuple(cue for cue in _PICTURE_CUES if cue in lower),
    )


def _told(lower: str, cues: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is found; asked only where one of its words is, which is cheap to see."""
    for cue in cues:
        if cue in lower:
            return pattern.search(lower) is not None
    return False


def _breaks(line: str, kinds: bytes) -> int:
    """Ends of sentences inside a line, as far as they count."""
    if STOP not in kinds and WIDE_STOP not in kinds:
        return 0
    plain = kinds.count(b". ")
    if WIDE_STOP in kinds or b". ." in kinds or b'."' in kinds or b".)" in kinds:
        return min(len(_BREAK.findall(line)), MOST_BREAKS)
    return min(plain, MOST_BREAKS)


def _initials(kinds: bytes, words: int) -> tuple[int, int]:
    """How many of the words behind a line's first begin with a capital, and with a small letter."""
    if words > WORDS_LOOKED_AT:
        kinds = b" ".join(kinds.split(b" ", WORDS_LOOKED_AT)[:-1])
    return kinds.count(b" A") + kinds.count(b" L"), kinds.count(b" a") + kinds.count(b" l")


def _glued(head: str, kinds: bytes) -> int:
    """Places where a space is missing."""
    if b"aA" in kinds or b"a0" in kinds or b"0A" in kinds or b")A" in kinds:
        return len(_GLUED.findall(head))
    return 0


def shapes(lines: Sequence[str], kinds: Sequence[bytes], dense: Sequence[int]) -> list[list[float]]:
    """For each line its numbers, in the order of SHAPES.

    Args:
        lines: normalised: blanks are single and not at the ends.
        kinds: of their characters (`characters.kinds`).
        dense: how many letters of scripts without spaces each line has.
    """
    biography, picture = told_cues(lines)
    return [
        _shape(line, kind, number, biography, picture)
        for line, kind, number in zip(lines, kinds, dense, strict=True)
    ]


def _shape(
    line: str, kinds: bytes, dense: int, biography: Sequence[str], picture: Sequence[str]
) -> list[float]:
    words = kinds.count(b" ") + 1
    size = math.log2(1 + words + dense / 2.0)
    cut = line.endswith(("...", "…", "[…]", "[...]"))
    last = line.rstrip(_CLOSERS)[-1:]
    ends = not cut and (last in _SENTENCE_END or (dense > 30 and "\u0e00" < last < "\u0e7f"))
    upper, lower = _initials(kinds, words)
    capitals = upper / (upper + lower) if upper + lower else (0.2 if dense > 6 else 0.5)
    head, head_kinds = line[:LOOKED_AT], kinds[:LOOKED_AT]
    digits = head_kinds.count(DIGIT) / max(len(head), 1)
    lower_head = head.lower()
    commas, plain = line.count(","), line.isascii()
    if not plain:
        commas += line.count("，") + line.count("、") + line.count("،")
    start = line[:1]
    half = len(line) // 2
    twice = len(line) > 12 and line[:half].strip() == line[len(line) - half :].strip()
    return [
        size / 3,
        max(0.0, size - 3.0) / 2,
        max(0.0, size - 4.3),
        size < 2.2,
        size < 3.2,
        ends,
        last in "?？؟" and last != "",
        cut,
        last in ":：" and last != "",
        last.isdigit(),
        last in ",;" and last != "",
        _breaks(line, kinds) / MOST_BREAKS,
        min(commas, 5) / 5,
        '"' in line if plain else not _QUOTES.isdisjoint(line),
        start in _QUOTES,
        capitals,
        line.isupper(),
        min(digits * 4, 1.0),
        start.islower(),
        not start.isalnum() and start not in _OPENERS,
        start in "•-–—*·▪►" and start != "",
        start.isdigit(),
        "http" in line or "www." in line or ".com" in line,
        "@" in line,
        "|" in line or " > " in line or (not plain and ("›" in line or "•" in line)),
        "(" in line or "[" in line,
        lower >= 4 or dense > 12,
        ends and size > 3.3,
        not ends and size > 3.9,
        min(_glued(head, head_kinds) / (1 + words) * 3, 1.5),
        twice,
        min(len(line) / (1 + words) / 8, 2.0) if not dense else 0.7,
        dense > 6,
        "©" in line,
        "$" in line or "%" in line or (not plain and ("€" in line or "£" in line)),
        ">" in line[-2:] or (not plain and ("»" in line[-2:] or "→" in line or "►" in line)),
        "#" in line,
        b"0.00" in head_kinds and _CLOCK.search(head) is not None,
        _told(lower_head, biography, _BIOGRAPHY),
        _told(lower_head, picture, _PICTURE),
    ]
