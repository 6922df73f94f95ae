"""Language by title and body."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.article import Article, Message, Origin
from schemas.reject import Reject
from transforms.language import SAMPLE, hinted, identifier, identify

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


def article(text: str, title: str | None = None, hint: str | None = None) -> Article:
    message = Message(b"", Origin("a.txt", 0), "text")
    return Article(message, title=title, text=text, language_hint=hint)


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


def test_a_short_text_is_in_the_language_that_its_source_names() -> None:
    short = "Obama met Merkel in Berlin."
    alone = identifier()(article(short))
    told = identifier()(article(short, hint="en-US"))
    assert alone.language != "en"
    assert (told.language, alone.language_score is not None) == ("en", True)
    assert told.language_score is not None
    assert 0 < told.language_score < (alone.language_score or 0)
    assert identifier()(article(short, hint="english")) == replace(alone, language_hint="english")


@pytest.mark.parametrize("code", ["de", "ru", "ja", "ar"])
def test_a_hint_does_not_overrule_what_is_plain_to_see(code: str) -> None:
    assert identifier()(article(SENTENCES[code], hint="en")).language == code


def test_without_letters_or_outside_the_model_the_hint_has_no_score() -> None:
    for text, hint in (("12:30", "en"), ("Obama met Merkel.", "ii")):
        done = identifier()(article(text, hint=hint))
        assert (done.language, done.language_score) == (hint, None)


@pytest.mark.parametrize(
    ("hint", "code"),
    [("en", "en"), (" EN_gb", "en"), ("pt-BR", "pt"), ("eng", None), ("xx", None), ("", None),
     (None, None)],
)  # fmt: skip
def test_which_hints_are_codes(hint: str | None, code: str | None) -> None:
    assert hinted(hint) == code


def test_articles_in_other_languages_are_rejected() -> None:
    wanted = identifier(("de", "fr"))
    assert isinstance(wanted(article(SENTENCES["de"])), Article)
    refused = wanted(article(SENTENCES["ru"]))
    assert isinstance(refused, Reject)
    assert (refused.stage, refused.reason) == ("Language", "language_not_wanted")
    assert refused.detail == "ru, not de or fr"
    unknown = wanted(article("12:30"))
    assert isinstance(unknown, Reject)
    assert unknown.detail == "unknown, not de or fr"


ENGLISH = (
    "The harbour master said that the ferry would leave as soon as the wind had fallen. "
    "Passengers slept in the school, where the town had put up beds and a kettle. "
    "Nobody complained, he added, apart from a dog that wanted to go home. "
)
GERMAN = (
    "Der Hafenmeister sagte, die Fähre werde ablegen, sobald der Wind nachlasse. "
    "Die Reisenden schliefen in der Schule, wo die Stadt Betten aufgestellt hatte. "
    "Niemand habe sich beschwert, fügte er hinzu, außer einem Hund, der heim wollte. "
)


@pytest.mark.parametrize(
    ("text", "mixed"),
    [(ENGLISH * 6, False), (GERMAN * 6, False), (ENGLISH * 4 + GERMAN * 4, True), (ENGLISH, None)],
)
def test_a_text_that_ends_in_another_language_is_mixed(text: str, mixed: bool | None) -> None:
    done = identifier()(article(text))
    assert isinstance(done, Article)
    assert done.is_mixed_language is mixed
