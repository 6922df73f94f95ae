"""Captions of images: lines with a credit, told apart from the article's own sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.agencies import agency_name
from transforms.wordlists import phrases

# Characters; a longer line with a credit in it is a paragraph.
LONGEST_CAPTION = 700
LONGEST_CREDIT = 90
CREDIT_TAIL = 140

_OWNERS = (
    r"(?:Getty(?: Images)?|AFP|Reuters|REUTERS|EPA|AP(?: Photo)?|Shutterstock|dpa|imago|IMAGO|"
    r"iStock\w*|Alamy|Bloomberg|Anadolu(?: Agency)?|Associated Press|Xinhua|Yonhap|picture"
    r" alliance|"
    r"Keystone|ANSA|EFE|LaPresse|PA(?: Wire| Images)?|AAP|TASS|Ritzau Scanpix|Unsplash|Pixabay"
    r"|NASA)"
)
_CREDIT_WORD = (
    r"(?:Photo(?:graph|s)?|Foto|Image|Picture|Bild|Credit|Image credit|Photo credit|Photo by|"
    r"Images?|Illustration|Grafik|Graphic|Crédit|Crédit photo|Fotó|Zdjęcie|Fot\.|Фото|写真|사진"
    r"|图片|摄影|"
    r"File photo|Copyright|Main image credit|Screenshot|Screengrab|Video)"
)
# The line starts with the owner's mark: "© Reuters. A minister ...".
_MARK_FIRST = re.compile(r"©\s*(?P<owner>[^.©]{2,60}?)\.\s+(?P<caption>\S.*)|©\s*[^.!?]{2,80}")
# It ends with it: "... in Oslo. © Jane Doe/dpa", "... (Photo: X)", "... Photo: X", "... / AFP".
_MARK_LAST = re.compile(
    rf"(?P<caption>.*?\S)\s*(?:"
    rf"©\s?[^.!?©]{{2,{LONGEST_CREDIT}}}"
    rf"|[(\[]\s*{_CREDIT_WORD}\s?(?::|by\b|via\b|courtesy\b|-)[^()]{{1,{LONGEST_CREDIT}}}[)\]]\.?"
    rf"|[(\[][^()]{{0,60}}\b{_OWNERS}(?:/[^()]{{1,50}})?[)\]]\.?"
    rf"|(?<![^\W\d_]){_CREDIT_WORD}\s?(?::| by\b| courtesy\b)\s?[^.!?]{{2,{LONGEST_CREDIT}}}\.?"
    rf"|(?<=[.!?”\"’)])\s?(?:[^\W\d_a-zß-ÿ][\w.'’-]*[ /]){{1,5}}\s?/?\s?{_OWNERS}"
    r"(?:/\w+)*(?: file)?"
    rf"|\s/\s?{_OWNERS}"
    rf")\s*(?:\|.{{2,60}})?$"
)
_CREDIT_ONLY = re.compile(
    rf"[(\[]?\s*(?:(?:{_CREDIT_WORD})\s?(?::|by\b|courtesy\b|via\b).{{1,{LONGEST_CREDIT}}}"
    rf"|(?:(?:[^\W\d_a-zß-ÿ][\w.'’&-]*|via|de|von"
    rf"|van)[ /,-]+){{0,6}}{_OWNERS}(?:[ /]+[\w.'’-]+){{0,4}})[)\]]?\.?"
)
# The owner in brackets behind a sentence or phrase: "... in Oslo. (Ministry of Culture)". A single
# word must stand behind a full stop, else it is an abbreviation being explained: "a union (EU)".
_NAME = r"[^\W\d_a-zß-ÿ][\w.'’&-]*"
_BRACKETS_LAST = re.compile(
    r"(?P<caption>[^.!?]*(?:\b[^\W\d_]{1,4}\.[^.!?]*)*(?P<end>[.!?][”\"’]?)?)\s*"
    rf"\((?P<owner>{_NAME}(?P<more>[ /]+(?:{_NAME}|of|the|for|and|de|via|&)){{0,7}})\)"
)
_SHOWS = re.compile(
    r"\((?:left|right|center|centre|file|l|r|c|second from .{4,6}|pictured)\)|\b(?:pictured|poses?"
    r"|file photo|shake hands|is seen|are seen|speaks? (?:during|to|with|at)|attends?|looks on"
    r"|walks? (?:past|in|through)|stands?|arrives?|gestures?|holds?|in this (?:photo|picture"
    r"|image))\b",
    re.IGNORECASE,
)
_AGENCY_LAST = re.compile(r"[(\[](?P<agency>[^()\[\]]{2,30})[)\]]$")
# ... or a label that only pictures have, which may lack a full stop before it.
_RIGHTS_LAST = re.compile(
    r"(?P<caption>.*?)\s*(?:Bildrechte|Bildquelle|Bildnachweis|Fotocredit|Photo credit|Image credit"
    r"|Image source|Crédit photo|Crédits?|Fotografía|Foto di)\s?: ?.{2,90}"
)
# A line without any of these has no credit; looked for first because it is cheap.
_MARKS = (
    "©",
    "(",
    "[",
    ":",
    "/",
    "hoto",
    "Images",
    "AFP",
    "AP",
    "euters",
    "REUTERS",
    "dpa",
    " by ",
)

# A credit names its kind or its owner, here in small letters, or a short owner in capitals.
CREDIT_CUES = phrases(
    "©|photo|foto|fotó|image|picture|bild|credit|crédit|illustration|grafik|graphic|zdjęcie|fot.|фото"
    "|写真|사진|图片|摄影|copyright|screenshot|screengrab|video|getty|reuters|shutterstock|imago"
    "|istock|alamy|bloomberg|anadolu|associated press|xinhua|yonhap|keystone|ansa|lapresse|tass"
    "|ritzau|unsplash|pixabay|nasa"
)
_SHORT_OWNERS = ("AP", "PA", "AFP", "EFE", "dpa")


def _captioned(line: str, above_text: bool) -> str | None:
    match = _MARK_FIRST.fullmatch(line) if line[0] == "©" else None
    if match:
        return match["caption"] or ""
    if len(line) <= LONGEST_CREDIT + 20 and _CREDIT_ONLY.fullmatch(line):
        return ""
    body, tail = line[:-CREDIT_TAIL], line[-CREDIT_TAIL:]
    match = _MARK_LAST.fullmatch(tail)
    signed = _AGENCY_LAST.search(tail)
    if signed and agency_name(signed["agency"]) and not above_text and not _SHOWS.search(line):
        return None  # the end of an agency's report
    return (body + match["caption"]).strip(" -–—|,") if match else None


def _holds(tail: str, marks: Sequence[str]) -> bool:
    for mark in marks:  # noqa: SIM110 - a generator takes twice as long
        if mark in tail:
            return True
    return False


def read_caption(line: str, above_text: bool, may_have_credit: bool = True) -> str | None:
    """The caption without its credit; "" for a line that is nothing but a credit; else None.

    `above_text`: the line stands before the article's first paragraph, where a sentence with a
    name in brackets behind it is a caption; elsewhere it must also say what a picture shows.
    `may_have_credit`: whether it holds one of CREDIT_CUES.
    """
    tail = line[-CREDIT_TAIL:]
    if not line or len(line) > LONGEST_CAPTION:
        return None
    if not (may_have_credit or line[-1] == ")" or _holds(tail, _SHORT_OWNERS)):
        return None
    if line[0] != "©" and not _holds(tail, _MARKS):
        return None
    caption = _captioned(line, above_text)
    if caption is None and ":" in tail and (rights := _RIGHTS_LAST.fullmatch(line)):
        caption = rights["caption"]
    if caption is not None:
        return caption
    match = _BRACKETS_LAST.fullmatch(line)
    if match is None or not (above_text or _SHOWS.search(line)):
        return None
    owner = match["end"] or match["more"] or agency_name(match["owner"])
    return match["caption"].strip() if owner and len(match["caption"].split()) > 3 else None
