"""An article's entities from the clusters of its names: identity, salience, evidence."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from schemas.article import Article, Entity, Mention
from transforms.capital_senses import GOVERNMENT, government_mentions, is_capital
from transforms.entity_links import NO_LINKS, EntityLinks
from transforms.gazetteer import gazetteer
from transforms.name_groups import identity_of
from transforms.name_joins import Cluster
from transforms.name_spans import KEPT_NAMES, NameSpan
from transforms.name_words import name_words
from transforms.names import Span, clusters_of
from transforms.place_names import inhabitants
from transforms.salience import paragraph_starts, salience
from transforms.values import read_tables

_Key = tuple[str, str, str | None]  # identity, type, sense


def named_entities(
    article: Article, spans: Sequence[Span], types: Sequence[str], links: EntityLinks = NO_LINKS
) -> tuple[Entity, ...]:
    """The article's entities in order of first mention; types not named are dropped.

    Args:
        article: its text is cleaned already.
        spans: the model's, in text order.
        types: OntoNotes types to keep.
        links: the user's table of Wikidata ids.
    """
    found: dict[_Key, tuple[str, str, list[NameSpan]]] = {}
    for cluster in clusters_of(article, spans, types):
        if cluster.typing.type in types:
            for sense, part in _senses(article.text, cluster):
                name = canonical(part)
                key = (identity_of(name), cluster.typing.type, sense)
                found.setdefault(key, (name, cluster.typing.source, []))[2].extend(part)
    return _entities(article, found, links)


def read_lists() -> None:
    """Reads what every article needs, half a second once a process."""
    gazetteer()
    name_words()
    inhabitants("")
    read_tables()


def _entities(
    article: Article, found: dict[_Key, tuple[str, str, list[NameSpan]]], links: EntityLinks
) -> tuple[Entity, ...]:
    starts = paragraph_starts(article.text)
    most = max((len(spans) for _, _, spans in found.values()), default=0)
    title = article.title or ""
    entities = []
    for (identity, kind, sense), (name, source, spans) in found.items():
        spans.sort()
        paragraphs = [bisect_right(starts, start) for start, _, _, _ in spans]
        mentions = tuple(
            [
                Mention(start, end, surface, paragraph)
                for (start, end, surface, _), paragraph in zip(spans, paragraphs, strict=True)
            ]
        )
        surfaces = {surface for _, _, surface, _ in spans}
        in_title = any(map(title.__contains__, surfaces))
        entities.append(
            Entity(
                name,
                kind,
                mentions,
                entity_id(identity, kind, sense),
                source,
                sense,
                salience(paragraphs, most, len(starts), in_title),
                links.qid((name, *sorted(surfaces)), kind) if links.rows else None,
            )
        )
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0].start))


def _senses(text: str, cluster: Cluster) -> Iterator[tuple[str | None, list[NameSpan]]]:
    """A capital's mentions by sense; all other entities have one."""
    if cluster.typing.type != "GPE" or not is_capital(cluster.spans[0].surface):
        yield None, cluster.spans
        return
    government = government_mentions(text, cluster.spans)
    for sense in (None, GOVERNMENT):
        part = [
            span
            for span, is_government in zip(cluster.spans, government, strict=True)
            if is_government == (sense is GOVERNMENT)
        ]
        if part:
            yield sense, part


def canonical(spans: Sequence[NameSpan]) -> str:
    """The fullest name as the text first writes it, white space folded."""
    surfaces = dict.fromkeys(span.surface for span in spans)
    if len(surfaces) == 1:
        return " ".join(spans[0].surface.split())
    names = (" ".join(surface.split()) for surface in surfaces)
    return max(names, key=lambda name: (len(name.split(" ")), len(name)))


@lru_cache(KEPT_NAMES)
def entity_id(identity: str, kind: str, sense: str | None) -> str:
    """32 hex digits that are the same in every article."""
    text = "\n".join((identity, kind, sense or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
