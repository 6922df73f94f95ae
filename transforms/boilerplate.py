"""Applies the line rules: names the kind of boilerplate that a line is, or None.

A rule matches a whole line, never a part of one, so a sentence that merely mentions "newsletter"
or "all rights reserved" stays. Words that could be a line of an article too (a heading "Video")
are in rules marked `edge`: in text that something else has already extracted they count only
before the first and behind the last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Set

from transforms.line_prompts import CUES, prompt
from transforms.line_rules import RULES
from transforms.wordlists import phrases, words

# Characters; a longer line is a paragraph, which only the rule for disclaimers looks at.
LONGEST_LINE = 240

# Different statements of a disclaimer that one paragraph must make to count as one.
DISCLAIMER_STATEMENTS = 2

# Characters; a shorter line is none.
SHORTEST_DISCLAIMER = 60

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
# What a row of buttons begins with: two letters, or a network of one letter, or what parts two.
_BUTTON_STARTS = frozenset(word[:2] for word in NETWORKS if len(word) > 1)
_BUTTON_MARKS = frozenset((*(word for word in NETWORKS if len(word) == 1), "X", "/", ","))

_EDGES = " \t:.…!?*•·|-–—_>»›()[]\"'“”"
_PHRASES = {
    phrase.casefold(): rule.name
    for rule in reversed(RULES)
    for phrase in rule.phrases.split("|")
    if phrase
}
_LONGEST_PHRASE = max(map(len, _PHRASES))
# For lines in small letters: a pattern without case tells most alternatives by their first letter.
_PATTERN = re.compile(
    "|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES if rule.pattern)
)
_SEPARATOR = re.compile(r" ?[>›|] ?| [»/] ")
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


# What a line must hold for anything but a whole phrase to take it: for a pattern with any words in
# front, for a prompt, for a disclaimer. A text is asked once which of its lines do.
RULE_CUES = {
    "rule": phrases(
        "newsletter|cookie|(anzeige)|for subscribers|to subscribers|our subscribers|for members"
        "|to members|our members|be reached|be contacted|be followed| contributed "
        "|rights reserved|無断転載|무단"
    ),
    "prompt": CUES,
    "disclaimer": _DISCLAIMER_WORDS,
}
EVERY_CUE = frozenset(RULE_CUES)

# The first letters of a pattern that begins with a word, and of one that begins with a common one.
_BEGINNINGS = words(
    "all alr als art aud bil bro cat cli com con cop cre don dow e-m ema ent est eti fil fin fol"
    " fon fue gal get hac hav il joi key lat lea lee leg lei les lik lir loa log läs meh mor mot"
    " mus new ope ori ple pho pos pro que rea reg rel rep sch scr see seg sen sho sig sli sou sti"
    " sto sub sui síg tag tap tem thi tie tod top tou tre tóp vid vie vis vol vor wan wat wei wit"
    " wri you чит тег キーワ"
)
_LONG_BEGINNINGS = frozenset(
    ("adve", "by c", "by r", "by s", "in a", "in t", "no s", "them", "to c", "we a", "il y", "à li")
)
_SHORT_BEGINNINGS = frozenset(("ad", "タグ"))
# Marks that one begins with, if it is not of marks and figures alone.
_FIRST_MARKS = frozenset(">→►▶([#©_")


def _may_match(lower: str, cues: Set[str]) -> bool:
    """Whether a pattern may take a line in small letters."""
    if "rule" in cues:
        return True
    first = lower[:1]
    if not first.isalpha():
        return first in _FIRST_MARKS or first.isdigit() or not lower[1:2].isalpha()
    beginning = lower[:4]
    return (
        beginning[:3] in _BEGINNINGS
        or beginning in _LONG_BEGINNINGS
        or beginning[:2] in _SHORT_BEGINNINGS
    )


def _is_disclaimer(line: str) -> bool:
    lower = line.lower()
    own = [statement for statement in _DISCLAIMERS if statement in lower]
    if not own:
        return False
    liabilities = [claim for claim in _LIABILITIES if claim in lower]
    return len(own) + len(liabilities) >= DISCLAIMER_STATEMENTS


def _named(line: str) -> str | None:
    """The rule that has the line as a phrase."""
    bare = line.strip(_EDGES)
    if len(bare) > _LONGEST_PHRASE:
        return None
    return _PHRASES.get(bare.casefold().replace("’", "'"))


def _is_button_row(line: str) -> bool:
    if line[:2].casefold()[:2] not in _BUTTON_STARTS and line[:1] not in _BUTTON_MARKS:
        return False
    words = line.casefold().replace("/", " ").replace(",", " ").split()
    if not words or words[0] not in NETWORKS or len(words) > LONGEST_BUTTON_ROW:
        return False
    return all(word in NETWORKS for word in words)


def _is_breadcrumb(line: str) -> bool:
    """A path such as "News > World > Asia"; split, as a pattern would backtrack for minutes."""
    if not (">" in line or "|" in line or " / " in line or "›" in line or " » " in line):
        return False
    parts = _SEPARATOR.split(line)
    if len(parts) == 1 or len(parts) > LONGEST_PATH or any(mark in line for mark in ".!?«"):
        return False
    if len(parts) == 2 and not parts[1]:
        return 1 < len(parts[0]) <= LONGEST_CRUMB
    return all(1 < len(part) <= LONGEST_CRUMB for part in parts)


def boilerplate(line: str, cues: Set[str] = EVERY_CUE) -> str | None:
    """The name of the rule that takes this line, or None; rules are tried in table order.

    `cues`: the kinds of RULE_CUES that the line holds, at least.
    """
    if len(line) <= LONGEST_LINE:
        if named := _named(line):
            return named
        if _is_button_row(line):
            return "share_widget"
        if _is_breadcrumb(line):
            return "breadcrumb"
        lower = line.lower()
        if _may_match(lower, cues) and (match := _PATTERN.fullmatch(lower)):
            return match.lastgroup
    if "prompt" in cues and (found := prompt(line)):
        return found
    long = len(line) > SHORTEST_DISCLAIMER
    return "disclaimer" if long and "disclaimer" in cues and _is_disclaimer(line) else None
