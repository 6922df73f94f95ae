"""Phrases are found wherever they stand, whatever stands around them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.cues import CueFinder

KINDS = {"tide": ("high tide", "ebb", "низкая вода", "満潮"), "boat": ("ferry", "tide tables", "©")}
FINDER = CueFinder(KINDS)
PIECES = [phrase for phrases in KINDS.values() for phrase in phrases]
PART = st.one_of(st.sampled_from(PIECES), st.text(st.sampled_from("ferytidİß満а 😀"), max_size=6))
LINES = st.lists(st.lists(PART, max_size=4).map("".join), max_size=6)


@settings(deadline=None, max_examples=400)
@given(LINES, st.booleans())
def test_each_line_holds_what_it_holds(lines: list[str], capitals: bool) -> None:
    texts = [line.upper() for line in lines] if capitals else lines
    assert FINDER.find(texts) == [
        {kind for kind, phrases in KINDS.items() if any(p in line.lower() for p in phrases)}
        for line in texts
    ]


def test_a_phrase_is_not_found_across_two_lines() -> None:
    assert FINDER.find(["high", "tide"]) == [set(), set()]
    assert FINDER.find(["The FERRY left at high tide"]) == [{"boat", "tide"}]
    assert FINDER.find([]) == []
