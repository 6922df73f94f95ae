"""From a model's raw spans to an article's entities: trimmed, typed, joined, ranked.

Everything here is a function of the article and the spans. What each step decides it can explain:
`Entity.type_source` names the evidence for the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from schemas.article import Article
from transforms.free_names import bracketed, states_of_parties, unnamed
from transforms.gazetteer import name_key
from transforms.missed_names import (
    SHORTEST,
    SHORTEST_SURNAME,
    Cover,
    capital_runs,
    first_word,
    free_words,
    missed,
)
from transforms.name_evidence import Evidence, evidence_of_context, evidence_of_form
from transforms.name_extents import split_pairs, split_titled, widened
from transforms.name_groups import NameGroup, name_groups
from transforms.name_joins import Cluster, join, share_out
from transforms.name_matches import SHORTEST_ACRONYM, acronym_of, is_listed
from transforms.name_spans import KEPT_NAMES, VALUE_TYPES, name_spans
from transforms.name_types import FULL_NAME, MODEL, SURNAME, Typing, decide
from transforms.name_words import name_words
from transforms.place_names import inhabitants
from transforms.sentence_starts import without_common_words
from transforms.town_names import TOWN, evidence_of_town
from transforms.town_senses import evidence_of_listing, told_apart

_FULL_NAME_WORDS = (2,)
_ADJECTIVE = re.compile(r" [a-z]")  # behind a people's name: "in Nepali airspace"
Span = tuple[int, int, str]  # start, end in code points, the model's type


def clusters_of(article: Article, spans: Sequence[Span], types: Sequence[str]) -> list[Cluster]:
    """The entities' names and mentions, in order of first mention."""
    text = article.text
    named = list(widened(text, list(name_spans(text, spans, types))))
    named = list(split_titled(named))
    named = list(split_pairs(named)) if any(" and " in s.surface for s in named) else named
    known = name_words()
    taken = [(start, end) for start, end, label in spans if label not in VALUE_TYPES]
    cover = Cover(text, [*taken, *((s.start, s.end) for s in named)])
    runs = capital_runs(text)
    surnames = {s.surface.rpartition(" ")[2] for s in named if s.label == "PERSON"}
    surnames = {name for name in surnames if name.casefold() not in known.known_organisations}
    named.extend(states_of_parties(text, cover))
    named.extend(unnamed(text, runs, cover, surnames))
    named.extend(bracketed(text, tuple(named), cover))
    groups = list(told_apart(text, name_groups(sorted(named))))
    longer = set(_parts_of_longer(groups))
    groups = list(without_common_words(text, runs, groups, longer))
    stated = _stated(article)
    for group in groups:
        group.context.extend(_context(text, group))
        if inhabitants(group.identity):
            group.context.extend(evidence_of_listing(group, longer))
    typings = _with_surnames(groups, [type_of([group], stated) for group in groups])
    clusters = join(text, groups, typings)
    for cluster in clusters:
        if len(cluster.groups) > 1 and cluster.typing.source != SURNAME:
            cluster.typing = _typing_of_joined(cluster, stated)
    find_missed(text, clusters, cover, free_words(text, runs, cover))
    for cluster in clusters:
        cluster.spans.sort()
    return sorted(clusters, key=lambda cluster: cluster.spans[0])


def _parts_of_longer(groups: Sequence[NameGroup]) -> Iterator[str]:
    """Words of persons' names, and first and last words of others."""
    for group in groups:
        if len(group.parts) > 1:
            yield from (
                group.parts if "PERSON" in group.labels else group.parts[:: len(group.parts) - 1]
            )


def _stated(article: Article) -> dict[str, Evidence]:
    """What the article's dateline and byline say."""
    found = {name_key(author): Evidence("PERSON", 3.0, "byline") for author in article.authors}
    if article.dateline_place:
        place = article.dateline_place.partition(",")[0]
        found[name_key(place)] = Evidence("GPE", 3.0, "dateline")
    return found


def _context(text: str, group: NameGroup) -> Iterable[Evidence]:
    """The strongest evidence of each kind around the name's mentions."""
    best: dict[tuple[str, str], Evidence] = {}
    town = inhabitants(group.identity)
    people = group.identity.startswith("people ")
    for start, end, _, _ in group.spans:
        around = evidence_of_context(text, start, end)
        if town:
            around += filter(None, (evidence_of_town(text, start, end),))
        if people and _ADJECTIVE.match(text, end):
            around = [found for found in around if found.type != "PLACE"]
        for found in around:
            key = (found.type, found.source)
            if key not in best or best[key].weight < found.weight:
                best[key] = found
    return best.values()


