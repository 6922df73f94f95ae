"""Topics side by side: `python benchmarks/topics.py [FILE.jsonl[.gz] ...]`.

A FILE has rows with `text` and `label`; its labels are classes of MAPPING (those of BBC News and
AG News) and count as found where a first-level topic maps to them. "strict": the best of all
topics; "core": the best of those that map. Without a FILE, and before any, the project's own 300
labelled articles are scored on both levels. Baselines run where they are installed.

Printed: accuracy, macro-F1 over the classes, expected calibration error (ten bins of equal width
over the topics that are given, by curves fitted on the half that they are not judged on),
documents a second of process time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.topics_calibration import calibration_error, held_out  # noqa: E402 - needs the path
from transforms import topic_model, topics  # noqa: E402
from transforms.batches import MAX_ARTICLES  # noqa: E402
from transforms.iptc import PARENTS, TOPIC_NAMES  # noqa: E402
from transforms.seed_scores import seed_scores  # noqa: E402
from transforms.text_words import cut  # noqa: E402

DATA = ROOT / "tests" / "data"
OWN, SCORED = DATA / "topics_second_level.jsonl", DATA / "topics_scored.jsonl"
FLOORS = DATA / "topics_floors.json"
MAPPING = {
    "business": "04",
    "entertainment": "01",
    "politics": "11",
    "sport": "15",
    "sports": "15",
    "tech": "13",
    "sci/tech": "13",
    "world": "11 16 03 02 12 14 09",
}
CODES = list(TOPIC_NAMES)
Classifier = Callable[[str, str], np.ndarray]
"""Title and text to a score of each first-level topic."""


def ours(title: str, text: str) -> np.ndarray:
    """Seed words and the trained model, as a run uses them."""
    return topics.signs(topics.shipped(), [(title, text)]).first[0]


def seeds_alone(title: str, text: str) -> np.ndarray:
    """The hand-written seed words."""
    index, words = topics.shipped().seeds, cut([(title, text)])
    return seed_scores(index, words, index.vocabulary.rows(words.hashes)).scores[0]


def vectors_alone(title: str, text: str) -> np.ndarray:
    """GloVe averages and the linear head."""
    logits = topics.signs(topics.shipped(), [(title, text)]).logits
    return topic_model.first(topic_model.topic_model(), logits)[0]


def whole(title: str, text: str) -> np.ndarray:
    """All that a run does for an article's topics: what it gives, with evidence."""
    given = {topic.code: topic.score for topic in topics.find_topics(title, text)}
    return np.array([given.get(code, 0.0) for code in CODES])


CLASSIFIERS: dict[str, Classifier] = {
    "newsmill": ours,
    "newsmill with evidence": whole,
    "seed words alone": seeds_alone,
    "GloVe and linear head alone": vectors_alone,
}


def sentence_model() -> Classifier | None:
    """MiniLM embeddings against the topics' names, where sentence-transformers is installed."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        return None
    model = SentenceTransformer("all-MiniLM-L6-v2")
    names = model.encode([f"News about {name}" for name in TOPIC_NAMES.values()])
    names /= np.linalg.norm(names, axis=1, keepdims=True)
    return lambda title, text: names @ model.encode(f"{title}\n{text}")


def rows_of(path: Path) -> list[dict[str, str]]:
    """A file's rows, the title split off the text where it has none of its own."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        head, _, rest = row["text"].partition("\n")
        row["title"], row["text"] = (head, rest) if "title" not in row and rest else (
            row.get("title", ""), row["text"]
        )  # fmt: skip
    return rows


def macro_f1(labels: Sequence[str], found: Sequence[str]) -> float:
    """Mean of the classes' F1."""
    pairs = list(zip(labels, found, strict=True))
    scores = []
    for name in sorted(set(labels)):
        hits = pairs.count((name, name))
        scores.append(2 * hits / (labels.count(name) + list(found).count(name)))
    return float(np.mean(scores))


