"""What tables are made of: columns, their types, and the columns that several tables share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

PARTITION_KEY = "published_dt"
INGEST_KEY = "ingested_dt"

INSTANT = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))
NUMBERS = pa.list_(pa.field("element", pa.int32(), nullable=False))
HEADERS = pa.list_(
    pa.field(
        "element",
        pa.struct([pa.field("name", pa.string(), nullable=False), pa.field("value", pa.string())]),
        nullable=False,
    )
)
MENTIONS = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                pa.field("char_start", pa.int32(), nullable=False),
                pa.field("char_end", pa.int32(), nullable=False),
                pa.field("surface", pa.string(), nullable=False),
            ]
        ),
        nullable=False,
    )
)
PLACES = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                pa.field("field", pa.string(), nullable=False),
                pa.field("char_start", pa.int32(), nullable=False),
                pa.field("char_end", pa.int32(), nullable=False),
            ]
        ),
        nullable=False,
    )
)


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: lower snake case, unique, no SQL keyword.
        type: Arrow type.
        description: one line for the data dictionary.
        unit: unit of a number or notation of a string, if it has one.
        key: part of the primary key, and so never null.
        lineage: says which run wrote the row; left out of content hashes.
        statistics: keep min and max in the footer (off for long texts and bytes).
    """

    name: str
    type: pa.DataType
    description: str
    unit: str = ""
    key: bool = False
    lineage: bool = False
    statistics: bool = True


@dataclass(frozen=True)
class Table:
    """One table: its columns, the partition key of its folders and the order inside a file."""

    name: str
    description: str
    columns: tuple[Column, ...]
    partition: str
    sort: tuple[str, ...]
    bloom: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the primary key's columns."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


ORIGIN = (
    Column("origin_uri", pa.string(), "Source file the record was read from."),
    Column("origin_member", pa.string(), "Path inside the archive; null if there is none."),
    Column("origin_record", pa.int64(), "Index of the record in the source file.", "0-based"),
    Column(
        "origin_offset",
        pa.int64(),
        "Offset of the record in the decompressed file or member; null if unknown.",
        "bytes",
    ),
)
QUEUE_ORIGIN = (
    Column(
        "origin_key",
        pa.string(),
        "Key of the queue's message; bytes that are not UTF-8 as \\xNN.",
    ),
    Column("origin_headers", HEADERS, "Headers of the queue's message, in their order."),
    Column("origin_timestamp", INSTANT, "When the queue took the message.", "UTC"),
)
LINEAGE = (
    Column("ingested_at", INSTANT, "When the run that wrote the row began.", "UTC", lineage=True),
    Column("run_id", pa.string(), "The run that wrote the row.", lineage=True),
    Column("commit_id", pa.string(), "The commit that published the row.", lineage=True),
    Column("pipeline_version", pa.string(), "newsmill's version.", lineage=True),
)
KEYED_LINEAGE = tuple(
    replace(column, key=True) if column.name == "commit_id" else column for column in LINEAGE
)
ARTICLE_REF = Column(
    "article_id", pa.string(), "The article (articles.article_id).", "32 hex digits", key=True
)
PUBLISHED_REF = Column("published_at", INSTANT, "Copied from articles.published_at.", "UTC")
