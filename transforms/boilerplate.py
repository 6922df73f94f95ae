"""Applies the line rules: names the kind of boilerplate that a line is, or None.

A rule matches a whole line, never a part of one, so a sentence that merely mentions "newsletter"
or "all rights reserved" stays. Words that could be a line of an article too (a heading "Video")
are in rules marked `edge`: in text that something else has already extracted they count only
before the first and behind the last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.line_prompts import CUES, prompt
from transforms.line_rules import RULES
from transforms.wordlists import phrases, words

# Characters; a longer line is a paragraph, which only the rule for disclaimers looks at.
LONGEST_LINE = 240

# Different statements of a disclaimer that one paragraph must make to count as one.
DISCLAIMER_STATEMENTS = 2

# Words; a longer row of names of networks is something else.
LONGEST_BUTTON_ROW = 24

# Steps, characters: the path to a page, and one step of it.
LONGEST_PATH = 7
LONGEST_CRUMB = 30

NETWORKS = words(
    "facebook twitter x whatsapp linkedin reddit pinterest tumblr telegram email e-mail mail print"
    " flipboard messenger instagram youtube tiktok threads bluesky mastodon xing viber vk line sms"
    " pocket snapchat rss share tweet pin copy link url copied on via to and teilen drucken"
    " kopieren"
    " link teilen partager imprimer compartir imprimir condividi stampa delen dela del send"
    " sharethis"
    " google+ gplus skype weibo wechat kakaotalk kakao naver blog feed save bookmark"
    " поделиться вконтакте одноклассники 共有 シェア ツイート 분享 공유"
)


def _bare(line: str) -> str:
    return line.casefold().strip(" \t:.…!?*•·|-–—_>»›()[]\"'“”").replace("’", "'")


_PHRASES = {
    phrase.casefold(): rule.name
    for rule in reversed(RULES)
    for phrase in rule.phrases.split("|")
    if phrase
}
# For lines in small letters: a pattern without case tells most alternatives by their first letter.
_PATTERN = re.compile(
    "|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES if rule.pattern)
)
_SEPARATOR = re.compile(r" ?[>›|] ?| [»/] ")
_SEPARATOR_MARKS = (">", "|", " / ", "›", " » ")
EDGE_RULES = frozenset(rule.name for rule in RULES if rule.edge)

# What only the publisher of a page says of the page ...
_DISCLAIMERS = phrases(
    "disclaimer:|contained on this website|contained in this website|contained on this site"
    "|contained in this article|contained on the website|reliance on the information"
    "|not necessarily real-time|not necessarily real time|views expressed|opinions expressed"
    "|for informational purposes|not constitute|not intended as|not be construed as"
    "|not suitable for trading|prices may not be accurate|haftungsausschluss|ohne gewähr"
    "|sans garantie"
)
# Each of them has one of these in it; looked for first because it is cheap.
_DISCLAIMER_WORDS = (
    *("not ", "contained", "expressed", "disclaimer", "reliance", "informational"),
    *("haftung", "gewähr", "garantie"),
)
# ... and what a report on a dispute may say as well.
_LIABILITIES = phrases(
    "no liability|no responsibility|not responsible for|not liable for|loss or damage"
    "|losses or damages|trading loss|not necessarily reflect|not reflect|not represent"
    "|are those of the author|are solely those|own research|own risk|investment advice"
    "|financial advice|legal advice|medical advice|risks and costs|risks associated with"
    "|haftung|keine gewähr"
)


@dataclass(frozen=True)
class Cues:
    """Parts of words that prompts and disclaimers need. A text is asked once which of them it
    has, and its lines for these alone."""

    prompts: tuple[str, ...] = CUES
    disclaimers: tuple[str, ...] = _DISCLAIMER_WORDS


EVERY_CUE = Cues()


def cues_of(lines: Sequence[str]) -> Cues:
    """The cues that a text has."""
    lower = "\n".join(lines).lower()
    return Cues(
        tuple(cue for cue in CUES if cue in lower),
        tuple(word for word in _DISCLAIMER_WORDS if word in lower),
    )


def _is_disclaimer(line: str, words: Sequence[str]) -> bool:
    lower = line.lower()
    if not any(word in lower for word in words):
        return False
    own = [statement for statement in _DISCLAIMERS if statement in lower]
    if not own:
        return False
    liabilities = [claim for claim in _LIABILITIES if claim in lower]
    return len(own) + len(liabilities) >= DISCLAIMER_STATEMENTS


def _is_button_row(line: str) -> bool:
    words = line.casefold().replace("/", " ").replace(",", " ").split()
    if not words or words[0] not in NETWORKS or len(words) > LONGEST_BUTTON_ROW:
        return False
    return all(word in NETWORKS for word in words)


def _is_breadcrumb(line: str) -> bool:
    """A path such as "News > World > Asia"; split, as a pattern would backtrack for minutes."""
    if not any(mark in line for mark in _SEPARATOR_MARKS):
        return False
    parts = _SEPARATOR.split(line)
    if len(parts) == 1 or len(parts) > LONGEST_PATH or any(mark in line for mark in ".!?«"):
        return False
    if len(parts) == 2 and not parts[1]:
        return 1 < len(parts[0]) <= LONGEST_CRUMB
    return all(1 < len(part) <= LONGEST_CRUMB for part in parts)


def boilerplate(line: str, cues: Cues = EVERY_CUE) -> str | None:
    """The name of the rule that takes this line, or None; rules are tried in table order."""
    if len(line) > LONGEST_LINE:
        found = prompt(line, cues.prompts)
        return found or ("disclaimer" if _is_disclaimer(line, cues.disclaimers) else None)
    named = _PHRASES.get(_bare(line))
    if named:
        return named
    if _is_button_row(line):
        return "share_widget"
    if _is_breadcrumb(line):
        return "breadcrumb"
    match = _PATTERN.fullmatch(line.lower())
    if match:
        return match.lastgroup
    if found := prompt(line, cues.prompts):
        return found
    return "disclaimer" if len(line) > 60 and _is_disclaimer(line, cues.disclaimers) else None
