"""Committed articles as they enter the graph again: with all that the stages before found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa

from schemas.article import Article, PublicationDate
from schemas.changed import NAMES, changed
from schemas.columns import INSTANT
from schemas.tables import ARTICLES

FORMAT = "article"
_FOUND = ("entity_model", "topic_model", "keyphrases")  # by the stages that run again
_KEPT = tuple(c for c in ARTICLES.columns if c.name in NAMES and c.name not in _FOUND)
_INSTANTS = tuple(column.name for column in _KEPT if column.type == INSTANT)
_LISTS = tuple(column.name for column in _KEPT if pa.types.is_list(column.type))
_DATE = ("source", "precision", "confidence")
COLUMNS = (
    *(column.name for column in _KEPT),
    *("published_at", *(f"published_at_{name}" for name in _DATE)),
)
"""Columns of articles that are needed."""


def payload_of(row: Mapping[str, Any]) -> bytes:
    """A row of articles as a record's bytes."""
    return orjson.dumps({name: row[name] for name in COLUMNS})


def restorer() -> Callable[[Article], Article]:
    """Gives the function that reads such a record."""
    return restore


def restore(article: Article) -> Article:
    """The article as it was when Dedup handed it on; the record's bytes are let go."""
    values = orjson.loads(article.message.payload)
    at, *date = (values.pop(name) for name in COLUMNS[len(_KEPT) :])
    values |= {name: _instant(values[name]) for name in _INSTANTS}
    values |= {name: tuple(values[name]) for name in _LISTS}
    published = PublicationDate(datetime.fromisoformat(at), *date) if at else None
    message = replace(article.message, payload=b"")
    return changed(article, message=message, published=published, **values)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
