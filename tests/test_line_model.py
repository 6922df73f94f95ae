"""The line model keeps paragraphs of any language and drops what stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.line_model import belongs, context_features, likelihoods, line_features
from transforms.line_weights import CONTEXT, LINE

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
    "th": "เรือเฟอร์รี่จอดอยู่ที่ท่าเรือเมื่อวันจันทร์เพราะลมแรงเกินไป กัปตันกล่าวกับผู้สื่อข่าวที่ท่าเรือ",
    "hi": "नाव सोमवार को बंदरगाह में रही क्योंकि हवा बहुत तेज हो गई थी, कप्तान ने बताया।",
}


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_paragraphs_stay_and_menus_go_in_every_language(language: str) -> None:
    body = [PARAGRAPHS[language][i:] for i in (0, 3, 5, 7)]
    lines = MENU + body + MENU[::-1]
    kept = belongs(lines, [False] * len(lines))
    assert kept[len(MENU) : -len(MENU)] == [True] * len(body)
    assert sum(kept) <= len(body) + 2


def test_a_short_line_between_paragraphs_is_likelier_than_in_a_menu() -> None:
    body = [PARAGRAPHS["en"], PARAGRAPHS["en"][4:], "A long wait", PARAGRAPHS["en"][9:]]
    lines = [*MENU, "A long wait", *MENU, *body]
    scores, _ = likelihoods(lines, [False] * len(lines))
    assert scores[-2] > scores[len(MENU)]


def test_lines_that_a_rule_took_score_nothing() -> None:
    assert likelihoods([PARAGRAPHS["en"], "Share"], [True, True]) == ([0.0, 0.0], 2.0)
    assert belongs([PARAGRAPHS["en"], "Share"], [True, True]) == [False, False]
    assert belongs([], []) == []


def test_a_text_without_menus_loses_no_subheading() -> None:
    lines = [PARAGRAPHS["en"], "A long wait", PARAGRAPHS["en"][4:], "Wind", PARAGRAPHS["en"][9:]]
    assert all(belongs(lines, [False] * len(lines)))


def test_every_weight_has_its_feature() -> None:
    line = line_features("A line.", False)
    around = context_features([0.5], [2.0], [0.0])[0]
    assert len(line) == len(LINE)
    assert len(line) + len(around) == len(CONTEXT)
    assert list(CONTEXT)[: len(line)] == list(LINE)


@given(st.lists(st.text(min_size=1, max_size=40), max_size=12))
def test_scores_are_probabilities(lines: list[str]) -> None:
    scores, noise = likelihoods(lines, [len(line) < 3 for line in lines])
    assert len(scores) == len(lines)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert 0.0 <= noise <= len(lines)
