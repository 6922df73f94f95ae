"""Fits the block models of transforms/article_body.py to pages whose body a person marked.

    python scripts/fit_blocks.py [--write] PAGES.jsonl.gz...

Each line of the files is a JSON object with "url", "html" and "body". Prints the body metric of
scrapinghub/article-extraction-benchmark, cross-validated by site; with --write, it fits both models
to all pages and writes transforms/block_trees*.tsv. Needs lightgbm, which newsmill itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np

from transforms import article_body as path
from transforms import page_head
from transforms.block_features import block_features, feature_names
from transforms.block_nodes import Floats
from transforms.blocks import Block
from transforms.main_text import parse_page
from transforms.plain_page import plain_article
from transforms.trafilatura_text import fast_text
from transforms.votes import shingles

FOLDS = 8
ROUNDS = 150
SEEDS = {"cheap": (1,), "full": (1, 2, 3)}  # models that are averaged
MAX_STARTS = 8  # places in the body at which a block may be aligned
WORD = re.compile(r"\w+")
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 16,
    "learning_rate": 0.08,
    "extra_trees": True,
    "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 0.02,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
}


@dataclass
class Page:
    """One page, read.

    Attributes:
        fold: of the cross-validation; pages of one site share it.
        plain: the text of a page that needs no model; else "".
        cheap: features for the first model.
        full: features for the second.
        labels: share of each block that is in the body.
        weights: of the blocks; a page's body weighs 1.
    """

    name: str
    fold: int
    blocks: list[Block]
    body: str
    plain: str
    others: tuple[str, str]
    cheap: Floats
    full: Floats
    labels: Floats
    weights: Floats


def read(file: str, row: dict[str, Any]) -> Page:
    """Features and labels of one page."""
    tree = parse_page(row["html"])
    head = page_head.read_head(tree, row["url"])
    blocks = head.blocks.blocks
    cheap = block_features(blocks, head.blocks.nodes, page_head.page_texts(head))
    others = (fast_text(tree, row["url"]), path.resiliparse_text(row["html"]))
    written = [block.text for block in blocks]
    full = np.column_stack((cheap, *(path.vote_columns(written, text) for text in others)))
    sizes = np.array([len(WORD.findall(text)) for text in written], dtype=float)
    labels = np.array(aligned(written, WORD.findall(row["body"])))
    weights = (sizes + 1.0) / max(30, len(WORD.findall(row["body"])))
    labels_share = np.maximum(0.05, np.abs(2 * labels - 1))
    return Page(
        file,
        site_fold(row["url"]),
        blocks,
        row["body"],
        path.joined(plain_article(tree, page_head.page_titles(head))),
        others,
        cheap.astype(np.float32),
        full.astype(np.float32),
        labels,
        weights * labels_share,
    )


def site_fold(url: str) -> int:
    """The fold of a site, by its name alone."""
    labels = (urlsplit(url).hostname or "").split(".")
    site = labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:]
    return zlib.crc32(".".join(site).encode()) % FOLDS


def aligned(blocks: list[str], body: list[str]) -> list[float]:
    """The share of each block that is in the body, where the blocks stand in the body's order."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for size in range(1, 5):
        for start in range(len(body) - size + 1):
            places[tuple(body[start : start + size])].append(start)
    candidates = [
        (index, *candidate)
        for index, block in enumerate(blocks)
        for candidate in occurrences(WORD.findall(block), places)
    ]
    candidates.sort()
    best, back = chain(candidates)
    shares = [0.0] * len(blocks)
    at = int(np.argmax(best)) if best else -1
    while at >= 0:
        index, _, _, _, share = candidates[at]
        shares[index] = share
        at = back[at]
    return shares


def occurrences(
    words: list[str], places: dict[tuple[str, ...], list[int]]
) -> list[tuple[int, int, float, float]]:
    """Start, end, weight and matched share of each place where a block may stand in the body."""
    if not words:
        return []
    size = min(4, len(words))
    runs = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
    hits = [(at, places.get(run, ())) for at, run in enumerate(runs)]
    starts: dict[int, None] = {}
    for at, found in hits:
        if len(starts) <= MAX_STARTS:
            starts |= dict.fromkeys(place - at for place in found[:MAX_STARTS])
    result = []
    for start in starts:
        matched = sum(start + at in found for at, found in hits)
        if matched:
            share = (
                min(1.0, (matched + 3) / len(words))
                if matched == len(hits)
                else (matched / len(words))
            )
            weight = matched + 3.0 if size == 4 else len(words) * 0.5
            result.append((max(start, 0), start + len(words), weight, share))
    return result


def chain(candidates: list[tuple[int, int, int, float, float]]) -> tuple[list[float], list[int]]:
    """The best sum of weights of a rising chain that ends at each candidate, and its last link."""
    best: list[float] = []
    back: list[int] = []
    for at, (index, start, _, weight, _) in enumerate(candidates):
        total, last = weight, -1
        for before in range(at - 1, -1, -1):
            fits = candidates[before][0] < index and candidates[before][2] <= start + 2
            if fits and best[before] + weight > total:
                total, last = best[before] + weight, before
        best.append(total)
        back.append(last)
    return best, back


