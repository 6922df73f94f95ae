"""How likely a line of scraped text belongs to the article: a small convolutional network.

Each line's features (`line_features`) become a short vector; three convolutions with growing gaps
between the lines that they look at (dilated convolutions, Yu and Koltun 2016) add what stands
around it, 26 lines up and down. The answers of a few networks that differ in their random start
are averaged. Weights: `line_weights.npz`, fitted by `scripts/fit_lines.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from transforms.characters import kinds
from transforms.line_features import NAMES, line_features
from transforms.word_kinds import line_words, word_shares

# Numbers of a line's vector; lines in one look of a convolution; lines between them, by layer.
WIDTH = 24
REACH = 5
DILATIONS = (1, 3, 9)

# Log-odds from which a line of 64 characters belongs to the article, and how much less it takes
# with each doubling of its length: a paragraph that is lost weighs more than a label that is kept.
THRESHOLD = -1.5
LENGTH_BONUS = 0.3

# A text without a sign of furniture is clean already: all of it stays. So is one with hardly a sign
# for its lines, if the networks doubt as few of these. Where there is hardly a sign (at most so
# many, and at most such a share of all lines), it takes more to drop a line. Signs are lines that a
# rule took for furniture, and those with words of furniture that the networks doubt.
LITTLE_EVIDENCE = 2
LITTLE_EVIDENCE_SHARE = 0.1
CLEAN_SHARE = 1 / 30
DOUBTED_SHARE = 1 / 25
DOUBTED_SCORE = -3.0
QUIET_THRESHOLD = -5.5
SIGN_WORDS = 1.0
SIGN_SCORE = -2.0

# Places in the list of reasons, and the least log-odds that one must stand for.
MOST_REASONS = 3
LEAST_REASON = 0.3

Weights = Mapping[str, Any]


def windows(rows: Any, dilation: int) -> Any:
    """Each row with its REACH - 1 neighbours at multiples of `dilation`, side by side.

    `rows`: rows by columns, or several such planes.
    """
    half, (*planes, count, width) = REACH // 2, rows.shape
    edge = half * dilation
    padded = np.zeros((*planes, count + 2 * edge, width), dtype=rows.dtype)
    padded[..., edge : edge + count, :] = rows
    return np.concatenate(
        [padded[..., k * dilation : k * dilation + count, :] for k in range(REACH)], axis=-1
    )


def log_odds(weights: Weights, rows: Any) -> Any:
    """One network: a number for each row of features, positive for the article's own lines."""
    scaled = (rows - weights["mean"]) * weights["scale"]
    hidden = np.maximum(scaled @ weights["in"] + weights["in_bias"], 0)
    for i, dilation in enumerate(DILATIONS):
        looked = windows(hidden, dilation) @ weights[f"conv{i}"] + weights[f"conv{i}_bias"]
        hidden = hidden + np.maximum(looked, 0)
    return (hidden @ weights["out"] + scaled @ weights["skip"])[:, 0] + weights["out_bias"][0]


@cache
def networks() -> tuple[Weights, ...]:
    """The networks that are shipped; loaded once per process."""
    with files("transforms").joinpath("line_weights.npz").open("rb") as opened:
        arrays = dict(np.load(opened))
    count = 1 + max(int(name.split("/")[0]) for name in arrays)
    return tuple(
        {
            name.split("/")[1]: array.astype(np.float32)
            for name, array in arrays.items()
            if name.startswith(f"{number}/")
        }
        for number in range(count)
    )


@cache
def together() -> Weights:
    """The networks side by side, one in each plane, so that all of them take one look at a text.

    Their scale and mean, which they share, are worked into the weights behind them.
    """
    nets = networks()
    mean, scale = nets[0]["mean"], nets[0]["scale"]
    found = {name: np.stack([net[name] for net in nets]) for name in nets[0]}
    inner = np.concatenate([scale[:, None] * net["in"] for net in nets], axis=1)
    skip = (scale[:, None] * found["skip"].mean(axis=0))[:, 0]
    return found | {
        "in": inner,
        "in_bias": found["in_bias"].reshape(-1) - mean @ inner,
        "skip": skip,
        "out": found["out"] / len(nets),
        "out_bias": found["out_bias"].mean() - mean @ skip,
    }


