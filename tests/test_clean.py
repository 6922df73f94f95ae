"""The Clean stage on articles written for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Article, Message, Origin, PublicationDate
from schemas.reject import Reject
from transforms.clean import clean, cleaner

TITLE = "Ferry to the islands waits for calmer sea"
LEDE = "The ferry to the islands stayed in port on Monday because the wind had grown too strong."
SECOND = "Its captain said that he would wait until the evening and then look at the sea again."
THIRD = "Some eighty passengers slept in the school gym, where the Red Cross had put up beds."
BLANK = " "  # lines with nothing but a space separate paragraphs on some pages
BODY = f"{LEDE}\n\n{SECOND}\n\n{THIRD}"

WIRE = f"""{TITLE}


© Reuters. The ferry Aurora lies at the quay while waves break over the outer wall in Bergen


From Hana Lim

BERGEN (Reuters) – {LEDE}

{SECOND}

{THIRD}

Disclaimer: Harbour Data would like to say that the information contained on this website is \
not necessarily real-time. Harbour Data accepts no responsibility for trading losses.

Harbour Data assumes no liability for loss or damage from reliance on the information on these \
pages, such as tables, quotes and charts.

Comments are closed."""

PAPER = f"""From
Send to

{TITLE}

Sept. 13, 2020 - 14:32 By Lim Ha-na
The mayor (left) poses with the captain on the bridge of the ferry in Bergen. (Ministry of Ports)

{LEDE}
{BLANK}
{SECOND}
  “
We have seen worse than this,” the captain told reporters at the quay on Monday evening.
{BLANK}
{THIRD}{BLANK}