def fit(pages: list[Page], which: str) -> list[lightgbm.Booster]:
    """One model for each of its SEEDS."""
    features = np.concatenate([getattr(page, which) for page in pages])
    labels = np.concatenate([page.labels >= 0.5 for page in pages]).astype(int)
    weights = np.concatenate([page.weights for page in pages])
    return [
        lightgbm.train(
            PARAMETERS | {"seed": seed},
            lightgbm.Dataset(features, label=labels, weight=weights),
            ROUNDS,
        )
        for seed in SEEDS[which]
    ]


def log_odds(models: list[lightgbm.Booster], features: Floats) -> Floats:
    """Mean over the models."""
    return np.mean([model.predict(features, raw_score=True) for model in models], axis=0)


def table(models: list[lightgbm.Booster], names: tuple[str, ...]) -> str:
    """The trees as load_model reads them."""
    lines = [
        "# Fitted by scripts/fit_blocks.py: splits (feature, threshold, leaves that remain",
        "# for greater values), then the leaves of the tree they belong to, log odds.",
    ]
    for model in models:
        for tree in model.dump_model()["tree_info"]:
            splits: list[str] = []
            leaves: list[str] = []
            walk(tree["tree_structure"], names, splits, leaves, len(models))
            lines += [*splits, "\t".join(("leaves", *leaves))] if splits else []
    return "\n".join(lines) + "\n"


def walk(
    node: dict[str, Any], names: tuple[str, ...], splits: list[str], leaves: list[str], share: int
) -> None:
    """Adds a subtree's splits and leaves, from left to right."""
    if "leaf_value" in node:
        leaves.append(f"{node['leaf_value'] / share:.5g}")
        return
    place = len(splits)
    splits.append("")
    start = len(leaves)
    walk(node["left_child"], names, splits, leaves, share)
    struck = sum(1 << leaf for leaf in range(start, len(leaves)))
    walk(node["right_child"], names, splits, leaves, share)
    name = names[node["split_feature"]]
    splits[place] = f"split\t{name}\t{node['threshold']:.7g}\t{0xFFFF & ~struck:04x}"


def measure(text: str, body: str) -> Floats:
    """True positives, false positives and false negatives of one page, divided by their sum."""
    ours, theirs = shingles(text), shingles(body)
    right = (ours & theirs).total()
    counts = np.array([right, ours.total() - right, theirs.total() - right], dtype=float)
    return counts / max(counts.sum(), 1.0)


def f1(rows: list[Floats]) -> str:
    """Precision, recall and F1 of the mean page."""
    right, wrong, missed = np.mean(rows, axis=0)
    figures = (
        right / (right + wrong),
        right / (right + missed),
        2 * right / (2 * right + wrong + missed),
    )
    return "  ".join(f"{figure:.4f}" for figure in figures)


def cross_validate(pages: list[Page]) -> None:
    """Prints the metric by file for each path alone and as they work together."""
    rows: dict[tuple[str, str], list[Floats]] = defaultdict(list)
    shares: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        rest = [page for page in pages if page.fold != fold]
        cheap, full = fit(rest, "cheap"), fit(rest, "full")
        for page in (page for page in pages if page.fold == fold):
            first = judged(page, log_odds(cheap, page.cheap), "blocks")
            second = judged(page, log_odds(full, page.full), "blocks+votes")
            chosen = path.chosen(second, *page.others)
            sure = bool(page.plain) or first.confidence >= path.SURE
            cheapest = page.plain or first.text
            shares[page.name].append(sure)
            for name, body in (
                ("blocks", first.text),
                ("votes", second.text),
                ("chosen", chosen.text),
                ("together", cheapest if sure else chosen.text),
                ("sure", cheapest if sure else ""),
                ("plain", page.plain),
            ):
                if body or name not in ("sure", "plain"):
                    rows[page.name, name].append(measure(body, page.body))
    for (name, kind), measured in sorted(rows.items()):
        print(f"{name:24} {kind:10} {f1(measured)}  {len(measured)} pages")


def judged(page: Page, odds: Floats, name: str) -> path.Body:
    """What the model makes of a page."""
    return path.judged(page.blocks, page.full, 1.0 / (1.0 + np.exp(-odds)), name)


def main() -> None:
    """Reads the pages, cross-validates, and writes the models if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = []
    for file in arguments.files:
        with gzip.open(file) as lines:
            pages += [read(file.name, json.loads(line)) for line in lines]
    cross_validate(pages)
    if arguments.write:
        folder = Path(path.__file__).parent
        names = feature_names()
        for name, which, columns in (
            ("block_trees", "cheap", names),
            ("block_trees_votes", "full", (*names, *path.vote_names())),
        ):
            text = table(fit(pages, which), columns)
            (folder / f"{name}.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
