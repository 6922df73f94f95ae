"""What is told from tables of characters and from a text's cues is what patterns would tell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.boilerplate import boilerplate
from transforms.characters import LOOKED_AT, characters
from transforms.line_features import told
from transforms.line_shapes import MOST_BREAKS, SHAPES, shapes
from transforms.normalise import normalise_line

BREAK = re.compile(r"[.!?;:。！？؟।][”\"»’')」]*(?:\s+\S|(?<=[。！？]))")
GLUED = re.compile(r"[a-zß-öø-ÿ)][A-ZÀ-ÖØ-Þ]|[a-z]\d|\d[A-Z]")
CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")
TEXT = st.text(st.sampled_from("abcDEFßÖ019 .:;!?\"'”)(。！日,-  "), min_size=1, max_size=60)
WORDS = st.lists(
    st.text(st.sampled_from("aBcÉ.1"), min_size=1, max_size=5), min_size=38, max_size=90
)


def rows(lines: list[str]) -> list[dict[str, float]]:
    found = shapes(characters(lines), told(lines))
    return [dict(zip(SHAPES, row, strict=True)) for row in found.tolist()]


@settings(deadline=None, max_examples=300)
@given(st.one_of(TEXT, WORDS.map(" ".join)))
def test_marks_of_a_line(text: str) -> None:
    line = normalise_line(text) or "-"
    (row,) = rows([line])
    initials = [word[0] for word in line.split()[1:40]]
    upper, lower = sum(map(str.isupper, initials)), sum(map(str.islower, initials))
    head = line[:LOOKED_AT]
    assert row["breaks"] == min(len(BREAK.findall(line)), MOST_BREAKS) / MOST_BREAKS
    assert row["glued"] == min(len(GLUED.findall(head)) / (1 + len(line.split())) * 3, 1.5)
    assert row["clock"] == bool(CLOCK.search(head))
    assert row["digits"] == min(len(re.findall(r"\d", head)) / len(head) * 4, 1.0)
    if upper + lower:
        assert row["capitals"] == upper / (upper + lower)


CLOSERS = "\"'”’»)]」』“)› "
QUOTES, OPENERS = frozenset('"“”„«»「'), frozenset("\"“„«‘'(「—–-¿¡『（[")
MARKS = "aB9.!?:;,…()[]\"“”„«»「」'©$€%#@|›•→>-–*·日ก "


@settings(deadline=None, max_examples=500)
@given(st.text(st.sampled_from(MARKS), min_size=1, max_size=24))
def test_edges_and_marks_of_a_line(text: str) -> None:
    line = normalise_line(text) or "-"
    (row,) = rows([line])
    last, half = line.rstrip(CLOSERS)[-1:], len(line) // 2
    cut = line.endswith(("...", "…", "[…]", "[...]"))
    expected = {
        "cut_off": cut,
        "ends_sentence": not cut and last in frozenset(".!?。！？؟।॥…"),
        "ends_question": last in frozenset("?？؟"),
        "ends_colon": last in frozenset(":："),
        "ends_digit": last.isdigit(),
        "ends_comma": last in frozenset(",;"),
        "commas": min(line.count(","), 5) / 5,
        "quotes": not QUOTES.isdisjoint(line),
        "quote_start": line[0] in QUOTES,
        "lower_start": line[0].islower(),
        "odd_start": not line[0].isalnum() and line[0] not in OPENERS,
        "bullet": line[0] in "•-–—*·▪►",
        "digit_start": line[0].isdigit(),
        "all_capitals": line.isupper(),
        "email": "@" in line,
        "bars": "|" in line or " > " in line or "›" in line or "•" in line,
        "brackets": "(" in line or "[" in line,
        "copyright": "©" in line,
        "money": not frozenset("$%€£").isdisjoint(line),
        "arrow": not frozenset(">»").isdisjoint(line[-2:]) or "→" in line,
        "hashtag": "#" in line,
        "halves": len(line) > 12 and line[:half].strip() == line[-half:].strip(),
    }
    assert {name: row[name] for name in expected} == expected


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from(MARKS), min_size=1, max_size=24), min_size=1, max_size=5))
def test_a_line_looks_the_same_among_others(texts: list[str]) -> None:
    lines = [normalise_line(text) or "-" for text in texts]
    assert rows(lines) == [rows([line])[0] for line in lines]


def test_cues_are_told() -> None:
    found = rows(
        [
            "Anna Lund is a reporter who covers harbours.",
            "The mayor (left) shakes hands with the captain.",
            "The ferry stayed in port on Monday because of the wind.",
            "Read it at www.harbour.example",
        ]
    )
    assert [row["biography"] for row in found] == [1, 0, 0, 0]
    assert [row["picture"] for row in found] == [0, 1, 0, 0]
    assert [row["web"] for row in found] == [0, 0, 0, 1]


@pytest.mark.parametrize("line", ["BILD VERGRÖSSERN", "Bild vergrößern", "Read More: Ferry Stays"])
def test_rules_know_no_case(line: str) -> None:
    assert boilerplate(line) in ("media_player", "read_more")
