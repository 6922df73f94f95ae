"""The fast network: spaCy's entities, the same bits in any batch, and which models it fits."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from transforms.fast_ner import FastNer, fits
from transforms.ner_layers import BLOCK
from transforms.ner_moves import STEPS_AT_ONCE
from transforms.spacy_model import DEFAULT_MODEL, load
from transforms.spacy_recogniser import SpacyRecogniser, piped
from transforms.word_forms import WordForms

PARTS = (
    *("Angela Merkel met ", "the Bank of England, ", "in  New York ", "on Tuesday. ", "\n\n"),
    *("Kenya's ", "“the U.N.’s duty” ", "(FIFA) ", "Zürich 🎉", "\t", "said\n", "two thirds "),
    *("Toyota Motor Corp. ", "a long-term plan of ", "www.example.org ", "Mr. Öz-Demir", "€3m "),
    "John F. Kennedy Jr. ",
)
LONG_NAME = " ".join(["Royal Society of Northern Lights and Harbour Works of Greater Lisbon"] * 4)
TRAINING = 80


@pytest.fixture(scope="module")
def model() -> Language:
    return load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def fast(model: Language) -> FastNer:
    return FastNer(model)


def news(number: int, parts: int) -> str:
    """Text number `number`; the same number gives the same."""
    chance = random.Random(number)  # noqa: S311 - made-up text, no secret
    return "".join(chance.choices(PARTS, k=parts))


def trained(**options: Any) -> Language:
    """A small model of its own shape that has learnt of long names and of short ones."""
    nlp = spacy.blank("en")
    embed = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 2,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    state = {"hidden_width": 16, "maxout_pieces": 2, "use_upper": True, "extra_state_tokens": False}
    config = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "tok2vec": embed | {key: value for key, value in options.items() if key in embed},
        **{key: options.get(key, value) for key, value in state.items()},
    }
    nlp.add_pipe("ner", config={"model": config})
    fix_random_seed(1)
    body = "Royal Society of Northern Lights and Harbour Works of Greater Lisbon"
    examples = [
        Example.from_dict(
            nlp.make_doc(f"{place} calls {body} on {place} ."),
            {
                "entities": [
                    (0, len(place), "GPE"),
                    (len(place) + 7, len(place) + 7 + len(body), "ORG"),
                ]
            },
        )
        for place in ("Lima", "Kenya", "Zürich", "Berlin")
    ]
    nlp.initialize(lambda: examples)
    for _ in range(TRAINING):
        nlp.update(examples)
    return nlp


@given(st.lists(st.lists(st.sampled_from((*PARTS, LONG_NAME)), max_size=30), max_size=5))
def test_entities_are_those_of_spacy(
    model: Language, fast: FastNer, lists: list[list[str]]
) -> None:
    texts = ["".join(parts) for parts in lists]
    assert fast.find(texts) == piped(model, texts)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"width": 48, "depth": 1, "maxout_pieces": 3},
        {"depth": 4, "hidden_width": 24},
        {"subword_features": False},
    ],
)
def test_other_sizes_are_computed_too(options: dict[str, Any]) -> None:
    nlp = trained(**options)
    texts = [news(number, number) + LONG_NAME[: 20 * number] for number in range(40)]
    assert fits(nlp)
    found = FastNer(nlp).find(texts)
    assert found == piped(nlp, texts)
    names = [text[s:e] for text, spans in zip(texts, found, strict=True) for s, e, _ in spans]
    assert max(name.count(" ") for name in names) > STEPS_AT_ONCE
    assert min(name.count(" ") for name in names) == 0
    assert {kind for spans in found for *_, kind in spans} == {"GPE", "ORG"}


@pytest.mark.parametrize(
    "options",
    [
        {"use_upper": False},
        {"extra_state_tokens": True},
        {"window_size": 2},
        {"maxout_pieces": 1},
        {"second": True},
    ],
)
def test_models_of_other_shapes_are_left_to_spacy(options: dict[str, Any]) -> None:
    nlp = trained(**options)
    if "second" in options:
        nlp.add_pipe("sentencizer")
    assert not fits(nlp)
    texts = [news(7, 20), "", "Lima"]
    assert SpacyRecogniser(nlp).find(texts) == piped(nlp, texts)


def test_bits_of_a_word_do_not_depend_on_the_batch(fast: FastNer) -> None:
    texts = [news(number, 1 + number * 7 % 90) for number in range(40)]
    docs = [fast.nlp.make_doc(text).to_array(fast.attributes)[:, :-3] for text in texts]
    assert sum(map(len, docs)) > 10 * BLOCK
    text_of = np.repeat(np.arange(len(docs)), [len(doc) for doc in docs])
    together = fast._score(np.concatenate(docs), text_of)
    for number, doc in enumerate(docs):
        alone = fast._score(doc, np.zeros(len(doc), dtype=np.intp))
        for one, all_of_them in zip(alone, together, strict=True):
            assert np.array_equal(one, all_of_them[text_of == number])


def test_kept_forms_are_bounded_and_what_is_forgotten_is_learnt_again() -> None:
    calls = []

    def embed(features: Any) -> Any:
        calls.append(len(features))
        return features.astype(np.float32)

    forms = WordForms(embed, width=2)
    forms.vectors = np.zeros((1 + 4, 2), dtype=np.float32)

    def vectors(*numbers: int) -> list[float]:
        features = np.array([[number, 2 * number] for number in numbers], dtype=np.uint64)
        rows = forms.numbers(features)
        return [float(row[0]) for row in forms.vectors[rows]]

    assert vectors(1, 2, 1, 2, 1) == [1, 2, 1, 2, 1]
    assert vectors(3, 2) == [3, 2]
    assert calls == [2, 1]
    assert vectors(4, 5, 1) == [4, 5, 1]  # too many: all are forgotten
    assert vectors(4, 5, 1, 6) == [4, 5, 1, 6]
    assert calls == [2, 1, 3, 1]
    assert vectors(*range(10, 20)) == list(range(10, 20))
    assert len(forms.vectors) == 1 + 10
