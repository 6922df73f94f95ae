"""From a table's declaration to its Arrow schema, and a hash of rows that ignores their order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from schemas.columns import MENTIONS, NUMBERS, PLACES, STRINGS, Table
from schemas.version import SCHEMA_VERSION

_schemas: dict[int, tuple[Table, pa.Schema]] = {}


def arrow_schema(table: Table) -> pa.Schema:
    """The table's schema; only key columns are required, descriptions are field metadata."""
    if id(table) not in _schemas:
        _schemas[id(table)] = (table, _arrow_schema(table))  # the table stays, and so does its id
    return _schemas[id(table)][1]


def _arrow_schema(table: Table) -> pa.Schema:
    fields = [
        pa.field(
            column.name,
            column.type,
            nullable=not column.key,
            metadata={"description": column.description, "unit": column.unit},
        )
        for column in table.columns
    ]
    return pa.schema(fields, metadata=schema_metadata(table))


def schema_metadata(table: Table) -> dict[str, str]:
    """What every file of the table carries in its footer."""
    return {
        "newsmill.table": table.name,
        "newsmill.schema_version": str(SCHEMA_VERSION),
        "newsmill.schema_sha256": schema_digest(table),
    }


def schema_digest(table: Table) -> str:
    """Hex SHA-256 of names, types and nullability in order."""
    text = "\n".join(f"{c.name} {c.type} {'required' if c.key else ''}" for c in table.columns)
    return hashlib.sha256(text.encode()).hexdigest()


ENTITY_STRUCTS = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                pa.field("entity_name", pa.string(), nullable=False),
                pa.field("entity_type", pa.string(), nullable=False),
                pa.field("mention_count", pa.int32()),
                pa.field("mentions", MENTIONS),
                pa.field("entity_id", pa.string(), nullable=False),
                pa.field("type_source", pa.string()),
                pa.field("sense", pa.string()),
                pa.field("salience", pa.float32()),
                pa.field("mention_paragraphs", NUMBERS),
                pa.field("wikidata_id", pa.string()),
                pa.field("country_code", pa.string()),
                pa.field("region_code", pa.string()),
                pa.field("region_name", pa.string()),
                pa.field("latitude", pa.float64()),
                pa.field("longitude", pa.float64()),
                pa.field("geonames_id", pa.int64()),
                pa.field("feature_class", pa.string()),
                pa.field("place_source", pa.string()),
                pa.field("value_date", pa.date32()),
                pa.field("value_precision", pa.string()),
                pa.field("value_number", pa.float64()),
                pa.field("value_unit", pa.string()),
            ]
        ),
        nullable=False,
    )
)
TOPIC_STRUCTS = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                pa.field("topic_code", pa.string(), nullable=False),
                pa.field("topic_name", pa.string()),
                pa.field("score", pa.float32()),
                pa.field("topic_rank", pa.int32()),
                pa.field("evidence", STRINGS),
                pa.field("topic_level", pa.int32()),
                pa.field("parent_code", pa.string()),
                pa.field("evidence_places", PLACES),
            ]
        ),
        nullable=False,
    )
)

QUOTATION_STRUCTS = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                pa.field("quotation_index", pa.int32(), nullable=False),
                pa.field("quotation", pa.string()),
                pa.field("char_start", pa.int32()),
                pa.field("char_end", pa.int32()),
                pa.field("paragraph", pa.int32()),
                pa.field("kind", pa.string()),
                pa.field("verb", pa.string()),
                pa.field("speaker_name", pa.string()),
                pa.field("speaker_id", pa.string()),
            ]
        ),
        nullable=False,
    )
)


def content_hash(table: Table, batches: Iterable[pa.RecordBatch]) -> str:
    """Hex digest of the rows as a multiset, lineage columns left out.

    The sum of the rows' SHA-256 values modulo 2**256: equal whatever the order of rows and files,
    and different when a row is missing or doubled (multiset hash by addition, Bellare and
    Micciancio 1997).
    """
    names = [column.name for column in table.columns if not column.lineage]
    total = 0
    for batch in batches:
        for row in batch.select(names).to_pylist():
            total += int.from_bytes(_row_digest(row), "big")
    return f"{total % (1 << 256):064x}"


def _row_digest(row: dict[str, Any]) -> bytes:
    text = json.dumps(row, default=_plain, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).digest()


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
