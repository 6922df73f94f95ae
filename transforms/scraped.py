"""The structure of an article's plain text: which line is what.

`sort_lines` gives every line a role: "" for the article's own sentences, else the name of what
took it ("title", "byline", "timestamp", "caption", "unlikely", or a rule of `line_rules`). Lines
are looked at from top to bottom, because what a line means depends on whether the article has
begun.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set

from transforms.about_notes import about_notes
from transforms.boilerplate import EDGE_RULES, RULE_CUES, boilerplate
from transforms.bylines import Byline, is_author_bio, read_byline, read_credit
from transforms.captions import CREDIT_CUES, read_caption
from transforms.cues import CueFinder
from transforms.line_model import judge
from transforms.line_places import ABOUT
from transforms.line_prompts import PROMPTS
from transforms.line_titles import find_title
from transforms.line_told import TOLD_CUES
from transforms.line_verdict import Verdict, is_clean
from transforms.lines import Line, is_paragraph
from transforms.persons import person
from transforms.timestamps import read_timestamp

# Characters from which a line above a text without any furniture is its first sentence, no title.
LONGEST_BARE_TITLE = 110

# Rules that take dates in figures too.
MAY_BE_DATES = ("counter", "breadcrumb")

# Roles of lines that a text without a page may have too: its own separators and its small print.
SMALL_PRINT = frozenset(("affiliate_notice", "breadcrumb", "copyright_notice", "counter"))

# Roles of lines that go from such a text too.
GIVEN = frozenset(("copyright_notice", "recurring"))

# Characters that may stand behind byline and date: "By Ana Lund May 3, 2021 Science".
LONGEST_SECTION = 30

# Lines below the last paragraph in which bylines and dates still belong to the article.
TAIL = 4

# Lines from the body's end in which its author may be introduced.
BIO_WITHIN = 2

_WORDS = re.compile(r"\w+")
_RULE_CUES = RULE_CUES | {"credit": CREDIT_CUES}
_PLAIN_CUES, _PAGE_CUES = CueFinder(_RULE_CUES), CueFinder(_RULE_CUES | TOLD_CUES)


def _key(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def _repeats(text: str, key: str) -> bool:
    return len(key) <= len(text) <= 2 * len(key) + 20 and _key(text) == key


def _timestamp(text: str, authors: frozenset[str]) -> Line | None:
    stamp = read_timestamp(text)
    if stamp is None:
        return None
    rest = stamp.rest
    known = not rest or _key(rest) in authors or person(rest) or read_byline(rest)
    if known or _section_and_byline(stamp.before, stamp.after):
        return Line(text, "timestamp", stamp)
    return None


def _section_and_byline(before: str, after: str) -> bool:
    """Whether a byline stands on one side of a date, and at most a section's name on the other."""
    short_after, short_before = len(after) <= LONGEST_SECTION, len(before) <= LONGEST_SECTION
    return bool((short_after and read_byline(before)) or (short_before and read_byline(after)))


def _read(text: str, above: bool, authors: frozenset[str], cues: Set[str]) -> Line:
    """One line's role by the rules alone."""
    rule = boilerplate(text, cues)
    if not above and len(text) > 400 and "©" not in text[:2]:
        return Line(text, rule or "")
    if rule and rule not in MAY_BE_DATES:
        return Line(text, rule)
    if stamp := _timestamp(text, authors):
        return stamp
    if rule:
        return Line(text, rule)
    byline = read_byline(text, allow_from=above)
    if byline is not None:
        return Line(text, "byline", byline)
    if authors and len(text) < 80 and _key(text) in authors:
        return Line(text, "byline", Byline())
    reporters = read_credit(text)
    if reporters is not None:
        return Line(text, "credit_line", reporters)
    caption = read_caption(text, above, "credit" in cues)
    return Line(text) if caption is None else Line(text, "caption", caption)


def _span(lines: Sequence[Line]) -> tuple[int, int]:
    """Indices of the first and the last paragraph; (len, -1) if there is none."""
    own = [i for i, line in enumerate(lines) if not line.role and line.paragraph]
    return (own[0], own[-1]) if own else (len(lines), -1)


def _spare_the_middle(lines: Sequence[Line], scraped: bool) -> None:
    """Gives back lines inside the body that only their place at the edge would make boilerplate."""
    if scraped:
        return
    first, last = _span(lines)
    for line in lines[first : last + 1]:
        if line.role == "timestamp" or line.role in EDGE_RULES | PROMPTS:
            line.role, line.reading = "", None


def label_count(lines: Sequence[Line]) -> int:
    """How many lines are furniture by a rule: not the article's, and not about it either."""
    return sum(bool(line.role) and line.role not in ABOUT for line in lines)


