"""Which IPTC Media Topics (level 1) an English article is about, by weighted seed words.

Each seed word counts with its weight for its topics; repetitions count ever less, words of the
title and of the beginning count more. A topic's score is its share of all the evidence, with a
constant in the denominator for what any text of that length shows by chance: a text that says
little of any topic gets none rather than a wrong one. Articles in other languages get none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from schemas.article import Article, Topic
from schemas.changed import changed
from transforms.iptc import TOPIC_NAMES
from transforms.lexicon import WORD, Head, Lexicon, seed_words

THRESHOLD = 0.2  # score below which a topic is not given
LIMIT = 3  # topics per article
_LANGUAGE = "en"
_TITLE_COUNT = 4.0  # a word of the title counts as this many of the text
_LEAD_WORDS = 60  # the beginning of the text, in words
_LEAD_COUNT = 1.5
_SATURATION = 2.0  # count at which a word has half of the most that it can add
_SHARPNESS = 2.0  # exponent that widens the distance between topics
_CHANCE = 3.0  # evidence that any text shows by chance, in weights ...
_CHANCE_PER_ROOT_WORD = 0.5  # ... and how it grows with the root of the number of words
_EVIDENCE = 5  # words given per topic
TOPIC_MODEL = "seed-words-1"  # a new number for every change of words or arithmetic

Place = tuple[int, int]  # index of the first word and number of words
Matches = dict[int, tuple[float, Place]]  # term -> its count, and where it stands first


def classifier(threshold: float = THRESHOLD, limit: int = LIMIT) -> Callable[[Article], Article]:
    """A function that fills `topics` of English articles, best first; others keep none."""
    return partial(classify, seed_words(), threshold=threshold, limit=limit)


def classify(
    lexicon: Lexicon, article: Article, threshold: float = THRESHOLD, limit: int = LIMIT
) -> Article:
    """The article with at most `limit` topics that score `threshold` or more."""
    if article.language != _LANGUAGE:
        return article
    topics = find_topics(lexicon, article.title or "", article.text, threshold, limit)
    return changed(article, topics=tuple(topics), topic_model=TOPIC_MODEL)


def find_topics(
    lexicon: Lexicon, title: str, text: str, threshold: float = THRESHOLD, limit: int = LIMIT
) -> Iterator[Topic]:
    """Topics of a text, best first; equal scores in the order of the topics' codes."""
    whole = f"{title}\n{text}"
    words = WORD.findall(whole)
    matches = _scan(lexicon, list(map(str.lower, words)), len(WORD.findall(title)))
    evidence = _evidence(lexicon, matches)
    scores = _scores(evidence, len(words))
    best = sorted(range(len(scores)), key=lambda topic: (-scores[topic], topic))[:limit]
    for rank, topic in enumerate(best, start=1):
        if scores[topic] >= max(threshold, 1e-4):
            strongest = sorted(evidence[topic])[:_EVIDENCE]
            yield Topic(
                code=lexicon.codes[topic],
                name=TOPIC_NAMES[lexicon.codes[topic]],
                score=round(scores[topic], 4),
                rank=rank,
                evidence=tuple(_surface(whole, words, place) for _, place in strongest),
            )


def _scan(lexicon: Lexicon, words: list[str], title_words: int) -> Matches:
    """Counts the terms in lower-case words; a phrase that matches uses its words up."""
    lead_end = title_words + 1 + _LEAD_WORDS
    matches: Matches = {}
    resume = 0
    for index, head in enumerate(map(lexicon.heads.get, words)):
        if head is None or index < resume:
            continue
        term, length = _longest(head, words, index)
        if term < 0:
            continue
        resume = index + length
        count = _TITLE_COUNT if index < title_words else _LEAD_COUNT if index < lead_end else 1.0
        before, place = matches.get(term, (0.0, (index, length)))
        matches[term] = (before + count, place)
    return matches


def _longest(head: Head, words: list[str], index: int) -> tuple[int, int]:
    """The term at `words[index]` and its number of words; term -1 if there is none."""
    phrases, single = head
    second = index + 1
    if phrases and second < len(words):
        for rest, term in phrases.get(words[second], ()):
            if not rest or words[second + 1 : second + 1 + len(rest)] == rest:
                return term, 2 + len(rest)
    return single, 1


def _evidence(lexicon: Lexicon, matches: Matches) -> list[list[tuple[float, Place]]]:
    """Per topic what each of its terms adds, negated so that sorting gives the strongest first."""
    evidence: list[list[tuple[float, Place]]] = [[] for _ in lexicon.codes]
    for term, (count, place) in matches.items():
        saturated = count / (count + _SATURATION)
        for topic, weight in lexicon.weights[term]:
            evidence[topic].append((-weight * saturated, place))
    return evidence


def _scores(evidence: list[list[tuple[float, Place]]], words: int) -> list[float]:
    """Each topic's share of the evidence, 0 to 1, that of chance included in the whole."""
    sums = [-sum(added for added, _ in found) for found in evidence]
    powers = [total**_SHARPNESS for total in sums]
    chance = (_CHANCE + _CHANCE_PER_ROOT_WORD * words**0.5) ** _SHARPNESS
    whole = sum(powers) + chance
    return [power / whole for power in powers]


def _surface(whole: str, words: Sequence[str], place: Place) -> str:
    """The words at a place as they stand in the text, what separates them included."""
    start, length = place
    if length == 1:
        return words[start]
    spans = [match.span() for match in islice(WORD.finditer(whole), start, start + length)]
    return whole[spans[0][0] : spans[-1][1]]
