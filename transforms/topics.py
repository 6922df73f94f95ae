"""Which topics an English article is about, with calibrated scores and the words that say so.

IPTC Media Topics, levels 1 and 2: hand-written seed words and a small trained model, each a
distribution over the topics, are multiplied; a fitted curve turns the product and the amount of
evidence into the probability that a person would give the topic. A text that says little of any
topic gets none rather than a wrong one. A taxonomy of the user's own goes by its seed words
alone. Articles in other languages get no topics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from schemas.article import Article, Topic
from schemas.changed import changed
from transforms import topic_model
from transforms.iptc import NAMES, PARENTS, TOPIC_NAMES
from transforms.keyphrases import keyphrases
from transforms.lexicon import seed_words
from transforms.seed_index import SeedIndex, seed_index
from transforms.seed_scores import SeedScores, seed_scores, strongest
from transforms.taxonomy import Taxonomy, compile_taxonomy
from transforms.text_words import Floats, Words, cut, distinct
from transforms.topic_evidence import EVIDENCE, Scored, by_score, places, with_evidence
from transforms.topic_model import Reading, TopicModel

THRESHOLD = 0.28  # score below which a first-level topic is not given
SECOND_THRESHOLD = 0.35  # the same for the second level, whose topics exclude each other more
OWN_THRESHOLD = 0.2  # the same for a taxonomy of the user's own, whose scores are not calibrated
LEAST_MASS = 0.06  # share of seed words' evidence that is no chance, below which there is no topic
LIMIT = 3  # topics per article and level
SEED_SHARE = 0.3  # exponent of the seed words' distribution in the product ...
HEAD_SHARE = 0.6  # ... and of the vectors' head's
WORDS_SHARE = 1.0  # ... and of the words' head's
FIT_SHARE = 0.15  # ... and of how well the words fit one of the topic's children
SHORT_WORDS = 100  # length up to which vectors and fit count whole: then the vectors times the root
# of the inverse, the fit times the inverse
LEAST_SEED_SCORE = 1e-3  # a topic without seed words in the text counts as having this score
_LANGUAGE = "en"
_TITLE_COUNT = 2.0  # for the trained model a word of the title counts as this many of the text

_FIRST, _SECOND = tuple(TOPIC_NAMES), tuple(PARENTS)


def model_name(taxonomy: Taxonomy | None = None) -> str:
    """What `articles.topic_model` says: changes with words, model, or the user's file."""
    return taxonomy.version if taxonomy else topic_model.version()


def classifier(
    taxonomy: Taxonomy | None = None, threshold: float | None = None, limit: int = LIMIT
) -> Callable[[Sequence[Article]], list[Article]]:
    """A function that fills `topics` of a batch's English articles, best first; others keep none.

    Args:
        taxonomy: the user's own topics; None for IPTC's.
        threshold: score below which a topic is not given; None for each level's own.
        limit: most topics of one level (of a taxonomy of the user's own: most topics).
    """
    if taxonomy is None:
        finder: Finder = partial(find_all, threshold=threshold, limit=limit)
    else:
        least = OWN_THRESHOLD if threshold is None else threshold
        finder = partial(own_topics, taxonomy, threshold=least, limit=limit)
    return partial(classify, finder, model_name(taxonomy))


Texts = Sequence[tuple[str, str]]
"""Titles and texts."""
Finder = Callable[[Texts], list[list[Topic]]]
"""Texts to the topics of each, best first."""


def classify(finder: Finder, model: str, articles: Sequence[Article]) -> list[Article]:
    """The articles with their keyphrases and the topics that `finder` gives titles and texts."""
    english = [article for article in articles if article.language == _LANGUAGE]
    topics = iter(finder([(article.title or "", article.text) for article in english]))
    return [
        with_topics(article, next(topics), model) if article.language == _LANGUAGE else article
        for article in articles
    ]


def with_topics(article: Article, topics: Sequence[Topic], model: str) -> Article:
    """The article with its topics and keyphrases."""
    title = article.title or ""
    site = f"{article.site_name or ''} {article.source_domain or ''}"
    information = topic_model.topic_model().information
    return changed(
        article,
        topics=tuple(topics),
        topic_model=model,
        keyphrases=keyphrases(title, article.text, site, information),
    )


@dataclass(frozen=True)
class Iptc:
    """A model, and the seed words by its rows."""

    model: TopicModel
    seeds: SeedIndex


def iptc_of(model: TopicModel) -> Iptc:
    """A model with the seed words of the package."""
    return Iptc(model, seed_index(seed_words(), model.words))


@cache
def shipped() -> Iptc:
    """The model that is shipped with the package."""
    return iptc_of(topic_model.topic_model())


@dataclass(frozen=True)
class Signs:
    """What seed words and model say of texts.

    Attributes:
        words: the texts' words.
        seeds: what the seed words say.
        readings: what the model sees in each text.
        logits: what its vectors' head says of the second level, (texts, topics).
        brevity: 1 for texts up to SHORT_WORDS, (texts, 1), and the less the longer a text is.
        first, second: log-probabilities of the levels, (texts, topics), not calibrated.
    """

    words: Words
    seeds: SeedScores
    readings: list[Reading]
    logits: Floats
    brevity: Floats
    first: Floats
    second: Floats


