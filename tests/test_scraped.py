"""The structure of scraped text: which line is what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.lines import is_paragraph
from transforms.normalise import normalise
from transforms.scraped import sort_lines
from transforms.text_lines import split_lines

LEDE = "The ferry to the islands stayed in port on Monday because the wind had grown too strong."
SECOND = "Its captain said that he would wait until the evening and then look at the sea again."
THIRD = "Some eighty passengers slept in the school gym, where the Red Cross had put up beds."


def roles(*lines: str, scraped: bool = True, title: str | None = None) -> list[str]:
    return [line.role for line in sort_lines(lines, scraped, title)]


def test_a_stray_quotation_mark_joins_its_paragraph() -> None:
    assert split_lines("He paused.\n“\nWe wait,” he said.") == ["He paused.", "“We wait,” he said."]
    assert split_lines("“We wait\n”\nHe left.") == ["“We wait”", "He left."]


def test_text_wrapped_at_a_fixed_width_is_joined() -> None:
    words = (LEDE + " " + SECOND + " " + THIRD).split()
    rows, row = [], ""
    for word in words:
        if len(row) + len(word) > 60:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    wrapped = "\n".join([*rows, row])
    assert split_lines(f"{wrapped}\n\n{wrapped}") == [" ".join(words)] * 2
    assert split_lines(f"{LEDE}\n{SECOND}\n\n{THIRD}") == [LEDE, SECOND, THIRD]


def test_the_title_is_the_first_line_that_is_no_widget() -> None:
    title = "Ferry waits for calmer sea"
    assert roles("Send to", title, "By Ana Lund", LEDE, title, SECOND) == [
        "share_widget",
        "title",
        "byline",
        "",
        "title",
        "",
    ]


SENTENCE = "Eighty passengers spent the night in a school."


@pytest.mark.parametrize("title", ["Ferry waits", "Gale stops ferry", "# Gale", "# Ferry waits"])
def test_a_sentence_ends_the_search_for_a_title(title: str) -> None:
    assert roles("Send to", title, SENTENCE, LEDE, SECOND)[1:3] == ["title", ""]


def test_a_text_without_title_keeps_its_first_sentence() -> None:
    first = "The ferry to the islands stayed in port on Monday after a gale."
    assert roles(first, LEDE, SECOND) == [""] * 3
    assert roles(SENTENCE, "The ferry waits for the wind to fall", LEDE) == [""] * 3


@pytest.mark.parametrize(
    "title",
    [
        "Islands to get a second ferry from Bergen in Oct.",
        "Ferry from Bergen leaves for the U.S.",
        "Ferry owners sue Nordic Lines Inc.",
        "Ferry waits. And waits. And waits…",
        "Who is at the wheel of the ferry?",
    ],
)
def test_a_title_may_end_in_an_abbreviation_or_trail_off(title: str) -> None:
    assert roles(title, LEDE, SECOND) == ["title", "", ""]


def test_a_japanese_title_may_be_as_long_as_a_paragraph() -> None:
    title = "フェリー、強風で三日続けて欠航　島の商店から牛乳とパンが消え、住民は漁船で買い出しへ"
    lede = "フェリーは月曜日、風が強くなりすぎたため港にとどまった。船長は夕方まで待つと話した。"
    assert roles(title, "2021年5月3日", lede, lede)[:3] == ["title", "timestamp", ""]
    assert roles(lede, title, lede)[0] == ""


@pytest.mark.parametrize("below", ["By Ana Lund", "May 3, 2021"])
def test_a_sentence_above_byline_or_date_is_a_title(below: str) -> None:
    title = "The ferry will wait for a calmer sea."
    assert roles(title, below, LEDE, SECOND)[0] == "title"
    assert roles(title, below, "No more.")[0] != "title"


def test_a_paragraph_or_a_dateline_is_no_title() -> None:
    assert roles(LEDE, SECOND) == ["", ""]
    assert roles("OSLO (AP) — The ferry waits", LEDE, SECOND)[0] != "title"


def test_only_a_repeated_title_is_dropped_from_an_extracted_text() -> None:
    assert roles("Ferry waits", LEDE, scraped=False, title="Ferry Waits!") == ["title", ""]
    assert roles("Ferry waits", LEDE, scraped=False) == ["", ""]
    assert roles(LEDE, "Ferry waits", SECOND, scraped=False, title="Ferry waits") == [""] * 3


def test_edge_words_inside_an_extracted_body_stay() -> None:
    assert roles(LEDE, "Weather", SECOND, scraped=False) == ["", "", ""]
    assert roles("News", LEDE, SECOND, "Weather", scraped=False) == [
        "site_menu",
        "",
        "",
        "site_menu",
    ]


def test_a_date_between_paragraphs_is_a_subheading() -> None:
    assert roles(LEDE, "May 3, 2021", SECOND, scraped=False) == ["", "", ""]
    assert roles("May 3, 2021", LEDE, SECOND, scraped=False)[0] == "timestamp"


def test_a_biography_closes_the_text() -> None:
    bio = "Ana Lund is a reporter for the Coast Times who covers shipping and the islands."
    lines = ["By Ana Lund", LEDE, SECOND, THIRD, bio]
    assert roles(*lines, scraped=False)[-1] == "author_bio"
    assert roles(*lines[1:], scraped=False)[-1] == ""


def test_a_text_of_captions_alone_is_kept() -> None:
    only = "The ferry leaves the port of Bergen for the islands. (Photo: Ana Lund)"
    assert roles(only, scraped=False) == [""]


def test_japanese_paragraphs_count_by_characters() -> None:
    assert is_paragraph("フェリーは月曜日、風が強くなりすぎたため港にとどまった。")
    assert not is_paragraph("フェリー、港に")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_no_line_is_lost_or_invented(text: str, scraped: bool) -> None:
    texts = split_lines(normalise(text.replace("\x00", "")))
    assert [line.text for line in sort_lines(texts, scraped)] == texts


def test_a_long_line_above_a_text_without_furniture_is_no_title() -> None:
    standfirst = (
        "Eighty passengers spent the night on the island because the only ferry was held back by a "
        "storm that nobody had forecast"
    )
    assert roles(standfirst, LEDE, SECOND, THIRD) == [""] * 4
    assert roles(standfirst, "By Anna Lund", LEDE, SECOND, THIRD)[0] == "title"
    assert roles("Storm holds the ferry back", LEDE, SECOND, THIRD)[0] == "title"


def kept(*lines: str, title: str | None = None) -> list[str]:
    return [line.text for line in sort_lines(lines, True, title) if line.own]


SMALL_PRINT = [
    "The ferry at its berth. (Photo: Ana Lund)",
    "___",
    "Originally published on Coast Times.",
]


@pytest.mark.parametrize("line", SMALL_PRINT)
def test_a_text_without_a_page_around_it_stays_whole(line: str) -> None:
    lines = (LEDE, SECOND, line, THIRD)
    assert roles(*lines)[2] != ""
    assert kept(*lines) == [*lines]


@pytest.mark.parametrize("line", SMALL_PRINT)
def test_a_page_around_a_text_takes_its_small_print_too(line: str) -> None:
    page = ("Home", "Share on Facebook", LEDE, SECOND, line, THIRD, "Related articles", "Comments")
    assert kept(*page) == [LEDE, SECOND, THIRD]


def test_what_may_be_the_title_of_a_text_without_a_page_is_read_and_stays() -> None:
    lines = ("Storm holds the ferry back", LEDE, SECOND, THIRD)
    assert roles(*lines)[0] == "title"
    assert kept(*lines) == [*lines]
    assert kept(*lines, title=lines[0]) == [*lines[1:]]


@pytest.mark.parametrize("head", ["By Ana Lund", "May 3, 2021"])
def test_a_byline_or_a_date_above_a_text_is_the_head_of_a_page(head: str) -> None:
    lines = ("Storm holds the ferry back", head, LEDE, SECOND, THIRD)
    assert kept(*lines) == [LEDE, SECOND, THIRD]


def test_a_credit_that_names_reporters_is_the_end_of_a_page() -> None:
    lines = ("Storm holds the ferry back", LEDE, SECOND, "(Reporting by Ana Lund)")
    assert kept(*lines) == [LEDE, SECOND]


def test_a_claim_of_copyright_goes_from_a_clean_text_too() -> None:
    claim = "Copyright 2021 Coast Times. All rights reserved."
    assert kept(LEDE, SECOND, THIRD, claim) == [LEDE, SECOND, THIRD]


def test_a_line_that_recurs_goes_from_a_clean_text_too() -> None:
    found = sort_lines((LEDE, SECOND, THIRD), True, recurs=lambda line: line == SECOND)
    assert [line.text for line in found if line.own] == [LEDE, THIRD]
