"""Sentences in which a page speaks of itself are told from the article's own."""

from __future__ import annotations

import pytest

from transforms.line_prompts import LONGEST_PROMPT, PROMPTS, prompt

CASES = {
    "consent_prompt": "An dieser Stelle wird ein externer Inhalt angezeigt, wenn Sie zustimmen.",
    "affiliate_notice": "If you buy a boat through our links we may earn a commission.",
    "subscription_offer": "Unlimited digital access for a year, cancel anytime.",
    "contact_prompt": "Do you have a story about the ferry? Write to our newsroom.",
}


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_each_kind_is_told(name: str) -> None:
    assert prompt(CASES[name]) == name
    assert prompt(CASES[name] + " x" * LONGEST_PROMPT) is None


@pytest.mark.parametrize(
    "line",
    ["The commission will earn the trust of the islands.", "The town wrote a story of its own."],
)
def test_a_sentence_of_the_article_is_none(line: str) -> None:
    assert prompt(line) is None
