"""Words are counted by what they are for, as by a look at each."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.characters import characters
from transforms.line_words import KINDS
from transforms.word_kinds import SHARES, entries_of, kind_counts, line_words, word_shares

NAMES = tuple(KINDS)
FURNITURE = [name for name in NAMES if name not in ("function", "speech", "time", "you", "media")]
WORDS = re.compile(r"\w+(?:['’-]\w+)*")
SOME = [word for kind in KINDS.values() for entry in kind.split()[:9] for word in entry.split("_")]
WORD = st.one_of(st.sampled_from(SOME), st.sampled_from(["harbour", "ferry", "Share", "WE"]))
LINES = st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=5)


def counted(own: list[str], name: str) -> int:
    entries = entries_of(name)
    alone = sum(entries.count(word) for word in own)
    return alone + 2 * sum(entries.count(f"{word}_{after}") for word, after in pairwise(own))


@settings(deadline=None, max_examples=300)
@given(LINES)
def test_shares_are_those_of_counting(lines: list[list[str]]) -> None:
    page = characters([" ".join(line) for line in lines])
    found = word_shares(page, line_words(page)).tolist()
    for row, line in zip(found, lines, strict=True):
        own = [word.lower() for word in line]
        counts = {name: counted(own, name) for name in NAMES}
        total = max(4, len(own))
        furniture = sum(counts[name] for name in FURNITURE)
        assert dict(zip(SHARES, row, strict=True)) == {
            **{f"{name}_words": min(counts[name] * 4 / total, 2.0) for name in NAMES},
            "furniture_words": min(furniture * 4 / total, 3.0),
        }


def test_a_phrase_does_not_reach_into_the_next_line() -> None:
    page = characters(["read", "more", "read more"])
    at = SHARES.index("related_words")
    assert word_shares(page, line_words(page))[:, at].tolist() == [0, 0, 2]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("abAßé -'"), max_size=12), min_size=1))
def test_equal_words_alone_have_equal_numbers(lines: list[str]) -> None:
    found = line_words(characters(lines))
    words = [WORDS.findall(line.casefold()) for line in lines]
    flat = [word for own in words for word in own]
    assert found.sizes.tolist() == list(map(len, words))
    assert len(found.keys) == len(set(flat)) == len(set(zip(flat, found.codes, strict=True)))


def test_scripts_without_spaces_are_read_in_pairs() -> None:
    words = line_words(characters(["日本語の駅", "日本", "本語"]))
    assert words.sizes.tolist() == [4, 1, 1]
    assert words.codes[4] == words.codes[0]
    assert words.codes[5] == words.codes[1]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("اقرأ أيضا", "related"),
        ("Διαβάστε επίσης", "related"),
        ("नीचे कमेंट करें", "comments"),
        ("להרשמה לניוזלטר", "subscribe"),
        ("پربازدیدترین", "related"),
        ("Große Werbung", "ads"),
        ("이 시각 주요뉴스", "related"),
        ("อ่านข่าว", "related"),
    ],
)
def test_furniture_of_many_languages_is_known(line: str, kind: str) -> None:
    page = characters([line])
    assert kind_counts(page, line_words(page))[0, list(KINDS).index(kind)] > 0


def test_no_word_counts_twice_since_two_languages_share_it() -> None:
    for kind in KINDS:
        own = KINDS[kind].casefold().split()
        assert len(entries_of(kind)) - len(own) == len(set(entries_of(kind)) - set(own))
