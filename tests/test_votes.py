"""Agreement of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.votes import agreement, shingles, votes

WORDS = st.lists(st.sampled_from(["red", "green", "blue", "grey"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_agreement_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert agreement(one, other) == agreement(other, one)
    assert 0 <= agreement(one, other) <= 1


@given(WORDS.filter(bool))
def test_a_text_agrees_with_itself(text: str) -> None:
    assert agreement(text, text) == 1
    assert votes([text], text).tolist() == [1]


def test_shingles_are_runs_of_four_words() -> None:
    assert dict(shingles("a b, c d e")) == {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}
    assert dict(shingles("a b")) == {("a", "b"): 1}
    assert not shingles("...")


@pytest.mark.parametrize(
    ("block", "share"),
    [("a b c d e x", 2 / 3), ("b c", 1), ("c b", 0), ("x", 0), ("?", -1), ("", -1)],
)
def test_votes(block: str, share: float) -> None:
    assert votes([block], "a b c d e").tolist() == pytest.approx([share])
