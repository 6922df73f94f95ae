"""Names of a document joined into entities: full names, surnames, short forms, acronyms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.name_groups import NameGroup
from transforms.name_matches import (
    acronyms_of,
    is_listed,
    is_of_place,
    organisation_matches,
    person_matches,
    place_matches,
)
from transforms.name_spans import NameSpan
from transforms.name_types import MAJORITY, MODEL, Typing
from transforms.name_words import name_words

_TITLED = 2  # words of a title and a surname
_LONGEST_TITLE = 16  # characters
_MOST = 64  # entities looked at that share a word: a register of names takes no square of its time
_PLACES = ("GPE", "LOC", "FAC")
_TOLD = ("preposition", "place behind", "region behind")  # by words around a mention


@dataclass
class Cluster:
    """The names of one entity, the one that names it in full first."""

    typing: Typing
    groups: list[NameGroup]
    spans: list[NameSpan] = field(default_factory=list)

    @property
    def head(self) -> NameGroup:
        """The fullest name."""
        return self.groups[0]


_Index = dict[str | int, list[Cluster]]
"""Clusters by words, by "@" and acronym, and by the offset at which a mention ends."""


def join(text: str, groups: Sequence[NameGroup], typings: Sequence[Typing]) -> list[Cluster]:
    """Clusters in order of their fullest names' lengths; every mention is in one of them."""
    clusters: list[Cluster] = []
    index: _Index = {}
    order = sorted(
        range(len(groups)), key=lambda n: (-_fullness(groups[n]), groups[n].spans[0].start)
    )
    for number in order:
        group, typing = groups[number], typings[number]
        hosts = _hosts(text, group, typing, index)
        if len(hosts) > 1 and all(host.typing.type == "PERSON" for host in hosts):
            share_out(text, group, hosts)
            continue
        if len(hosts) != 1:  # of several organisations a short form means none
            hosts = [Cluster(typing, [])]
            clusters.extend(hosts)
        hosts[0].groups.append(group)
        hosts[0].spans.extend(group.spans)
        for key in _keys(group, hosts[0].typing.type):
            index.setdefault(key, []).append(hosts[0])
    return clusters


def _fullness(group: NameGroup) -> int:
    """Words of the name, a title before a surname left out: "Lady Ashdown"."""
    noble = len(group.parts) == _TITLED and group.parts[0] in name_words().noble
    return len(group.parts) - noble


def _keys(group: NameGroup, kind: str) -> Iterator[str | int]:
    """What the name's entity is looked up by: first and last word, acronym, ends of mentions."""
    parts = group.parts
    yield parts[0]
    if len(parts) > 1:
        if parts[0] != parts[-1]:
            yield parts[-1]
        yield from acronyms_of(group.spans[0].surface)
    if kind == "ORG":
        yield from {span.end for span in group.spans}


def _hosts(text: str, group: NameGroup, typing: Typing, index: _Index) -> list[Cluster]:
    """Clusters whose entity the name may stand for."""
    first, last = group.parts[0], group.parts[-1]
    found: list[Cluster] = []
    if first in index or last in index:
        words = {first, last}
        near = {id(cluster): cluster for word in words for cluster in index.get(word, ())[:_MOST]}
        found = [cluster for cluster in near.values() if _may_stand_for(group, typing, cluster)]
    if found or len(group.parts) > 1 or not group.spans[0].surface.replace(".", "").isupper():
        return found
    return _expansions(text, group, index)


def _may_stand_for(group: NameGroup, typing: Typing, cluster: Cluster) -> bool:
    kind, source = typing
    full = cluster.head.parts
    if group.is_town and cluster.typing.type not in _PLACES:
        return False
    if cluster.typing.type == "PERSON":
        if source == "suffix" or _is_rather_place(group, cluster):
            return False
        return _agrees(kind, len(group.parts)) and person_matches(group.parts, full)
    if cluster.typing.type == "ORG":
        open_to = kind == "ORG" or (kind != "LOC" and source in (MODEL, MAJORITY))
        head = cluster.head.spans[0]
        introduced = head.start < group.spans[0].start or len(full) < head.surface.count(" ") + 1
        return open_to and introduced and organisation_matches(group.parts, full)
    both_places = kind in _PLACES and cluster.typing.type in _PLACES
    return (both_places or source == MODEL) and place_matches(group.parts, full)


def _is_rather_place(group: NameGroup, cluster: Cluster) -> bool:
    """Whether a name that the gazetteer has is no surname of the person: "Houston" is, behind
    "Ann Houston" and where no word around it says that it is a place."""
    if not is_listed(group.parts) or "PERSON" in group.labels:
        return False
    told = any(found.type == "PLACE" and found.source in _TOLD for found in group.context)
    behind = cluster.head.spans[0].start < group.spans[0].start
    return told or not behind or is_of_place(" ".join(group.parts))


def _agrees(kind: str, parts: int) -> bool:
    """A single word of any type may be a surname; of several words only a person's name is one."""
    return kind == "PERSON" or parts == 1


def _expansions(text: str, group: NameGroup, index: _Index) -> list[Cluster]:
    """The cluster right behind which the acronym is in brackets, or whose name it abbreviates."""
    if group.identity.startswith("country "):  # "Jo Doe (US)"
        return []
    for span in group.spans:
        if text[span.start - 2 : span.start] == " (" and index.get(span.start - 2):
            return index[span.start - 2][:1]
    return index.get("@" + group.spans[0].surface.replace(".", "").casefold(), [])[:1]


def share_out(text: str, group: NameGroup, hosts: Sequence[Cluster]) -> None:
    """Each mention goes to the bearer of the name who was last named in full before it."""
    named = sorted(
        (span.start, number)
        for number, host in enumerate(hosts)
        for span in host.spans
        if " " in span.surface
    )
    starts = [start for start, _ in named]
    for span in group.spans:
        sex = _sex(text, span)
        place = bisect_right(starts, span.start)
        order = [number for _, number in [*reversed(named[:place]), *named[place:]]]
        fitting = [n for n in order if sex is None or _sex_of(text, hosts[n]) in (None, sex)]
        chosen = hosts[(fitting or order or [0])[0]]
        chosen.spans.append(span)
        if group not in chosen.groups:
            chosen.groups.append(group)


def _sex_of(text: str, cluster: Cluster) -> str | None:
    """That of the titles before its full names."""
    return next(filter(None, (_sex(text, span) for span in cluster.groups[0].spans)), None)


def _sex(text: str, span: NameSpan) -> str | None:
    """ "male" or "female" by the title before the mention."""
    before = text[max(0, span.start - _LONGEST_TITLE) : span.start].split()
    known = name_words()
    word = before[-1].casefold().rstrip(".") if before else ""
    return "male" if word in known.male else "female" if word in known.female else None
