"""Synthetic news texts for the topic model, from the patterns and articles in topics_src.

A pattern holds choices, `{a|b}`, which nest, and names of lists in lists.txt, `{place}`; `{person}`
is a first and a last name. A text is a headline or a report: sentences of its topic, some that
fit any topic, and at times some of another topic, which is then its second label. Articles
(topics_src/articles) are written out, one a line: a headline, which counts twice, and sentences,
of which each draw may leave one out and shuffles the others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent / "topics_src"
Patterns = dict[str, list[str]]
Lists = dict[str, list[str]]
_INNERMOST = re.compile(r"\{([^{}]*)\}")
_SENTENCE_END = re.compile(r'(?<=[.!?"]) +')
_OTHER_LABEL = 0.35  # share of the label that a second topic gets


@dataclass(frozen=True)
class Text:
    """A text with its second-level topics' shares, which add up to 1."""

    words: str
    labels: tuple[tuple[str, float], ...]


def read_patterns() -> Patterns:
    """Sentence patterns by code of a second-level topic, in the order of the files."""
    patterns: Patterns = {}
    for path in sorted(SOURCE.glob("[0-9]*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                code = line.split()[1]
                patterns[code] = []
            elif line.strip():
                patterns[code].append(line)
    return patterns


def read_lists() -> Lists:
    """The lists that patterns name, and the sentences that fit any topic as `filler`."""
    lists: Lists = {}
    for line in (SOURCE / "lists.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            name = line[2:]
            lists[name] = []
        elif line.strip():
            lists[name] += [line] if name == "filler" else line.split("|")
    return lists


def sentence(pattern: str, lists: Lists, rng: random.Random) -> str:
    """One sentence of a pattern, its choices made."""

    def choose(match: re.Match[str]) -> str:
        inner = match[1]
        if inner.lower() == "person":
            return f"{rng.choice(lists['first'])} {rng.choice(lists['name'])}"
        if inner.lower() in lists:
            return rng.choice(lists[inner.lower()])
        return rng.choice(inner.split("|"))

    while _INNERMOST.search(pattern):
        pattern = _INNERMOST.sub(choose, pattern)
    return pattern[:1].upper() + pattern[1:]


def texts(per_topic: int, seed: int) -> Iterator[Text]:
    """`per_topic` texts of each second-level topic; equal for equal arguments."""
    patterns, lists = read_patterns(), read_lists()
    codes = list(patterns)
    rng = random.Random(seed)  # noqa: S311 - a reproducible corpus, no secret
    for code in codes:
        for _ in range(per_topic):
            yield _text(code, codes, patterns, lists, rng)


def read_articles() -> list[tuple[str, str]]:
    """Code of the second-level topic and line of each written article, in the files' order."""
    articles: list[tuple[str, str]] = []
    for path in sorted((SOURCE / "articles").glob("[0-9]*.txt")):
        code = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                code = line.split()[1]
            elif line.strip():
                articles.append((code, line))
    return articles


def article_texts(draws: int, seed: int) -> Iterator[Text]:
    """`draws` texts of each written article, the first one whole; equal for equal arguments."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible corpus, no secret
    for code, line in read_articles():
        title, *body = _SENTENCE_END.split(line)
        for draw in range(draws):
            kept = rng.randint(max(1, len(body) - 1), len(body)) if draw else len(body)
            words = " ".join([title, title, *rng.sample(body, min(kept, len(body)))])
            yield Text(words, ((code, 1.0),))


def _text(
    code: str, codes: list[str], patterns: Patterns, lists: Lists, rng: random.Random
) -> Text:
    """A brief, a report, or a report of two topics."""
    kind = rng.random()
    count = rng.randint(1, 2) if kind < 0.4 else rng.randint(3, 6)
    mine = rng.sample(patterns[code], min(count, len(patterns[code])))
    parts = [sentence(pattern, lists, rng) for pattern in mine]
    labels: tuple[tuple[str, float], ...] = ((code, 1.0),)
    if kind > 0.85:
        other = rng.choice(codes)
        if other != code:
            several = rng.sample(patterns[other], min(2, len(patterns[other])))
            parts += [sentence(pattern, lists, rng) for pattern in several]
            labels = ((code, 1 - _OTHER_LABEL), (other, _OTHER_LABEL))
    for _ in range(rng.randint(0, 1 + count // 3)):
        place = rng.randint(1, len(parts))
        parts.insert(place, sentence(rng.choice(lists["filler"]), lists, rng))
    if kind > 0.5:
        parts[0] = sentence("{style_open}", lists, rng) + parts[0]
    return Text(" ".join(parts), labels)
