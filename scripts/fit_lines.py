"""Fits the line model to labelled pages, cross-validated by site, and writes its weights.

    python scripts/fit_lines.py PAGES.jsonl.gz [--epochs N] [--write]

PAGES: one JSON object a line with `url`, `lines` and `labels` ("body", "other", "title", "mixed").
The network is that of `transforms.line_model`; it is fitted by Adam (Kingma and Ba 2015) on a
weighted cross-entropy: a body line counts by its share of the body's characters, another line by
its share of the page's lines. Each page is also shown as its body alone, the text that needs no
cleaning. Numpy only; the same data and seed give the same weights on one machine.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from transforms import line_model
from transforms.line_features import NAMES, line_features
from transforms.line_model import DILATIONS, REACH, WIDTH
from transforms.lines import Line
from transforms.normalise import normalise_line
from transforms.scraped import label_count, rule_lines, settle

FOLDS = 5
SEED = 7
EPOCHS = 24
SEEDS = 3
RATE = 0.005
BATCH = 6
DROPOUT = 0.3
BLIND = 0.1
DECAY = 5e-5
GAP = 2 * max(DILATIONS)
CLEAN_WEIGHT = 0.3
LINES_WEIGHT = 0.5

Array = np.ndarray
Params = dict[str, Array]


@dataclass(frozen=True)
class Page:
    """A page's features, its labels (1 body), and what each line weighs; ruled lines weigh 0."""

    site: str
    features: Array
    labels: Array
    weights: Array
    lines: Sequence[str]
    gold: Sequence[str]
    ruled: Sequence[Line]


def load(path: Path) -> list[dict[str, list[str]]]:
    """The labelled pages."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as rows:
        return [json.loads(row) for row in rows]


def page_of(site: str, lines: Sequence[str], gold: Sequence[str], factor: float) -> Page:
    """A page with its features; `factor` scales what it weighs."""
    texts = [normalise_line(line) or "-" for line in lines]
    ruled = rule_lines(texts)
    roles = [line.role for line in ruled]
    taken = np.array([bool(role) for role in roles])
    labels = np.array([label == "body" for label in gold], dtype=np.float32)
    scored = np.array([label in ("body", "other") for label in gold]) & ~taken
    sizes = np.array([len(line) for line in texts], dtype=np.float32)
    body = max(1.0, float(sizes[labels == 1].sum()))
    weights = np.where(labels == 1, 30 * sizes / body + 0.3, 0.0)
    others = LINES_WEIGHT * 0.3 + 10 / max(30, len(lines)) + 15 * sizes / max(body, 3000.0)
    weights = np.where(labels == 0, others, weights)
    rows = np.array(line_features(texts, roles), dtype=np.float32)
    weights = np.where(scored, weights * factor, 0.0).astype(np.float32)
    return Page(site, rows, labels, weights, lines, gold, ruled)


def site_of(url: str) -> str:
    """The site of an address, roughly its domain."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-3:]).removeprefix("www.")


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
    params = new_params(rng, rows.mean(0).astype(np.float32), scale.astype(np.float32))
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


def judged(page: Page, scores: Array) -> list[bool]:
    """What stays of a page at the thresholds of `line_model`."""
    lines = [replace(line) for line in page.ruled]
    texts, roles = [line.text for line in lines], [line.role for line in lines]
    found = line_model.verdict(texts, roles, label_count(lines), page.features, scores)
    settle(lines, found)
    return [line.own for line in lines]


def report(pages: Sequence[Page], scores: Sequence[Array], clean: bool) -> str:
    """Share of other lines dropped and of body characters lost, over all pages."""
    others = dropped = body = lost = 0
    for page, score in zip(pages, scores, strict=True):
        stays = judged(page, score)
        for line, label, keep in zip(page.lines, page.gold, stays, strict=True):
            others += label == "other"
            dropped += label == "other" and not keep
            body += len(line) * (label == "body")
            lost += len(line) * (label == "body" and not keep)
    share = "" if clean else f"{dropped / max(1, others):.4f} of other lines dropped, "
    return f"{share}{lost / max(1, body):.4%} of body characters lost"


def fold_of(site: str) -> int:
    """The fold in which a site is left out."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def cross_validate(pages: Sequence[Page], clean: Sequence[Page], epochs: int, seeds: int) -> None:
    """Prints for each fold what networks that never saw its sites make of it."""
    for fold in range(FOLDS):
        training = [page for page in (*pages, *clean[::2]) if fold_of(page.site) != fold]
        fitted = [fit(training, epochs, SEED + seed) for seed in range(seeds)]
        for name, held in (("pages", pages), ("clean texts", clean)):
            test = [page for page in held if fold_of(page.site) == fold]
            scores = [
                sum(line_model.log_odds(p, page.features) for p in fitted) / seeds for page in test
            ]
            line = report(test, scores, name != "pages")
            print(f"fold {fold + 1}, {len(test)} {name}: {line}", flush=True)


def write(networks: Sequence[Params]) -> Path:
    """The package's weights, in half precision."""
    path = Path(line_model.__file__).with_name("line_weights.npz")
    arrays = {
        f"{number}/{name}": value.astype(np.float32 if name == "scale" else np.float16)
        for number, network in enumerate(networks)
        for name, value in network.items()
    }
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # its stub knows no **kwargs
    return path


def main() -> None:
    """Runs the script."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="networks that are averaged")
    parser.add_argument("--write", action="store_true", help="fit to all pages and write weights")
    options = parser.parse_args()
    rows = load(options.pages)
    pages = [page_of(site_of(row["url"]), row["lines"], row["labels"], 1.0) for row in rows]
    bodies = [
        (
            site_of(row["url"]),
            [t for t, a in zip(row["lines"], row["labels"], strict=True) if a == "body"],
        )
        for row in rows
    ]
    clean = [page_of(s, t, ["body"] * len(t), CLEAN_WEIGHT) for s, t in bodies if len(t) > 2]
    if not options.write:
        cross_validate(pages, clean, options.epochs, options.seeds)
        return
    training = [*pages, *clean[::2]]
    fitted = [fit(training, options.epochs, SEED + seed) for seed in range(options.seeds)]
    print(f"{write(fitted)} written")


if __name__ == "__main__":
    main()
