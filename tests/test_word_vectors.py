"""The direction of a line is that of its words' vectors, whatever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.characters import characters
from transforms.text_words import UNKNOWN
from transforms.word_kinds import line_words
from transforms.word_vectors import DIMENSIONS, directions, word_vectors

WORDS = ["harbour", "Ferry", "the", "parliament", "election", "qwertzui", "Fähre", "порт", "12"]
LINES = st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), min_size=1, max_size=6)


def of(lines: list[str]) -> np.ndarray:
    known, words = word_vectors(), line_words(characters(lines))
    rows = known.vocabulary.rows(words.keys).take(words.codes)
    found: np.ndarray = directions(known, rows, words.owners, len(lines))
    return found


def vector(word: str) -> np.ndarray:
    known = word_vectors()
    row = known.vocabulary.words.index(word)
    scaled: np.ndarray = known.vectors[row] * known.scales[row]
    return scaled


@settings(deadline=None)
@given(LINES)
def test_a_line_is_the_sum_of_its_words(lines: list[str]) -> None:
    listed = set(word_vectors().vocabulary.words)
    for line, row in zip(lines, of(lines), strict=True):
        total = sum((vector(w) for w in line.lower().split() if w in listed), np.zeros(DIMENSIONS))
        length = np.linalg.norm(total)
        assert row == pytest.approx(total / length if length else total, abs=1e-5)


def test_lines_without_a_known_word_are_zeros() -> None:
    assert not of(["qwertzui Fähre", "", "порт", "日本語の駅"]).any()
    assert not directions(word_vectors(), np.array([UNKNOWN]), np.array([0]), 2).any()


def test_a_line_means_the_same_on_any_page() -> None:
    line = "The parliament votes on the harbour"
    alone = of([line])[0]
    among = of(["Ferries", "", line, "qwertzui", "Parliament votes"])
    assert (among[2] == alone).all()


def test_lines_of_one_subject_point_the_same_way() -> None:
    rows = of(["election parliament vote minister", "voters senate ballot", "recipe butter oven"])
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]
