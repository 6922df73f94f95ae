"""From log-odds to a verdict: thresholds, clean texts, lists of the article's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from transforms.line_features import NAMES
from transforms.line_verdict import LIST_LINES, Verdict, is_clean, threshold, verdict

PARAGRAPH = "The ferry stayed in port on Monday because the wind had grown too strong, he said."
ITEM = "Two ropes of hemp"


def test_it_takes_more_to_drop_a_long_line_and_where_there_is_little_furniture() -> None:
    assert threshold("x" * 400, 20, 60) < threshold("x" * 40, 20, 60)
    assert threshold("x" * 40, 1, 60) < threshold("x" * 40, 20, 60)


def test_a_text_is_clean_where_signs_of_a_page_are_few_for_its_lines() -> None:
    assert is_clean(0, 3, 3)
    assert not is_clean(1, 0, 12)
    assert is_clean(1, 2, 60)
    assert not is_clean(1, 9, 60)
    assert not is_clean(3, 0, 600)


def judged(
    scores: list[float],
    roles: list[str] | None = None,
    words: dict[int, float] | None = None,
    sentences: Sequence[int] = (),
) -> Verdict:
    lines = [PARAGRAPH if score > 0 else ITEM for score in scores]
    rows = np.zeros((len(lines), len(NAMES)), dtype=np.float32)
    for at, share in (words or {}).items():
        rows[at, NAMES.index("furniture_words")] = share
    rows[list(sentences), NAMES.index("ends_sentence")] = 1
    return verdict(lines, roles or [""] * len(lines), 9, rows, np.array(scores))


def test_a_stretch_inside_the_text_without_any_sign_is_a_list_of_its_own() -> None:
    items = [-5.0] * LIST_LINES
    assert all(judged([4.0, *items, 4.0]).belongs)
    assert judged([*items, 4.0, 4.0, *items]).belongs == [
        *[False] * LIST_LINES,
        *[True] * 2,
        *[False] * LIST_LINES,
    ]


@pytest.mark.parametrize("sign", ["short", "ruled", "worded"])
def test_a_stretch_with_a_sign_or_of_few_lines_is_none(sign: str) -> None:
    count = LIST_LINES - (sign == "short")
    scores = [4.0, *[-5.0] * count, 4.0]
    roles = ["", *["advertisement" if sign == "ruled" else ""] * 1, *[""] * count]
    words = {2: 1.0} if sign == "worded" else {}
    assert judged(scores, roles, words).belongs == [True, *[False] * count, True]


def test_a_sentence_right_below_a_sentence_of_the_article_is_not_dropped_lightly() -> None:
    assert judged([4.0, -2.0], sentences=[0, 1]).belongs == [True, True]
    assert judged([4.0, -2.0], sentences=[0]).belongs == [True, False]
    assert judged([4.0, -2.0], sentences=[1]).belongs == [True, False]
    assert judged([4.0, -3.0], sentences=[0, 1]).belongs == [True, False]
    assert judged([4.0, -2.0], words={1: 0.9}, sentences=[0, 1]).belongs == [True, False]


def test_signs_are_lines_with_words_of_furniture_that_the_networks_doubt() -> None:
    assert judged([4.0, -5.0, -5.0, -1.0], words={1: 2.0, 3: 2.0}).evidence == 10
    assert judged([4.0, -5.0, -1.0], ["", "share_widget", ""]).doubted == 0
    assert judged([4.0, -5.0, -1.0]).doubted == 1
