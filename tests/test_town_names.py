"""Towns told from persons and bodies of their name, and names that the model passed over."""

from __future__ import annotations

import pytest

from schemas.article import Article, Entity
from schemas.message import Message, Origin
from transforms.entities import NAME_TYPES
from transforms.named_entities import named_entities
from transforms.place_names import inhabitants
from transforms.town_names import is_inside


def entities(text: str, *labelled: tuple[str, str]) -> tuple[Entity, ...]:
    """The article's entities where the model sees the labelled names, each in turn."""
    spans, place = [], 0
    for surface, label in labelled:
        start = text.index(surface, place)
        place = start + len(surface)
        spans.append((start, place, label))
    article = Article(
        Message(b"", Origin("file:///towns", 0), "text"), text=text, title="", language="en"
    )
    return named_entities(article, spans, NAME_TYPES)


def found(text: str, *labelled: tuple[str, str]) -> list[tuple[str, str, int]]:
    return [(e.name, e.type, len(e.mentions)) for e in entities(text, *labelled)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("He was born in Gladstone.", "PERSON"),
        ("A boat from Oban brought him.", "ORG"),
        ("Whitlow, 27, of Hammond, was held.", "NORP"),
        ("They robbed shops in Gary and Merrillville in May.", "ORG"),
        ("The road between Ayr and Bowen was shut.", "PERSON"),
        ("She was sent to Cork to train.", "PERSON"),
        ("Officials said Hammond police had come.", "PERSON"),
        ("The Penzance-based firm closed.", "ORG"),
    ],
)
def test_towns_are_told_by_the_words_around_them(text: str, label: str) -> None:
    names = ("Gladstone", "Oban", "Hammond", "Merrillville", "Bowen", "Cork", "Penzance")
    town = next(name for name in names if name in text)
    assert (town, "GPE", 1) in found(text, (town, label))


@pytest.mark.parametrize(
    "text",
    [
        "Gladstone said no.",
        "Mr Gladstone left for home.",
        "Gladstone, 44, was in court.",
        "The ball was in Gladstone’s hands.",
        "Ann Gladstone won. Nobody voted for Gladstone.",
    ],
)
def test_persons_stay_persons(text: str) -> None:
    name = "Ann Gladstone" if "Ann" in text else "Gladstone"
    labels = [(name, "PERSON"), ("Gladstone", "PERSON")][: 1 + (name != "Gladstone")]
    assert [kind for _, kind, _ in found(text, *labels)] == ["PERSON"]


def test_a_person_and_a_town_of_one_name_are_two_entities() -> None:
    text = "Douglas Preston runs a firm in Preston. Mr Preston said so. Preston is wet."
    names = [("Douglas Preston", "PERSON"), *[("Preston", "PERSON")] * 3]
    assert found(text, *names) == [("Douglas Preston", "PERSON", 3), ("Preston", "GPE", 1)]


def test_a_hospital_is_not_called_by_its_town() -> None:
    text = "He died at Mackay Base Hospital. Mackay has lost four drivers."
    assert found(text, ("Mackay Base Hospital", "ORG"), ("Mackay", "ORG")) == [
        ("Mackay Base Hospital", "ORG", 1),
        ("Mackay", "GPE", 1),
    ]


def test_a_first_name_that_is_a_town_too_is_the_persons() -> None:
    text = "Florence Hargrave sang. People came for Florence."
    assert found(text, ("Florence Hargrave", "PERSON"), ("Florence", "GPE")) == [
        ("Florence Hargrave", "PERSON", 2)
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("It rained in Bhopal later.", "Bhopal", "GPE"),
        ("Senegal voted.", "Senegal", "GPE"),
        ("Then the Dutchman left.", "Dutchman", "NORP"),
        ("Its head, Ms Nyong'o, agreed.", "Nyong'o", "PERSON"),
        ("Kalyani Borade, a graduate, paid.", "Kalyani Borade", "PERSON"),
        ("Ostwyre Borade, 33, paid.", "Ostwyre Borade", "PERSON"),
        ("ECOWAS sent observers.", "ECOWAS", "ORG"),
        ("The Economic Offences Wing (EOW) came.", "Economic Offences Wing", "ORG"),
        ("He spoke for Ostwyre Watch, a charity.", "Ostwyre Watch", "ORG"),
    ],
)
def test_names_that_the_words_around_them_tell(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(e.name, e.type) for e in entities(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It closed in March.",
        "It cost US$41.",
        "In court it rained.",
        "Former Vice President, a man of law, came.",
        "Later They Came",
    ],
)
def test_other_capitals_are_no_names(text: str) -> None:
    assert entities(text) == ()


def test_a_surname_brings_its_given_name() -> None:
    text = "Zimmerli won. Later Urs Zimmerli spoke."
    assert found(text, ("Zimmerli", "PERSON")) == [("Urs Zimmerli", "PERSON", 2)]
    text = "“Losing Zimmerli is losing,” he said. Zimmerli left."
    assert found(text, ("Zimmerli", "PERSON")) == [("Zimmerli", "PERSON", 2)]


def test_a_body_and_its_officer_are_cut_apart() -> None:
    name = "Ostwyre Police Service Acting Inspector Trent Fogarty"
    assert found(f"{name} came.", (name, "ORG")) == [
        ("Ostwyre Police Service", "ORG", 1),
        ("Trent Fogarty", "PERSON", 1),
    ]


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Hull City", "GPE", "ORG"),
        ("Grimsby Town", "PERSON", "ORG"),
        ("Benin City", "GPE", "GPE"),
        ("Cape Town", "GPE", "GPE"),
    ],
)
def test_teams_are_named_after_towns(name: str, label: str, kind: str) -> None:
    assert found(f"They saw {name} again.", (name, label)) == [(name, kind, 1)]


def test_titles_of_nobility_do_not_part_a_person() -> None:
    text = "Folasade Oyelade spoke. “No,” said Lady Oyelade."
    assert [
        len(e.mentions)
        for e in entities(text, ("Folasade Oyelade", "PERSON"), ("Lady Oyelade", "PERSON"))
    ] == [2]


def test_particles_belong_to_surnames() -> None:
    text = "Marijke van der Linde left. Van der Linde laughed."
    assert found(text, ("Marijke van der", "PERSON")) == [("Marijke van der Linde", "PERSON", 2)]


def test_capital_of_the_united_states_and_hyphened_countries_are_whole() -> None:
    text = "She left Washington, D.C., for Guinea-Bissau."
    assert found(text, ("Washington", "GPE"), ("D.C.", "GPE"), ("Guinea", "GPE")) == [
        ("Washington, D.C.", "GPE", 1),
        ("Guinea-Bissau", "GPE", 1),
    ]


def test_inside_is_said_before_the_name() -> None:
    for text, inside in (("in Ayr", True), ("off Ayr", True), ("for Ayr", False), ("Ayr", False)):
        start = text.index("Ayr")
        assert is_inside(text, start, len(text)) == inside
    assert not is_inside("in Ayr’s", 3, 6)


def test_inhabitants_are_those_of_the_largest_place() -> None:
    assert inhabitants("ostwyre") == 0
    assert inhabitants("cumbria") > 0  # a region
    assert inhabitants("paris") > 2_000_000
