"""The topic classifier's seed words: read from topic_words.toml, inflected, ready for look-up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from transforms.iptc import TOPIC_NAMES

# What a seed word counts, by the key in topic_words.toml that lists it.
WEIGHTS = {"certain": 3.0, "typical": 2.0, "supporting": 0.5, "words": 0.0}
# Runs of Latin letters and digits (a character set is twice as fast as \w and is all that English
# needs); a line break is a word of its own, so that no phrase crosses it.
WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\n")
Phrase = tuple[list[str], int]  # the words behind the second, and the term
# Phrases that begin with a word by their second word, longest first; the term that the word
# alone is, or -1.
Head = tuple[dict[str, list[Phrase]], int]


@dataclass(frozen=True)
class Lexicon:
    """Seed terms by their first word.

    Attributes:
        heads: what a term may begin with.
        weights: term -> ((index of the topic in `codes`, weight), ...); empty for a neutral one.
        codes: the topics' codes.
    """

    heads: dict[str, Head]
    weights: tuple[tuple[tuple[int, float], ...], ...]
    codes: tuple[str, ...]


@cache
def seed_words() -> Lexicon:
    """The lexicon that is shipped with the package."""
    text = files("transforms").joinpath("topic_words.toml").read_text(encoding="utf-8")
    return compile_lexicon(tomllib.loads(text))


def compile_lexicon(tables: dict[str, dict[str, Any]]) -> Lexicon:
    """The lexicon of a parsed seed file; its first lines describe the format."""
    codes = tuple(TOPIC_NAMES)
    terms: dict[str, dict[int, float]] = {}
    for table in tables.values():
        topic = codes.index(table["code"]) if "code" in table else None
        for entry, weight in _entries(table):
            weights = terms.setdefault(entry, {})
            if topic is not None:
                weights[topic] = max(weight, weights.get(topic, 0.0))
    return compile_entries(terms, codes)


def compile_entries(terms: Mapping[str, Mapping[int, float]], codes: tuple[str, ...]) -> Lexicon:
    """The lexicon of terms with their weights by place of the topic in `codes`."""
    return Lexicon(
        heads=_heads(terms),
        weights=tuple(tuple(weights.items()) for weights in terms.values()),
        codes=codes,
    )


def _heads(terms: Iterable[str]) -> dict[str, Head]:
    """Every form of every term by its first word; a form that two terms share is the first's."""
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    singles: dict[str, int] = {}
    for number, entry in enumerate(terms):
        for first, *rest in _forms(entry):
            behind = phrases.setdefault(first, {})
            if rest:
                behind.setdefault(rest[0], []).append((rest[1:], number))
            else:
                singles.setdefault(first, number)
    for behind in phrases.values():
        for candidates in behind.values():
            candidates.sort(key=lambda phrase: -len(phrase[0]))
    return {first: (behind, singles.get(first, -1)) for first, behind in phrases.items()}


def _entries(table: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for key, listed in table.items():
        if key != "code":
            for entry in listed.split(","):
                if entry.strip():
                    yield entry.strip(), WEIGHTS[key]


def _forms(entry: str) -> list[list[str]]:
    """The entry's words with the last one in each of its forms: as written first, no repeats."""
    *before, last = WORD.findall(entry)
    inflected = _verb(last) if entry.endswith("~") else [last, _plural(last)]
    return [[*before, form] for form in dict.fromkeys(inflected)]


def _plural(noun: str) -> str:
    """The regular English plural; the word itself where it looks like a plural already."""
    if noun.endswith(("ss", "sh", "ch", "x", "z", "us")):
        return noun + "es"
    if noun.endswith("s") or noun[-1].isdigit():
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def _verb(stem: str) -> list[str]:
    """A regular verb's forms; final consonants are not doubled (list such forms yourself)."""
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    return [stem, _plural(stem), stem + "ed", stem + "ing"]
