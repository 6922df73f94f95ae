"""Mentions of known names that the model passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transforms.name_spans import NameSpan
from transforms.name_words import name_words

SHORTEST = 3  # characters of a name that is looked for, unless it is an acronym
SHORTEST_SURNAME = 4
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſ]\w*")


class Cover:
    """Which characters of a text belong to a name."""

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        self.taken = bytearray(len(text))
        for start, end in spans:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Marks the characters."""
        self.taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether none of the characters is taken."""
        return self.taken.find(1, start, end) < 0


class CapitalWords:
    """Where the words of a text stand that begin with a capital."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _CAPITAL.finditer(text)]
        self.starts: dict[str, list[int]] = {}
        for start, end in self.spans:
            self.starts.setdefault(text[start:end], []).append(start)

    def places_of(self, name: str) -> Iterator[int]:
        """Offsets at which a name that begins with a capital stands."""
        word = _CAPITAL.match(name)
        for start in self.starts.get(word.group(), ()) if word else ():
            if self.text.startswith(name, start):
                yield start


def missed(words: CapitalWords, name: str, cover: Cover) -> Iterator[NameSpan]:
    """Free places where the name stands by itself; they are taken then. The label is empty."""
    for start in words.places_of(name):
        end = start + len(name)
        if cover.is_free(start, end) and stands_alone(words.text, start, end):
            cover.take(start, end)
            yield NameSpan(start, end, name, "")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the name is whole: no part of a word, nor of a longer name."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or behind.isalnum() or before in ("-", "@", "_", "/"):
        return False
    if behind == " " and text[end + 1 : end + 2].isupper():
        word = text[end + 1 : end + 24].split(None, 1)[0]
        if not _is_no_name(word):
            return False
    if before == " " and start > 1 and text[start - 2].isalnum():
        word = text[max(0, start - 24) : start - 1].rpartition(" ")[2].rpartition("\n")[2]
        return not word[:1].isupper() or _is_no_name(word) or _is_title(word)
    return True


def _is_no_name(word: str) -> bool:
    return word.strip("“”\"'’‘.,;:!?()").casefold() in name_words().no_names


def _is_title(word: str) -> bool:
    return word.casefold().rpartition("-")[2] in name_words().titles
