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

# Lines at or above belong to the article; lower keeps more of both kinds. In a text with few lines
# that look like menus (fewer than NOISY_LINES, or a share of all below NOISY) there is less to win
# by dropping a line.
THRESHOLD = 0.25
QUIET_THRESHOLD = 0.05
NOISY = 0.6
NOISY_LINES = 15

# Characters; cue words in a longer line are mentions.
LONGEST_CUE_LINE = 240

# Characters of Thai from which a line counts as a finished sentence.
LONG_WITHOUT_END = 30

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


def _ends_sentence(last: str, dense: int) -> bool:
    thai = dense > LONG_WITHOUT_END and "\u0e00" < last < "\u0e7f"  # written without full stops
    return bool(last) and (last in _SENTENCE_END or thai)


def line_features(line: str, twin: bool) -> list[float]:
    """What a line shows by itself, in the order of LINE.

    `twin`: the same line stands elsewhere on the page.
    """
    words = line.split()
    dense = 0 if line.isascii() else len(_DENSE.findall(line))
    size = math.log2(1 + len(words) + dense / 2.0)
    cut = line.endswith(("...", "…", "[…]"))
    last = line.rstrip(_CLOSERS)[-1:]
    ends = not cut and _ends_sentence(last, dense)
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
        float(last == ":"),
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
    padded = [0.0, 0.0, *first, 0.0, 0.0]
    columns = (
        _running(first, 0.7),
        _running(back, 0.7)[::-1],
        _running(first, 0.9),
        _running(back, 0.9)[::-1],
        _distance(first),
        _distance(back)[::-1],
        _running(ruled, 0.7),
        _running(list(reversed(ruled)), 0.7)[::-1],
    )
    total = sum(p * size for p, size in zip(first, sizes, strict=True)) + 1e-9
    above, rows = 0.0, []
    for i, around in enumerate(zip(*columns, strict=True)):
        mass = first[i] * sizes[i]
        rows.append(_place(padded[i : i + 5], around, above / total, (above + mass) / total))
        above += mass
    return rows


def _place(five: Sequence[float], around: Sequence[float], start: float, end: float) -> list[float]:
    """One row of `context_features`.

    `five`: probabilities from two lines up to two lines down; `around`: its columns; `start` and
    `end`: the shares of the likely words before this line and up to its end.
    """
    near_before, near_after, far_before, far_after, gap_before, gap_after, up, down = around
    after = 1.0 - end
    return [
        math.log((five[2] + 1e-3) / (1.001 - five[2])),
        five[1],
        five[3],
        five[0],
        five[4],
        near_before,
        near_after,
        far_before,
        far_after,
        near_before * near_after,
        min(far_before, far_after),
        max(near_before, near_after),
        float(start < 0.02),
        float(after < 0.02),
        start * after * 4,
        start,
        1 / (1 + gap_before),
        1 / (1 + gap_after),
        math.log2(2 + gap_before) / 6,
        math.log2(2 + gap_after) / 6,
        up,
        down,
    ]


def _logistic(bias: float, weights: Sequence[float], features: Sequence[float]) -> float:
    score = bias + sum(map(float.__mul__, weights, features))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


_LINE_WEIGHTS = tuple(LINE.values())
_CONTEXT_WEIGHTS = tuple(CONTEXT.values())


def likelihoods(lines: Sequence[str], ruled: Sequence[bool]) -> tuple[list[float], float]:
    """How likely each line belongs to the article (0 to 1; 0 where a rule took it), and the noise.

    The noise is how many lines rules took or look little like running text.
    """
    counts = Counter(lines)
    features = [line_features(line, counts[line] > 1) for line in lines]
    first = [
        0.0 if taken else _logistic(LINE_BIAS, _LINE_WEIGHTS, row)
        for row, taken in zip(features, ruled, strict=True)
    ]
    sizes = [min(2.0 ** row[0], 60.0) for row in features]
    context = context_features(first, sizes, [float(taken) for taken in ruled])
    scores = [
        0.0 if taken else _logistic(CONTEXT_BIAS, _CONTEXT_WEIGHTS, row + around)
        for row, around, taken in zip(features, context, ruled, strict=True)
    ]
    return scores, len(first) - sum(first)


def belongs(lines: Sequence[str], ruled: Sequence[bool]) -> list[bool]:
    """For each line whether it belongs to the article; False where a rule took it."""
    scores, noise = likelihoods(lines, ruled)
    noisy = noise >= max(NOISY_LINES, NOISY * len(lines))
    threshold = THRESHOLD if noisy else QUIET_THRESHOLD
    return [score >= threshold and not taken for score, taken in zip(scores, ruled, strict=True)]
