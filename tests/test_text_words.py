"""Words as numbers: they stand where the pattern finds them, a vocabulary knows them by hash."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import text_words
from transforms.lexicon import WORD
from transforms.text_words import UNKNOWN, Vocabulary, cut, distinct

KNOWN = ["goal", "éclair", "łódź", "g8", "goa", "goals", "oslo", "i"]
LETTERS = "gGoOaAlLsS8éÉłŁóÓdźŹ \n.,'-×ßİĀɎȺ€“\u0301\x00\x01\ud800😀"
TEXT = st.text(LETTERS, max_size=60) | st.text(max_size=60)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_words_are_those_of_the_pattern(pairs: list[tuple[str, str]]) -> None:
    words = cut(pairs)
    found = list(WORD.finditer(words.whole))
    assert words.starts.tolist() == [match.start() for match in found]
    assert words.ends.tolist() == [match.end() for match in found]
    rows = Vocabulary(KNOWN).rows(words.hashes).tolist()
    places = {word: row for row, word in enumerate(KNOWN)}
    assert rows == [places.get(match.group().lower(), UNKNOWN) for match in found]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_texts_keep_their_bounds(pairs: list[tuple[str, str]]) -> None:
    words = cut(pairs)
    bounds, bodies = words.bounds.tolist(), words.bodies.tolist()
    for number, (title, text) in enumerate(pairs):
        assert words.whole[words.titles[number] :].startswith(f"{title}\n{text}\n")
        assert words.whole[words.texts[number] :].startswith(f"{text}\n")
        assert bodies[number] - bounds[number] == len(WORD.findall(title))
        assert bounds[number + 1] - bodies[number] - 2 == len(WORD.findall(text))


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_distinct_words_are_counted_in_order_of_appearance(pairs: list[tuple[str, str]]) -> None:
    words, vocabulary = cut(pairs), Vocabulary(KNOWN)
    weights = np.arange(len(words.starts)) % 3 + 1.0
    found = distinct(words, vocabulary, weights)
    every = [match.group().lower() for match in WORD.finditer(words.whole)]
    assert found.every.tolist() == vocabulary.rows(words.hashes).tolist()
    expected: list[tuple[int, float]] = []
    bounds = [0]
    for begin, end in pairwise(words.bounds.tolist()):
        counts: dict[str, float] = {}
        for place in range(begin, end):
            counts[every[place]] = counts.get(every[place], 0.0) + weights[place]
        expected += [(every.index(word, begin), count) for word, count in counts.items()]
        bounds.append(len(expected))
    assert list(zip(found.first.tolist(), found.counts.tolist(), strict=True)) == expected
    assert found.bounds.tolist() == bounds
    assert found.rows.tolist() == found.every[found.first].tolist()


@pytest.mark.parametrize("stretch", [1, 7, 8, 30])
def test_hashes_do_not_depend_on_stretches(stretch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Oslo goal, goals éclair\n" * 9
    whole = Vocabulary(KNOWN).rows(cut([("", text)]).hashes).tolist()
    vocabulary = Vocabulary(KNOWN)
    monkeypatch.setattr(text_words, "_STRETCH", stretch)
    rows = vocabulary.rows(cut([("", text)]).hashes).tolist()
    longest = [word if len(word) <= stretch else "" for word in KNOWN]
    assert rows == [row if row >= 0 and longest[row] else rows[at] for at, row in enumerate(whole)]


def test_word_that_is_longer_than_a_stretch_is_read() -> None:
    words = cut([("", "x" * 200_000 + " goal")])
    assert Vocabulary(KNOWN).rows(words.hashes).tolist() == [UNKNOWN, UNKNOWN, 0, UNKNOWN]
