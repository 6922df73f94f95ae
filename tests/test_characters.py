"""Tables of characters say what regular expressions would."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import characters as kinds
from transforms.characters import Characters, characters, word_spans

BASIC = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\n")
LINES = st.lists(
    st.text(st.one_of(BASIC, st.sampled_from("aZ09ßİ’'-.!)」 ")), max_size=30), min_size=1
)
MARKS = "".join(
    mark for mark in map(chr, range(0x300, 0x1D00)) if unicodedata.category(mark).startswith("M")
)
WORD = re.compile(rf"[\w{MARKS}]+(?:['’\u200c\u200d-][\w{MARKS}]+)*")
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af]")


def words(page: Characters) -> list[list[str]]:
    spans = word_spans(page)
    found: list[list[str]] = [[] for _ in page.lines]
    for owner, start, end in zip(spans.owners, spans.starts, spans.ends, strict=True):
        found[owner].append("".join(map(chr, spans.codes[start:end])))
    return found


@settings(deadline=None)
@given(LINES)
def test_words_are_those_of_a_pattern(lines: list[str]) -> None:
    assert words(characters(lines)) == [WORD.findall(line.casefold()) for line in lines]


def test_marks_join_inside_a_word_only() -> None:
    assert words(characters(["'Twas Anna's well-known—dog's- life", "a--b"])) == [
        ["twas", "anna's", "well-known", "dog's", "life"],
        ["a", "b"],
    ]


def test_vowel_signs_and_joiners_are_part_of_a_word() -> None:
    assert words(characters(["विज्ञापन के बाद", "می\u200cتوانید این"])) == [
        ["विज्ञापन", "के", "बाद"],
        ["می\u200cتوانید", "این"],
    ]


def test_of_a_long_line_the_beginning_is_looked_at() -> None:
    line = "ab " * 200
    assert words(characters([line, "cd"])) == [WORD.findall(line[: kinds.LOOKED_AT]), ["cd"]]


@settings(deadline=None)
@given(LINES)
def test_each_character_has_its_kind(lines: list[str]) -> None:
    page = characters(lines)
    assert page.dense.tolist() == [len(DENSE.findall(line)) for line in lines]
    assert page.sizes.tolist() == list(map(len, lines))
    assert page.folded() == [line.casefold() for line in lines]
    for line, start in zip(lines, page.starts.tolist(), strict=True):
        kind = page.kinds[start : start + len(line)].tolist()
        upper = kind.count(kinds.CAPITAL) + kind.count(kinds.OTHER_CAPITAL)
        lower = kind.count(kinds.LOWER) + kind.count(kinds.OTHER_LOWER)
        assert kind.count(kinds.DIGIT) == len(re.findall(r"\d", line))
        assert (upper, lower) == (sum(map(str.isupper, line)), sum(map(str.islower, line)))
        assert kind.count(kinds.SPACE) == sum(map(str.isspace, line))
        assert page.kinds[start + len(line)] == kinds.NEWLINE


def test_characters_beyond_the_basic_plane_are_marks() -> None:
    page = characters(["a😀b."])
    assert page.kinds.tolist()[1] == kinds.MARK
    assert words(page) == [["a", "b"]]


def test_a_newline_inside_a_line_is_a_blank() -> None:
    assert words(characters(["a\nb", "c"])) == [["a", "b"], ["c"]]
