"""Word lists as they are read best: one string."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, separated by white space."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text, separated by "|", in order; they may hold spaces."""
    return tuple(text.split("|"))
