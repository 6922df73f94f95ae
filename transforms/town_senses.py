"""Mentions of a town told from those of the person or body that has its name.

"Douglas Preston, whose company is in Preston": a single word that a longer name of the article ends
or begins with is grouped apart where the words around the mention say which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from transforms.name_evidence import Evidence, evidence_of_context
from transforms.name_groups import NameGroup
from transforms.name_matches import is_of_place
from transforms.name_spans import NameSpan
from transforms.name_words import name_words
from transforms.place_names import inhabitants
from transforms.town_names import CITY, IN_PLACE, LISTED, TOWN, is_inside

_PLACES = ("GPE", "LOC", "FAC")
_SURE = 2.5  # weight of evidence for a person from which on the mention is one


def told_apart(text: str, groups: Sequence[NameGroup]) -> Iterator[NameGroup]:
    """The groups, those of towns that share their name with a person or body split in two."""
    bearers = _bearers(groups)
    for group in groups:
        kinds = bearers.get(group.parts[0]) if len(group.parts) == 1 else None
        if not kinds or not inhabitants(group.identity):
            yield group
        elif kinds == {"BODY"}:
            group.is_town = inhabitants(group.identity) >= TOWN and (
                "PERSON" not in group.labels
                or any(is_inside(text, span.start, span.end) for span in group.spans)
            )
            yield group
        else:
            yield from _split(text, group, kinds)


def evidence_of_listing(group: NameGroup, longer: Collection[str]) -> Iterator[Evidence]:
    """What it says that the gazetteer has the name, which no longer name has a part in.

    Args:
        group: with the evidence around its mentions.
        longer: words of the article's names of several words.
    """
    if group.is_town:
        yield Evidence("PLACE", IN_PLACE, "gazetteer")
        return
    known = name_words()
    surface = group.spans[0].surface.casefold()
    if group.parts[0] in known.common or surface in known.known_organisations:
        return  # "Southern", a region somewhere; "Google", once a town's name
    against = any(found.type in ("PERSON", "ORG") and found.weight > 0 for found in group.context)
    alone = len(group.parts) > 1 or group.parts[0] not in longer
    if against or not alone or not group.spans[0].surface[1:].islower():
        return
    size = inhabitants(group.identity)
    labels = set(group.labels)
    told = any(found.type == "PLACE" for found in group.context)
    if labels and not labels & {"PERSON", "ORG", *_PLACES} and size >= (TOWN if told else CITY / 2):
        yield Evidence("PLACE", IN_PLACE, "gazetteer")
    elif size >= CITY and group.spans[0].surface not in name_words().given:
        yield Evidence("PLACE", 2 * LISTED + 0.1, "listed")
    else:
        yield Evidence("PLACE", LISTED, "listed")


def _bearers(groups: Sequence[NameGroup]) -> dict[str, set[str]]:
    """First and last words of longer names: "PERSON" ("FIRST", too, where it is the first), "ORG",
    or "BODY" of what is named after its town, as hospitals and courts are."""
    found: dict[str, set[str]] = {}
    known = name_words()
    seated = known.seated
    for group in groups:
        if len(group.parts) < 2:
            continue
        labels, last = group.labels, group.parts[-1]
        if "PERSON" in labels:
            found.setdefault(group.parts[0], set()).update(("PERSON", "FIRST"))
            found.setdefault(last, set()).add("PERSON")
        elif "ORG" in labels or not labels or "FAC" in labels:
            kind = "BODY" if last in seated else "ORG"
            found.setdefault(group.parts[0], set()).add(kind)
            if last not in known.organisations and last not in seated:
                found.setdefault(last, set()).add("ORG")
    return found


def _split(text: str, group: NameGroup, kinds: Collection[str]) -> Iterator[NameGroup]:
    person = "PERSON" in kinds
    towns: list[NameSpan] = []
    others: list[NameSpan] = []
    open_to_both: list[NameSpan] = []
    for span in group.spans:
        if person and _is_person(text, span):
            others.append(span._replace(label="PERSON"))
        elif is_inside(text, span.start, span.end):
            towns.append(span)
        else:
            open_to_both.append(span)
    if "FIRST" in kinds and not towns and not is_of_place(group.identity):
        open_to_both = [span._replace(label="PERSON") for span in open_to_both]
    labels = [span.label for span in open_to_both if span.label]
    placed = sum(label in _PLACES for label in labels) * 2 > len(labels)
    (towns if placed and (towns or others) else others).extend(open_to_both)
    yield from _parts(group, towns, others)


def _is_person(text: str, span: NameSpan) -> bool:
    found = evidence_of_context(text, span.start, span.end)
    return any(one.type == "PERSON" and one.weight >= _SURE for one in found)


def _parts(
    group: NameGroup, towns: Iterable[NameSpan], others: Iterable[NameSpan]
) -> Iterator[NameGroup]:
    if others := sorted(others):
        yield NameGroup(group.identity, group.parts, others)
    if towns := sorted(towns):
        yield NameGroup(group.identity, group.parts, towns, is_town=True)
