"""Names: what is trimmed, typed, joined and found again, on spans as a model would give them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Entity
from schemas.message import Message, Origin
from transforms.entities import NAME_TYPES
from transforms.name_groups import identity_of
from transforms.named_entities import entity_id, named_entities


def entities(
    text: str, *labelled: tuple[str, str], title: str = "", dateline: str | None = None
) -> tuple[Entity, ...]:
    """The entities of a text in which the model has labelled the words, one after the other."""
    spans, place = [], 0
    for words, label in labelled:
        place = text.index(words, place)
        spans.append((place, place + len(words), label))
        place += len(words)
    article = Article(
        Message(b"", Origin("file:///a", 0), "text"),
        text=text,
        title=title,
        dateline_place=dateline,
    )
    found = named_entities(article, spans, NAME_TYPES)
    assert all(text[m.start : m.end] == m.surface for e in found for m in e.mentions)
    return found


def names(found: tuple[Entity, ...]) -> list[tuple[str, str, int]]:
    return [(entity.name, entity.type, len(entity.mentions)) for entity in found]


def test_surnames_and_titles_are_one_person_whatever_the_model_says() -> None:
    text = (
        "US Secretary of State Paul Birchall came. Birchall’s plane was late.\n\n"
        "President Birchall? No, said Birchall, 51."
    )
    found = entities(
        text,
        ("US", "GPE"),
        ("State Paul Birchall", "ORG"),
        ("Birchall’s", "ORG"),
        ("Birchall", "GPE"),
    )
    assert names(found) == [("US", "GPE", 1), ("Paul Birchall", "PERSON", 4)]
    assert found[1].type_source in ("given name", "title", "age")
    assert [m.surface for m in found[1].mentions][1:] == ["Birchall"] * 3
    assert [m.paragraph for m in found[1].mentions] == [1, 1, 2, 2]


def test_who_shares_a_surname_is_told_apart_by_title_and_by_who_was_named_last() -> None:
    text = (
        "Mr Gordon Whitlock complained. Mrs Moira Whitlock laughed. Mr Whitlock left. "
        "Whitlock was not amused. Mrs Whitlock stayed."
    )
    found = entities(
        text, ("Gordon Whitlock", "PERSON"), ("Moira Whitlock", "PERSON"), ("Whitlock", "PERSON")
    )
    assert names(found) == [("Gordon Whitlock", "PERSON", 2), ("Moira Whitlock", "PERSON", 3)]


@pytest.mark.parametrize(
    ("text", "labelled", "expected"),
    [
        (
            "The National Health Service (NHS) is short of staff, the NHS said.",
            [("National Health Service", "ORG")],
            [("National Health Service", "ORG", 3)],
        ),
        (
            "Gulfstar Shipping Ltd denied it. Gulfstar fell 6%. Gulfstar Shipping is old.",
            [("Gulfstar Shipping", "ORG"), ("Gulfstar", "PERSON"), ("Gulfstar Shipping", "ORG")],
            [("Gulfstar Shipping Ltd", "ORG", 3)],
        ),
        (
            "The U.S. agreed. The United States, or US, is in. America too.",
            [("The U.S.", "GPE"), ("United States", "GPE"), ("US", "ORG"), ("America", "GPE")],
            [("United States", "GPE", 4)],
        ),
        (
            "The Chicago Cubs won. The Cubs are happy in Chicago.",
            [("The Chicago Cubs", "ORG"), ("Cubs", "WORK_OF_ART"), ("Chicago", "GPE")],
            [("Chicago Cubs", "ORG", 2), ("Chicago", "GPE", 1)],
        ),
        (
            "The South Korean Foreign Ministry spoke; South Korean ships sailed.",
            [("South Korean Foreign Ministry", "ORG"), ("South Korean", "NORP")],
            [("South Korean Foreign Ministry", "ORG", 1), ("South Korean", "NORP", 1)],
        ),
    ],
)
def test_short_forms_are_joined(
    text: str, labelled: list[tuple[str, str]], expected: list[tuple[str, str, int]]
) -> None:
    assert names(entities(text, *labelled)) == expected


@pytest.mark.parametrize(
    ("text", "name", "label", "kind", "source"),
    [
        ("Sales at Oduya Mining plc fell.", "Oduya Mining plc", "PERSON", "ORG", "suffix"),
        ("They met in Quelimane.", "Quelimane", "PERSON", "GPE", "preposition"),
        ("Then Kyiv answered.", "Kyiv", "ORG", "GPE", "gazetteer"),
        ("The Peruvian won.", "Peruvian", "ORG", "NORP", "gazetteer"),
        ("Mr Zogu left.", "Zogu", "ORG", "PERSON", "title"),
        ("Zogu, 44, left.", "Zogu", "ORG", "PERSON", "age"),
        ("Lindi is a small port.", "Lindi", "ORG", "GPE", "said to be"),
        ("the band Grimwald split", "Grimwald", "PERSON", "ORG", "said to be"),
        ("Ormskirk, England, is small.", "Ormskirk", "PERSON", "GPE", "region behind"),
        ("Her book “Slow Tides” sold.", "Slow Tides", "ORG", "WORK_OF_ART", "quotes"),
        ("They crossed the River Tawe.", "River Tawe", "ORG", "LOC", "suffix"),
        ("Zogu came.", "Zogu", "ORG", "ORG", "model"),
        ("They crossed the West Bank.", "West Bank", "ORG", "LOC", "gazetteer"),
        ("Zetapia Channel showed it.", "Zetapia Channel", "GPE", "ORG", "suffix"),
        ("It beat the Celtics.", "Celtics", "PERSON", "ORG", "gazetteer"),
        ("The Storm Warning Center woke.", "Storm Warning Center", "FAC", "ORG", "suffix"),
        ("A debate on Brexit began.", "Brexit", "GPE", "EVENT", "gazetteer"),
        ("The Tarvin Pact Act passed.", "Tarvin Pact Act", "ORG", "LAW", "suffix"),
        ("They came to the town Zeluba then.", "Zeluba", "PERSON", "GPE", "said to be"),
        ("It beat a rival Zetapia then.", "Zetapia", "ORG", "ORG", "model"),
        ("It was in Nepali airspace.", "Nepali", "GPE", "NORP", "gazetteer"),
    ],
)
def test_evidence_overrules_the_model(
    text: str, name: str, label: str, kind: str, source: str
) -> None:
    (entity,) = [e for e in entities(text, (name, label)) if e.name == name]
    assert (entity.type, entity.type_source) == (kind, source)


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("The Radical Party of Zetapia won.", ("Radical Party", "ORG"), "Radical Party of Zetapia"),
        ("The Civil Unit of Peru met.", ("Civil Unit", "ORG"), "Civil Unit"),
        ("He was born in Braunau am Inn.", ("Braunau", "GPE"), "Braunau am Inn"),
        ("A Liberal Democrat plan fell.", ("Liberal", "ORG"), "Liberal Democrat"),
        ("The envoy to Peru Ann Zogu left.", ("Peru Ann Zogu", "ORG"), "Ann Zogu"),
    ],
)
def test_names_go_as_far_as_they_go(text: str, label: tuple[str, str], expected: str) -> None:
    assert expected in [entity.name for entity in entities(text, label)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Broadband is cheap. Most have broadband, he said.", ("Broadband", "ORG")),
        ("Our Coach came.", ("Coach", "PERSON")),
        ("It planned an IPO then.", ("IPO", "ORG")),
        ("They signed the Treaty there.", ("Treaty", "ORG")),
    ],
)
def test_common_words_are_no_names(text: str, label: tuple[str, str]) -> None:
    assert not entities(text, label)


def test_words_at_the_start_of_sentences_may_be_names() -> None:
    assert names(entities("Zetapia fell. A zebra ran.", ("Zetapia", "ORG"))) == [
        ("Zetapia", "ORG", 1)
    ]
    text = "Broadband is cheap. He praised Broadband, and broadband."
    assert names(entities(text, ("Broadband", "ORG"))) == [("Broadband", "ORG", 2)]


def test_surname_that_a_region_has_is_that_of_a_person_named_before() -> None:
    text = "Kyle Kuzma left. Later Kuzma returned."
    found = entities(text, ("Kyle Kuzma", "PERSON"), ("Kuzma", "ORG"))
    assert names(found) == [("Kyle Kuzma", "PERSON", 2)]
    text = "Ann Houston left. They met in Houston."
    found = entities(text, ("Ann Houston", "PERSON"), ("Houston", "GPE"))
    assert names(found) == [("Ann Houston", "PERSON", 1), ("Houston", "GPE", 1)]


def test_body_whose_last_word_is_a_person_elsewhere_is_one() -> None:
    text = "Imko Zarduq left. Zarduq smiled. Then Zarduq came."
    spans = (("Imko Zarduq", "ORG"), ("Zarduq", "PERSON"), ("Zarduq", "PERSON"))
    assert names(entities(text, *spans)) == [("Imko Zarduq", "PERSON", 3)]


def test_teams_go_by_what_they_are_called_without_their_town() -> None:
    text = "Leeds United lost. He praised United, and said the NBA-leading Zetapia won."
    assert ("Leeds United", "ORG", 2) in names(entities(text, ("Leeds United", "ORG")))


def test_states_of_parties_and_bodies_before_a_weekday_are_found() -> None:
    found = names(entities("Rep. Imko Zarduq (D-Minn.) left Google Tuesday. Jo Dent (US) won."))
    assert ("Minn.", "GPE", 1) in found
    assert ("Google", "ORG", 1) in found
    assert ("US", "GPE", 1) in found


def test_datelines_in_the_text_are_places() -> None:
    assert names(entities("HANOI (AP) — It rained."))[0] == ("HANOI", "GPE", 1)


def test_most_mentions_decide_where_nothing_else_does() -> None:
    text = "Tellurix rose. Tellurix fell. Tellurix rests."
    found = entities(text, ("Tellurix", "ORG"), ("Tellurix", "GPE"), ("Tellurix", "ORG"))
    assert names(found) == [("Tellurix", "ORG", 3)]
    assert found[0].type_source == "votes"


def test_dateline_says_what_a_place_is() -> None:
    text = "The governor praised Ostwyre yesterday."
    assert names(entities(text, ("Ostwyre", "ORG"))) == [("Ostwyre", "ORG", 1)]
    (place,) = entities(text, ("Ostwyre", "ORG"), dateline="Ostwyre, England")
    assert (place.type, place.type_source) == ("GPE", "dateline")


def test_names_that_the_model_passed_over_are_found() -> None:
    text = (
        "Tunde Obaseki founded it. Meghna Knitwear Ltd paid. Vargas and Hendricks met Ana Vargas."
    )
    found = entities(text, ("Vargas and Hendricks", "ORG"), ("Ana Vargas", "PERSON"))
    assert ("Meghna Knitwear Ltd", "ORG", 1) in names(found)
    text = "Jo Hendricks and Ana Vargas ran. Vargas and Hendricks won."
    found = entities(
        text, ("Jo Hendricks", "PERSON"), ("Ana Vargas", "PERSON"), ("Vargas and Hendricks", "ORG")
    )
    assert names(found) == [("Jo Hendricks", "PERSON", 2), ("Ana Vargas", "PERSON", 2)]


def test_part_of_a_longer_name_is_no_mention() -> None:
    text = "Ana Vargas spoke. Vargas Street is long, said Vargas."
    found = entities(text, ("Ana Vargas", "PERSON"))
    assert [m.start for e in found if e.name == "Ana Vargas" for m in e.mentions] == [
        0,
        text.rindex("Vargas"),
    ]


def test_capital_is_a_city_or_a_government() -> None:
    text = (
        "Talks between Washington and Seoul go on. Washington accused Seoul of delay. "
        "He lives in Washington."
    )
    found = entities(text, ("Washington", "GPE"), ("Seoul", "GPE"), ("Washington", "GPE"))
    assert [(e.name, e.sense, len(e.mentions)) for e in found] == [
        ("Washington", "government", 2),
        ("Seoul", "government", 2),
        ("Washington", None, 1),
    ]
    assert len({entity.entity_id for entity in found}) == 3


def test_ids_are_those_of_the_folded_name_and_type() -> None:
    (first,) = entities("The local Oduya Inc. grew.", ("Oduya Inc.", "ORG"))
    (second,) = entities("ODUYA fell.", ("ODUYA", "ORG"))
    assert first.entity_id == second.entity_id == entity_id("oduya", "ORG", None)
    assert first.entity_id == "d573a49c6a49ce50216ad5ce8621bf54"
    assert identity_of("U.S.") == identity_of("United States") != identity_of("Britain")
    assert entity_id("oduya", "PERSON", None) != first.entity_id


def test_salience_is_highest_where_the_article_is_about_it() -> None:
    text = "Zogu came to Lima.\n\nZogu sang. Oslo was far.\n\nZogu left."
    labelled = [("Zogu", "PERSON"), ("Lima", "GPE"), ("Zogu", "PERSON"), ("Oslo", "GPE")]
    found = entities(text, *labelled, title="Zogu in Lima")
    assert {e.name: e.salience for e in found} == {"Zogu": 1.0, "Lima": 0.7, "Oslo": 0.325}


_WORDS = st.sampled_from(
    [
        "Zogu",
        "the",
        "Mr",
        "Lima",
        "Inc.",
        "of",
        "State",
        "and",
        "(",
        "’s",
        ",",
        "\n\n",
        "U.S.",
        "in",
    ]
)


@given(st.lists(_WORDS, max_size=25), st.data())
def test_mentions_are_whole_sorted_and_apart(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    labels = st.sampled_from(["PERSON", "ORG", "GPE", "DATE"])
    spans = [
        (start, end, data.draw(labels)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    article = Article(Message(b"", Origin("file:///a", 0), "text"), text=text)
    found = named_entities(article, spans, NAME_TYPES)
    mentions = sorted((m.start, m.end, m.surface) for e in found for m in e.mentions)
    assert all(text[start:end] == surface for start, end, surface in mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(mentions))
    assert len({entity.entity_id for entity in found}) == len(found)
    assert all(0 < entity.salience <= 1 for entity in found)


def test_bodies_are_no_peoples_for_their_last_word() -> None:
    text = "The Ministry of Tourism said so. Later the Ministry of Tourism said no more."
    label = ("Ministry of Tourism", "ORG")
    assert [entity.type for entity in entities(text, label, label)] == ["ORG"]


def test_a_possessive_is_no_part_of_what_a_body_is_of() -> None:
    text = "He led the Communist Party of Peru's youth."
    found = entities(text, ("Communist Party", "ORG"))
    assert [entity.name for entity in found] == ["Communist Party of Peru"]


def test_a_surname_may_be_a_month() -> None:
    text = "Critics of Mrs Theresa May said so."
    assert [entity.name for entity in entities(text)] in ([], ["Theresa May"])
