"""The line model's network and its fitting: gradients by hand, Adam (Kingma and Ba 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transforms import line_model
from transforms.line_features import MEANING, NAMES
from transforms.line_model import DILATIONS, REACH, WIDTH
from transforms.lines import Line

RATE = 0.005
BATCH = 6
DROPOUT = 0.3
BLIND = 0.1
DECAY = 5e-5
GAP = 2 * max(DILATIONS)

Array = np.ndarray
Params = dict[str, Array]


@dataclass(frozen=True)
class Page:
    """A page's features, its labels (1 body, or a share) and what each line weighs: 0 if ruled."""

    site: str
    features: Array
    labels: Array
    weights: Array
    lines: Sequence[str]
    gold: Sequence[str]
    ruled: Sequence[Line]


def new_params(rng: np.random.Generator, mean: Array, scale: Array) -> Params:
    """A network at its random start."""
    params: Params = {"mean": mean, "scale": scale}
    shapes = {"in": (len(NAMES), WIDTH), "out": (WIDTH, 1), "skip": (len(NAMES), 1)}
    shapes |= {f"conv{i}": (REACH * WIDTH, WIDTH) for i in range(len(DILATIONS))}
    for name, shape in shapes.items():
        spread = np.sqrt(2.0 / shape[0]) * (0.1 if name == "skip" else 1.0)
        params[name] = (rng.standard_normal(shape) * spread).astype(np.float32)
        params[f"{name}_bias"] = np.zeros(shape[1], dtype=np.float32)
    return params


def joined(pages: Sequence[Page]) -> tuple[Array, Array, Array, Array]:
    """Pages below one another with GAP empty rows between: rows, labels, weights, mask."""
    parts: list[list[Array]] = [[], [], [], []]
    for page in pages:
        pad = np.zeros((GAP, len(NAMES)), dtype=np.float32)
        none = np.zeros(GAP, dtype=np.float32)
        ones = np.ones(len(page.labels), dtype=np.float32)
        arrays = (page.features, page.labels, page.weights, ones)
        for part, array, empty in zip(parts, arrays, (pad, none, none, none), strict=True):
            part += [array, empty]
    features, labels, weights, mask = (np.concatenate(part) for part in parts)
    return features, labels, weights, mask


def gather(slopes: Array, dilation: int) -> Array:
    """The transpose of `line_model.windows`: adds up what each row was used for."""
    half, count = line_model.REACH // 2, len(slopes)
    width, edge = slopes.shape[1] // REACH, half * dilation
    padded = np.zeros((count + 2 * edge, width), dtype=slopes.dtype)
    for k in range(REACH):
        padded[k * dilation : k * dilation + count] += slopes[:, k * width : (k + 1) * width]
    return padded[edge : edge + count]


def gradients(params: Params, batch: Sequence[Page], rng: np.random.Generator) -> Params:
    """What one batch says of each weight."""
    features, labels, weights, mask = joined(batch)
    column = mask[:, None]
    x = (features - params["mean"]) * params["scale"] * column
    x *= rng.random(x.shape[1]) > BLIND
    keep = 1 - DROPOUT
    hidden = np.maximum(x @ params["in"] + params["in_bias"], 0) * column
    drop = (rng.random(hidden.shape, np.float32) < keep) / np.float32(keep)
    hidden = hidden * drop
    layers, windows, drops = [hidden], [], [drop]
    for i, dilation in enumerate(DILATIONS):
        window = line_model.windows(layers[-1], dilation)
        new = np.maximum(window @ params[f"conv{i}"] + params[f"conv{i}_bias"], 0) * column
        drop = (rng.random(new.shape, np.float32) < keep) / np.float32(keep)
        windows.append(window)
        drops.append(drop)
        layers.append(layers[-1] + new * drop)
    score = (layers[-1] @ params["out"] + x @ params["skip"])[:, 0] + params["out_bias"][0]
    delta = (1 / (1 + np.exp(-np.clip(score, -30, 30))) - labels) * weights
    delta = (delta / max(1.0, len(batch)))[:, None].astype(np.float32)
    found: Params = {"out": layers[-1].T @ delta, "out_bias": delta.sum(0), "skip": x.T @ delta}
    back = delta @ params["out"].T
    for i in reversed(range(len(DILATIONS))):
        fired = (layers[i + 1] - layers[i]) > 0
        inner = back * drops[i + 1] * fired
        found[f"conv{i}"] = windows[i].T @ inner
        found[f"conv{i}_bias"] = inner.sum(0)
        back = back + gather(inner @ params[f"conv{i}"].T, DILATIONS[i])
    inner = back * drops[0] * (layers[0] > 0)
    found["in"], found["in_bias"] = x.T @ inner, inner.sum(0)
    return found


def fit(pages: Sequence[Page], epochs: int, seed: int) -> Params:
    """A network fitted to pages."""
    rng = np.random.default_rng(seed)
    rows = np.concatenate([page.features for page in pages])
    scale = 1 / np.maximum(rows.std(0), 0.05)
    mean = rows.mean(0)
    mean[-len(MEANING) :] = 0  # a text in another language, which has none, is no unusual one
    params = new_params(rng, mean.astype(np.float32), scale.astype(np.float32))
    first = {name: np.zeros_like(value) for name, value in params.items()}
    second = {name: np.zeros_like(value) for name, value in params.items()}
    step, steps = 0, epochs * -(-len(pages) // BATCH)
    for _ in range(epochs):
        order = rng.permutation(len(pages))
        for start in range(0, len(order), BATCH):
            step += 1
            rate = RATE * min(1.0, step / 60) * (1 - step / (steps + 1)) ** 0.7
            batch = [pages[i] for i in order[start : start + BATCH]]
            for name, slope in gradients(params, batch, rng).items():
                first[name] = 0.9 * first[name] + 0.1 * slope
                second[name] = 0.99 * second[name] + 0.01 * slope * slope
                move = first[name] / (1 - 0.9**step)
                move /= np.sqrt(second[name] / (1 - 0.99**step)) + 1e-6
                shrink = 1 - (DECAY * 10 * rate / RATE if "bias" not in name else 0)
                params[name] = (params[name] * shrink - rate * move).astype(np.float32)
    return params
