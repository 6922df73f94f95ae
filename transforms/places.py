"""Places of an article's names: country, region, coordinates, told apart by the whole article."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from schemas.article import Article, Entity
from schemas.changed import changed
from schemas.place import Place
from transforms.place_containers import containers
from transforms.place_names import Candidate, candidates, country
from transforms.place_options import LARGE, certain, hints, options_of, seat
from transforms.place_scores import Option, Said, Scene, choose, is_held
from transforms.place_tables import home_by_words

PLACE_TYPES = frozenset(("GPE", "LOC", "NORP", "FAC"))
CLEAR = 0.7  # lead, in orders of magnitude, from which on a place speaks for others of its country
ALL_OF_THEM = 0.75  # share of one country from which on names that nothing knows are taken for its
KNOWN_REGION = 500_000  # inhabitants of a region that is named far from home
DATELINE = -1  # index of what the dateline says
DATELINE_WEIGHT = 2.0
HINT_WEIGHT = 0.5


# Country domains that are not the ISO 3166 code, and those that sites anywhere use.
_OTHER_DOMAINS = {"uk": "GB"}
_DOMAINS_OF_ANYWHERE = frozenset(("ai", "cc", "co", "fm", "gg", "io", "me", "ly", "to", "tv", "ws"))


def placer() -> Callable[[Article], Article]:
    """Gives the function that places an article's entities; reads the gazetteer once."""
    candidates("")
    return place_entities


def place_entities(article: Article) -> Article:
    """The article with the places of its entities."""
    if not article.entities:
        return article
    places = find_places(
        article.text,
        article.entities,
        article.dateline_place,
        country_of_domain(article.source_domain),
    )
    entities = (
        entity if place is None else replace(entity, place=place)
        for entity, place in zip(article.entities, places, strict=True)
    )
    return changed(article, entities=tuple(entities))


def country_of_domain(domain: str | None) -> str | None:
    """ISO 3166-1 code of a host's country domain; None for others."""
    last = (domain or "").rpartition(".")[2].lower()
    code = _OTHER_DOMAINS.get(last, last.upper())
    known = last not in _DOMAINS_OF_ANYWHERE and len(last) == 2 and country(code) is not None
    return code if known else None


def find_places(
    text: str, entities: Sequence[Entity], dateline: str | None = None, home: str | None = None
) -> tuple[Place | None, ...]:
    """The place of each entity; None where it has none or nothing says which.

    Args:
        text: of the article.
        entities: with their mentions' offsets in `text`.
        dateline: the place the article was filed from.
        home: ISO 3166-1 alpha-2 code of the country that the source is of; its words may tell.
    """
    scene = Scene(home)
    known: dict[int, Place | None] = {}
    unclear: dict[int, tuple[Option, ...]] = {}
    said: dict[int, Said] = {}
    for index, entity in enumerate(entities):
        if entity.type not in PLACE_TYPES:
            known[index] = seat(entity)
            continue
        if (fixed := certain(entity)) is not None:
            known[index] = fixed[0]
            if fixed[0] is not None:
                said[index] = _said(fixed[0].country, fixed[0].region, entity)
        elif options := options_of(entity):
            unclear[index] = options
    scene.hear(said)
    if dateline:
        _file_from(scene, dateline)
    if len(known) < len(entities):
        scene.home = home or home_by_words(text)
        _listen(entities, scene)
    known |= _decide(text, entities, unclear, scene)
    unlisted = partial(_elsewhere, text, scene.main_country())
    return tuple(
        known[index] if index in known else unlisted(entity)
        for index, entity in enumerate(entities)
    )


def _listen(entities: Sequence[Entity], scene: Scene) -> None:
    """What bodies' names hint at counts little, and only where it is clear."""
    said = {}
    for index, entity in enumerate(entities):
        if entity.type == "ORG" and (options := hints(entity.name)):
            best, lead = choose(options, index, scene, set())
            if lead >= CLEAR:
                said[index] = Said(best.candidate.country, best.candidate.region, HINT_WEIGHT)
    scene.hear(said)


def _decide(
    text: str, entities: Sequence[Entity], unclear: dict[int, tuple[Option, ...]], scene: Scene
) -> dict[int, Place | None]:
    """Names with several bearers: those that are clear speak for the others, twice."""
    within = {index: containers(text, entities[index]) for index in unclear}
    chosen = {index: choose(of, index, scene, within[index]) for index, of in unclear.items()}
    said: dict[int, Said] = {}
    for _ in range(2):
        before, said = said, _clear(chosen, entities)
        if said == before:
            break
        scene.hear(said)
        chosen = {index: choose(of, index, scene, within[index]) for index, of in unclear.items()}
    found: dict[int, Place | None] = {}
    for index, options in unclear.items():
        best, _ = chosen[index]
        held = is_held(best.candidate, within[index])
        if not held and _is_stray(best.candidate, index, scene):
            continue
        alone = len({option.candidate.country for option in options}) == 1
        source = "gazetteer" if alone else "contained" if held else "context"
        found[index] = _place(best, entities[index], source)
    return found


def _clear(chosen: dict[int, tuple[Option, float]], entities: Sequence[Entity]) -> dict[int, Said]:
    """What the names say whose best option leads by `CLEAR`."""
    return {
        index: _said(best.candidate.country, best.candidate.region, entities[index])
        for index, (best, lead) in chosen.items()
        if lead >= CLEAR
    }


def _is_stray(candidate: Candidate, index: int, scene: Scene) -> bool:
    """A small town or a region of a country that nothing else names, in an article set in
    another country."""
    known = LARGE if candidate.rank[0] == "P" else KNOWN_REGION
    if candidate.rank in ("A0", "P0") or candidate.population >= known:
        return False
    alien = scene.share(candidate.country, index) == 0 and candidate.country != scene.home
    main = scene.main_country() if alien else None
    return main is not None and main[0] != candidate.country and main[1] >= ALL_OF_THEM


def _said(code: str, region: str | None, entity: Entity) -> Said:
    weight = math.sqrt(max(1, len(entity.mentions)))
    return Said(code, region or "", weight, entity.type == "NORP")


def _place(option: Option, entity: Entity, source: str) -> Place:
    """What is known of the candidate; of a part or a building only where its holder lies."""
    found, form = option.candidate, option.form
    lies_in = form.wants == "S" or entity.type == "FAC"
    feature = "S" if lies_in else "L" if form.part else found.rank[0]
    area = form.part and found.rank[0] == "A"
    return Place(
        found.country,
        found.region or None,
        found.region_name or None,
        None if area else found.latitude,
        None if area else found.longitude,
        None if form.part or lies_in else found.geonames_id,
        feature,
        "country" if found.rank == "A0" else source,
    )


def _file_from(scene: Scene, dateline: str) -> None:
    """A dateline's place speaks for its country: "LONDON, Ont."."""
    city = Entity(dateline, "GPE", ())
    if options := options_of(city):
        best, lead = choose(options, DATELINE, scene, containers("", city))
        about = best.candidate
        if lead >= CLEAR:
            scene.hear({DATELINE: Said(about.country, about.region, DATELINE_WEIGHT)})


def _elsewhere(text: str, main: tuple[str, float] | None, entity: Entity) -> Place | None:
    """A place that no table has lies where the text says, or where nearly all the others do."""
    feature = {"FAC": "S", "LOC": "L"}.get(entity.type)
    stated = {container.country for container in containers(text, entity)}
    if len(stated) == 1:
        return Place(stated.pop(), feature_class=feature, source="contained")
    if main is None or main[1] < ALL_OF_THEM:
        return None
    return Place(main[0], feature_class=feature, source="article")
