"""The tables, declared once: columns, keys, partition, sort order.

Everything else that describes a table (Arrow schema, DDL, JSON, docs/dataset.md) is generated
from here. Columns keep their order for ever; a new one is appended and is nullable.
"""

from __future__ import annotations

import pyarrow as pa

from schemas.columns import (
    INGEST_KEY,
    INSTANT,
    KEYED_LINEAGE,
    LINEAGE,
    ORIGIN,
    PARTITION_KEY,
    QUEUE_ORIGIN,
    STRINGS,
    Column,
    Table,
)
from schemas.found_tables import ENTITIES, QUOTATIONS, TOPICS

ARTICLES = Table(
    name="articles",
    description="One row per published article: a canonical URL with one title and text.",
    columns=(
        Column(
            "article_id",
            pa.string(),
            "Identifies canonical URL and content: the same article always gets the same id.",
            "32 hex digits",
            key=True,
        ),
        Column("url", pa.string(), "Address as the source gave it."),
        Column("canonical_url", pa.string(), "Normalised address: https, no tracking parameters."),
        Column("source_domain", pa.string(), "Host of the canonical URL without www."),
        Column("site_name", pa.string(), "The site's name of itself."),
        Column("title", pa.string(), "Headline."),
        Column("authors", STRINGS, "Names of persons, in the order of the byline."),
        Column("author_emails", STRINGS, "E-mail addresses of the byline."),
        Column("published_at", INSTANT, "Publication; null if unknown, never a guess.", "UTC"),
        Column(
            "published_at_source",
            pa.string(),
            "record, json-ld, meta, url, visible-text or dateline.",
        ),
        Column("published_at_precision", pa.string(), "second, minute, day or month."),
        Column("published_at_confidence", pa.float32(), "Trust in the date.", "0 to 1"),
        Column("modified_at", INSTANT, "Last change that the source states.", "UTC"),
        Column("section", pa.string(), "Section of the site."),
        Column("dateline_place", pa.string(), "Place of the dateline."),
        Column("dateline_agency", pa.string(), "News agency of the dateline or credit."),
        Column("language", pa.string(), "Language of the text.", "ISO 639-1"),
        Column("language_score", pa.float32(), "Probability of that language.", "0 to 1"),
        Column(
            "text",
            pa.string(),
            "Clean body; paragraphs are separated by one blank line.",
            statistics=False,
        ),
        Column("captions", STRINGS, "Image captions, kept apart from the text."),
        Column("word_count", pa.int32(), "Words of the text.", "words"),
        Column(
            "content_hash",
            pa.string(),
            "SHA-256 of title and text, case and white space folded.",
            "64 hex digits",
        ),
        Column("lead_image_url", pa.string(), "Address of the lead image."),
        Column("extraction", pa.string(), "Which path gave the text; null: it was given."),
        Column("fetched_at", INSTANT, "When the source fetched the page.", "UTC"),
        *ORIGIN,
        Column("entity_model", pa.string(), "Model of the entities; null if none was run."),
        Column("topic_model", pa.string(), "Classifier of the topics; null if none was run."),
        *LINEAGE,
        *QUEUE_ORIGIN,
        Column("keyphrases", STRINGS, "Phrases that the text is about, best first; at most 8."),
        Column("keywords", STRINGS, "Keywords that the page states, in its order."),
        Column(
            "extraction_confidence",
            pa.float32(),
            "F1 to be expected of the text; null where nothing had to be extracted.",
            "0 to 1",
        ),
        Column(
            "is_mixed_language",
            pa.bool_(),
            "Whether long parts are in another language; null if unknown.",
        ),
    ),
    partition=PARTITION_KEY,
    sort=("source_domain", "published_at", "article_id"),
    bloom=("article_id",),
)

DUPLICATES = Table(
    name="duplicates",
    description="One row per record that was dropped because its article is already there.",
    columns=(
        Column(
            "duplicate_id",
            pa.string(),
            "Identifies the dropped record.",
            "32 hex digits",
            key=True,
        ),
        Column("article_id", pa.string(), "The article that was kept.", "32 hex digits"),
        Column("url", pa.string(), "Address as the dropped record gave it."),
        Column("canonical_url", pa.string(), "Normalised address, equal to the kept one's."),
        Column("title", pa.string(), "Headline."),
        Column("content_hash", pa.string(), "Equal to the kept article's.", "64 hex digits"),
        *ORIGIN,
        *KEYED_LINEAGE,
        *QUEUE_ORIGIN,
    ),
    partition=INGEST_KEY,
    sort=("origin_uri", "origin_record"),
)

REJECTS = Table(
    name="rejects",
    description="One row per record that was refused, with its original bytes.",
    columns=(
        Column(
            "reject_id", pa.string(), "Identifies the refused record.", "32 hex digits", key=True
        ),
        Column("stage", pa.string(), "Stage that refused it."),
        Column("reason", pa.string(), "Stable reason code; docs/dataset.md lists them."),
        Column("detail", pa.string(), "One line for a person."),
        Column(
            "payload",
            pa.binary(),
            "Original bytes; null where they exceed the size limit.",
            statistics=False,
        ),
        Column("payload_bytes", pa.int64(), "Size of the original.", "bytes"),
        Column("payload_sha256", pa.string(), "Digest of the original.", "64 hex digits"),
        Column("record_format", pa.string(), "How the bytes are to be read."),
        Column("hints_json", pa.string(), "What the container said of the record.", "JSON"),
        *ORIGIN,
        *KEYED_LINEAGE,
        *QUEUE_ORIGIN,
    ),
    partition=INGEST_KEY,
    sort=("origin_uri", "origin_record"),
)

TOMBSTONES = Table(
    name="tombstones",
    description="One row per queue message without a value: a wish to delete what its key names.",
    columns=(
        Column("tombstone_id", pa.string(), "Identifies the message.", "32 hex digits", key=True),
        *ORIGIN,
        *KEYED_LINEAGE,
        *QUEUE_ORIGIN,
    ),
    partition=INGEST_KEY,
    sort=("origin_uri", "origin_record"),
)

TABLES = {
    table.name: table
    for table in (ARTICLES, ENTITIES, TOPICS, QUOTATIONS, DUPLICATES, REJECTS, TOMBSTONES)
}
