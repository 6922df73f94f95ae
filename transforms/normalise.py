"""Unicode, mojibake and white space: the same characters for the same text, whatever the source.

Nothing here knows about articles. `normalise` keeps the line structure; it is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import filterfalse
from typing import Any

from transforms.late_pattern import late

# Passes until nothing changes; repair of one layer of mojibake can uncover another.
MOST_PASSES = 8

# Every character that ends a line somewhere: CR LF, CR, NEL, VT, FF, LINE and PARAGRAPH SEPARATOR.
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")

# Invisible and without meaning in running text: soft hyphen, zero-width space, word joiner, byte
# order mark, Mongolian vowel separator, bidi controls, and the C0/C1 controls but tab and newline.
# ZWNJ and ZWJ (U+200C, U+200D) stay: Persian, Indic scripts and emoji are misspelt without them.
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)

# What ASCII has of neither.
_PRINTABLE = bytes((ord("\n"), *range(0x20, 0x7F)))

_OTHER_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(" {2,}")
_BLANK_LINES = re.compile("\n{3,}")

# What UTF-8 bytes look like when read as Windows-1252 or Latin-1: a lead byte's character followed
# by a continuation byte's. Decides only whether ftfy is asked; ftfy decides what is changed.
_CONTINUATION = "\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152"
_CONTINUATION += "\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
_CONTINUATION += "\u017e\u0178"
_MOJIBAKE = re.compile(
    "[\xc2-\xf0](?:"  # one class first: the search then runs at the speed of a scan
    f"(?<=[\xc2-\xc5\xce-\xd1])[{_CONTINUATION}]|(?<=[\xe3-\xef])[{_CONTINUATION}]{{2}}"
    "|(?<=\xe2)[\u20ac\x80]|(?<=\xf0)[\u0178\x9f])"
)


@cache
def _repair_only() -> Any:
    """ftfy's configuration with everything off but the repair of mojibake."""
    from ftfy import TextFixerConfig  # imported here: most texts never need it

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def repair_mojibake(text: str) -> str:
    """Undoes wrong decodings such as "cafÃ©"; text without a typical sequence is not looked at."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    from ftfy import fix_text  # see above

    repaired: str = fix_text(text, _repair_only())
    return repaired


def _once(text: str) -> str:
    text = _LINE_END.sub("\n", repair_mojibake(text).replace("\r\n", "\n"))
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", _OTHER_SPACE.sub(" ", text))
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    text = _BLANK_LINES.sub("\n\n", text)
    return unicodedata.normalize("NFC", text).strip(" \n")


def _is_regular(text: str) -> bool:
    """Whether nothing but the edges needs normalising; may say no of a text that needs nothing.

    What is neither printable nor a newline is a control, an invisible character or another space.
    """
    if "\n\n\n" in text or " \n" in text or "\n " in text or "  " in text:
        return False
    if text.isascii():
        return not text.encode("ascii").translate(None, _PRINTABLE)
    if not text.replace("\n", " ").isprintable():
        return False
    return unicodedata.is_normalized("NFC", text) and not _MOJIBAKE.search(text)


def normalise(text: str) -> str:
    """NFC text with plain spaces and newlines, at most one blank line in a row, no edges.

    Curly quotes, dashes and full-width letters stay as they are.
    """
    if _is_regular(text):
        return text.strip(" \n")
    return _normalise(text)


def _normalise(text: str) -> str:
    for _ in range(MOST_PASSES):
        before, text = text, _once(text)
        if text == before or _is_regular(text):
            break
    return text


def normalise_line(text: str) -> str:
    """`normalise` for what must be one line: titles, names, captions."""
    return " ".join(
        text.split() if text.isascii() and text.isprintable() else normalise(text).split()
    )


def broken_characters(text: str) -> str | None:
    """The reject reason for characters that no text may hold: "nul_bytes", "lone_surrogate"."""
    if "\x00" in text:
        return "nul_bytes"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "lone_surrogate"
    return None


# Scripts written without spaces between words.
_HAN_AND_KANA = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SOUTH_EAST_ASIAN = "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]{1,4}"
_DENSE = "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\U0003ffff]"
_WORD_CHARACTER = re.compile(r"\w")


def count_words(text: str) -> int:
    """How many words a text has, by one rule for all scripts.

    A run of non-space characters with a letter or digit is a word. Where a script puts no spaces,
    each Han character or kana counts as one word, and every four characters (or the rest of a
    run) of Thai, Lao, Khmer or Burmese count as one.
    """
    if text.isascii() or not late(_DENSE).search(text):
        return _spaced_words(text)
    rest, dense = late(_HAN_AND_KANA).subn(" ", text)
    rest, south_east = late(_SOUTH_EAST_ASIAN).subn(" ", rest)
    return dense + south_east + _spaced_words(rest)


# For ASCII: all white space of Unicode's to blanks, the rest to letters, and the marks that make no
# word.
_BLANKS_AND_LETTERS = bytes(ord(" " if chr(code).isspace() else "x") for code in range(256))
_MARKS = bytes(code for code in range(128) if not re.match(r"[\w\s]", chr(code)))


def _spaced_words(text: str) -> int:
    """Runs of non-space characters with a letter, a digit or an underscore in them."""
    if text.isascii():
        return (b" " + text.encode("ascii").translate(_BLANKS_AND_LETTERS, _MARKS)).count(b" x")
    words = text.split()
    with_marks = filterfalse(str.isalpha, words)
    return len(words) - sum(1 for _ in filterfalse(_WORD_CHARACTER.search, with_marks))
