"""Which of the days that a page shows is the one of publication."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms.clean import clean
from transforms.head_dates import Seen

TITLE = "The ferry to the islands waits for the wind"
LEDE = "The ferry to the islands stayed in port on Monday because the wind had grown too strong."
SECOND = "Its captain said that he would wait until the evening and then look at the sea again."
GERMAN = "Die Fähre zu den Inseln blieb am Montag im Hafen, weil der Wind zu stark geworden war."


def day(*head: str, seen: Seen | None = None, body: str = LEDE) -> str | None:
    """The day that is read from a page with these lines between title and text."""
    text = "\n".join((TITLE, *head, body, SECOND if body == LEDE else body))
    found = clean(text, scraped=True, seen=seen or Seen()).published
    return f"{found.at:%Y-%m-%d}" if found else None


def at(moment: str, url: str | None = None) -> Seen:
    return Seen(datetime.fromisoformat(moment).replace(tzinfo=UTC), url)


def test_figures_that_may_be_two_days_are_none_where_nothing_tells() -> None:
    assert day("By Ana Lund", "05/06/2021") is None


@pytest.mark.parametrize(
    ("head", "seen", "body", "found"),
    [
        (("05/06/2021",), at("2021-05-07T00:00"), LEDE, "2021-05-06"),
        (("06/05/2021",), at("2021-05-07T00:00"), LEDE, "2021-05-06"),
        (("05/06/2021",), at("2021-12-24", "https://paper.example.co.uk/a"), LEDE, "2021-06-05"),
        (("05/06/2021",), None, GERMAN, "2021-06-05"),
        (("05/06/2021", "Updated 25/06/2021"), None, LEDE, "2021-06-05"),
        (("05/06/2021", "Updated 06/25/2021"), None, LEDE, "2021-05-06"),
        (("05/06/2021 5:46 PM EST",), None, LEDE, "2021-05-06"),
        (("Publicado 05/06/2021",), None, LEDE, "2021-06-05"),
    ],
)
def test_the_page_tells_which_of_two_days_figures_mean(
    head: tuple[str, ...], seen: Seen | None, body: str, found: str
) -> None:
    assert day(*head, seen=seen, body=body) == found


def test_a_day_after_the_fetch_is_of_something_else() -> None:
    head = ("May 30, 2021", "By Ana Lund", "May 3, 2021")
    assert day(*head, seen=at("2021-05-04T00:00")) == "2021-05-03"
    assert day("May 30, 2021", seen=at("2021-05-04T00:00")) is None


def test_a_date_below_updated_comes_last() -> None:
    assert day("Updated", "May 9, 2021", "Published", "May 3, 2021") == "2021-05-03"
    assert day("Aktualizacja: 19.04.2026 19:45 Publikacja: 18.04.2026 19:05") == "2026-04-18"


def test_what_is_told_by_the_fetch_needs_one() -> None:
    assert day("By Ana Lund", "3 hours ago") is None
    assert day("By Ana Lund", "3 hours ago", seen=at("2021-05-04T02:00")) == "2021-05-03"
    assert day("May 1, 2021", "3 hours ago", seen=at("2021-05-04T02:00")) == "2021-05-01"


@pytest.mark.parametrize("url", ["https://[bad/x", "http://a\u2100.com/x", "http://10.0.0.12/x"])
def test_an_address_without_a_country_tells_no_order(url: str) -> None:
    assert day("03/04/2020", seen=Seen(None, url)) is None
