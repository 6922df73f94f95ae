"""The training texts of the topic model: complete, reproducible, free of leftovers."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scripts import topics_corpus
from transforms.iptc import PARENTS, TOPIC_NAMES
from transforms.topic_model import parents, siblings, topic_model


def test_every_second_level_topic_has_patterns() -> None:
    patterns = topics_corpus.read_patterns()
    assert list(patterns) == list(PARENTS)
    assert min(map(len, patterns.values())) >= 5
    assert sum(map(len, patterns.values())) >= 900


def test_no_pattern_is_left_open() -> None:
    lists, rng = topics_corpus.read_lists(), random.Random(0)  # noqa: S311 - no secret
    for listed in topics_corpus.read_patterns().values():
        for pattern in listed:
            sentence = topics_corpus.sentence(pattern, lists, rng)
            assert not set("{}|") & set(sentence), pattern


def test_texts_are_reproducible_and_labelled() -> None:
    texts = list(topics_corpus.texts(2, seed=5))
    assert texts == list(topics_corpus.texts(2, seed=5))
    assert texts != list(topics_corpus.texts(2, seed=6))
    assert len(texts) == 2 * len(PARENTS)
    for text in texts:
        assert sum(share for _, share in text.labels) == pytest.approx(1)
    assert any(len(text.labels) == 2 for text in texts)


def test_second_level_is_in_the_order_of_the_first() -> None:
    codes = list(TOPIC_NAMES)
    assert [codes[place] for place in parents()] == list(PARENTS.values())
    assert siblings()[0] == 0
    assert all(np.diff(parents()) >= 0)
    assert len(set(parents()[siblings()])) == len(codes)


def test_model_file_is_small_and_fits_the_vocabulary() -> None:
    model = topic_model()
    assert model.likelihoods.shape[1] == model.bias.size == len(PARENTS)
    assert model.prior.size == len(TOPIC_NAMES)
    assert len(model.words) == len(model.vectors) == len(model.information)
    assert np.exp(model.prior).max() <= 1


def test_every_second_level_topic_has_written_articles() -> None:
    articles = topics_corpus.read_articles()
    assert {code for code, _ in articles} == set(PARENTS)
    assert len(articles) == len({line for _, line in articles}) >= 500


def test_first_draw_of_an_article_is_whole_and_others_leave_out_one_sentence() -> None:
    draws = list(topics_corpus.article_texts(2, seed=5))
    assert draws == list(topics_corpus.article_texts(2, seed=5))
    for number, (code, line) in enumerate(topics_corpus.read_articles()):
        whole, part = draws[2 * number], draws[2 * number + 1]
        assert whole.labels == part.labels == ((code, 1.0),)
        assert set(whole.words.split()) == set(line.split()) >= set(part.words.split())
