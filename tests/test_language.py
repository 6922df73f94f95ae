"""Language by title and body."""

from __future__ import annotations

import pytest

from schemas.article import Article, Message, Origin
from transforms.language import SAMPLE, identifier, identify

SENTENCES = {
    "en": "The ferry stayed in port on Monday because the wind had grown too strong.",
    "de": "Die Fähre blieb am Montag im Hafen, weil der Wind zu stark geworden war.",
    "fr": "Le ferry est resté au port lundi parce que le vent était devenu trop fort.",
    "es": "El transbordador se quedó en el puerto el lunes porque el viento era demasiado fuerte.",
    "ru": "Паром в понедельник остался в порту, потому что ветер стал слишком сильным.",
    "ja": "フェリーは月曜日、風が強くなりすぎたため港にとどまった。",
    "ko": "월요일 바람이 너무 강해져 여객선이 항구에 머물렀다고 선장이 말했다.",
    "ar": "بقيت العبارة في الميناء يوم الاثنين لأن الرياح أصبحت قوية جدا.",
}


def article(text: str, title: str | None = None) -> Article:
    return Article(Message(b"", Origin("a.txt", 0), "text"), title=title, text=text)


@pytest.mark.parametrize("code", SENTENCES)
def test_the_language_is_named_with_a_probability(code: str) -> None:
    done = identifier()(article(SENTENCES[code]))
    assert done.language == code
    assert done.language_score is not None
    assert 0.5 < done.language_score <= 1.0


def test_the_same_text_gets_the_same_score() -> None:
    assert identify(SENTENCES["fr"]) == identify(SENTENCES["fr"])


def test_the_title_counts_and_text_behind_the_sample_does_not() -> None:
    only_title = identifier()(article("", SENTENCES["de"]))
    assert only_title.language == "de"
    filler = (SENTENCES["en"] + " ") * (SAMPLE // len(SENTENCES["en"]) + 1)
    long = identifier()(article(filler + SENTENCES["ru"] * 200))
    assert long.language == "en"


@pytest.mark.parametrize("text", ["", "12:30 - 14:45", "42"])
def test_text_without_letters_has_no_language(text: str) -> None:
    done = identifier()(article(text))
    assert done.language is None
    assert done.language_score is None
