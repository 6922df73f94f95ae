"""Which topics an English article is about, with calibrated scores and the words that say so.

IPTC Media Topics, levels 1 and 2: hand-written seed words and a small trained model, each a
distribution over the topics, are multiplied; a fitted curve turns the product and the amount of
evidence into the probability that a person would give the topic. A text that says little of any
topic gets none rather than a wrong one. A taxonomy of the user's own goes by its seed words
alone. Articles in other languages get no topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat

import numpy as np

from schemas.article import Article, Evidence, Topic
from schemas.changed import changed
from transforms import topic_model
from transforms.iptc import NAMES, PARENTS, TOPIC_NAMES
from transforms.keyphrases import keyphrases
from transforms.lexicon import seed_words
from transforms.seed_scores import Place, SeedScores, offsets, seed_scores, strongest
from transforms.taxonomy import Taxonomy, compile_taxonomy
from transforms.topic_model import Floats, Reading, TopicModel

THRESHOLD = 0.3  # score below which a first-level topic is not given
SECOND_THRESHOLD = 0.35  # the same for the second level, whose topics exclude each other more
OWN_THRESHOLD = 0.2  # the same for a taxonomy of the user's own, whose scores are not calibrated
LEAST_MASS = 0.06  # share of seed words' evidence that is no chance, below which there is no topic
LIMIT = 3  # topics per article and level
SEED_SHARE = 0.5  # exponent of the seed words' distribution in the product ...
HEAD_SHARE = 0.9  # ... and of the trained head's
SHORT_WORDS = 100  # length up to which the head's counts whole; then times the root of the inverse
LEAST_SEED_SCORE = 1e-3  # a topic without seed words in the text counts as having this score
_LANGUAGE = "en"
_TITLE_COUNT = 2.0  # for the trained model a word of the title counts as this many of the text
_EVIDENCE = 5  # pieces of evidence given per topic
LEAST_INFORMATION = 2.8  # a word that is more frequent (one in 630) is no evidence by itself
_LEAST_SHARE = 0.3  # of the strongest word's contribution: below it a word is no evidence

_FIRST, _SECOND = tuple(TOPIC_NAMES), tuple(PARENTS)

Scored = tuple[float, int, str]  # score, level, code


def model_name(taxonomy: Taxonomy | None = None) -> str:
    """What `articles.topic_model` says: changes with words, model, or the user's file."""
    return taxonomy.version if taxonomy else topic_model.version()


def classifier(
    taxonomy: Taxonomy | None = None, threshold: float | None = None, limit: int = LIMIT
) -> Callable[[Article], Article]:
    """A function that fills `topics` of English articles, best first; others keep none.

    Args:
        taxonomy: the user's own topics; None for IPTC's.
        threshold: score below which a topic is not given; None for each level's own.
        limit: most topics of one level (of a taxonomy of the user's own: most topics).
    """
    if taxonomy is None:
        finder: Finder = partial(find_topics, threshold=threshold, limit=limit)
    else:
        least = OWN_THRESHOLD if threshold is None else threshold
        finder = partial(own_topics, taxonomy, threshold=least, limit=limit)
    return partial(classify, finder, model_name(taxonomy))


Finder = Callable[[str, str], Iterable[Topic]]
"""Title and text to topics, best first."""


def classify(finder: Finder, model: str, article: Article) -> Article:
    """The article with its keyphrases and the topics that `finder` gives its title and text."""
    if article.language != _LANGUAGE:
        return article
    title = article.title or ""
    topics = finder(title, article.text)
    site = f"{article.site_name or ''} {article.source_domain or ''}"
    information = topic_model.topic_model().information
    return changed(
        article,
        topics=tuple(topics),
        topic_model=model,
        keyphrases=keyphrases(title, article.text, site, information),
    )


def find_topics(
    title: str, text: str, threshold: float | None = None, limit: int = LIMIT
) -> Iterator[Topic]:
    """IPTC topics of a text, best first; a second-level topic never scores above its parent.
    A `threshold` is that of both levels; 0 gives topics to a text that says nothing, too."""
    model = topic_model.topic_model()
    seeds = seed_scores(seed_words(), title, text)
    if seeds.mass < LEAST_MASS and threshold != 0:
        return
    least = (THRESHOLD, SECOND_THRESHOLD) if threshold is None else (threshold, threshold)
    reading = topic_model.read(model, word_counts(seeds))
    first, second = probabilities(model, seeds, reading)
    scored = [
        *_best(zip(first, repeat(1), _FIRST, strict=False), least[0], limit),
        *_best(zip(second, repeat(2), _SECOND, strict=False), least[1], limit),
    ]
    given = {code for _, _, code in scored}
    kept = [found for found in scored if PARENTS.get(found[2], found[2]) in given]
    if kept:
        first_places = dict(
            zip(reversed(seeds.words), range(len(seeds.words) - 1, -1, -1), strict=True)
        )
        places = partial(_evidence, model, seeds, reading, first_places)
        yield from _topics(kept, NAMES, PARENTS, places, seeds, title, text)


