"""What is told from tables of characters and from a text's cues is what patterns would tell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.boilerplate import boilerplate
from transforms.characters import kinds
from transforms.line_shapes import LOOKED_AT, MOST_BREAKS, SHAPES, shapes
from transforms.normalise import normalise_line

BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
GLUED = re.compile(r"[a-zß-öø-ÿ)][A-ZÀ-ÖØ-Þ]|[a-z]\d|\d[A-Z]")
CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")
TEXT = st.text(st.sampled_from("abcDEFßÖ019 .:;!?\"'”)(。！日,-  "), min_size=1, max_size=60)
WORDS = st.lists(
    st.text(st.sampled_from("aBcÉ.1"), min_size=1, max_size=5), min_size=38, max_size=90
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(TEXT, WORDS.map(" ".join)))
def test_marks_of_a_line(text: str) -> None:
    line = normalise_line(text) or "-"
    (row,) = shapes([line], *kinds([line]))
    told = dict(zip(SHAPES, row, strict=True))
    initials = [word[0] for word in line.split()[1:40]]
    upper, lower = sum(map(str.isupper, initials)), sum(map(str.islower, initials))
    head = line[:LOOKED_AT]
    assert told["breaks"] == min(len(BREAK.findall(line)), MOST_BREAKS) / MOST_BREAKS
    assert told["glued"] == min(len(GLUED.findall(head)) / (1 + len(line.split())) * 3, 1.5)
    assert told["clock"] == bool(CLOCK.search(head))
    assert told["digits"] == min(len(re.findall(r"\d", head)) / len(head) * 4, 1.0)
    if upper + lower:
        assert told["capitals"] == upper / (upper + lower)


def test_cues_of_the_whole_text_change_nothing() -> None:
    lines = [
        "Anna Lund is a reporter who covers harbours.",
        "The mayor (left) shakes hands with the captain.",
        "The ferry stayed in port on Monday because of the wind.",
        "Subscribe now to read all of it and cancel anytime",
    ]
    together = shapes(lines, *kinds(lines))
    assert together == [shapes([line], *kinds([line]))[0] for line in lines]
    names = [SHAPES[at] for at, value in enumerate(together[0]) if value != together[2][at]]
    assert "biography" in names
    assert dict(zip(SHAPES, together[1], strict=True))["picture"]


@pytest.mark.parametrize("line", ["BILD VERGRÖSSERN", "Bild vergrößern", "Read More: Ferry Stays"])
def test_rules_know_no_case(line: str) -> None:
    assert boilerplate(line) in ("media_player", "read_more")
