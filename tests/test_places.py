import pytest

from schemas.article import Article, Entity, Mention
from schemas.message import Message, Origin
from transforms.place_names import candidates, country
from transforms.places import country_of_domain, find_places, place_entities


def entities(text: str, *names: str) -> list[Entity]:
    """Each name, "TYPE name", at its first place in the text."""
    found = []
    for named in names:
        kind, _, name = named.partition(" ")
        start = text.find(name)
        found.append(Entity(name, kind, (Mention(start, start + len(name), name),)))
    return found


def countries(text: str, *names: str, **more: str) -> list[str | None]:
    places = find_places(text, entities(text, *names), **more)
    return [place and place.country for place in places]


def test_a_city_has_coordinates_region_and_id():
    (seoul,) = find_places("Seoul", entities("Seoul", "GPE Seoul"))
    assert seoul is not None
    assert (seoul.country, seoul.region, seoul.geonames_id) == ("KR", "KR-11", 1835848)
    assert (seoul.feature_class, seoul.source) == ("P", "gazetteer")
    assert seoul.latitude == pytest.approx(37.57, abs=0.1)
    assert seoul.longitude == pytest.approx(126.98, abs=0.1)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Georgia and Russia", ("GPE Georgia", "GPE Russia"), ["GE", "RU"]),
        ("Atlanta is in Georgia", ("GPE Atlanta", "GPE Georgia"), ["US", "US"]),
        ("Voters in Victoria", ("GPE Victoria",), ["AU"]),
        ("Victoria, British Columbia", ("GPE Victoria", "GPE British Columbia"), ["CA", "CA"]),
        ("Paris", ("GPE Paris",), ["FR"]),
        ("Paris, Texas", ("GPE Paris", "GPE Texas"), ["US", "US"]),
        ("from Paris, Tenn.", ("GPE Paris",), ["US"]),
        ("London, Ont., is flat", ("GPE London",), ["CA"]),
        ("Spain beat Valencia", ("GPE Spain", "GPE Valencia"), ["ES", "ES"]),
        ("Caracas and Valencia", ("GPE Caracas", "GPE Valencia"), ["VE", "VE"]),
        ("the Chilean envoy", ("NORP Chilean",), ["CL"]),
        ("a Republican", ("NORP Republican",), [None]),
        ("the Atlantic", ("LOC Atlantic",), [None]),
        ("southern Turkey", ("LOC southern Turkey",), ["TR"]),
        ("Bornholm and Denmark", ("LOC Bornholm", "GPE Denmark"), ["DK", "DK"]),
        ("Leeds and the Quiet Beck", ("GPE Leeds", "LOC Quiet Beck"), ["GB", "GB"]),
        ("Korea spoke to Pyongyang", ("GPE Korea", "GPE Pyongyang"), ["KP", "KP"]),
        ("Korea spoke to Seoul", ("GPE Korea", "GPE Seoul"), ["KR", "KR"]),
        ("Ana Paris", ("PERSON Ana Paris",), [None]),
    ],
)
def test_names_are_told_apart_by_what_stands_beside_them(text, names, expected):
    assert countries(text, *names) == expected


def test_dateline_and_home_tell_towns_apart():
    text = "The mayor of Newcastle resigned."
    assert countries(text, "GPE Newcastle", dateline="Sydney") == ["AU"]
    assert countries(text, "GPE Newcastle", home="GB") == ["GB"]


def test_bodies_are_not_places_but_speak_for_their_town():
    text = "Blackburn Rovers play at Tinker Park."
    assert countries(text, "ORG Blackburn Rovers", "FAC Tinker Park") == [None, "GB"]


def test_a_building_that_is_named_for_its_body_has_a_country():
    assert countries("The White House said", "ORG White House") == ["US"]


def test_a_region_gives_way_to_the_city_it_is_named_after():
    tokyo, york = find_places(
        "Tokyo, New York", entities("Tokyo, New York", "GPE Tokyo", "GPE New York")
    )
    assert tokyo is not None
    assert york is not None
    assert (tokyo.feature_class, york.feature_class) == ("P", "P")
    assert york.latitude == pytest.approx(40.71, abs=0.2)


def test_part_of_a_country_has_no_point():
    (place,) = find_places("northern Iraq", entities("northern Iraq", "GPE northern Iraq"))
    assert place is not None
    assert (place.country, place.latitude, place.feature_class) == ("IQ", None, "L")


@pytest.mark.parametrize(
    ("domain", "code"),
    [
        ("news.example.co.uk", "GB"), ("example.in", "IN"), ("example.com", None),
        ("example.tv", None), ("", None), (None, None), ("example.zz", None),
    ],
)  # fmt: skip
def test_country_of_domain(domain, code):
    assert country_of_domain(domain) == code


def test_gazetteer_is_searched_to_its_ends():
    assert candidates("") == ()
    assert candidates("\uffff") == ()
    assert candidates("zzzzzz") == ()
    assert country("SU") is None
    assert [c.name for c in candidates("=KR")] == ["South Korea"]
    assert {c.rank for c in candidates("victoria")} >= {"A1", "P0", "P1", "P2"}


def test_article_keeps_its_entities_in_order():
    text = "Seoul and Ana"
    message = Message(payload=b"", origin=Origin("a", 0), format="text")
    article = Article(message, text=text, entities=tuple(entities(text, "GPE Seoul", "PERSON Ana")))
    done = place_entities(article)
    assert [entity.name for entity in done.entities] == ["Seoul", "Ana"]
    assert [entity.place and entity.place.country for entity in done.entities] == ["KR", None]
