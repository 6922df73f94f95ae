"""A taxonomy of the user's own: topics with seed words, read from a YAML or CSV file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from transforms.lexicon import WORD, Lexicon, compile_entries
from transforms.wordlists import words

COLUMNS = ("id", "name", "parent", "description", "seed_words")
_SEED, _NAME, _DESCRIPTION = 2.5, 2.5, 0.5  # what a seed word, the name, a description's word count
_SHORTEST = 4  # characters of a description's word that counts
_NEUTRAL = words(
    "about also from have into news other over that their them these they this those through "
    "topics what when where which with words"
)


class TaxonomyError(Exception):
    """The file is no taxonomy; the text says where and what to write."""


@dataclass(frozen=True)
class Entry:
    """One topic of the file; `parent` is empty at the top."""

    id: str
    name: str
    parent: str
    description: str
    seed_words: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """The topics of a file, in its order; plain values that travel to any worker."""

    entries: tuple[Entry, ...]
    version: str

    @cached_property
    def names(self) -> dict[str, str]:
        """Id to name."""
        return {entry.id: entry.name for entry in self.entries}

    @cached_property
    def parents(self) -> dict[str, str]:
        """Id to the id of its parent; topics at the top are left out."""
        return {entry.id: entry.parent for entry in self.entries if entry.parent}

    def level(self, code: str) -> int:
        """1 at the top."""
        return 1 + self.level(self.parents[code]) if code in self.parents else 1


def read_taxonomy(name: str, content: str) -> Taxonomy:
    """The taxonomy of a file's text; `name` ends in .csv, .yaml or .yml. Raises TaxonomyError."""
    if name.lower().endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(content)))
    elif name.lower().endswith((".yaml", ".yml")):
        rows = _yaml_rows(content)
    else:
        raise TaxonomyError("its name must end in .yaml, .yml or .csv")
    entries = tuple(_entry(number, row) for number, row in enumerate(rows, start=1))
    _check(entries)
    digest = hashlib.sha256(repr(entries).encode()).hexdigest()[:12]
    return Taxonomy(entries, f"taxonomy-{digest}")


def _yaml_rows(content: str) -> list[Any]:
    import yaml  # late: most runs name no taxonomy, and it takes 0.02 s

    try:
        rows = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise TaxonomyError(f"it is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list):
        raise TaxonomyError("its YAML must be a list of topics with id, name and seed_words")
    return rows


def _entry(number: int, row: object) -> Entry:
    if not isinstance(row, Mapping):
        raise TaxonomyError(f"topic {number} is no mapping with id, name and seed_words")
    unknown = sorted(str(key) for key in row if key not in COLUMNS)
    if unknown:
        raise TaxonomyError(f"topic {number} has {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    text = {name: str(row.get(name) or "").strip() for name in COLUMNS[:-1]}
    for name in ("id", "name"):
        if not text[name]:
            raise TaxonomyError(f"topic {number} has no {name}")
    return Entry(**text, seed_words=tuple(_seeds(row.get("seed_words"))))


def _seeds(listed: object) -> Iterator[str]:
    """Seed words from a YAML list or a text with commas."""
    parts = listed if isinstance(listed, list) else str(listed or "").split(",")
    for part in parts:
        found = WORD.findall(str(part).lower().rstrip("~ "))
        if found:
            yield " ".join(found) + ("~" if str(part).strip().endswith("~") else "")


def _check(entries: tuple[Entry, ...]) -> None:
    """Raises TaxonomyError unless ids are unique and parents lead to the top."""
    if not entries:
        raise TaxonomyError("it holds no topic")
    parents: dict[str, str] = {}
    for entry in entries:
        if entry.id in parents:
            raise TaxonomyError(f"id {entry.id} occurs twice")
        parents[entry.id] = entry.parent
    for entry in entries:
        seen, code = set[str](), entry.id
        while code:
            if code in seen:
                raise TaxonomyError(f"topic {entry.id} is its own ancestor")
            if code not in parents:
                raise TaxonomyError(f"topic {entry.id}: its ancestor {code} is not in the file")
            seen.add(code)
            code = parents[code]


@cache
def compile_taxonomy(taxonomy: Taxonomy) -> Lexicon:
    """Its lexicon: seed words and names count most, words of descriptions a little."""
    codes = tuple(entry.id for entry in taxonomy.entries)
    terms: dict[str, dict[int, float]] = {}
    for topic, entry in enumerate(taxonomy.entries):
        described = [
            word
            for word in WORD.findall(entry.description.lower())
            if len(word) >= _SHORTEST and word not in _NEUTRAL
        ]
        weighted = [
            *((seed, _SEED) for seed in entry.seed_words),
            (" ".join(WORD.findall(entry.name.lower())), _NAME),
            *((word, _DESCRIPTION) for word in described),
        ]
        for term, weight in weighted:
            if term:
                weights = terms.setdefault(term, {})
                weights[topic] = max(weight, weights.get(topic, 0.0))
    return compile_entries(terms, codes)
