"""Keyphrases: what the article is about, as it writes it; no site words; equal for equal input."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.keyphrases import keyphrases
from transforms.topic_model import topic_model

TITLE = "Tidal turbines for Pentland Firth"
TEXT = (
    "Four tidal turbines will be lowered into the Pentland Firth this autumn. The Orkney Echo "
    "reports that each turbine weighs 200 tonnes. Engineers of the Marwick yard said the tidal "
    "turbines could power 3,000 homes.\n\nSubscribe to our newsletter. The Marwick yard has hired "
    "40 welders, and the island council hopes that marine energy will keep young people in Orkney."
)


def phrases(title: str, text: str, site: str = "") -> tuple[str, ...]:
    return keyphrases(title, text, site, topic_model().information)


def test_phrases_of_an_article() -> None:
    found = phrases(TITLE, TEXT, "The Orkney Echo orkneyecho.example")
    assert found[0].lower() == "tidal turbines"
    assert {"Pentland Firth", "Marwick yard"} <= set(found)
    assert len(found) <= 8


def test_words_of_the_site_and_page_furniture_are_no_phrases() -> None:
    found = " ".join(phrases(TITLE, TEXT, "The Orkney Echo")).lower()
    assert "echo" not in found
    assert "orkney" not in found
    assert "newsletter" not in found
    assert "echo" in " ".join(phrases("", "The Echo wrote it. The Echo did.")).lower()


def test_phrases_hold_no_stop_words_numbers_or_punctuation() -> None:
    for phrase in phrases(TITLE, TEXT):
        words = phrase.split()
        assert 1 <= len(words) <= 3
        assert phrase in TITLE or phrase in TEXT
        assert not {"the", "will", "has", "said"} & {word.lower() for word in words}
        assert not any(character.isdigit() for character in phrase)


@given(st.text(max_size=40), st.text(max_size=200))
def test_any_text_has_at_most_eight_without_repeats(title: str, text: str) -> None:
    found = phrases(title, text)
    assert len(found) <= 8
    assert len({phrase.lower() for phrase in found}) == len(found)
    assert found == phrases(title, text)
