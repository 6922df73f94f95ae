"""Dates and numbers of articles: what they come to, and what is left out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Entity, PublicationDate
from schemas.message import Message, Origin
from schemas.value import Value
from transforms.date_phrases import read_date
from transforms.entities import ENTITY_TYPES, recognise
from transforms.number_words import number_at_start
from transforms.spacy_model import DEFAULT_MODEL
from transforms.spacy_recogniser import spacy_recogniser
from transforms.values import VALUE_TYPES, currencies, signs, values_of

THURSDAY = date(2021, 3, 4)


def article(text: str, published: str | None = "day", language: str = "en") -> Article:
    at = datetime(2021, 3, 4, tzinfo=UTC)
    known = PublicationDate(at, "record", published, 1.0) if published else None
    message = Message(b"", Origin("file:///values", 0), "text")
    return Article(message, text=text, published=known, language=language)


def found(
    text: str, *phrases: tuple[str, str], published: str | None = "day"
) -> tuple[Entity, ...]:
    spans = [
        (text.index(phrase), text.index(phrase) + len(phrase), kind) for phrase, kind in phrases
    ]
    return values_of(article(text, published), spans)


@pytest.mark.parametrize(
    ("phrase", "day", "precision"),
    [
        ("12 March 2019", date(2019, 3, 12), "day"),
        ("Oct. 9, 2018", date(2018, 10, 9), "day"),
        ("Monday, November 18, 2019", date(2019, 11, 18), "day"),
        ("the 9th of May 1945", date(1945, 5, 9), "day"),
        ("2021-03-02", date(2021, 3, 2), "day"),
        ("March 2018", date(2018, 3, 1), "month"),
        ("early March 2018", date(2018, 3, 1), "month"),
        ("the end of 2020", date(2020, 1, 1), "year"),
        ("1987", date(1987, 1, 1), "year"),
        ("the 1990s", date(1990, 1, 1), "decade"),
        ("the third quarter of 2020", date(2020, 7, 1), "quarter"),
    ],
)
def test_dates_that_name_their_year_need_no_day_of_publication(
    phrase: str, day: date, precision: str
) -> None:
    assert read_date(phrase, None) == Value(day, precision)
    assert read_date(phrase, THURSDAY) == Value(day, precision)


@pytest.mark.parametrize(
    ("phrase", "day", "precision"),
    [
        ("today", date(2021, 3, 4), "day"),
        ("yesterday", date(2021, 3, 3), "day"),
        ("Thursday", date(2021, 3, 4), "day"),
        ("Tuesday", date(2021, 3, 2), "day"),
        ("on Friday", date(2021, 2, 26), "day"),
        ("last Thursday", date(2021, 2, 25), "day"),
        ("next Thursday", date(2021, 3, 11), "day"),
        ("Tuesday night", date(2021, 3, 2), "day"),
        ("November 5th", date(2020, 11, 5), "day"),
        ("April 1", date(2021, 4, 1), "day"),
        ("December", date(2020, 12, 1), "month"),
        ("last November", date(2020, 11, 1), "month"),
        ("last March", date(2020, 3, 1), "month"),
        ("next January", date(2022, 1, 1), "month"),
        ("this week", date(2021, 3, 1), "week"),
        ("last week’s", date(2021, 2, 22), "week"),
        ("next month", date(2021, 4, 1), "month"),
        ("last quarter", date(2020, 10, 1), "quarter"),
        ("later this year", date(2021, 1, 1), "year"),
        ("three days ago", date(2021, 3, 1), "day"),
        ("a year ago", date(2020, 1, 1), "year"),
    ],
)
def test_relative_dates_are_by_the_day_of_publication(
    phrase: str, day: date, precision: str
) -> None:
    assert read_date(phrase, THURSDAY) == Value(day, precision)
    assert read_date(phrase, None) is None


@pytest.mark.parametrize(
    "phrase",
    [
        *("two years", "25-year-old", "34", "the past month", "recent years", "the holidays"),
        *("30 February 2020", "17 27", "7-5", "5035", "2020-21", "a year earlier", "every day"),
        *("13th", "May this year", "nearly 10 years ago", "1.5 days ago", "0000-00-00"),
    ],
)
def test_what_names_no_date_has_no_value(phrase: str) -> None:
    assert read_date(phrase, THURSDAY) is None


def test_weekdays_to_come_are_told_by_the_sentence() -> None:
    text = "The court ruled on Tuesday. It will hear the case on Friday."
    first, second = found(text, ("Tuesday", "DATE"), ("Friday", "DATE"))
    assert first.value == Value(date(2021, 3, 2), "day")
    assert second.value == Value(date(2021, 3, 5), "day")


@pytest.mark.parametrize("published", [None, "month"])
def test_without_a_day_of_publication_nothing_is_guessed(published: str | None) -> None:
    text = "They met on Tuesday and in 2019."
    only = found(text, ("Tuesday", "DATE"), ("2019", "DATE"), published=published)
    assert [entity.name for entity in only] == ["2019"]


@given(st.dates(date(1001, 1, 1), date(2099, 1, 1)))
def test_written_out_dates_come_back(day: date) -> None:
    assert read_date(f"{day.day} {day:%B} {day.year:04}", None) == Value(day, "day")
    assert read_date(f"{day:%B} {day.day}, {day.year:04}", None) == Value(day, "day")


@given(st.text(max_size=30), st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_any_phrase_is_read_or_has_no_value(phrase: str, day: date) -> None:
    value = read_date(phrase, day)
    assert value is None or (value.date is not None and value.precision is not None)


@pytest.mark.parametrize(
    ("phrase", "number", "rest"),
    [
        ("2.3 billion euros", 2.3e9, "euros"),
        ("1,250.5", 1250.5, ""),
        ("2,40,000 rupees", 240_000, "rupees"),
        ("20m", 2e7, ""),
        ("8 lakh crore", 8e12, ""),
        ("twenty-five percent", 25, "percent"),
        ("two hundred and five thousand miles", 205_000, "miles"),
        ("half a million dollars", 500_000, "dollars"),
        ("a dozen acres", 12, "acres"),
        ("half a mile", 0.5, "mile"),
        ("1.1 million", 1_100_000, ""),
    ],
)
def test_numbers(phrase: str, number: float, rest: str) -> None:
    assert number_at_start(phrase) == (number, rest)


@pytest.mark.parametrize("phrase", ["several tons", "", "million", "and five", "-"])
def test_no_numbers(phrase: str) -> None:
    assert number_at_start(phrase) is None


@given(st.integers(0, 10**12))
def test_figures_come_back_with_and_without_commas(number: int) -> None:
    assert number_at_start(f"{number:,}") == (number, "")
    assert number_at_start(str(number)) == (number, "")


@pytest.mark.parametrize(
    ("text", "phrase", "kind", "value"),
    [
        ("It paid €2.1m then.", "€2.1m", "MONEY", Value(number=2.1e6, unit="EUR")),
        ("It paid $3,400 then.", "3,400", "MONEY", Value(number=3400, unit="USD")),
        ("It paid A$5 million then.", "5 million", "MONEY", Value(number=5e6, unit="AUD")),
        ("It paid Rs 2.4 crore then.", "2.4 crore", "MONEY", Value(number=2.4e7, unit="INR")),
        ("about 12 Swiss francs", "about 12 Swiss francs", "MONEY", Value(number=12, unit="CHF")),
        ("88 Hong Kong dollars", "88 Hong Kong dollars", "MONEY", Value(number=88, unit="HKD")),
        ("5 million pounds", "5 million pounds", "MONEY", Value(number=5e6, unit="GBP")),
        ("nine crowns", "nine crowns", "MONEY", Value(number=9)),
        ("60,000₩", "60,000₩", "MONEY", Value(number=60_000, unit="KRW")),
        (
            "more than 61 percent",
            "more than 61 percent",
            "PERCENT",
            Value(number=61, unit="percent"),
        ),
        ("4.1%", "4.1%", "PERCENT", Value(number=4.1, unit="percent")),
        (
            "half a million acres",
            "half a million acres",
            "QUANTITY",
            Value(number=5e5, unit="acre"),
        ),
        (
            "2,300 square feet",
            "2,300 square feet",
            "QUANTITY",
            Value(number=2300, unit="square-foot"),
        ),
        ("40 degrees Celsius", "40 degrees Celsius", "QUANTITY", Value(number=40, unit="celsius")),
        ("a 10-mile walk", "10-mile", "QUANTITY", Value(number=10, unit="mile")),
    ],
)
def test_amounts(text: str, phrase: str, kind: str, value: Value) -> None:
    (entity,) = found(text, (phrase, kind))
    assert entity.value == value
    mention = entity.mentions[0]
    assert text[mention.start : mention.end] == mention.surface == entity.name


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        *(("$40-50 billion", "MONEY"), ("millions of dollars", "MONEY"), ("199.96", "MONEY")),
        *(("10-15 percent", "PERCENT"), ("150 kW", "PERCENT"), ("13 19 9", "QUANTITY")),
        *(("several tons", "QUANTITY"), ("five", "CARDINAL"), ("noon", "TIME")),
        ("520 Third Street", "MONEY"),
    ],
)
def test_what_cannot_be_read_gives_no_entity(phrase: str, kind: str) -> None:
    assert found(phrase, (phrase, kind)) == ()


def test_the_sign_before_the_number_belongs_to_the_mention() -> None:
    (entity,) = found("It cost US$41 million.", ("41 million", "MONEY"))
    assert (entity.name, entity.value) == ("US$41 million", Value(number=4.1e7, unit="USD"))


def test_equal_values_are_one_entity_in_all_articles() -> None:
    one = found(
        "On Tuesday, 2 March 2021, it rained.", ("Tuesday", "DATE"), ("2 March 2021", "DATE")
    )
    (other,) = found("It was 2021-03-02.", ("2021-03-02", "DATE"))
    assert [(e.name, len(e.mentions)) for e in one] == [("Tuesday", 2)]
    assert one[0].entity_id == other.entity_id


def test_what_is_no_name_is_a_value_or_no_row() -> None:
    text = "Zogu paid $5 million on Tuesday. Three months passed. Then it was Election Day in Lima."
    (done,) = recognise(spacy_recogniser(DEFAULT_MODEL), [article(text)], ENTITY_TYPES)
    assert isinstance(done, Article)
    values = {entity.name: entity.value for entity in done.entities if entity.type in VALUE_TYPES}
    assert values["$5 million"] == Value(number=5e6, unit="USD")
    assert values["Tuesday"] == Value(date(2021, 3, 2), "day")
    assert None not in values.values()
    assert all(e.value is None for e in done.entities if e.type not in VALUE_TYPES)


def test_other_languages_are_left_out() -> None:
    assert values_of(article("On 2 March 2021.", language="de"), [(3, 15, "DATE")]) == ()


def test_every_currency_of_the_table_has_a_code_of_three_letters() -> None:
    codes = {code for words in currencies().values() for code in words.values()}
    assert all(len(code) == 3 and code.isupper() for code in codes | set(signs().values()))
    assert currencies()["dollar"]["AU"] == "AUD"
