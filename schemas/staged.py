"""The staged tables: one row per record of a slice, written by workers, read by the committer."""

from __future__ import annotations

import pyarrow as pa

from schemas.arrow import ENTITY_STRUCTS, QUOTATION_STRUCTS, TOPIC_STRUCTS
from schemas.columns import Table
from schemas.tables import ARTICLES, DUPLICATES, REJECTS, TOMBSTONES

COMMIT_ID = "commit_id"


def _fields(table: Table) -> list[pa.Field]:
    return [pa.field(c.name, c.type) for c in table.columns if c.name != COMMIT_ID]


REPLAY_OF = pa.field("replay_of", pa.string())

STAGED = {
    "articles": pa.schema(
        [
            *_fields(ARTICLES),
            pa.field("record_id", pa.string()),
            REPLAY_OF,
            pa.field("entities", ENTITY_STRUCTS),
            pa.field("topics", TOPIC_STRUCTS),
            pa.field("quotations", QUOTATION_STRUCTS),
        ]
    ),
    "duplicates": pa.schema([*_fields(DUPLICATES), REPLAY_OF]),
    "rejects": pa.schema([*_fields(REJECTS), REPLAY_OF]),
    "tombstones": pa.schema([*_fields(TOMBSTONES), REPLAY_OF]),
}
"""Arrow schemas by name; entities, topics and quotations travel inside their article, so that
dropping an article drops them too. The commit id is not known yet."""
