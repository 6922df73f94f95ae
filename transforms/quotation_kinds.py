"""Whether a passage between marks is a quotation, and which kind: direct or partial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.quote_marks import last_sign
from transforms.speech_verbs import is_named_by

LOOKED_AT = 60  # characters in front of a passage that tell what it is
SHORT = 3  # words; fewer are no quotation where no word of speaking governs them
MOST_OF_NAME = 100  # characters of a title that are looked at
LONG = 4  # words; so many within a reporter's sentence are one even without
_TITLE_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_WORD = re.compile(r"[\w’'-]+")
_OWN_SENTENCE = re.compile(r"[\"'“‘\[(…. ]*[A-Z0-9£$€]")
_CAPITAL_LAST = re.compile(r"[A-Z][\w’'-]+ $")


@dataclass(frozen=True)
class Setting:
    """What surrounds a passage.

    Attributes:
        left: the text in front of its mark, other quotations blanked.
        right: the first characters behind it.
        single: it stands between single marks.
        spoken: a word of speaking governs it.
        tagged: that word stands behind it.
        goes_on: it is the rest of a direct quotation that "he said" interrupted.
        follows: a quotation with a speaker stands before it in the paragraph.
    """

    left: str
    right: str
    single: bool
    spoken: bool
    tagged: bool
    goes_on: bool
    follows: bool


def kind_of(inner: str, at: Setting) -> str | None:
    """ "direct", "partial", or None where nobody is quoted with the words."""
    number, ends = len(inner.split()), last_sign(inner)
    left = at.left.rstrip()
    closed = ends in tuple(".!?…,") or at.right[:1] == ","
    said = closed and at.spoken and (at.tagged or left[-1:] in (":", ","))
    if number == 0 or _is_name(inner, at, said=said):
        return None
    whole = at.goes_on or _OWN_SENTENCE.match(inner) is not None
    opens = not left or left[-1] in ":,.!?\x01\x02" or at.left.endswith("\n")
    sentence = closed and (at.tagged or opens or number > SHORT)
    if whole and (sentence or at.left.endswith(": ")):
        alone = (number < SHORT and not at.follows) or (ends == "," and not opens)
        return "direct" if at.spoken or not alone else None
    if not at.spoken and (at.single or number < LONG):
        return None
    return "partial"


def _is_name(inner: str, at: Setting, *, said: bool) -> bool:
    """A title, a nickname, or a word that is talked about; `said`: it is spoken for certain."""
    capital = inner[0].isupper()
    sentence = last_sign(inner) in (".", "!", "?") and inner.count(" ") >= SHORT
    if not sentence and is_named_by(at.left, capital=capital):
        return True
    if sentence or said or not capital:
        return False
    parts = _WORD.findall(inner[:MOST_OF_NAME])
    between = _CAPITAL_LAST.search(at.left) and at.right[:1] == " " and at.right[1:2].isupper()
    if between and len(parts) <= SHORT and inner[-1].isalnum():
        return True
    small = [part for part in parts if not part[0].isupper() and part not in _TITLE_SMALL]
    return not small and len(parts) > 1
