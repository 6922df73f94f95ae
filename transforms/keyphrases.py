"""The phrases that an English text is about: statistical, from the text and a fixed background.

Candidates are runs of up to three words between stop words and punctuation, as in RAKE (Rose et
al. 2010). A candidate's weight is the information of its words, by their frequency in general
English, times how often, how early and how prominently it stands (YAKE, Campos et al. 2020). No
statistics of other articles enter: an article's phrases depend on the article alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from transforms.wordlists import words

LIMIT = 8  # phrases per article
_LONGEST = 3  # words of a phrase
_MOST_WORDS = 1500  # words and marks of the text that are looked at
_UNKNOWN = 7.0  # information of a word that the background does not know, in powers of ten
_COMMON = 3.3  # information below which a word (one in 2,000) is no phrase by itself
_TITLE = 1.6  # factor of a phrase that stands in the title
_ONCE = 0.6  # factor of a phrase that stands once and not in the title
_EARLINESS = (
    0.06  # how fast phrases lose weight with the logarithm of their place in the text, in runs
)
_TOKEN = re.compile(r"[^\W\d_]\w*(?:['’-]\w+)*|[^\w\s]|\n|\d+")
_STOP = words(
    """
    a about above according across added after again against ago all almost alone along already
    also although always am among an and another any anyone anything are around as asked at
    away back be became because become been before began behind being below between both but by
    call called came can cannot come could day days did do does done down dr during each either
    else enough even ever every few first for found four friday from gave get give given go
    goes going gone good got had has have he her here him himself his how however i if in
    including into is it its itself just keep kept know last later least less let like little
    long look made make makes many may me might monday more most mr mrs ms much must my near
    nearly never new next no nobody nor not nothing now of off often old on once one only or
    other others our out over own part people per put quite rather really said same saturday
    saw say says second see seen set several she should since so some something soon still such
    sunday take taken than that the their them then there these they thing things third this
    those though three through thursday time times to today together told tomorrow too took
    toward tuesday two under until up upon us use used using very want wants was way we
    wednesday week weeks well went were what when where whether which while who whom whose why
    will with within without would year years yesterday yet you your
    """
)
_FURNITURE = words(
    """
    ad ads advertisement advertising click comment comments cookie cookies copyright editor email
    follow homepage image images login newsletter photo photograph photos picture read reporter
    share sign subscribe subscriber subscription twitter video website whatsapp
    """
)


_BARRED = _STOP | _FURNITURE
_ROOTS = [math.sqrt(length) for length in range(_LONGEST + 1)]
_REPEATED = [math.log2(1 + count) for count in range(2 * _MOST_WORDS + 1)]
_EARLY = [1 / (1 + _EARLINESS * math.log2(1 + place)) for place in range(_MOST_WORDS + 1)]


@dataclass(slots=True)
class _Candidate:
    surface: str
    key: str  # in lower case
    place: int
    information: float
    titled: bool
    count: int = 1


def keyphrases(
    title: str, text: str, site: str, information: Mapping[str, float], limit: int = LIMIT
) -> tuple[str, ...]:
    """At most `limit` phrases as the article writes them, best first.

    Args:
        title, text: the article.
        site: name and host of its site; their words are never phrases.
        information: minus the decimal logarithm of a lower-case word's frequency in English.
        limit: most phrases.
    """
    barred = _BARRED | {word.lower() for word in re.split(r"\W+", site) if word}
    candidates: dict[str, _Candidate] = {}
    for part, titled in ((title, True), (text, False)):
        for number, (run, lower) in enumerate(_runs(part, barred)):
            _add(candidates, run, lower, information, number, titled)
    chosen: list[str] = []
    taken: list[list[str]] = []
    for found in sorted(candidates.values(), key=_rank):
        if len(chosen) == limit:
            break
        phrase = found.key.split(" ")
        if not any(_overlaps(phrase, other) for other in taken):
            chosen.append(found.surface)
            taken.append(phrase)
    return tuple(chosen)


def _add(
    candidates: dict[str, _Candidate],
    run: list[str],
    lower: list[str],
    information: Mapping[str, float],
    place: int,
    titled: bool,
) -> None:
    """Counts the candidates of a run: they neither begin nor end with a common word."""
    values = [information.get(word, _UNKNOWN) for word in lower]
    telling = [at for at, value in enumerate(values) if value >= _COMMON]
    for number, start in enumerate(telling):
        for last in telling[number : number + _LONGEST]:
            end = last + 1
            if end - start > _LONGEST:
                break
            single = last == start
            key = lower[start] if single else " ".join(lower[start:end])
            found = candidates.get(key)
            if found is None:
                surface = run[start] if single else " ".join(run[start:end])
                weight = values[start] if single else sum(values[start:end]) / _ROOTS[end - start]
                candidates[key] = _Candidate(surface, key, place, weight, titled)
                continue
            if found.titled and not titled and found.count == 1:
                found.surface = " ".join(run[start:end])  # titles may be in capitals
            found.count += 1
            found.titled = found.titled or titled


def _runs(part: str, barred: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Runs of words without stop words, punctuation or numbers, as they stand and in lower case."""
    run: list[str] = []
    lower: list[str] = []
    for token in islice(_TOKEN.findall(part), _MOST_WORDS):
        word = token[:-2] if token.endswith(("'s", "’s")) else token
        if len(word) > 1:
            small = word.lower()
            if small not in barred and not word.isdigit():
                run.append(word)
                lower.append(small)
                if word is token:
                    continue
        if run:
            yield run, lower
            run, lower = [], []
    if run:
        yield run, lower


def _rank(found: _Candidate) -> tuple[float, int]:
    """Sorts the heaviest first, the earlier one of equals."""
    prominence = _TITLE if found.titled else 1.0
    if found.count == 1 and not found.titled and not found.surface.istitle():
        prominence = _ONCE
    weight = found.information * _REPEATED[found.count] * prominence * _EARLY[found.place]
    return -weight, found.place


def _overlaps(phrase: list[str], other: list[str]) -> bool:
    """Whether one phrase holds the other, plural or not, or half of their words are the same."""
    mine, theirs = ({word.removesuffix("s") for word in found} for found in (phrase, other))
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs)) + (min(len(mine), len(theirs)) > 1)
