"""Entities as the model gives them and as newsmill does: python benchmarks/entities.py [FILE...]

Without a FILE: the marked articles of tests/data/entities. A FILE is JSON Lines, perhaps
compressed with gzip: sentences with `doc`, `tokens` and `tags` (IOB1 or IOB2; PER, ORG, LOC, MISC);
sentences of one `doc` are joined by spaces. Spans must be equal without a leading "the" and a
trailing possessive; GPE, LOC and FAC count as LOC, what is neither a person nor an
organisation nor a place as MISC.

Printed: F1 of spans, of typed spans (on the marked articles of PER, ORG and LOC only), of pairs of
mentions that are joined, and process time of the model and of the rules on top of it. Baseline: the
model's spans, trimmed, joined where name and type are equal.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from entity_scores import CLASSES, Counts, Found, pairs  # noqa: E402 - needs the path above
from gold_articles import fully_marked  # noqa: E402

from schemas.article import Article  # noqa: E402
from schemas.message import Message, Origin  # noqa: E402
from transforms.entities import NAME_TYPES, as_read  # noqa: E402
from transforms.find_spans import find  # noqa: E402
from transforms.named_entities import named_entities, read_lists  # noqa: E402
from transforms.names import Span  # noqa: E402
from transforms.spacy_model import DEFAULT_MODEL  # noqa: E402
from transforms.spacy_recogniser import spacy_recogniser  # noqa: E402
from transforms.spans import trim  # noqa: E402

_THE = re.compile(r"the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?$")


@dataclass(frozen=True)
class Document:
    """A text with its gold entities; `joined` says whether gold joins mentions."""

    article: Article
    gold: Found
    joined: bool


def marked() -> Iterator[Document]:
    """The project's own articles."""
    for gold in fully_marked():
        places: dict[str, list[tuple[int, int]]] = {}
        for mention in gold.mentions:
            places.setdefault(mention.key, []).append((mention.start, mention.end))
        entities = [(gold.entities[key].type, spans) for key, spans in places.items()]
        yield Document(_article(gold.text, gold.title, gold.dateline), entities, True)


def tagged(path: str) -> Iterator[Document]:
    """The documents of a file."""
    sentences: dict[str, list[dict[str, list[str]]]] = {}
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            sentences.setdefault(str(row["doc"]), []).append(row)
    for rows in sentences.values():
        text, spans = _joined(rows)
        yield Document(_article(text), [(kind, [(s, e)]) for s, e, kind in spans], False)


def _joined(rows: Sequence[dict[str, list[str]]]) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans = "", []
    for row in rows:
        inside = False
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            text += " " if text else ""
            start, text = len(text), text + token
            kind = tag.partition("-")[2]
            if inside and tag.startswith("I-") and spans[-1][2] == kind:
                spans[-1] = (spans[-1][0], len(text), kind)
            elif kind:
                spans.append((start, len(text), kind))
            inside = bool(kind)
    return text, spans


def _article(text: str, title: str = "", dateline: str | None = None) -> Article:
    message = Message(b"", Origin("file:///benchmark", 0), "text")
    return Article(message, text=text, title=title, dateline_place=dateline, language="en")


def as_shipped(article: Article, spans: Sequence[Span]) -> Found:
    """The model's names, trimmed; equal ones are joined."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for start, end, label in spans:
        trimmed = trim(article.text, start, end)
        if label in NAME_TYPES and trimmed:
            name = " ".join(article.text[slice(*trimmed)].split())
            found.setdefault((name, label), []).append(trimmed)
    return [(label, places) for (_, label), places in found.items()]


def as_ours(article: Article, spans: Sequence[Span]) -> Found:
    """What a run writes."""
    entities = named_entities(article, spans, NAME_TYPES)
    return [(e.type, [(m.start, m.end) for m in e.mentions]) for e in entities]


def bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without "the" and possessive."""
    start, end = span
    the = _THE.match(text, start, end)
    start = the.end() if the else start
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def class_of(kind: str) -> str:
    """PER, ORG, LOC or MISC of an OntoNotes type or of itself."""
    return CLASSES.get(kind, kind if kind in ("PER", "MISC") else "MISC")


def measure(
    documents: Sequence[Document],
    spans: Sequence[Sequence[Span]],
    finder: Callable[[Article, Sequence[Span]], Found],
) -> tuple[Counts, Counts, Counts]:
    """Spans, typed spans, pairs."""
    plain, typed, joined = Counts(), Counts(), Counts()
    for document, raw in zip(documents, spans, strict=True):
        text = document.article.text
        sides = [
            [(class_of(kind), [bare(text, s) for s in places]) for kind, places in entities]
            for entities in (finder(document.article, raw), document.gold)
        ]
        found, gold = ({s for _, places in side for s in places} for side in sides)
        plain.add(found, gold)
        wanted = ("PER", "ORG", "LOC") if document.joined else ("PER", "ORG", "LOC", "MISC")
        typed.add(*({(k, s) for k, ps in side if k in wanted for s in ps} for side in sides))
        joined.add(*(pairs(side, found & gold) for side in sides))
    return plain, typed, joined


def table(name: str, documents: Sequence[Document]) -> None:
    """Prints one corpus."""
    recogniser = spacy_recogniser(DEFAULT_MODEL)
    words = sum(len(document.article.text.split()) for document in documents)
    read_lists()
    began = time.process_time()
    spans = find(recogniser, [as_read(document.article.text) for document in documents])
    model = time.process_time() - began
    print(f"{name}: {len(documents)} documents, {words:,} words")
    print(f"{'':10} {'spans':>6} {'typed':>6} {'pairs':>6} {'ms/500 words':>13}")
    for label, finder in (("model", as_shipped), ("newsmill", as_ours)):
        began = time.process_time()
        plain, typed, joined = measure(documents, spans, finder)
        seconds = model if label == "model" else _seconds(documents, spans)
        together = f"{joined.f1:6.3f}" if documents[0].joined else "     -"
        print(
            f"{label:10} {plain.f1:6.3f} {typed.f1:6.3f} {together} {seconds / words * 5e5:13.2f}"
        )


def _seconds(documents: Sequence[Document], spans: Sequence[Sequence[Span]]) -> float:
    began = time.process_time()
    for document, raw in zip(documents, spans, strict=True):
        named_entities(document.article, raw, NAME_TYPES)
    return time.process_time() - began


def main() -> None:
    """Prints a table for the marked articles, or for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE")
    for number, path in enumerate(parser.parse_args().files or [""]):
        print("\n" * min(number, 1), end="")
        table(path or "tests/data/entities", list(tagged(path) if path else marked()))


if __name__ == "__main__":
    main()
