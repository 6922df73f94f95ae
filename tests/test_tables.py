"""The declared tables, against the conventions and against a golden copy of the columns."""

import json
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from schemas.arrow import arrow_schema, content_hash
from schemas.describe import as_bigquery, as_duckdb, as_json
from schemas.found_tables import TOPICS
from schemas.tables import TABLES

GOLDEN = Path(__file__).parent / "data" / "columns.json"
KEYWORDS = {
    "end",
    "order",
    "group",
    "table",
    "select",
    "from",
    "to",
    "user",
    "date",
    "time",
    "rank",
    "start",
}

SCALARS = (
    *(pa.string(), pa.binary(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.bool_()),
    pa.date32(),
)


def columns() -> dict[str, list[str]]:
    return {
        name: [f"{c.name}: {c.type}{' key' if c.key else ''}" for c in table.columns]
        for name, table in TABLES.items()
    }


def test_columns_only_ever_grow_at_the_end():
    golden = json.loads(GOLDEN.read_text())
    for name, expected in golden.items():
        assert columns()[name][: len(expected)] == expected
    assert columns() == golden, "appended columns? then write tests/data/columns.json anew"


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_names_load_everywhere(table):
    names = [column.name for column in table.columns]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name) for name in names)
    assert not KEYWORDS & set(names)
    assert table.partition not in names
    assert set(table.sort) <= set(names)
    assert set(table.bloom) <= set(names)
    assert all(
        column.description.endswith((".", ")")) or column.description for column in table.columns
    )


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_types_load_everywhere(table):
    def check(kind: pa.DataType) -> None:
        if pa.types.is_list(kind):
            assert kind.value_field.name == "element"
            assert not kind.value_field.nullable
            assert not pa.types.is_list(kind.value_type)
            check(kind.value_type)
        elif pa.types.is_struct(kind):
            for field in kind:
                check(field.type)
        elif pa.types.is_timestamp(kind):
            assert (kind.unit, kind.tz) == ("us", "UTC")
        else:
            assert kind in SCALARS

    for field in arrow_schema(table):
        check(field.type)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_duckdb_takes_its_ddl(table):
    connection = duckdb.connect()
    connection.execute(as_duckdb(table))
    described = connection.sql(f"describe {table.name}").fetchall()
    assert [row[0] for row in described] == [c.name for c in table.columns] + [table.partition]


def test_bigquery_ddl_names_every_column():
    text = as_bigquery(TABLES["entities"])
    assert "mentions ARRAY<STRUCT<char_start INT64, char_end INT64, surface STRING>>" in text
    assert text.count("OPTIONS (description=") == len(TABLES["entities"].columns) + 1


def test_json_is_plain():
    assert json.loads(json.dumps(as_json(TOPICS)))["key"] == ["article_id", "topic_code"]


def rows(*codes: str) -> list[pa.RecordBatch]:
    values = [
        {"article_id": "a", "topic_code": code, "commit_id": "1", "evidence": ["x"]}
        for code in codes
    ]
    return [pa.RecordBatch.from_pylist(values, schema=arrow_schema(TOPICS))]


def test_content_hash_ignores_order_and_lineage_but_not_number():
    assert content_hash(TOPICS, rows("1", "2")) == content_hash(TOPICS, rows("2") + rows("1"))
    assert content_hash(TOPICS, rows("1", "1")) != content_hash(TOPICS, rows("1"))
    other = [batch.set_column(9, "commit_id", pa.array(["9"])) for batch in rows("1")]
    assert [c.name for c in TOPICS.columns][9] == "commit_id"
    assert content_hash(TOPICS, other) == content_hash(TOPICS, rows("1"))