def scores(rows: Any) -> Any:
    """Log-odds of each row, the mean of all networks."""
    weights, count = together(), len(rows)
    first = np.maximum(rows @ weights["in"] + weights["in_bias"], 0)
    hidden = first.reshape(count, -1, WIDTH).transpose(1, 0, 2)
    for i, dilation in enumerate(DILATIONS):
        looked = windows(hidden, dilation) @ weights[f"conv{i}"]
        hidden = hidden + np.maximum(looked + weights[f"conv{i}_bias"][:, None], 0)
    return (
        (hidden @ weights["out"]).sum(axis=0)[:, 0] + rows @ weights["skip"] + weights["out_bias"]
    )


def threshold(line: str, evidence: int, lines: int) -> float:
    """Log-odds from which a line stays, in a text of so many lines and signs of furniture."""
    if not evidence:
        return -math.inf
    quiet = evidence <= LITTLE_EVIDENCE and evidence < LITTLE_EVIDENCE_SHARE * lines
    least = QUIET_THRESHOLD if quiet else THRESHOLD
    return least - LENGTH_BONUS * math.log2(max(len(line), 8) / 64)


def signs(rows: Any, roles: Sequence[str], found: Any) -> int:
    """How many lines no rule took that look like furniture and have its words."""
    free = np.array([not role for role in roles])
    worded = rows[:, NAMES.index("furniture_words")] >= SIGN_WORDS
    return int((free & worded & (found < SIGN_SCORE)).sum())


def has_furniture_words(lines: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether `signs` could find any, whatever the networks say."""
    _, dense = kinds(lines)
    shares = word_shares(lines, line_words(lines, dense), dense)[:, -1]
    return any(share >= SIGN_WORDS and not role for share, role in zip(shares, roles, strict=True))


class Verdict(NamedTuple):
    """What the model says of a text.

    Attributes:
        belongs: for each line whether it is the article's; False where a rule took it.
        evidence: signs of furniture, at least those that the rules found.
        doubted: lines that the networks are sure about that they are not the article's.
    """

    belongs: list[bool]
    evidence: int
    doubted: int = 0


def is_clean(signs: int, doubted: int, lines: int) -> bool:
    """Whether a text of so many lines has no page around it."""
    few = signs <= LITTLE_EVIDENCE and signs <= CLEAN_SHARE * lines
    return not signs or (few and doubted <= DOUBTED_SHARE * lines)


def judge(lines: Sequence[str], roles: Sequence[str], labels: int) -> Verdict:
    """Judges the lines that no rule took.

    Args:
        lines: the text.
        roles: what the rules took each line for; "" for nothing.
        labels: how many of these are furniture.
    """
    if not lines or (not labels and not has_furniture_words(lines, roles)):
        return Verdict([not role for role in roles], 0)  # no sign is possible
    rows = line_features(lines, roles)
    return verdict(lines, roles, labels, rows, scores(rows))


def verdict(
    lines: Sequence[str], roles: Sequence[str], labels: int, rows: Any, found: Any
) -> Verdict:
    """What follows from the log-odds `found` of each line; `rows`: its features."""
    evidence = labels + signs(rows, roles, found)
    belongs = [
        not role and score >= threshold(line, evidence, len(lines))
        for line, role, score in zip(lines, roles, found.tolist(), strict=True)
    ]
    doubted = sum(
        not role and score < DOUBTED_SCORE
        for role, score in zip(roles, found.tolist(), strict=True)
    )
    return Verdict(belongs, evidence, doubted)


def reasons(lines: Sequence[str], roles: Sequence[str], at: int) -> list[tuple[str, float]]:
    """What a line's own features did to its log-odds, the strongest first.

    A feature's part is what changes when it is set to its mean over all lines (occlusion).
    """
    rows = line_features(lines, roles)
    before, parts = float(scores(rows)[at]), []
    for index, name in enumerate(NAMES):
        hidden = rows.copy()
        hidden[at, index] = networks()[0]["mean"][index]
        parts.append((name, before - float(scores(hidden)[at])))
    parts.sort(key=lambda part: (-abs(part[1]), part[0]))
    return [part for part in parts[:MOST_REASONS] if abs(part[1]) >= LEAST_REASON]
