"""Unicode, mojibake, white space and word counts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.normalise import broken_characters, count_words, normalise, normalise_line

# Letters that make and break mojibake, spaces and invisible characters of all kinds.
NASTY = st.text(
    alphabet="aéÃ©Âââ€™œ\x80\x99\u201c\u2019 \t\n\r\x85\xa0\u2028\u200b\u200d\xad"
    "\ufeffe\u0301\x07日",
    max_size=40,
)


@settings(max_examples=400)
@given(st.one_of(NASTY, st.text(max_size=60).filter(lambda t: not broken_characters(t))))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(max_examples=200)
@given(NASTY)
def test_nothing_but_plain_spaces_and_newlines_separates(text: str) -> None:
    done = normalise(text)
    assert unicodedata.is_normalized("NFC", done)
    assert done == done.strip()
    assert not any(mark in done for mark in ("  ", "\n\n\n", " \n", "\n ", "\r", "\t", "\xa0"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("The mayorâ€™s cafÃ© opened", "The mayor’s café opened"),
        ("prices inÂ\xa0euros", "prices in euros"),
        ("Ã„rger in KÃ¶ln", "Ärger in Köln"),
        ("she said “no”", "she said “no”"),
        ("SÃO PAULO e a ÂNCORA", "SÃO PAULO e a ÂNCORA"),
        ("l’été’s end", "l’été’s end"),
        ("fish &amp; chips", "fish &amp; chips"),
        ("ﬁve Ｆｕｌｌ", "ﬁve Ｆｕｌｌ"),
    ],
)
def test_mojibake_is_repaired_and_nothing_else(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n \n\t\n\nb", "a\n\nb"),
        ("co\xadoperate zero\u200bwidth \ufeffbom", "cooperate zerowidth bom"),
        ("bell\x07 and \x1b[0m", "bell and [0m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("cafe\u0301", "café"),
        ("  \u3000 wide \u2009 thin  ", "wide thin"),
        ("", ""),
    ],
)
def test_spaces_line_ends_and_invisible_characters(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_a_title_becomes_one_line() -> None:
    assert normalise_line(" Rain\nahead \u2028 in the north ") == "Rain ahead in the north"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a\x00b", "nul_bytes"), ("a\ud83d", "lone_surrogate"), ("fine 😀", None), ("", None)],
)
def test_broken_characters_are_named(text: str, reason: str | None) -> None:
    assert broken_characters(text) == reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Three plain words", 3),
        ("well-known don’t 3.5 — ... U.S.", 4),
        ("हिन्दी में समाचार", 3),
        ("東京は晴れ", 5),
        ("서울은 맑음", 2),
        ("Apple が発表", 4),
        ("ประเทศไทย", 3),
        ("--- !", 0),
        ("", 0),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words
