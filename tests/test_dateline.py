"""Datelines at the start of an article, agencies at its end."""

from __future__ import annotations

import pytest

from transforms.agencies import agency_name
from transforms.dateline import place_name, read_dateline, read_sign_off


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("OSLO (Reuters) – ", "Oslo", "Reuters"),
        ("OSLO, March 3 (Reuters) - ", "Oslo", "Reuters"),
        ("AUSTIN, Texas (AP) — ", "Austin, Texas", "AP"),
        ("WASHINGTON, D.C. (AP) — ", "Washington, D.C.", "AP"),
        ("Paris (AFP) – ", "Paris", "AFP"),
        ("PORT LOUIS (Island Wire) -- ", "Port Louis", "Island Wire"),
        ("(Reuters) - ", None, "Reuters"),
        ("RIO DE JANEIRO — ", "Rio de Janeiro", None),
        ("TOKYO - ", "Tokyo", None),
        ("NEW DELHI: ", "New Delhi", None),
        ("Lisbon, 4 May – ", "Lisbon", None),
        ("(서울=연합뉴스) 김하나 기자 = ", "서울", "Yonhap"),
        ("新华社北京3月3日电 ", "北京", "Xinhua"),
    ],
)
def test_a_dateline_is_read_to_its_end(text: str, place: str | None, agency: str | None) -> None:
    dateline = read_dateline(text + "Ferries stayed in port on Monday.")
    assert dateline is not None
    assert (dateline.place, dateline.agency, dateline.length) == (place, agency, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ferries (Reuters) stayed in port on Monday.",
        "The mayor of Oslo – a sailor – stayed ashore.",
        "UPDATE — Ferries stayed in port.",
        "NASA — the space agency — said so.",
        "MAYOR: We will not close the port.",
        "Oslo: a city by the sea.",
        "A (B) - C",
        "OBSERVERS OF THE NORTHERN COAST - a club - met.",
        "",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_a_dateline_dates_the_article_only_with_a_year() -> None:
    dated = read_dateline("OSLO, March 3, 2021 (AP) — Ferries stayed in port.")
    assert dated is not None
    assert dated.published is not None
    assert dated.published.at.isoformat() == "2021-03-03T00:00:00+00:00"
    assert (dated.published.source, dated.published.precision) == ("dateline", "day")
    undated = read_dateline("OSLO, March 3 (AP) — Ferries stayed in port.")
    assert undated is not None
    assert undated.published is None


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("PORT-AU-PRINCE", "Port-au-Prince"),
        ("ST. JOHN'S", "St. John's"),
        ("N'DJAMENA", "N'Djamena"),
        ("LA PAZ", "La Paz"),
        ("FRANKFURT AM MAIN", "Frankfurt am Main"),
        ("WASHINGTON/NEW YORK", "Washington/New York"),
        ("McAllen", "McAllen"),
    ],
)
def test_places_in_capitals_get_a_sensible_form(capitals: str, name: str) -> None:
    assert place_name(capitals) == name


def test_an_agency_behind_the_last_sentence_is_found() -> None:
    sign_off = read_sign_off("Ferries stayed in port, he said. (AFP)")
    assert sign_off is not None
    assert (sign_off.agency, sign_off.length) == ("AFP", len(" (AFP)"))
    assert read_sign_off("Ferries stayed in port (for now)") is None
    assert read_sign_off("The union (EU)") is None


def test_agencies_have_one_name() -> None:
    assert agency_name("The Associated Press") == agency_name("ap") == "AP"
    assert agency_name("Harbour Gazette") is None
