"""Fits the line model to labelled pages, cross-validated by site, and writes its weights.

    OPENBLAS_NUM_THREADS=1 python scripts/fit_lines.py PAGES.jsonl.gz [--epochs N] [--write]

PAGES: one JSON object a line with `url`, `lines` and `labels` ("body", "other", "title", "mixed").
The network is that of `transforms.line_model`; it is fitted by Adam (Kingma and Ba 2015) on a
weighted cross-entropy: a body line counts by its share of the body's characters, another line by
its share of the page's lines. Each page is also shown as its body alone, the text that
needs no cleaning, and in pages put together from two (`recombine_lines`).
Pages that were written for it (`pages_src`) are shown at half the weight, and never judged. The
networks that are kept learn what to say of these pages from their labels and from the mean of
several other networks (distillation, Hinton et al. 2015): few then do for many. Numpy only; the
same data and seed give the same weights on one machine.
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
from typing import Any
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
EPOCHS = 16
# Pages that were written, what each weighs, and of how many one is shown as its body alone.
WRITTEN = Path(__file__).parent / "pages_src"
WRITTEN_WEIGHT = 0.5
WRITTEN_CLEAN = 4
LABELS = {"t": "title", "b": "body", "o": "other"}
TEACHERS = 8
SEEDS = 3
GOLD = 0.3  # what the labels say against what the teachers say
CLEAN_WEIGHT = 0.3
# Pages put together from two: for each page, for each that was written, and what each weighs.
RECOMBINED = 4
WRITTEN_RECOMBINED = 1
RECOMBINED_WEIGHT = 0.5
LINES_WEIGHT = 0.5


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled pages."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as rows:
        return [json.loads(row) for row in rows]


def load_written(folder: Path = WRITTEN) -> list[dict[str, Any]]:
    """The pages that were written, in the form of `load`, with their languages."""
    rows = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            header, *lines = block.rstrip("\n").split("\n")
            url, language = header.split()
            labels = [LABELS[line[0]] for line in lines]
            texts = [line[2:] for line in lines]
            rows.append({"url": url, "language": language, "lines": texts, "labels": labels})
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


def recombinations(
    pages: Sequence[Page], kinds: Sequence[str], weight: float, count: int
) -> list[Page]:
    """Pages put together from two of a kind, `count` of them."""
    rng = random.Random(SEED)  # noqa: S311 - nothing secret
    parts = [parts_of(page.lines, page.gold) for page in pages]
    found = []
    for _ in range(count):
        own = rng.randrange(len(pages))
        others = [at for at, kind in enumerate(kinds) if kind == kinds[own]]
        rows = recombined(parts[own], parts[rng.choice(others)], rng)
        lines, gold = [line for line, _ in rows], [label for _, label in rows]
        found.append(page_of(pages[own].site, lines, gold, weight))
    return found


def taught(page: Page, teachers: Sequence[Params]) -> Page:
    """The page with labels between its own and what the mean of the teachers' log-odds says."""
    odds = sum(line_model.log_odds(teacher, page.features) for teacher in teachers)
    shares = 1 / (1 + np.exp(-odds / len(teachers)))
    labels = GOLD * page.labels + (1 - GOLD) * shares
    return replace(page, labels=labels.astype(np.float32))


def fit_all(
    pages: Sequence[Page],
    clean: Sequence[Page],
    written: Sequence[Page],
    epochs: int,
    count: int,
) -> list[Params]:
    """The networks, `count` of them."""
    scripts = [script_of(page.lines) for page in pages]
    more = recombinations(pages, scripts, RECOMBINED_WEIGHT, RECOMBINED * len(pages))
    training = [*pages, *clean[::2], *written, *more]
    teachers = [fit(training, epochs, SEED + number) for number in range(TEACHERS)]
    lessons = [taught(page, teachers) for page in training]
    return [fit(lessons, epochs, SEED + TEACHERS + number) for number in range(count)]


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


def bodies_of(rows: Sequence[dict[str, Any]]) -> list[Page]:
    """The pages as their bodies alone."""
    bodies = [
        (
            site_of(row["url"]),
            [t for t, a in zip(row["lines"], row["labels"], strict=True) if a == "body"],
        )
        for row in rows
    ]
    return [page_of(s, t, ["body"] * len(t), CLEAN_WEIGHT) for s, t in bodies if len(t) > 2]


def written_pages() -> list[Page]:
    """What is trained with of the pages that were written."""
    rows = load_written()
    pages = [
        page_of(site_of(row["url"]), row["lines"], row["labels"], WRITTEN_WEIGHT) for row in rows
    ]
    languages = [row["language"] for row in rows]
    weight, count = WRITTEN_WEIGHT * RECOMBINED_WEIGHT, WRITTEN_RECOMBINED * len(pages)
    more = recombinations(pages, languages, weight, count)
    return [*pages, *bodies_of(rows)[::WRITTEN_CLEAN], *more]


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
    written = written_pages()
    if not options.write:
        cross_validate(pages, clean, written, options.epochs, options.seeds)
        return
    fitted = fit_all(pages, clean, written, options.epochs, options.seeds)
    print(f"{write(fitted)} written")


if __name__ == "__main__":
    main()
