"""The line model keeps paragraphs of any language and drops what stands around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.line_features import MEANING, NAMES, line_features
from transforms.line_model import (
    judge,
    log_odds,
    networks,
    reasons,
    scores,
    windows,
)

MENU = [
    "Harbours",
    "Ferries",
    "Weather at sea",
    "Fishing",
    "Boats for sale",
    "Tide tables",
    "Islands",
    "Maps and charts",
    "Lighthouses",
]

PARAGRAPHS = {
    "en": "The ferry stayed in port on Monday because the wind had grown too strong, he said.",
    "de": "Die Fähre blieb am Montag im Hafen, weil der Wind zu stark geworden war, sagte er.",
    "ru": "Паром в понедельник остался в порту, потому что ветер стал слишком сильным, сказал он.",
    "ar": "بقيت العبارة في الميناء يوم الاثنين لأن الرياح أصبحت قوية جدا، كما قال قبطانها.",
    "ja": "フェリーは月曜日、風が強くなりすぎたため港にとどまったと、船長が明らかにした。",
}


def test_words_mean_something_in_english_texts_alone() -> None:
    def meaning(*lines: str) -> bool:
        rows = line_features(list(lines), [""] * len(lines))
        return bool(rows[:, -len(MEANING) :].any())

    assert meaning(*[PARAGRAPHS["en"]] * 3)
    assert not meaning(PARAGRAPHS["en"])  # too short a text to tell its language
    for language in ("de", "ru", "ar", "ja"):
        assert not meaning(*[PARAGRAPHS[language]] * 6)


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_paragraphs_stay_and_menus_go_in_every_language(language: str) -> None:
    body = [PARAGRAPHS[language][i:] for i in (0, 3, 5, 7)]
    lines = [*MENU, *body, *MENU[::-1]]
    kept = judge(lines, [""] * len(lines), labels=9).belongs
    assert kept[len(MENU) : -len(MENU)] == [True] * len(body)
    assert sum(kept) <= len(body) + 2


def test_lines_that_a_rule_took_go() -> None:
    found = judge([PARAGRAPHS["en"], "Share"], ["x", "share_widget"], 1)
    assert found.belongs == [False, False]
    assert found.evidence == 1
    assert judge([], [], 0).belongs == []


def test_a_text_without_signs_of_furniture_is_kept_whole() -> None:
    lines = [PARAGRAPHS["en"], "A long wait", "Wind", "12 knots", PARAGRAPHS["en"][9:]]
    assert all(judge(lines, [""] * len(lines), labels=0).belongs)


def test_words_of_furniture_are_a_sign_where_no_rule_took_a_line() -> None:
    body = [PARAGRAPHS["en"][i:] for i in (0, 3, 5, 7)]
    prompts = ["Share on Facebook Twitter WhatsApp", "Newsletter subscription login account"] * 4
    lines = [*body, *prompts]
    kept = judge(lines, [""] * len(lines), labels=0).belongs
    assert all(kept[: len(body)])
    assert not any(kept[len(body) :])


def test_a_window_holds_the_neighbours_and_zeros_beyond_the_ends() -> None:
    rows = np.arange(1.0, 4.0).reshape(3, 1)
    assert windows(rows, 1).tolist() == [[0, 0, 1, 2, 3], [0, 1, 2, 3, 0], [1, 2, 3, 0, 0]]


def test_every_weight_has_its_feature() -> None:
    rows = line_features(["A line.", "Another"], ["", ""])
    assert {len(row) for row in rows} == {len(NAMES)}
    assert len(set(NAMES)) == len(NAMES)
    for network in networks():
        assert network["mean"].shape == (len(NAMES),)


def test_the_score_is_the_mean_of_the_networks() -> None:
    rows = np.array(line_features([*MENU], [""] * len(MENU)), dtype=np.float32)
    each = [log_odds(network, rows) for network in networks()]
    assert np.allclose(scores(rows), np.mean(each, axis=0), atol=1e-5)


def test_reasons_name_features_the_strongest_first() -> None:
    lines = [*MENU, PARAGRAPHS["en"]]
    found = reasons(lines, [""] * len(lines), 3)
    assert found
    assert {name for name, _ in found} <= {*NAMES, "meaning"} - set(MEANING)
    strengths = [abs(part) for _, part in found]
    assert strengths == sorted(strengths, reverse=True)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=40), max_size=12))
def test_any_text_has_finite_features(lines: list[str]) -> None:
    rows = line_features(lines, [""] * len(lines)) if lines else []
    assert np.isfinite(np.array(rows)).all()
    assert len(judge(lines, [""] * len(lines), 1).belongs) == len(lines)
