"""Ours against simple rules on scraped plain text with labelled lines.

    python benchmarks/scraped.py PAGES.jsonl.gz

PAGES: one JSON object a line with `lines` and `labels` ("body", "other"; lines of any other label
are not scored). Body metric: that of scrapinghub/article-extraction-benchmark, 4-token shingles as
multisets, true and false positives and negatives of a page divided by their sum. Weights that were
fitted to the same pages look better than they are: `scripts/fit_lines.py` cross-validates.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in the pipeline's workers
sys.path.insert(0, str(Path(__file__).parent.parent))

from transforms.clean import clean
from transforms.normalise import count_words, normalise_line

Keep = Callable[[Sequence[str]], list[bool]]

# A line ends a sentence (C4: Raffel et al. 2020, section 2.2), has so many words, is so long.
C4_WORDS = 3
LONG_WORDS = 15


def keep_all(lines: Sequence[str]) -> list[bool]:
    """Every line."""
    return [True] * len(lines)


def c4(lines: Sequence[str]) -> list[bool]:
    """Lines that end in terminal punctuation and have three words."""
    ends = tuple('.!?"”。！？…')
    return [line.endswith(ends) and len(line.split()) >= C4_WORDS for line in lines]


def long_lines(lines: Sequence[str]) -> list[bool]:
    """Lines of 15 words or more."""
    return [count_words(line) >= LONG_WORDS for line in lines]


def ours(lines: Sequence[str]) -> list[bool]:
    """What Clean leaves of the text."""
    dropped = Counter(line for _, line in clean("\n".join(lines), scraped=True).dropped)
    kept = []
    for line in map(normalise_line, lines):
        kept.append(not dropped[line])
        dropped[line] -= dropped[line] > 0
    return kept


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The text's 4-token shingles; a shorter text is one."""
    tokens = re.findall(r"\w+", text)
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def measure(pages: Sequence[dict[str, list[str]]], keep: Keep) -> str:
    """F1, share of other lines dropped and of body characters lost, CPU per 5 KB."""
    sums = [0.0, 0.0, 0.0]
    others = dropped = body = lost = characters = 0
    seconds = 0.0
    for page in pages:
        begin = time.process_time()
        kept = keep(page["lines"])
        seconds += time.process_time() - begin
        rows = list(zip(page["lines"], page["labels"], kept, strict=True))
        gold = shingles("\n".join(line for line, label, _ in rows if label == "body"))
        got = shingles("\n".join(t for t, label, k in rows if k and label in ("body", "other")))
        hits = (gold & got).total()
        parts = (hits, got.total() - hits, gold.total() - hits)
        sums = [s + part / max(1, sum(parts)) for s, part in zip(sums, parts, strict=True)]
        others += sum(label == "other" for _, label, _ in rows)
        dropped += sum(label == "other" and not k for _, label, k in rows)
        body += sum(len(line) for line, label, _ in rows if label == "body")
        lost += sum(len(line) for line, label, k in rows if label == "body" and not k)
        characters += sum(map(len, page["lines"]))
    right, wrong, missed = sums
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    cost = seconds / characters * 5_000 * 1_000
    shares = f"{dropped / others:8.3f} {lost / body:7.2%}"
    return f"{f1:.3f} {precision:10.3f} {recall:7.3f} {shares} {cost:8.2f}"


def main() -> None:
    """Prints the table."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/scraped.py PAGES.jsonl.gz")
    with gzip.open(Path(sys.argv[1]), "rt") as rows:
        pages = [json.loads(row) for row in rows]
    print("                F1  precision  recall  dropped    lost  ms/5 KB")
    for name, keep in (
        ("keep all", keep_all),
        ("C4", c4),
        ("long lines", long_lines),
        ("ours", ours),
    ):
        print(f"{name:12} {measure(pages, keep)}")


if __name__ == "__main__":
    main()
