"""How likely a line of scraped text belongs to the article: a small convolutional network.

Each line's features (`line_features`) become a short vector; three convolutions with growing gaps
between the lines that they look at (dilated convolutions, Yu and Koltun 2016) add what stands
around it, 26 lines up and down. The answers of a few networks that differ in their random start
are averaged. Weights: `line_weights.npz`, fitted by `scripts/fit_lines.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress
from typing import Any

import numpy as np

from transforms.characters import characters
from transforms.line_features import MEANING, NAMES, features, line_features, told
from transforms.line_verdict import SIGN_WORDS, Verdict, verdict
from transforms.word_kinds import line_words, word_shares

# Numbers of a line's vector; lines in one look of a convolution; lines between them, by layer.
WIDTH = 24
REACH = 5
DILATIONS = (1, 3, 9)
_EDGE = REACH // 2 * max(DILATIONS)

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

    Their scales and means are worked into the weights behind them.
    """
    nets = networks()
    found = {name: np.stack([net[name] for net in nets]) for name in nets[0]}
    inner = [net["scale"][:, None] * net["in"] for net in nets]
    skip = [net["scale"] * net["skip"][:, 0] for net in nets]
    shift = [
        (net["in_bias"] - net["mean"] @ into, net["out_bias"] - net["mean"] @ past)
        for net, into, past in zip(nets, inner, skip, strict=True)
    ]
    return found | {
        "in": np.concatenate(inner, axis=1),
        "in_bias": np.concatenate([first for first, _ in shift]),
        "skip": np.mean(skip, axis=0),
        "out": found["out"] / len(nets),
        "out_bias": np.mean([last for _, last in shift]),
    }


@cache
def usual() -> Any:
    """Each feature's mean over all lines, as the networks saw them; of what words mean, 0."""
    return np.mean([net["mean"] for net in networks()], axis=0)


def scores(rows: Any) -> Any:
    """Log-odds of each row, the mean of all networks."""
    weights, count = together(), len(rows)
    nets = len(weights["out"])
    first = (rows @ weights["in"] + weights["in_bias"]).reshape(count, nets, WIDTH)
    padded = np.zeros((nets, count + 2 * _EDGE, WIDTH), dtype=np.float32)
    hidden = padded[:, _EDGE : _EDGE + count]
    np.maximum(first.transpose(1, 0, 2), 0, out=hidden)
    seen = np.empty((nets, count, REACH, WIDTH), dtype=np.float32)
    for i, dilation in enumerate(DILATIONS):
        for k in range(REACH):
            start = _EDGE + (k - REACH // 2) * dilation
            seen[:, :, k] = padded[:, start : start + count]
        looked = seen.reshape(nets, count, -1) @ weights[f"conv{i}"]
        looked += weights[f"conv{i}_bias"][:, None]
        hidden += np.maximum(looked, 0, out=looked)
    parts: Any = (hidden @ weights["out"]).sum(axis=0)[:, 0]
    return parts + rows @ weights["skip"] + weights["out_bias"]


def shows_signs(shares: Any, roles: Sequence[str]) -> bool:
    """Whether lines may be signs of a page by what their words are for, whatever the networks
    say."""
    rich = shares[:, -1] >= SIGN_WORDS
    return any(not role for role in compress(roles, rich.tolist()))


def judge(
    lines: Sequence[str],
    roles: Sequence[str],
    labels: int,
    cues: Sequence[frozenset[str]] | None = None,
) -> Verdict:
    """Judges the lines that no rule took.

    Args:
        lines: the text.
        roles: what the rules took each line for; "" for nothing.
        labels: how many of these are furniture.
        cues: which of TOLD_CUES each line holds, if known.
    """
    if not lines:
        return Verdict([], 0)
    page = characters(lines)
    words = line_words(page)
    shares = word_shares(page, words)
    if not labels and not shows_signs(shares, roles):
        return Verdict([not role for role in roles], 0)
    rows = features(page, roles, told(lines) if cues is None else cues, words, shares)
    return verdict(lines, roles, labels, rows, scores(rows))


def reasons(lines: Sequence[str], roles: Sequence[str], at: int) -> list[tuple[str, float]]:
    """What a line's own features did to its log-odds, the strongest first.

    A feature's part is what changes when it is set to what is usual (occlusion); what the line's
    words mean is one feature.
    """
    rows = line_features(lines, roles)
    before, parts = float(scores(rows)[at]), []
    single = len(NAMES) - len(MEANING)
    for start in range(single + 1):
        end = start + 1 if start < single else len(NAMES)
        hidden = rows.copy()
        hidden[at, start:end] = usual()[start:end]
        name = NAMES[start] if start < single else "meaning"
        parts.append((name, before - float(scores(hidden)[at])))
    parts.sort(key=lambda part: (-abs(part[1]), part[0]))
    return [part for part in parts[:MOST_REASONS] if abs(part[1]) >= LEAST_REASON]
