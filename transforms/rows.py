"""Outcomes as columns of the staged tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.article import Article, Duplicate, Entity, Place, Quotation, Tombstone, Topic
from schemas.changed import NAMES
from schemas.message import Message
from schemas.reject import Reject
from schemas.spool import hints_json, origin_lists
from schemas.spool import origin_columns as position_columns
from schemas.staged import STAGED
from schemas.value import Value
from transforms.fingerprint import record_id


@dataclass(frozen=True)
class Lineage:
    """What every row of a run carries; the commit id is added when it is known."""

    run_id: str
    ingested_at: datetime
    pipeline_version: str
    reject_bytes: int


TABLES = {
    Article: "articles",
    Duplicate: "duplicates",
    Tombstone: "tombstones",
    Reject: "rejects",
}
"""The staged table of each kind of outcome."""
TAKEN = tuple(
    name
    for name in STAGED["articles"].names
    if name in NAMES and name not in ("entities", "topics", "quotations")
)
"""Columns of staged articles that are fields of an article."""


def columns_of(table: str, outcomes: Sequence[Any], reject_bytes: int) -> dict[str, list[Any]]:
    """The columns of a staged table, but for the run's own, of outcomes that all belong into it."""
    if table == "articles":
        return article_columns(outcomes)
    if table == "duplicates":
        rows = [duplicate_row(duplicate) for duplicate in outcomes]
    elif table == "tombstones":
        rows = [tombstone_row(tombstone) for tombstone in outcomes]
    else:
        rows = [reject_row(reject, reject_bytes) for reject in outcomes]
    return {name: [row[name] for row in rows] for name in rows[0]}


def origin_columns(message: Message) -> dict[str, Any]:
    """The record's position, and the reject that it replays."""
    return position_columns(message.origin) | {"replay_of": message.replay_of}


def message_id(message: Message) -> str:
    """Identifies the record by its position and bytes."""
    return record_id(message.origin, hashlib.sha256(message.payload).hexdigest())


def article_columns(articles: Sequence[Article]) -> dict[str, list[Any]]:
    """Articles with their entities, topics and quotations nested; the committer unfolds them."""
    fields = [vars(article) for article in articles]
    messages = [article.message for article in articles]
    dates = [article.published for article in articles]
    return {
        **{name: [values[name] for values in fields] for name in TAKEN},
        "published_at": [date and date.at for date in dates],
        "published_at_source": [date and date.source for date in dates],
        "published_at_precision": [date and date.precision for date in dates],
        "published_at_confidence": [date and date.confidence for date in dates],
        **origin_lists([message.origin for message in messages]),
        "replay_of": [message.replay_of for message in messages],
        "record_id": [message_id(message) for message in messages],
        "entities": [list(map(entity_struct, article.entities)) for article in articles],
        "topics": [list(map(topic_struct, article.topics)) for article in articles],
        "quotations": [
            [quotation_struct(n, quotation) for n, quotation in enumerate(article.quotations, 1)]
            for article in articles
        ],
    }


def entity_struct(entity: Entity) -> dict[str, Any]:
    """One entity as a struct of the staged articles."""
    return {
        "entity_name": entity.name,
        "entity_type": entity.type,
        "mention_count": len(entity.mentions),
        "mentions": [
            {"char_start": m.start, "char_end": m.end, "surface": m.surface}
            for m in entity.mentions
        ],
        "entity_id": entity.entity_id,
        "type_source": entity.type_source,
        "sense": entity.sense,
        "salience": entity.salience,
        "mention_paragraphs": [mention.paragraph for mention in entity.mentions],
        "wikidata_id": entity.wikidata_id,
        **place_columns(entity.place),
        **value_columns(entity.value),
    }


def place_columns(place: Place | None) -> dict[str, Any]:
    """An entity's place; all null where it has none."""
    return {
        "country_code": place and place.country,
        "region_code": place and place.region,
        "region_name": place and place.region_name,
        "latitude": place and place.latitude,
        "longitude": place and place.longitude,
        "geonames_id": place and place.geonames_id,
        "feature_class": place and place.feature_class,
        "place_source": place and place.source,
    }


def value_columns(value: Value | None) -> dict[str, Any]:
    """What a date or number comes to; all null for names."""
    return {
        "value_date": value and value.date,
        "value_precision": value and value.precision,
        "value_number": value and value.number,
        "value_unit": value and value.unit,
    }


def quotation_struct(number: int, quotation: Quotation) -> dict[str, Any]:
    """One quotation as a struct of the staged articles."""
    return {
        "quotation_index": number,
        "quotation": quotation.text,
        "char_start": quotation.start,
        "char_end": quotation.end,
        "paragraph": quotation.paragraph,
        "kind": quotation.kind,
        "verb": quotation.verb,
        "speaker_name": quotation.speaker,
        "speaker_id": quotation.speaker_id,
    }


def topic_struct(topic: Topic) -> dict[str, Any]:
    """One topic as a struct of the staged articles."""
    return {
        "topic_code": topic.code,
        "topic_name": topic.name,
        "score": topic.score,
        "topic_rank": topic.rank,
        "evidence": [found.surface for found in topic.evidence],
        "topic_level": topic.level,
        "parent_code": topic.parent,
        "evidence_places": [
            {"field": found.field, "char_start": found.start, "char_end": found.end}
            for found in topic.evidence
        ],
    }


def duplicate_row(duplicate: Duplicate) -> dict[str, Any]:
    """A dropped copy."""
    return {
        "duplicate_id": message_id(duplicate.message),
        "article_id": duplicate.article_id,
        "url": duplicate.url,
        "canonical_url": duplicate.canonical_url,
        "title": duplicate.title,
        "content_hash": duplicate.content_hash,
        **origin_columns(duplicate.message),
    }


def tombstone_row(tombstone: Tombstone) -> dict[str, Any]:
    """A message without a value."""
    return {
        "tombstone_id": message_id(tombstone.message),
        **origin_columns(tombstone.message),
    }


def reject_row(reject: Reject, limit: int) -> dict[str, Any]:
    """A refused record; its bytes are kept up to `limit` bytes."""
    payload = reject.message.payload
    digest = reject.payload_sha256 or hashlib.sha256(payload).hexdigest()
    size = len(payload) if reject.payload_bytes is None else reject.payload_bytes
    kept = reject.payload_sha256 is None and len(payload) <= limit
    return {
        "reject_id": record_id(reject.message.origin, digest),
        "stage": reject.stage,
        "reason": reject.reason,
        "detail": reject.detail,
        "payload": payload if kept else None,
        "payload_bytes": size,
        "payload_sha256": digest,
        "record_format": reject.message.format,
        "hints_json": hints_json(reject.message.hints),
        **origin_columns(reject.message),
    }