def score_file(path: Path) -> None:
    """Strict and core accuracy and macro-F1 of every classifier on a file's classes."""
    rows = rows_of(path)
    labels = [row["label"].lower() for row in rows]
    classes = {
        CODES.index(f"medtop:{number}000000"): label
        for label in sorted(set(labels))
        for number in MAPPING[label].split()
    }
    print(f"\n{path.name}: {len(rows):,} texts, {len(set(labels))} classes")
    print(f"{'':30}{'strict':>8}{'core':>8}{'macro-F1':>10}{'docs/s':>10}")
    for name, classifier in CLASSIFIERS.items():
        start = time.process_time()
        scores = np.stack([classifier(row["title"], row["text"]) for row in rows])
        pace = len(rows) / (time.process_time() - start)
        mapped = np.array(sorted(classes))
        strict = [classes.get(best, "") for best in scores.argmax(axis=1).tolist()]
        core = [classes[best] for best in mapped[scores[:, mapped].argmax(axis=1)].tolist()]
        accuracy = [
            np.mean([a == b for a, b in zip(labels, found, strict=True)])
            for found in (strict, core)
        ]
        print(
            f"{name:30}{accuracy[0]:8.3f}{accuracy[1]:8.3f}{macro_f1(labels, core):10.3f}"
            f"{pace:10,.0f}"
        )


def hierarchical(found: set[str], labels: set[str]) -> tuple[int, int, int]:
    """Common, found and labelled codes, parents included (Kiritchenko et al. 2005)."""
    ours_, theirs = (codes | {PARENTS[code] for code in codes} for codes in (found, labels))
    return len(ours_ & theirs), len(ours_), len(theirs)


def score_own() -> dict[str, float]:
    """Both levels on the project's own labelled articles."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    hits = [0, 0]
    totals = np.zeros(3)
    for row in rows:
        labels = set(row["codes"])
        accepted = labels | {PARENTS[code] for code in labels}
        every = list(topics.find_topics(row["title"], row["text"], threshold=0.0))
        best = [next(t.code for t in every if t.level == level) for level in (1, 2)]
        hits = [hit + (code in accepted) for hit, code in zip(hits, best, strict=True)]
        given = topics.find_topics(row["title"], row["text"])
        second = {topic.code for topic in given if topic.level == 2} or {best[1]}
        totals += hierarchical(second, labels)
    precision, recall = totals[0] / totals[1], totals[0] / totals[2]
    errors = map(calibration_error, held_out(topic_model.topic_model()))
    return {
        "first": hits[0] / len(rows),
        "second": hits[1] / len(rows),
        "hierarchical_f1": 2 * precision * recall / (precision + recall),
    } | dict(zip(("ece_first", "ece_second"), errors, strict=True))


def score_first() -> dict[str, float]:
    """The first level on the project's own texts of one topic each."""
    rows = [json.loads(line) for line in SCORED.read_text(encoding="utf-8").splitlines()]
    best = labelled = 0
    for row in rows:
        every = topics.find_topics(row["title"], row["text"], threshold=0.0)
        best += next(topic.code for topic in every) == row["code"]
        given = topics.find_topics(row["title"], row["text"])
        labelled += row["code"] in {topic.code for topic in given}
    return {"scored_first": best / len(rows), "scored_labelled": labelled / len(rows)}


def pinned(floors: dict[str, float], found: dict[str, float], lower: bool) -> dict[str, float]:
    """Floors (ceilings of the errors) from what was measured, to two places: better ones always,
    worse ones only with `lower`."""
    new = {}
    for name, value in found.items():
        sign = -1 if name.startswith("ece") else 1
        rounded = math.floor(sign * value * 100) / 100 * sign
        known = floors.get(name, rounded)
        new[name] = rounded if lower or sign * rounded > sign * known else known
    return new


def pin(found: dict[str, float], lower: bool) -> None:
    """Writes the floors that tests/test_topics.py checks."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    text = json.dumps(pinned(floors, found, lower), indent=1)
    FLOORS.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Scores the project's own articles, then the files named."""
    options = argparse.ArgumentParser()
    options.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options.add_argument("--pin", action="store_true", help="raise the floors that tests check")
    options.add_argument("--lower-floors", action="store_true", help="pin lower ones too")
    given = options.parse_args()
    minilm = sentence_model()
    if minilm is not None:
        CLASSIFIERS["MiniLM against names"] = minilm
    found = score_own() | score_first()
    print("the project's own articles")
    for name, value in found.items():
        print(f"  {name:20}{value:8.3f}")
    if given.pin or given.lower_floors:
        pin(found, given.lower_floors)
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    texts = [" ".join(row["text"] for row in rows[at : at + 10]) for at in range(len(rows) - 10)]
    texts = [" ".join(text.split()[:500]) for text in texts]
    for size in (1, MAX_ARTICLES):
        start = time.process_time()
        for at in range(0, len(texts), size):
            topics.find_all([("", text) for text in texts[at : at + size]])
        pace = len(texts) / (time.process_time() - start)
        print(f"  documents of 500 words a second of one core, in batches of {size}: {pace:,.0f}")
    for path in given.files:
        score_file(path)


if __name__ == "__main__":
    main()
