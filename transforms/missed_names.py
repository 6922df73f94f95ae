"""Mentions of known names that the model passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from transforms.name_spans import KEPT_NAMES, NameSpan
from transforms.name_words import name_words

SHORTEST = 3  # characters of a name that is looked for, unless it is an acronym
SHORTEST_SURNAME = 4
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ſ]\w*"
_CAPITAL = re.compile(_WORD)
_RUN = re.compile(rf"{_WORD}(?:[ ’'-]{_WORD})*")


class Cover:
    """Which characters of a text belong to a name."""

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        self.taken = taken = bytearray(len(text))
        for start, end in spans:
            taken[start:end] = b"\x01" * (end - start)

    def take(self, start: int, end: int) -> None:
        """Marks the characters."""
        self.taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether none of the characters is taken."""
        return self.taken.find(1, start, end) < 0


def capital_runs(text: str) -> list[tuple[int, int]]:
    """Where words with a capital stand, those with one space, hyphen or apostrophe between them
    together."""
    return [match.span() for match in _RUN.finditer(text)]


def free_words(text: str, runs: Iterable[tuple[int, int]], cover: Cover) -> dict[str, list[int]]:
    """The words of the runs whose first letter belongs to no name, and where they begin."""
    found: dict[str, list[int]] = {}
    taken = cover.taken
    for start, end in runs:
        if taken.find(0, start, end) < 0:
            continue
        name = text[start:end]
        if name.isidentifier():
            if not taken[start]:
                found.setdefault(name, []).append(start)
            continue
        for word in _CAPITAL.finditer(text, start, end):
            if not taken[word.start()]:
                found.setdefault(word.group(), []).append(word.start())
    return found


@lru_cache(KEPT_NAMES)
def first_word(name: str) -> str:
    """That of a name that begins with a capital; "" of others."""
    word = _CAPITAL.match(name)
    return word.group() if word else ""


def missed(
    text: str, free: Mapping[str, Sequence[int]], name: str, cover: Cover
) -> Iterator[NameSpan]:
    """Free places where the name stands by itself; they are taken then. The label is empty.

    Args:
        free: what `free_words` gives.
    """
    for start in free.get(first_word(name), ()):
        end = start + len(name)
        if (
            text.startswith(name, start)
            and cover.is_free(start, end)
            and stands_alone(text, start, end)
        ):
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
        word = word.rpartition("-")[2]  # "NBA-leading"
        return not word[:1].isupper() or _is_no_name(word) or _is_title(word)
    return True


def _is_no_name(word: str) -> bool:
    return word.strip("“”\"'’‘.,;:!?()").casefold() in name_words().no_names


def _is_title(word: str) -> bool:
    return word.casefold().rpartition("-")[2] in name_words().titles