def type_of(groups: Sequence[NameGroup], stated: dict[str, Evidence]) -> Typing:
    """The type of the names together; the model's votes are those on the fullest name."""
    head = groups[0]
    name = head.spans[0].surface
    best = {(found.type, found.source): found for group in groups for found in group.context}
    known = stated.get(name_key(name)) if stated else None
    form = evidence_of_form(name)
    labels = head.labels
    if labels and not (form or best or known) and labels.count(labels[0]) == len(labels):
        return Typing(labels[0], MODEL)
    evidence = (*form, *best.values(), *((known,) if known else ()))
    return decide(tuple(labels), evidence)


def _with_surnames(groups: Sequence[NameGroup], typings: Sequence[Typing]) -> list[Typing]:
    """Who bears a person's surname is a person too, unless something speaks against it."""
    surnames = {
        group.parts[-1]
        for group, typing in zip(groups, typings, strict=True)
        if typing.type == "PERSON" and len(group.parts) > 1
    }
    return [
        Typing("PERSON", SURNAME)
        if typing.source == MODEL
        and len(group.parts) in _FULL_NAME_WORDS
        and group.parts[-1] in surnames
        and not is_listed(group.parts)
        and typing.type == "ORG"
        else typing
        for group, typing in zip(groups, typings, strict=True)
    ]


def _typing_of_joined(cluster: Cluster, stated: dict[str, Evidence]) -> Typing:
    """The fullest name decides; where the model sees another type in a short one, it says so."""
    typing = type_of(cluster.groups, stated)
    labels = {label for group in cluster.groups[1:] for label in group.labels}
    if typing.type == "ORG" and typing.source == MODEL and _is_surnamed(cluster):
        return Typing("PERSON", SURNAME)
    overruled = typing.source == MODEL and labels - {typing.type}
    return Typing(typing.type, FULL_NAME) if overruled else typing


def _is_surnamed(cluster: Cluster) -> bool:
    """Whether the model sees a person in the last word of a full name at least as often as a body
    in the name itself."""
    head = cluster.head
    short = [
        label
        for group in cluster.groups[1:]
        if group.parts == head.parts[-1:]
        for label in group.labels
    ]
    persons = short.count("PERSON")
    form = evidence_of_form(head.spans[0].surface)
    if any(found.source == "article" for found in head.context) or form:
        return False
    return len(head.parts) > 1 and persons * 2 > len(short) and persons >= len(head.labels)


def _with_particles(name: str) -> str:
    """ "Van der Leyen" of "Ursula von der Leyen", as a sentence begins with it; else ""."""
    words = name.split(" ")[1:]
    known = name_words().particles
    first = next((n for n, word in enumerate(words[:-1]) if word in known), None)
    return (
        " ".join(words[first:]).replace(words[first], words[first].title(), 1)
        if first is not None
        else ""
    )


def find_missed(
    text: str, clusters: Sequence[Cluster], cover: Cover, free: Mapping[str, Sequence[int]]
) -> None:
    """Adds the places where the model passed over one of the entities' names.

    Args:
        free: the capitalised words that belong to no name, and where they begin.
    """
    bearers: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for name in _names(cluster):
            if first_word(name) in free:
                bearers.setdefault(name, []).append(cluster)
    for name in sorted(bearers, key=lambda name: (-len(name), name)):
        spans = list(missed(text, free, name, cover))
        if len(bearers[name]) == 1:
            bearers[name][0].spans.extend(spans)
        elif spans:
            share_out(text, NameGroup(name, (name,), spans), bearers[name])


def _names(cluster: Cluster) -> Iterator[str]:
    surfaces = {span.surface for span in cluster.spans}
    for surface in surfaces:
        if len(surface) >= SHORTEST or surface.isupper():
            yield surface
        if " " in surface:
            short, behind_given = _short_forms(surface, cluster.typing.type)
            if short and short not in surfaces:
                yield short
            if behind_given:
                yield behind_given


@lru_cache(KEPT_NAMES)
def _short_forms(name: str, kind: str) -> tuple[str, str]:
    """A person's surname, alone and with its particles, or a body's acronym and what a team goes by
    without its town; "" where there is none or it is too short."""
    if kind == "PERSON":
        last = name.rpartition(" ")[2]
        return (last, _with_particles(name)) if len(last) >= SHORTEST_SURNAME else ("", "")
    if kind != "ORG":
        return "", ""
    acronym, (town, _, last) = acronym_of(name), name.rpartition(" ")
    known = name_words()
    called = last.casefold() in known.teams or last.casefold() in known.nicknames
    team = called and inhabitants(name_key(town)) >= TOWN
    return (acronym if len(acronym) >= SHORTEST_ACRONYM else ""), (last if team else "")
