"""The words of an article that carried its topics, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from schemas.article import Evidence, Topic
from transforms import topic_model
from transforms.iptc import PARENTS, TOPIC_NAMES
from transforms.seed_scores import Place, SeedScores, strongest
from transforms.text_words import Words
from transforms.topic_model import Reading, TopicModel

EVIDENCE = 5  # pieces of evidence given per topic
LEAST_INFORMATION = 2.8  # a word that is more frequent (one in 630) is no evidence by itself
_LEAST_SHARE = 0.3  # of the strongest word's contribution: below it a word is no evidence

_ROWS = {code: row for row, code in enumerate([*TOPIC_NAMES, *PARENTS])}

Scored = tuple[float, int, str]
"""Score, level, code."""


def by_score(scored: Scored) -> Scored:
    """Sorts the highest score first, the higher level of equals, then by code."""
    score, level, code = scored
    return -score, level, code


def places(
    model: TopicModel,
    seeds: SeedScores,
    text: int,
    reading: Reading,
    codes: Sequence[str],
    shares: tuple[float, float],
) -> dict[str, list[Place]]:
    """Places of the words that carried a text's IPTC topics, seed words before the model's.
    `shares` is what the model's vectors and words count on the first level."""
    found: dict[str, list[Place]] = {
        code: [] if code in PARENTS else strongest(seeds, text, _ROWS[code], EVIDENCE)
        for code in codes
    }
    lacking = [code for code in codes if len(found[code]) < EVIDENCE]
    if lacking:
        added = topic_model.contributions(model, reading, [_ROWS[c] for c in lacking], shares)
        telling = model.informations[reading.rows] >= LEAST_INFORMATION
        for code, row in zip(lacking, added, strict=True):
            least = _LEAST_SHARE * row.max(initial=0.0)
            most = ((row > least) & telling).nonzero()[0]
            ranked = most[(-row[most]).argsort(kind="stable")]
            _add(found[code], reading.places[ranked[: 4 * EVIDENCE]].tolist())
    return found


def _add(found: list[Place], telling: Iterable[int]) -> None:
    """Adds words that are not in the places already."""
    taken = {index for start, length in found for index in range(start, start + length)}
    new = [(index, 1) for index in telling if index not in taken]
    found += new[: EVIDENCE - len(found)]


def with_evidence(
    scored: Iterable[Scored],
    names: Mapping[str, str],
    parents: Mapping[str, str],
    found: Mapping[str, list[Place]],
    words: Words,
    text: int,
) -> list[Topic]:
    """A text's topics in order of score, each with the words at the places found of its code."""
    return [
        Topic(
            code=code,
            name=names[code],
            score=round(score, 4),
            rank=rank,
            evidence=tuple([_cut(words, text, place) for place in found[code]]),
            level=level,
            parent=parents.get(code),
        )
        for rank, (score, level, code) in enumerate(sorted(scored, key=by_score), start=1)
    ]


def _cut(words: Words, text: int, place: Place) -> Evidence:
    """The words at a place as they stand in title or text, what separates them included."""
    first, length = place
    start, end = int(words.starts[first]), int(words.ends[first + length - 1])
    if start < words.texts[text]:
        field, skipped = "title", words.titles[text]
    else:
        field, skipped = "text", words.texts[text]
    return Evidence(words.whole[start:end], field, start - skipped, end - skipped)
