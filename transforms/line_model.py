"""How likely a line of scraped text belongs to the article: a linear model over the lines.

Two logistic regressions, one after the other. The first sees a line alone: its length, how it
ends, its capitals, digits and quotes. The second sees the line again and what the first said of
the lines around it, because paragraphs stand together and so do menus. No feature knows words of
a language but one, a list of cue words; most languages never trigger that. The weights stand in
`line_weights.py`, by name.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from transforms.line_weights import CONTEXT, CONTEXT_BIAS, LINE, LINE_BIAS
from transforms.wordlists import phrases, words

# Lines at or above belong to the article. Lower keeps more of both kinds.
THRESHOLD = 0.25

# Characters; cue words in a longer line are mentions.
LONGEST_CUE_LINE = 240

_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_SENTENCE_END = ".!?。！？؟।॥…"
_CLOSERS = "\"'”’»)]」』“)› "
_BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
_DIGIT = re.compile(r"\d")
_WEB = ("http", "www.", ".com", "@")
_CUE_WORDS = words(
    "subscribe subscription subscriber subscribers newsletter newsletters cookie cookies privacy"
    " comment comments comments: click download app copyright advertise advertising advertisement"
    " sponsored login account e-mail email inbox donate donation related related: podcast whatsapp"
    " facebook twitter instagram affiliate commission journalist correspondent reporter ago"
    " watch: video: abonnieren abonnement abonnés anmelden anzeige kommentar kommentare redakteur"
    " redakteurin artikel: newsletter. inbox. email. comments. privacy"
)
_CUE_PHRASES = phrases(
    "sign up|sign in|follow us|rights reserved|read more|read next|log in|our app|our website"
    "|our readers|our journalism|our newsroom|support us|get the|get our|more from|latest news"
    "|breaking news|top stories|this article|diesen artikel|dieser artikel|cet article"
    "|este artículo|min read"
)
_QUOTES = frozenset('"“”„«»「')
_OPENERS = frozenset("\"“„«‘'(「—–-¿¡『（")


def _has_cue(line: str) -> bool:
    lower = line.lower()
    if not _CUE_WORDS.isdisjoint(lower.split()):
        return True
    return any(phrase in lower for phrase in _CUE_PHRASES)


def line_features(line: str, twin: bool) -> list[float]:
    """What a line shows by itself, in the order of LINE.

    `twin`: the same line stands elsewhere on the page.
    """
    words = line.split()
    dense = 0 if line.isascii() else len(_DENSE.findall(line))
    size = math.log2(1 + len(words) + dense / 2.0)
    stripped = line.rstrip(_CLOSERS)
    cut = line.endswith(("...", "…", "[…]"))
    ends = bool(stripped) and stripped[-1] in _SENTENCE_END and not cut
    initials = [word[0] for word in words[1:]]
    upper = sum(map(str.isupper, initials))
    lower = sum(map(str.islower, initials))
    capitals = upper / (upper + lower) if upper + lower else (0.2 if dense > 6 else 0.5)
    digits = len(_DIGIT.findall(line)) / max(len(line), 1)
    commas = line.count(",") + line.count("，") + line.count("、") + line.count("،")
    start = line[:1]
    return [
        size,
        max(0.0, size - 3.0),
        max(0.0, size - 4.3),
        float(size < 2.2),
        float(ends),
        float(cut),
        float(stripped.endswith(":")),
        min(len(_BREAK.findall(line)), 3) / 3,
        min(commas, 4) / 4,
        float(not _QUOTES.isdisjoint(line)),
        capitals,
        float(line.isupper()),
        min(digits * 4, 1.0),
        float(start.islower()),
        float(not start.isalnum() and start not in _OPENERS),
        float(any(mark in line for mark in _WEB)),
        float("|" in line or "›" in line or "•" in line),
        float(lower >= 4 or dense > 12),
        float(ends and size > 3.3),
        float(twin),
        float(len(line) <= LONGEST_CUE_LINE and _has_cue(line)),
    ]


def _running(values: Sequence[float], decay: float) -> list[float]:
    """For each place the exponentially weighted mean of the values before it."""
    mean, means = 0.0, []
    for value in values:
        means.append(mean)
        mean = mean * decay + value * (1.0 - decay)
    return means


def _distance(values: Sequence[float]) -> list[float]:
    """For each place how many lines back the last likely line (over 0.6) stands, from 0."""
    distance, distances = 99, []
    for value in values:
        distances.append(float(distance))
        distance = 0 if value > 0.6 else distance + 1
    return distances


def context_features(
    first: Sequence[float], sizes: Sequence[float], ruled: Sequence[float]
) -> list[list[float]]:
    """What stands around each line, in the order of CONTEXT.

    `first`: the first model's probabilities, 0 for lines that a rule took; `sizes`: words, at
    most 60; `ruled`: 1 for lines that a rule took.
    """
    back = list(reversed(first))
    near_before, near_after = _running(first, 0.7), _running(back, 0.7)[::-1]
    far_before, far_after = _running(first, 0.9), _running(back, 0.9)[::-1]
    ruled_before = _running(ruled, 0.7)
    ruled_after = _running(list(reversed(ruled)), 0.7)[::-1]
    gap_before, gap_after = _distance(first), _distance(back)[::-1]
    total = sum(p * size for p, size in zip(first, sizes, strict=True)) + 1e-9
    padded = [0.0, 0.0, *first, 0.0, 0.0]
    above, rows = 0.0, []
    for i, p in enumerate(first):
        mass = p * sizes[i]
        before, after = above / total, 1.0 - (above + mass) / total
        above += mass
        rows.append(
            [
                math.log((p + 1e-3) / (1.001 - p)),
                padded[i + 1],
                padded[i + 3],
                padded[i],
                padded[i + 4],
                near_before[i],
                near_after[i],
                far_before[i],
                far_after[i],
                near_before[i] * near_after[i],
                min(far_before[i], far_after[i]),
                max(near_before[i], near_after[i]),
                float(before < 0.02),
                float(after < 0.02),
                before * after * 4,
                before,
                1 / (1 + gap_before[i]),
                1 / (1 + gap_after[i]),
                math.log2(2 + gap_before[i]) / 6,
                math.log2(2 + gap_after[i]) / 6,
                ruled_before[i],
                ruled_after[i],
            ]
        )
    return rows


def _logistic(bias: float, weights: Sequence[float], features: Sequence[float]) -> float:
    score = bias + sum(map(float.__mul__, weights, features))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


_LINE_WEIGHTS = tuple(LINE.values())
_CONTEXT_WEIGHTS = tuple(CONTEXT.values())


def likelihoods(lines: Sequence[str], ruled: Sequence[bool]) -> list[float]:
    """For each line how likely it belongs to the article, 0 to 1; 0 where a rule took it."""
    counts = Counter(lines)
    features = [line_features(line, counts[line] > 1) for line in lines]
    first = [
        0.0 if taken else _logistic(LINE_BIAS, _LINE_WEIGHTS, row)
        for row, taken in zip(features, ruled, strict=True)
    ]
    sizes = [min(2.0 ** row[0], 60.0) for row in features]
    context = context_features(first, sizes, [float(taken) for taken in ruled])
    return [
        0.0 if taken else _logistic(CONTEXT_BIAS, _CONTEXT_WEIGHTS, row + around)
        for row, around, taken in zip(features, context, ruled, strict=True)
    ]
