"""Outcomes as rows of the staged tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.article import Article, Duplicate, Entity, Outcome, Tombstone, Topic
from schemas.message import Message
from schemas.reject import Reject
from schemas.spool import hints_json
from schemas.spool import origin_columns as position_columns
from transforms.fingerprint import record_id


@dataclass(frozen=True)
class Lineage:
    """What every row of a run carries; the commit id is added when it is known."""

    run_id: str
    ingested_at: datetime
    pipeline_version: str
    reject_bytes: int


def row_of(outcome: Outcome, lineage: Lineage) -> tuple[str, dict[str, Any]]:
    """Name of the staged table and the row."""
    if isinstance(outcome, Article):
        return "articles", article_row(outcome) | lineage_columns(lineage)
    if isinstance(outcome, Duplicate):
        return "duplicates", duplicate_row(outcome) | lineage_columns(lineage)
    if isinstance(outcome, Tombstone):
        return "tombstones", tombstone_row(outcome) | lineage_columns(lineage)
    return "rejects", reject_row(outcome, lineage.reject_bytes) | lineage_columns(lineage)


def lineage_columns(lineage: Lineage) -> dict[str, Any]:
    """The lineage columns but the commit id."""
    return {
        "run_id": lineage.run_id,
        "ingested_at": lineage.ingested_at,
        "pipeline_version": lineage.pipeline_version,
    }


def origin_columns(message: Message) -> dict[str, Any]:
    """The record's position, and the reject that it replays."""
    return position_columns(message.origin) | {"replay_of": message.replay_of}


def message_id(message: Message) -> str:
    """Identifies the record by its position and bytes."""
    return record_id(message.origin, hashlib.sha256(message.payload).hexdigest())


def article_row(article: Article) -> dict[str, Any]:
    """An article with its entities and topics nested; the committer unfolds them."""
    published = article.published
    return {
        "article_id": article.article_id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source_domain": article.source_domain,
        "site_name": article.site_name,
        "title": article.title,
        "authors": list(article.authors),
        "author_emails": list(article.author_emails),
        "published_at": published.at if published else None,
        "published_at_source": published.source if published else None,
        "published_at_precision": published.precision if published else None,
        "published_at_confidence": published.confidence if published else None,
        "modified_at": article.modified_at,
        "section": article.section,
        "dateline_place": article.dateline_place,
        "dateline_agency": article.dateline_agency,
        "language": article.language,
        "language_score": article.language_score,
        "is_mixed_language": article.is_mixed_language,
        "text": article.text,
        "captions": list(article.captions),
        "word_count": article.word_count,
        "content_hash": article.content_hash,
        "lead_image_url": article.lead_image_url,
        "extraction": article.extraction,
        "fetched_at": article.fetched_at,
        **origin_columns(article.message),
        "record_id": message_id(article.message),
        "entity_model": article.entity_model,
        "topic_model": article.topic_model,
        "entities": [entity_struct(entity) for entity in article.entities],
        "topics": [topic_struct(topic) for topic in article.topics],
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
    }


def topic_struct(topic: Topic) -> dict[str, Any]:
    """One topic as a struct of the staged articles."""
    return {
        "topic_code": topic.code,
        "topic_name": topic.name,
        "score": topic.score,
        "topic_rank": topic.rank,
        "evidence": list(topic.evidence),
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