By Lim Ha-na (hana@paper.example)"""


def article(content: str, markup: str = "scraped", **known: object) -> Article:
    blank = Article(Message(b"raw", Origin("a.txt", 0), "text"), content=content, markup=markup)
    return replace(blank, **known)  # type: ignore[arg-type]  # keywords of one test each


def cleaned(content: str, markup: str = "scraped", **known: object) -> Article:
    done = cleaner(3)(article(content, markup, **known))
    assert isinstance(done, Article)
    return done


def test_a_wire_story_with_disclaimers() -> None:
    done = cleaned(WIRE)
    assert done.title == TITLE
    assert done.authors == ("Hana Lim",)
    assert (done.dateline_place, done.dateline_agency) == ("Bergen", "Reuters")
    assert done.captions == (
        "The ferry Aurora lies at the quay while waves break over the outer wall in Bergen",
    )
    assert done.text == BODY
    assert done.published is None
    assert (done.content, done.markup) == ("", "scraped")


def test_a_newspaper_story_with_widgets_and_a_stray_quotation_mark() -> None:
    done = cleaned(PAPER)
    assert done.title == TITLE
    assert done.authors == ("Lim Ha-na",)
    assert done.author_emails == ("hana@paper.example",)
    assert done.captions == (
        "The mayor (left) poses with the captain on the bridge of the ferry in Bergen.",
    )
    assert done.published == PublicationDate(
        datetime(2020, 9, 13, 14, 32, tzinfo=UTC), "visible-text", "minute", 0.6
    )
    assert done.text.split("\n\n")[2].startswith("“We have seen worse")
    assert done.text.endswith(THIRD)
    assert done.text.count("\n\n") == 3


def test_the_same_rules_hold_for_an_extracted_body() -> None:
    content = WIRE.split("\n", 1)[1]
    done = cleaned(content, "text", title=TITLE)
    assert (done.text, done.title, done.authors) == (BODY, TITLE, ("Hana Lim",))


def test_what_the_record_said_is_never_overwritten() -> None:
    known = PublicationDate(datetime(2019, 1, 1, tzinfo=UTC), "record", "day", 1.0)
    done = cleaned(PAPER, title="Known title", authors=("Known Author",), published=known)
    assert (done.title, done.authors, done.published) == ("Known title", ("Known Author",), known)


def test_a_date_later_than_the_fetch_is_not_believed() -> None:
    early, late = (datetime(2020, 9, day, tzinfo=UTC) for day in (1, 14))
    assert cleaned(PAPER, fetched_at=early).published is None
    assert cleaned(PAPER, fetched_at=late).published is not None


def test_the_address_gives_the_date_where_nothing_else_does() -> None:
    url = "https://daily.example/2024/05/07/ferry"
    plain = cleaned(BODY, "text", url=url)
    assert plain.published == PublicationDate(datetime(2024, 5, 7, tzinfo=UTC), "url", "day", 0.8)
    assert cleaned(BODY, "text").published is None
    early = datetime(2024, 5, 6, 12, tzinfo=UTC)
    assert cleaned(BODY, "text", url=url, fetched_at=early).published is None
    known = PublicationDate(early, "record", "day", 0.95)
    assert cleaned(BODY, "text", url=url, published=known).published == known


@pytest.mark.parametrize(
    ("line", "source"), [("May 7, 2024 - 14:32", "visible-text"), ("May 3, 2024 - 14:32", "url")]
)
def test_the_text_refines_the_day_in_the_address(line: str, source: str) -> None:
    url = "https://daily.example/2024/05/07/ferry"
    published = cleaned(f"{line}\n\n{BODY}", "text", url=url).published
    assert published is not None
    assert (published.source, published.at.day) == (source, 7)


def test_the_mark_of_a_markdown_heading_is_no_part_of_the_title() -> None:
    done = cleaned(f"# Ferry waits\n\nIt rained on Monday.\n\n{BODY}")
    assert (done.title, done.text[:10]) == ("Ferry waits", "It rained ")


def test_a_byline_of_an_agency_names_the_agency() -> None:
    done = cleaned(f"{TITLE}\n\nBy Associated Press\n\n{BODY}")
    assert (done.authors, done.dateline_agency) == ((), "AP")


def test_reporters_of_a_credit_are_the_authors_where_no_byline_is() -> None:
    done = cleaned(f"{TITLE}\n\n{BODY}\n\n(Reporting by Ana Lund; Editing by Jo Field)")
    assert done.authors == ("Ana Lund",)
    assert done.text == BODY


def test_a_place_on_a_line_of_its_own_is_a_dateline() -> None:
    done = cleaned(f"AUBURN, Wash. —\n\n{BODY}", "text")
    assert (done.dateline_place, done.text) == ("Auburn, Wash.", BODY)


def test_an_agency_behind_the_last_sentence_goes() -> None:
    done = cleaned(f"{BODY} (AFP)", "text")
    assert (done.dateline_agency, done.text) == ("AFP", BODY)


@pytest.mark.parametrize(
    ("content", "title", "reason"),
    [
        ("Too short.", None, "text_too_short"),
        ("", None, "text_too_short"),
        (BODY + "\x00", None, "nul_bytes"),
        (BODY, "A\x00title", "nul_bytes"),
        (BODY + "\ud800", None, "lone_surrogate"),
        (BODY, "A\udc00title", "lone_surrogate"),
    ],
)
def test_what_cannot_be_used_is_rejected(content: str, title: str | None, reason: str) -> None:
    done = cleaner(20)(article(content, title=title))
    assert isinstance(done, Reject)
    assert (done.stage, done.reason) == ("Clean", reason)
    assert done.message.payload == b"raw"


def test_the_word_minimum_counts_japanese() -> None:
    done = cleaner(20)(article("フェリーは月曜日、風が強くなりすぎたため港にとどまった。", "text"))
    assert isinstance(done, Article)
    assert done.word_count > 20


def test_dropped_lines_carry_their_rule() -> None:
    assert ("comments", "Comments are closed.") in clean(WIRE, scraped=True).dropped


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([LEDE, SECOND, THIRD, "Share", "By Ana Lund", "©", "“", "Oslo"]), max_size=9
    )
)
def test_paragraphs_are_separated_by_one_blank_line(lines: list[str]) -> None:
    text = clean("\n".join(lines), scraped=False).text
    assert "\n\n\n" not in text
    assert all(line == line.strip() for line in text.split("\n"))
    assert all("\n" not in paragraph for paragraph in text.split("\n\n"))
    # Cleaning a clean text changes nothing.
    assert clean(text, scraped=False).text == text


def test_a_section_may_stand_before_a_date_and_its_byline() -> None:
    line = "LIFESTYLE | June 14, 2024 | By Otávio Brandão-Hale"
    found = clean(f"{TITLE}\n{line}\nShare this: A | B\n\n{BODY}", scraped=True)
    assert found.authors == ("Otávio Brandão-Hale",)
    assert found.published is not None
    assert "LIFESTYLE" not in found.text
