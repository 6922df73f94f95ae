"""Fits the line model to labelled pages, cross-validated by site, and writes its weights.

    OPENBLAS_NUM_THREADS=1 python scripts/fit_lines.py PAGES.jsonl.gz [--epochs N] [--write]

PAGES: one JSON object a line with `url`, `lines` and `labels` ("body", "other", "title", "mixed").
The network is that of `transforms.line_model`; it is fitted by Adam (Kingma and Ba 2015) on a
weighted cross-entropy: a body line counts by its share of the body's characters, another line by
its share of the page's lines. Each page is also shown as its body alone, the text that
needs no cleaning, and to some of the networks in pages put together from two (`recombine_lines`).
Pages that were written for it (`pages_src`) are shown at half the weight, and never judged. Numpy
only; the same data and seed give the same weights on one machine.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from line_training import Array, Page, Params, fit
from recombine_lines import parts_of, recombined, script_of

from transforms import line_model
from transforms.line_features import line_features
from transforms.line_verdict import verdict
from transforms.normalise import normalise_line
from transforms.scraped import label_count, rule_lines, settle

FOLDS = 5
SEED = 7
EPOCHS = 24
# Pages that were written, what each weighs, and of how many one is shown as its body alone.
WRITTEN = Path(__file__).parent / "pages_src"
WRITTEN_WEIGHT = 0.5
WRITTEN_CLEAN = 4
LABELS = {"t": "title", "b": "body", "o": "other"}
SEEDS = 5
CLEAN_WEIGHT = 0.3
# Every network from this one on also sees so many recombined pages for each page, for fewer epochs.
FIRST_RECOMBINED = 3
RECOMBINED = 1.5
RECOMBINED_WEIGHT = 0.5
RECOMBINED_EPOCHS = 2 / 3
LINES_WEIGHT = 0.5


def load(path: Path) -> list[dict[str, list[str]]]:
    """The labelled pages."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as rows:
        return [json.loads(row) for row in rows]


def load_written(folder: Path = WRITTEN) -> list[dict[str, list[str]]]:
    """The pages that were written, in the form of `load`."""
    rows = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            header, *lines = block.rstrip("\n").split("\n")
            labels = [LABELS[line[0]] for line in lines]
            texts = [line[2:] for line in lines]
            rows.append({"url": header.split()[0], "lines": texts, "labels": labels})
    return rows


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


def judged(page: Page, scores: Array) -> list[bool]:
    """What stays of a page at the thresholds of `line_model`."""
    lines = [replace(line) for line in page.ruled]
    texts, roles = [line.text for line in lines], [line.role for line in lines]
    found = verdict(texts, roles, label_count(lines), page.features, scores)
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


def recombinations(pages: Sequence[Page]) -> list[Page]:
    """Pages put together from two; RECOMBINED for each page."""
    rng = random.Random(SEED)  # noqa: S311 - nothing secret
    parts = [parts_of(page.lines, page.gold) for page in pages]
    scripts = [script_of(page.lines) for page in pages]
    found = []
    for _ in range(int(RECOMBINED * len(pages))):
        own = rng.randrange(len(pages))
        others = [at for at, script in enumerate(scripts) if script == scripts[own]]
        rows = recombined(parts[own], parts[rng.choice(others)], rng)
        lines, gold = [line for line, _ in rows], [label for _, label in rows]
        found.append(page_of(pages[own].site, lines, gold, RECOMBINED_WEIGHT))
    return found


def fit_all(
    pages: Sequence[Page],
    clean: Sequence[Page],
    written: Sequence[Page],
    epochs: int,
    count: int,
) -> list[Params]:
    """The networks, `count` of them."""
    training = [*pages, *clean[::2], *written]
    more = recombinations(pages) if count > FIRST_RECOMBINED else []
    return [
        fit(training, epochs, SEED + number)
        if number < FIRST_RECOMBINED
        else fit([*training, *more], int(epochs * RECOMBINED_EPOCHS), SEED + number)
        for number in range(count)
    ]


def cross_validate(
    pages: Sequence[Page],
    clean: Sequence[Page],
    written: Sequence[Page],
    epochs: int,
    seeds: int,
) -> None:
    """Prints for each fold what networks that never saw its sites make of it."""
    for fold in range(FOLDS):
        known = [page for page in pages if fold_of(page.site) != fold]
        known_clean = [page for page in clean if fold_of(page.site) != fold]
        fitted = fit_all(known, known_clean, written, epochs, seeds)
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


def bodies_of(rows: Sequence[dict[str, list[str]]]) -> list[Page]:
    """The pages as their bodies alone."""
    bodies = [
        (
            site_of(row["url"]),
            [t for t, a in zip(row["lines"], row["labels"], strict=True) if a == "body"],
        )
        for row in rows
    ]
    return [page_of(s, t, ["body"] * len(t), CLEAN_WEIGHT) for s, t in bodies if len(t) > 2]


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
    clean = bodies_of(rows)
    more = load_written()
    written = [
        page_of(site_of(row["url"]), row["lines"], row["labels"], WRITTEN_WEIGHT) for row in more
    ]
    written += bodies_of(more)[::WRITTEN_CLEAN]
    if not options.write:
        cross_validate(pages, clean, written, options.epochs, options.seeds)
        return
    fitted = fit_all(pages, clean, written, options.epochs, options.seeds)
    print(f"{write(fitted)} written")


if __name__ == "__main__":
    main()