def own_topics(
    taxonomy: Taxonomy, title: str, text: str, threshold: float = OWN_THRESHOLD, limit: int = LIMIT
) -> Iterator[Topic]:
    """Topics of the user's taxonomy by its seed words alone, best first."""
    lexicon = compile_taxonomy(taxonomy)
    seeds = seed_scores(lexicon, title, text)
    scored: list[Scored] = [
        (score, taxonomy.level(code), code)
        for score, code in zip(seeds.scores, lexicon.codes, strict=True)
        if score >= max(threshold, 1e-4)
    ]

    def places(code: str) -> list[Place]:
        return strongest(seeds.evidence[lexicon.codes.index(code)])

    kept = sorted(scored, key=_order)[:limit]
    yield from _topics(kept, taxonomy.names, taxonomy.parents, places, seeds, title, text)


def word_counts(seeds: SeedScores) -> dict[str, float]:
    """The words of a scanned text with how often each counts for the trained model."""
    counts: dict[str, float] = dict(Counter(seeds.words))
    for word in seeds.words[: seeds.title_words]:
        counts[word] += _TITLE_COUNT - 1
    counts.pop("\n", None)
    return counts


def log_products(model: TopicModel, seeds: SeedScores, reading: Reading) -> tuple[Floats, Floats]:
    """Logarithms of the uncalibrated probabilities of both levels."""
    scores = np.maximum(np.array(seeds.scores), LEAST_SEED_SCORE)
    brevity = min(1.0, SHORT_WORDS / len(seeds.words)) ** 0.5
    spoken = SEED_SHARE * np.log(scores) + HEAD_SHARE * brevity * reading.first
    first = topic_model.log_softmax(spoken + model.prior)
    return first, reading.second + first[model.parents]


def probabilities(
    model: TopicModel, seeds: SeedScores, reading: Reading
) -> tuple[list[float], list[float]]:
    """Calibrated probabilities of the topics of both levels, in the order of the vocabulary."""
    first, second = (
        _calibrated(logs, seeds.mass, model.calibration[level])
        for level, logs in enumerate(log_products(model, seeds, reading))
    )
    return first.tolist(), np.minimum(second, first[model.parents]).tolist()


def _calibrated(logs: Floats, mass: float, curve: Floats) -> Floats:
    """Platt's curve over the log-odds, with the evidence's mass as a second input."""
    odds = logs - np.log1p(-np.minimum(np.exp(logs), 1 - 1e-9))
    calibrated: Floats = 1 / (1 + np.exp(-(curve[0] * odds + curve[1] * mass + curve[2])))
    return calibrated.round(4)


def _order(scored: Scored) -> Scored:
    score, level, code = scored
    return -score, level, code


def _best(scored: Iterable[Scored], threshold: float, limit: int) -> list[Scored]:
    return sorted((found for found in scored if found[0] >= threshold), key=_order)[:limit]


def _evidence(
    model: TopicModel,
    seeds: SeedScores,
    reading: Reading,
    first_places: Mapping[str, int],
    code: str,
) -> list[Place]:
    """Places of the words that carried an IPTC topic, seed words before the model's."""
    parent = _FIRST.index(PARENTS.get(code, code))
    if code in PARENTS:
        found: list[Place] = []
        added = topic_model.second_contributions(model, reading, _SECOND.index(code))
    else:
        found = strongest(seeds.evidence[parent])[:_EVIDENCE]
        if len(found) == _EVIDENCE:
            return found
        added = topic_model.first_contributions(model, reading, parent)
    taken = {index for start, length in found for index in range(start, start + length)}
    least = _LEAST_SHARE * added.max(initial=0.0)
    for place in np.argsort(-added, kind="stable").tolist():
        if added[place] <= least or len(found) == _EVIDENCE:
            break
        if _says(model, reading.words[place]):
            index = first_places[reading.words[place]]
            if index not in taken:
                found.append((index, 1))
    return found


def _says(model: TopicModel, word: str) -> bool:
    return model.information[word] >= LEAST_INFORMATION


def _topics(
    scored: Sequence[Scored],
    names: dict[str, str],
    parents: dict[str, str],
    places: Callable[[str], list[Place]],
    seeds: SeedScores,
    title: str,
    text: str,
) -> Iterator[Topic]:
    """The topics in order of score, each with its evidence."""
    ranked = sorted(scored, key=_order)
    cuts = [places(code)[:_EVIDENCE] for _, _, code in ranked]
    last = max((first + length for found in cuts for first, length in found), default=0)
    bounds = offsets(seeds, last)
    for rank, ((score, level, code), cut) in enumerate(zip(ranked, cuts, strict=True), start=1):
        found = [_cut(title, text, bounds, place) for place in cut]
        yield Topic(
            code=code,
            name=names[code],
            score=round(score, 4),
            rank=rank,
            evidence=tuple(found),
            level=level,
            parent=parents.get(code),
        )


def _cut(title: str, text: str, bounds: Sequence[int], place: Place) -> Evidence:
    """The words at a place as they stand in title or text, what separates them included."""
    first, length = place
    start, end = bounds[2 * first], bounds[2 * (first + length) - 1]
    if start < len(title):
        return Evidence(title[start:end], "title", start, end)
    behind = len(title) + 1
    return Evidence(text[start - behind : end - behind], "text", start - behind, end - behind)
