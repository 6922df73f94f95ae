"""The model's short walks against py3langid's own, byte by byte."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.language_walk import Identifier

TEXTS = (
    "The ferry stayed in port on Monday because the wind had grown too strong.",
    "Die Fähre blieb am Montag im Hafen, weil der Wind zu stark geworden war.",
    "Паром в понедельник остался в порту, потому что ветер стал слишком сильным.",
    "フェリーは月曜日、風が強くなりすぎたため港にとどまった。",
    "월요일 바람이 너무 강해져 여객선이 항구에 머물렀다고 선장이 말했다.",
    "بقيت العبارة في الميناء يوم الاثنين لأن الرياح أصبحت قوية جدا.",
)


@cache
def identifiers() -> tuple[LanguageIdentifier, Identifier]:
    return (
        LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True),
        Identifier.from_model_file(MODEL_FILE, norm_probs=True),
    )


def same(text: str) -> bool:
    theirs, ours = identifiers()
    return bool(
        theirs.classify(text) == ours.classify(text) and theirs.rank(text) == ours.rank(text)
    )


@pytest.mark.parametrize("text", [*TEXTS, " ".join(TEXTS), "", "a", "\0", "\0a", "42", "ß"])
def test_scores_are_those_of_py3langid_to_the_last_bit(text: str) -> None:
    assert same(text)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=20)), max_size=6))
def test_so_are_those_of_any_text(parts: list[str]) -> None:
    assert same("".join(parts))


def test_every_probability_of_the_model_can_be_moved() -> None:
    _, ours = identifiers()
    assert ours.nb_ptc.dtype == np.float16
    assert ours.nb_ptc.max() < 0
    assert np.isfinite(ours.nb_ptc).all()
