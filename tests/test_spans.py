"""Offsets: trimming the model's spans, cutting long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.spans import pieces, runs, trim


@pytest.mark.parametrize(
    ("span", "kept"),
    [
        ("the Guardian", "Guardian"),
        ("The\nGuardian", "Guardian"),
        ("Merkel's", "Merkel"),
        ("Merkel’s ", "Merkel"),
        ("“the Bank of England’s”", "Bank of England"),
        ("Lloyd's of London", "Lloyd's of London"),
        ("Lisbon\n\nThe council", "Lisbon"),
        ("\n\nLisbon", "Lisbon"),
        ("Lisbon –", "Lisbon"),
        ("Lisbon.", "Lisbon"),
        ("the U.S.", "U.S."),
        ("Acme Inc.", "Acme Inc."),
        ("George W.", "George W."),
        ("Alliance (EFA)", "Alliance (EFA)"),
        ("Alliance)", "Alliance"),
        ("(Alliance", "Alliance"),
        ("Theodore", "Theodore"),
        ("AT&T", "AT&T"),
        ("C++", "C++"),
        ("the", None),
        ("—", None),
        ("’s", None),
        ("", None),
    ],
)
def test_spans_are_trimmed(span: str, kept: str | None) -> None:
    text = f"ab{span}cd"
    found = trim(text, 2, 2 + len(span))
    assert (text[slice(*found)] if found else None) == kept


@given(st.text(alphabet="aT. \n'’sthe“”\"(),-–é🎉", max_size=30), st.data())
def test_trimmed_span_lies_inside_and_is_stable(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = trim(text, start, end)
    if found is None:
        return
    assert start <= found[0] < found[1] <= end
    surface = text[slice(*found)]
    assert surface == surface.strip()
    assert "\n" not in surface
    assert not surface.lower().startswith("the ")
    assert not surface.lower().endswith(("'s", "’s", ",", "–", '"', "”"))
    assert trim(text, *found) == found


@given(st.text(alphabet="ab.!\n “", max_size=200), st.integers(1, 40))
def test_pieces_add_up_and_keep_the_limit(text: str, limit: int) -> None:
    cut = list(pieces(text, limit))
    assert "".join(piece for _, piece in cut) == text
    assert all(0 < len(piece) <= limit for _, piece in cut)
    assert all(text.startswith(piece, offset) for offset, piece in cut)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two\nthree\n\nfour five six", "One. Two\nthree\n\n"),
        ("One. Two\nthree four five six", "One. Two\n"),
        ("One. Two three four five six", "One. "),
        ("One two three four five six", "One two three four "),
        ("Onetwothreefourfivesixseven", "Onetwothreefourfives"),
    ],
)
def test_pieces_end_where_the_text_pauses(text: str, first: str) -> None:
    assert next(pieces(text, 20)) == (0, first)


@given(st.lists(st.sampled_from(["x" * 7, "abc", " ", "\n\n", "。"]), max_size=40))
def test_runs_add_up_and_no_word_is_longer_than_allowed(parts: list[str]) -> None:
    text = "".join(parts)
    found = list(runs(text, 10))
    assert "".join(part for _, part in found) == text
    assert all(text[start : start + len(part)] == part for start, part in found)
    assert max((len(word) for _, part in found for word in part.split()), default=0) <= 10


def test_only_words_that_are_too_long_are_cut() -> None:
    assert list(runs("a bb ccc dd", 3)) == [(0, "a bb ccc dd")]
    assert list(runs("a bb cccc dd", 3)) == [(0, "a bb ccc"), (8, "c dd")]
    assert list(runs("", 3)) == []