def _is_signed(lines: Sequence[Line]) -> bool:
    """Whether a byline or a date stands above the text, a heading's mark before its title, or a
    credit names its reporters: the text alone does not have these."""
    first, _ = _span(lines)
    return any(
        line.role in ("byline", "timestamp") or line.text.startswith("# ") for line in lines[:first]
    ) or any(isinstance(line.reading, tuple) and line.reading for line in lines)


def settle(lines: Sequence[Line], verdict: Verdict, given: frozenset[str] = GIVEN) -> None:
    """Drops what the model takes for no part of the article; a clean text stays whole.

    `given`: roles of lines that go from a clean text too.
    """
    signs = verdict.evidence - sum(line.role in SMALL_PRINT for line in lines)
    if is_clean(signs, verdict.doubted, len(lines)) and not _is_signed(lines):
        for line in lines:
            line.stays = bool(line.role) and line.role not in given
        return
    if not any(verdict.belongs):
        return  # the model knows no such text: the rules must do
    for line, stays in zip(lines, verdict.belongs, strict=True):
        if not line.role and not stays:
            line.role = "unlikely"


def _drop_author_bio(lines: Sequence[Line], authors: Sequence[str]) -> None:
    names = [*authors]
    for line in lines:
        names += line.reading.authors if isinstance(line.reading, Byline) else ()
    own = [line for line in lines if not line.role]
    for line in own[3:][-BIO_WITHIN:]:
        if is_author_bio(line.text, names):
            line.role = "author_bio"


def nothing_known(line: str) -> bool:
    """No line recurs."""
    return not line  # lines are never empty


def _ruled(
    texts: Sequence[str],
    scraped: bool,
    title: str | None,
    authors: Sequence[str],
    recurs: Callable[[str], bool],
    held: Sequence[Set[str]],
) -> list[Line]:
    """What the rules say of each line, before anything is judged."""
    names = frozenset(map(_key, authors))
    known, lines, above = _key(title or ""), [], True
    for text, cues in zip(texts, held, strict=True):
        line = Line(text, "recurring") if recurs(text) else _read(text, above, names, cues)
        if known and above and _repeats(text, known):
            line = Line(text, "title")
        lines.append(line)
        line.paragraph = not line.role and is_paragraph(text)
        above = above and not line.paragraph
    if scraped and not known:
        at = find_title(lines)
        bare = not any(line.role for line in lines)
        if at is not None and not (bare and len(lines[at].text) > LONGEST_BARE_TITLE):
            known, lines[at].role = _key(lines[at].text), "title"
            for line in lines[at + 1 :]:
                line.role = "title" if _repeats(line.text, known) else line.role
    for at in about_notes(lines) if scraped else ():
        lines[at].role, lines[at].paragraph = "company_note", False
    _spare_the_middle(lines, scraped)
    return lines


def rule_lines(texts: Sequence[str]) -> list[Line]:
    """The lines of a scraped text as the rules alone sort them."""
    return _ruled(texts, True, None, (), nothing_known, _PLAIN_CUES.find(texts))


def sort_lines(
    texts: Sequence[str],
    scraped: bool,
    title: str | None = None,
    authors: Sequence[str] = (),
    recurs: Callable[[str], bool] = nothing_known,
) -> list[Line]:
    """Gives each line its role.

    Args:
        texts: what `split_lines` gave.
        scraped: the text is a whole page's: find the title, let the line model judge what no rule
            took. Otherwise only rules act, and inside the body fewer of them.
        title: the title if known; lines that repeat it go.
        authors: names if known; lines that hold one alone go.
        recurs: whether a line stands in many articles of the site; such lines go.
    """
    held = (_PAGE_CUES if scraped else _PLAIN_CUES).find(texts)
    lines = _ruled(texts, scraped, title, authors, recurs, held)
    if scraped:
        roles = [line.role for line in lines]
        verdict = judge(texts, roles, label_count(lines), held)
        settle(lines, verdict, GIVEN | {"title"} if title else GIVEN)
    _drop_author_bio(lines, authors)
    if not any(line.own for line in lines):
        for line in lines:  # a text of captions is better than none
            line.role = "" if line.role == "caption" else line.role
    return lines


def first_last(lines: Sequence[Line]) -> tuple[int, int]:
    """Indices of the body's first and last paragraph, of its lines if it has no paragraph.

    (len, -1) if nothing is left. Short lines that were kept by mistake lie outside more often than
    inside, so bylines and dates are looked for outside the paragraphs.
    """
    first, last = _span(lines)
    if last >= 0:
        return first, last
    own = [i for i, line in enumerate(lines) if not line.role]
    return (own[0], own[-1]) if own else (len(lines), -1)


def nearby(lines: Sequence[Line], last: int) -> Sequence[Line]:
    """The lines right below the body's last one, which may still belong to the article."""
    return lines[last + 1 : last + 1 + TAIL]
