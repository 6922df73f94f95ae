"""The tables, declared once: columns, keys, partition, sort order.

Everything else that describes a table (Arrow schema, DDL, JSON, docs/dataset.md) is generated
from here. Columns keep their order for ever; a new one is appended and is nullable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

SCHEMA_VERSION = 3
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

ENTITIES = Table(
    name="entities",
    description="One row per article and named entity.",
    columns=(
        ARTICLE_REF,
        Column("entity_name", pa.string(), "Fullest name in the text, without titles.", key=True),
        Column("entity_type", pa.string(), "PERSON, ORG, GPE, ...", "OntoNotes 5", key=True),
        Column("mention_count", pa.int32(), "How often the article names it."),
        Column("mentions", MENTIONS, "Places in articles.text, end exclusive.", "code points"),
        PUBLISHED_REF,
        *LINEAGE,
        Column(
            "entity_id",
            pa.string(),
            "Identifies normalised name, type and sense: one in all articles.",
            "32 hex digits",
            key=True,
        ),
        Column(
            "type_source",
            pa.string(),
            "What decided the type: model, votes, or the evidence that overruled the model.",
        ),
        Column("sense", pa.string(), "government: a capital's name for its government; else null."),
        Column("salience", pa.float32(), "How far the article is about it.", "0 to 1"),
        Column("mention_paragraphs", NUMBERS, "Each mention's paragraph of the text.", "1-based"),
        Column("wikidata_id", pa.string(), "Of the table that --entity-links names.", "QID"),
        Column("country_code", pa.string(), "Country of a place or people.", "ISO 3166-1 alpha-2"),
        Column("region_code", pa.string(), "First-level region of a place.", "ISO 3166-2"),
        Column("region_name", pa.string(), "Name of that region (GeoNames)."),
        Column(
            "latitude",
            pa.float64(),
            "Of a place; of a country or region the mean of its cities by inhabitants.",
            "degrees, WGS 84",
        ),
        Column("longitude", pa.float64(), "The same.", "degrees, WGS 84"),
        Column("geonames_id", pa.int64(), "Of the place itself.", "GeoNames id"),
        Column(
            "feature_class",
            pa.string(),
            "A country or region, P populated place, L area, H water, T mountain, S building.",
            "GeoNames",
        ),
        Column(
            "place_source",
            pa.string(),
            "What the country rests on: country, people, gazetteer, contained, context, article.",
        ),
    ),
    partition=PARTITION_KEY,
    sort=("entity_name", "entity_type", "article_id"),
    bloom=("article_id", "entity_id"),
)

TOPICS = Table(
    name="topics",
    description="One row per article and topic.",
    columns=(
        ARTICLE_REF,
        Column(
            "topic_code",
            pa.string(),
            "Code of the topic; the id of --taxonomy's file where one was given.",
            "IPTC Media Topics",
            key=True,
        ),
        Column("topic_name", pa.string(), "English name of the topic."),
        Column(
            "score",
            pa.float32(),
            "Probability that a person would give the topic; a weight for a taxonomy of your own.",
            "0 to 1",
        ),
        Column("topic_rank", pa.int32(), "1 is the article's first topic."),
        Column("evidence", STRINGS, "Words of the article that carried it, strongest first."),
        PUBLISHED_REF,
        *LINEAGE,
        Column("topic_level", pa.int32(), "1 at the top of the taxonomy."),
        Column("parent_code", pa.string(), "Code of the topic above; null at the top."),
        Column(
            "evidence_places",
            PLACES,
            "Where each of `evidence` stands: in articles.title or .text, end exclusive.",
            "code points",
        ),
    ),
    partition=PARTITION_KEY,
    sort=("topic_code", "article_id"),
    bloom=("article_id",),
)

QUOTATIONS = Table(
    name="quotations",
    description="One row per article and quotation: words in quotation marks that somebody said.",
    columns=(
        ARTICLE_REF,
        Column(
            "quotation_index", pa.int32(), "Its number in the article.", "1 is the first", key=True
        ),
        Column("quotation", pa.string(), "The quoted words, without their marks."),
        Column("char_start", pa.int32(), "Where they begin in articles.text.", "code points"),
        Column("char_end", pa.int32(), "Where they end, exclusive.", "code points"),
        Column("paragraph", pa.int32(), "Paragraph they begin in.", "1 is the first"),
        Column("kind", pa.string(), "direct: a clause or more; partial: words of a sentence."),
        Column("verb", pa.string(), "Word of speaking as written; null where there is none."),
        Column("speaker_name", pa.string(), "Who speaks; null where the text leaves it open."),
        Column(
            "speaker_id",
            pa.string(),
            "The speaker's entity (entities.entity_id); null for a name that is no entity.",
            "32 hex digits",
        ),
        PUBLISHED_REF,
        *LINEAGE,
    ),
    partition=PARTITION_KEY,
    sort=("article_id", "quotation_index"),
    bloom=("article_id", "speaker_id"),
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
