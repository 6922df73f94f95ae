"""Bylines to people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.authors import MAX_AUTHORS, clean_authors

SITE = frozenset(["thedailyexample", "dailyexamplecom"])


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (["Ann Lee"], ["Ann Lee"]),
        (["By Ann Lee and Bo Ek, Cy Ng"], ["Ann Lee", "Bo Ek", "Cy Ng"]),
        (["BY ANN LEE"], ["ANN LEE"]),
        (["Von Änne Müller und Bo Ek"], ["Änne Müller", "Bo Ek"]),
        (["Von Miller"], ["Von Miller"]),
        (["Ann Lee; Bo Ek | Cy Ng & Di Ro"], ["Ann Lee", "Bo Ek", "Cy Ng", "Di Ro"]),
        (["Lee, Ann"], ["Ann Lee"]),
        (["Martin Luther King, Jr."], ["Martin Luther King Jr"]),
        (["Ann Lee <ann@example.com>", "bo@example.com"], ["Ann Lee"]),
        (["Ann Lee (Reuters)"], ["Ann Lee"]),
        (["Ann Lee, Senior Political Correspondent"], ["Ann Lee"]),
        (["Ann Lee, Reuters", "AFP", "Associated Press", "AFP Deutschland"], ["Ann Lee"]),
        (["Ann Lee", "ann lee", "Ann  Lee"], ["Ann Lee"]),
        (["The Daily Example", "The Daily Example Staff"], []),
        (["https://social.example/annlee", "@annlee", "www.example.com"], []),
        (["Newsroom", "admin", "Redaktion", "Editorial Board Team", "TPN", "srf/hosb"], []),
        (["牛镛", "岳弘彬"], ["牛镛", "岳弘彬"]),
        (["A sentence that somebody put where a name should have been"], []),
        ([""], []),
    ],
)
def test_people(written: list[str], people: list[str]) -> None:
    assert clean_authors(written, SITE) == tuple(people)


@given(
    st.lists(st.text() | st.sampled_from(["By Ann Lee", ", ", " and ", "(", "<a@b>"]), max_size=50)
)
def test_never_raises_and_is_stable(written: list[str]) -> None:
    people = clean_authors(written, SITE)
    assert len(people) <= MAX_AUTHORS
    assert all(person.strip() == person for person in people)
