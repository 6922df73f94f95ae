"""Each line rule takes what it says and leaves a sentence about the same thing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.boilerplate import EDGE_RULES, RULE_CUES, boilerplate
from transforms.cues import CueFinder
from transforms.line_rules import RULES

TAKEN = {
    "share_widget": [
        "Send to",
        "From",
        "Share this article",
        "Facebook Twitter E-Mail",
        "シェアする",
        "Teilen mit:",
        "Dit delen:",
    ],
    "read_more": [
        "Read more: Five ways to save water",
        "Lesen Sie auch",
        "→ The harbour in photos",
    ],
    "related_heading": ["Related articles", "MOST READ", "More from the Harbour Desk", "関連記事"],
    "newsletter_prompt": [
        "Sign up for our weekly newsletter",
        "Get the day’s top stories delivered straight to your inbox",
        "Subscribe",
    ],
    "advertisement": ["ADVERTISEMENT", "Story continues below advertisement", "Anzeige", "広告"],
    "comments": ["Comments are closed.", "12 comments", "Leave a reply", "Kommentare"],
    "account_prompt": ["Log in", "This article is for subscribers only", "Already a subscriber?"],
    "site_menu": ["Contact us", "Privacy Policy", "Impressum", "Back to top"],
    "follow_prompt": ["Follow us on Instagram", "Write to Ana Lund at ana.lund@paper.example"],
    "tag_list": ["Tags: harbour, storm, ferry", "Filed under: Local"],
    "breadcrumb": ["News > Coast > Harbour", "Politik |"],
    "counter": ["0", "12", "5 min read", "3 hours ago", "___"],
    "media_player": ["Listen to this article", "Video: How the lock gates work"],
    "cookie_notice": ["We use cookies to improve your visit.", "Accept all"],
    "press_notice": [
        "Forward-Looking Statements",
        "Media Contact:",
        "This press release contains certain forward-looking statements within the law's meaning.",
    ],
    "copyright_notice": [
        "© 2021 Harbour Press Ltd.",
        "Copyright 2019 The Coast Times. All rights reserved.",
        "Alle Rechte vorbehalten.",
    ],
    "credit_line": ["Ana Lund contributed to this report.", "With files from the Coast Times"],
    "disclaimer": [
        "Disclaimer: The information contained in this article is for informational purposes only "
        "and is no investment advice.",
        "Nobody at Harbour Data accepts liability; there is no liability for any loss or damage "
        "that follows from reliance on the information contained on this website.",
    ],
}

LEFT = {
    "share_widget": "He took a share in the company and sent a copy to each heir.",
    "read_more": "Pupils who read more at home did better in every test, the study found.",
    "related_heading": "The most popular stories of the year were about the harbour fire.",
    "newsletter_prompt": "The party’s newsletter urged members to sign up for the march on Sunday.",
    "advertisement": "The advertisement, shown in June, drew three hundred complaints.",
    "comments": "The minister’s comments are closed to the public until the inquiry ends.",
    "account_prompt": "Customers could not log in to their accounts for most of Monday.",
    "site_menu": "The contact with the pilot was lost at noon.",
    "follow_prompt": "Critics follow the mayor on every trip, and she writes to each of them.",
    "tag_list": "Tags hang from every crate in the harbour.",
    "breadcrumb": "The score was 3 to 1. A late goal > nothing, the coach joked.",
    "counter": "In 2019 the town counted 4,000 visitors.",
    "media_player": "The video shows how the lock gates work, the police said.",
    "cookie_notice": "The bakery’s cookies sold out within an hour.",
    "press_notice": "This press release contains the first forward-looking guidance since 2019.",
    "copyright_notice": "The court held that she kept all rights reserved to her in 1998, and that "
    "the publisher, which had printed the book twice, owed her a share of both editions.",
    "credit_line": "Warm water contributed to the storm, researchers at the institute said.",
    "disclaimer": "The judge found the harbour company not responsible for the loss or damage that "
    "the storm had caused, and said that no liability could follow from a forecast.",
}


def test_every_rule_has_its_cases() -> None:
    names = {rule.name for rule in RULES} | {"disclaimer"}
    assert set(TAKEN) == names
    assert set(LEFT) == names
    assert names > EDGE_RULES
    assert all(rule.about for rule in RULES)


@pytest.mark.parametrize(("name", "line"), [(n, line) for n in TAKEN for line in TAKEN[n]])
def test_a_rule_takes_its_lines(name: str, line: str) -> None:
    assert boilerplate(line) == name


@pytest.mark.parametrize("name", LEFT)
def test_a_sentence_on_the_same_subject_stays(name: str) -> None:
    assert boilerplate(LEFT[name]) is None


@pytest.mark.parametrize(
    "line",
    [
        "»Das genügt nicht«, sagte sie.",
        "台風は北へ進んでいる。",
        "الميناء مغلق منذ يوم الاثنين",
        "Ja.",
    ],
)
def test_other_languages_and_short_sentences_stay(line: str) -> None:
    assert boilerplate(line) is None


@pytest.mark.parametrize("unit", ["/ ", "> ", "A | ", "# ", "- a", "© ", "1:", "comments "])
def test_no_line_takes_long(unit: str) -> None:
    start = time.process_time()
    boilerplate((unit * 240)[:240])
    assert time.process_time() - start < 0.5


FINDER = CueFinder(RULE_CUES)


@settings(deadline=None, max_examples=1500)
@given(st.one_of([st.from_regex(rule.pattern, fullmatch=True) for rule in RULES if rule.pattern]))
def test_no_line_that_a_pattern_takes_is_passed_over(line: str) -> None:
    (cues,) = FINDER.find([line])
    assert boilerplate(line, cues) == boilerplate(line)
    if len(line) <= 240 and line == line.lower():
        assert boilerplate(line, cues) is not None