def signs(iptc: Iptc, texts: Texts) -> Signs:
    """Reads titles and texts: one or more."""
    words = cut(texts)
    weights = np.ones(len(words.starts))
    for begin, body in zip(words.bounds.tolist(), words.bodies.tolist(), strict=False):
        weights[begin:body] = _TITLE_COUNT
    found = distinct(words, iptc.seeds.vocabulary, weights)
    seeds = seed_scores(iptc.seeds, words, found.every)
    readings = topic_model.read(iptc.model, found)
    model = iptc.model
    logits = np.array([reading.logits for reading in readings])
    spoken = np.array([reading.spoken for reading in readings])
    worded = np.array([reading.worded for reading in readings])
    brevity = np.minimum(1.0, SHORT_WORDS / (np.diff(words.bounds) - 1))[:, None]
    first = topic_model.log_softmax(
        SEED_SHARE * np.log(np.maximum(seeds.scores, LEAST_SEED_SCORE))
        + HEAD_SHARE * np.sqrt(brevity) * topic_model.first(model, logits)
        + WORDS_SHARE * topic_model.first(model, worded)
        + FIT_SHARE * brevity * topic_model.agreement(model, logits, spoken)
        + model.prior
    )
    second = topic_model.second(model, spoken) + first[:, model.parents]
    return Signs(words, seeds, readings, logits, brevity, first, second)


def find_topics(
    title: str, text: str, threshold: float | None = None, limit: int = LIMIT
) -> list[Topic]:
    """IPTC topics of a text, best first; a second-level topic never scores above its parent.
    A `threshold` is that of both levels; 0 gives topics to a text that says nothing, too."""
    return find_all([(title, text)], threshold, limit)[0]


def find_all(texts: Texts, threshold: float | None = None, limit: int = LIMIT) -> list[list[Topic]]:
    """The same of several texts, at a lower cost."""
    if not texts:
        return []
    iptc = shipped()
    model = iptc.model
    least = (THRESHOLD, SECOND_THRESHOLD) if threshold is None else (threshold, threshold)
    found = signs(iptc, texts)
    mass = found.seeds.mass
    speaks = mass >= LEAST_MASS if threshold != 0 else np.ones(len(texts), np.bool_)
    first = _calibrated(found.first, mass, model.calibration[0])
    first[~speaks] = -1.0
    second = _calibrated(found.second, mass, model.calibration[1])
    second = np.minimum(second, first[:, model.parents])
    tops = _best(first, 1, _FIRST, least[0], limit)
    belows = _best(second, 2, _SECOND, least[1], limit)
    given = []
    for number, (best, below) in enumerate(zip(tops, belows, strict=True)):
        codes = {code for _, _, code in best}
        kept = [*best, *(scored for scored in below if PARENTS[scored[2]] in codes)]
        listed = [code for _, _, code in kept]
        shares = (HEAD_SHARE * found.brevity.item(number) ** 0.5, WORDS_SHARE)
        evidence = places(model, found.seeds, number, found.readings[number], listed, shares)
        given.append(with_evidence(kept, NAMES, PARENTS, evidence, found.words, number))
    return given


@cache
def _own_index(taxonomy: Taxonomy) -> SeedIndex:
    return seed_index(compile_taxonomy(taxonomy))


def own_topics(
    taxonomy: Taxonomy, texts: Texts, threshold: float = OWN_THRESHOLD, limit: int = LIMIT
) -> list[list[Topic]]:
    """Topics of the user's taxonomy by its seed words alone, of each text best first."""
    index = _own_index(taxonomy)
    words = cut(texts)
    seeds = seed_scores(index, words, index.vocabulary.rows(words.hashes))
    codes = index.lexicon.codes
    given = []
    for number, scores in enumerate(seeds.scores.tolist()):
        scored: list[Scored] = [
            (score, taxonomy.level(code), code)
            for score, code in zip(scores, codes, strict=True)
            if score >= max(threshold, 1e-4)
        ]
        kept = sorted(scored, key=by_score)[:limit]
        found = {code: strongest(seeds, number, codes.index(code), EVIDENCE) for *_, code in kept}
        names, parents = taxonomy.names, taxonomy.parents
        given.append(with_evidence(kept, names, parents, found, words, number))
    return given


def log_odds(logs: Floats) -> Floats:
    """Of probabilities' logarithms."""
    odds: Floats = logs - np.log1p(-np.minimum(np.exp(logs), 1 - 1e-9))
    return odds


def _calibrated(logs: Floats, mass: Floats, curve: Floats) -> Floats:
    """Platt's curve over the log-odds, with the evidence's mass as a second input."""
    exponents = curve[0] * log_odds(logs) + curve[1] * mass[:, None] + curve[2]
    calibrated: Floats = 1 / (1 + np.exp(-exponents))
    return calibrated.round(4)


def _best(
    scores: Floats, level: int, codes: Sequence[str], threshold: float, limit: int
) -> list[list[Scored]]:
    """Of each text the best topics that reach the threshold."""
    found: list[list[Scored]] = [[] for _ in scores]
    high = (scores >= threshold).nonzero()
    listed = zip(high[0].tolist(), high[1].tolist(), scores[high].tolist(), strict=True)
    for text, topic, score in listed:
        found[text].append((score, level, codes[topic]))
    return [sorted(scored, key=by_score)[:limit] for scored in found]
