"""Mentions of a document grouped by their name as it is written, whatever its case and forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from transforms.gazetteer import gazetteer, name_key
from transforms.name_evidence import Evidence
from transforms.name_spans import KEPT_NAMES, NameSpan
from transforms.name_words import name_words

_WASHINGTON = frozenset(("washington dc", "washington, dc", "washington, d c", "washington d c"))


@dataclass
class NameGroup:
    """Mentions of one name.

    Attributes:
        identity: what makes names the same: a country's code, an acronym's expansion, or the
            folded name without the legal form of a company.
        parts: its words as they are first written, folded.
        spans: in text order.
        context: the strongest evidence of each kind around them.
        is_town: the mentions are those of a town, whatever else has its name.
    """

    identity: str
    parts: tuple[str, ...]
    spans: list[NameSpan] = field(default_factory=list)
    context: list[Evidence] = field(default_factory=list)
    is_town: bool = False

    @property
    def labels(self) -> list[str]:
        """The model's type of each mention that it has found."""
        return [label for _, _, _, label in self.spans if label]


@lru_cache(KEPT_NAMES)
def identity_of(name: str) -> str:
    """Equal for names that are the same without looking at the text they stand in."""
    key = name_key(name)
    places = gazetteer()
    if key in places.countries:
        return f"country {places.countries[key]}"
    if key in places.peoples:
        return f"people {places.peoples[key]}"
    if expansion := name_words().acronyms.get(name.replace(".", "")):
        return name_key(expansion)
    if key in _WASHINGTON:
        return "washington"
    return _without_legal_form(key)


def _without_legal_form(key: str) -> str:
    parts = key.split(" ")
    while len(parts) > 1 and parts[-1].rstrip(",") in name_words().legal_forms:
        parts.pop()
    return " ".join(parts).rstrip(",")


@lru_cache(KEPT_NAMES)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of the name, folded but for their hyphens, without the legal form of a company."""
    words = [name_key(word).replace(" ", "-") for word in name.split()]
    while len(words) > 1 and words[-1] in name_words().legal_forms:
        words.pop()
    return tuple(words)


def name_groups(spans: Iterable[NameSpan]) -> list[NameGroup]:
    """Groups in order of their first mentions."""
    groups: dict[str, NameGroup] = {}
    for span in spans:
        identity = identity_of(span.surface)
        group = groups.get(identity)
        if group is None:
            group = groups[identity] = NameGroup(identity, parts_of(span.surface))
        group.spans.append(span)
    return list(groups.values())
