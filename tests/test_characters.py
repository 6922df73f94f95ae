"""Tables of characters say what regular expressions would."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.characters import kinds, words

BASIC = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
LINES = st.lists(
    st.text(st.one_of(BASIC, st.sampled_from("aZ09ß’'-.!)」 ")), max_size=30), min_size=1
)
WORD = re.compile(r"\w+(?:['’-]\w+)*")
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af]")


@settings(deadline=None)
@given(LINES)
def test_words_are_those_of_a_pattern(lines: list[str]) -> None:
    assert words(lines) == [WORD.findall(line.casefold()) for line in lines]


def test_marks_join_inside_a_word_only() -> None:
    assert words(["'Twas Anna's well-known—dog's- life", "a--b"]) == [
        ["twas", "anna's", "well-known", "dog's", "life"],
        ["a", "b"],
    ]


@settings(deadline=None)
@given(LINES)
def test_each_character_has_its_kind(lines: list[str]) -> None:
    found, dense = kinds(lines)
    assert dense == [len(DENSE.findall(line)) for line in lines]
    for line, kind in zip(lines, found, strict=True):
        assert len(kind) == len(line)
        assert kind.count(b"0") == len(re.findall(r"\d", line))
        assert kind.count(b"A") + kind.count(b"L") == sum(map(str.isupper, line))
        assert kind.count(b"a") + kind.count(b"l") == sum(map(str.islower, line))
        assert kind.count(b" ") == sum(map(str.isspace, line))


def test_characters_beyond_the_basic_plane_are_marks() -> None:
    assert kinds(["a😀b."]) == ([b"a_a."], [0])
    assert words(["a😀b"]) == [["a", "b"]]
