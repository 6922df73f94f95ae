"""What is known of the tables without Arrow, which takes a third of a second to import."""

from __future__ import annotations

SCHEMA_VERSION = 3

TABLE_NAMES = (
    "articles",
    "entities",
    "topics",
    "quotations",
    "duplicates",
    "rejects",
    "tombstones",
)
"""In the order of `schemas.tables.TABLES`."""
