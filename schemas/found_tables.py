"""The tables of what is found in articles: entities, topics, quotations."""

from __future__ import annotations

import pyarrow as pa

from schemas.columns import (
    ARTICLE_REF,
    LINEAGE,
    MENTIONS,
    NUMBERS,
    PARTITION_KEY,
    PLACES,
    PUBLISHED_REF,
    STRINGS,
    Column,
    Table,
)

ENTITIES = Table(
    name="entities",
    description="One row per article and named entity, or date or number that it names.",
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
        Column(
            "value_date",
            pa.date32(),
            "Of a DATE: the first day of the period; relative ones by published_at.",
        ),
        Column(
            "value_precision", pa.string(), "Of a DATE: day, week, month, quarter, year or decade."
        ),
        Column("value_number", pa.float64(), "Of MONEY, PERCENT, QUANTITY, in value_unit."),
        Column(
            "value_unit",
            pa.string(),
            "Currency (ISO 4217), percent, percentage-point, or a unit; null: currency open.",
            "CLDR unit identifier",
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
