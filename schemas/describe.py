"""A table's declaration in other languages: Arrow text, JSON, DDL, the data dictionary."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from schemas.arrow import arrow_schema, schema_digest
from schemas.columns import Column, Table
from schemas.version import SCHEMA_VERSION

SQL_NAMES = {
    "duckdb": {
        "string": "VARCHAR",
        "binary": "BLOB",
        "bool": "BOOLEAN",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "float": "REAL",
        "double": "DOUBLE",
        "timestamp[us, tz=UTC]": "TIMESTAMP WITH TIME ZONE",
        "date32[day]": "DATE",
    },
    "bigquery": {
        "string": "STRING",
        "binary": "BYTES",
        "bool": "BOOL",
        "int32": "INT64",
        "int64": "INT64",
        "float": "FLOAT64",
        "double": "FLOAT64",
        "timestamp[us, tz=UTC]": "TIMESTAMP",
        "date32[day]": "DATE",
    },
}


def describe(tables: Sequence[Table], style: str) -> str:
    """The tables in one of the styles arrow, json, bigquery, duckdb, markdown; else KeyError."""
    if style == "json":
        return json.dumps([as_json(table) for table in tables], indent=1)
    writers: dict[str, Callable[[Table], str]] = {
        "arrow": as_arrow,
        "duckdb": as_duckdb,
        "bigquery": as_bigquery,
        "markdown": as_markdown,
    }
    return "\n\n".join(writers[style](table) for table in tables)


def as_arrow(table: Table) -> str:
    """The Arrow schema as pyarrow prints it, without metadata."""
    text = arrow_schema(table).to_string(show_field_metadata=False, show_schema_metadata=False)
    return f"# {table.name}\n{text}"


def as_json(table: Table) -> dict[str, Any]:
    """Everything that is declared, as plain values."""
    return {
        "table": table.name,
        "description": table.description,
        "schema_version": SCHEMA_VERSION,
        "schema_sha256": schema_digest(table),
        "partition": {"name": table.partition, "type": "date"},
        "sort": list(table.sort),
        "key": list(table.key),
        "columns": [
            {
                "name": column.name,
                "type": str(column.type),
                "nullable": not column.key,
                "description": column.description,
                "unit": column.unit,
                "lineage": column.lineage,
            }
            for column in table.columns
        ],
    }


def as_duckdb(table: Table) -> str:
    """CREATE TABLE with comments; the partition key is the last column, as a glob read gives it."""
    columns = [_duckdb_column(column) for column in table.columns]
    columns.append(f"  {table.partition} DATE")
    comments = [
        f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(_note(column))};"
        for column in table.columns
    ]
    body = ",\n".join(columns)
    return f"CREATE TABLE {table.name} (\n{body}\n);\n" + "\n".join(comments)


def _duckdb_column(column: Column) -> str:
    required = " NOT NULL" if column.key else ""
    return f"  {column.name} {sql_type(column.type, 'duckdb')}{required}"


def as_bigquery(table: Table) -> str:
    """CREATE TABLE with descriptions, partitioned by the folder's date."""
    columns = [
        f"  {column.name} {sql_type(column.type, 'bigquery')}{' NOT NULL' if column.key else ''}"
        f" OPTIONS (description={_quoted(_note(column), double=True)})"
        for column in table.columns
    ]
    columns.append(f"  {table.partition} DATE")
    body = ",\n".join(columns)
    return (
        f"CREATE TABLE {table.name} (\n{body}\n)\nPARTITION BY {table.partition}\n"
        f"OPTIONS (description={_quoted(table.description, double=True)});"
    )


def sql_type(kind: pa.DataType, dialect: str) -> str:
    """SQL name of an Arrow type; KeyError for one that no table uses."""
    if pa.types.is_list(kind):
        element = sql_type(kind.value_type, dialect)
        return f"{element}[]" if dialect == "duckdb" else f"ARRAY<{element}>"
    if pa.types.is_struct(kind):
        fields = ", ".join(f"{field.name} {sql_type(field.type, dialect)}" for field in kind)
        return f"STRUCT({fields})" if dialect == "duckdb" else f"STRUCT<{fields}>"
    return SQL_NAMES[dialect][str(kind)]


def as_markdown(table: Table) -> str:
    """A section of the data dictionary."""
    rows = [
        f"| `{column.name}` | `{_short(column.type)}` | {'key' if column.key else ''} "
        f"| {_note(column)} |"
        for column in table.columns
    ]
    return "\n".join(
        [
            f"## {table.name}",
            "",
            table.description,
            "",
            f"Folder `data/{table.name}/{table.partition}=DATE/`. "
            f"Sorted inside a file by {', '.join(f'`{name}`' for name in table.sort)}.",
            "",
            "| column | type | | what it holds |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )


def _short(kind: pa.DataType) -> str:
    return str(kind).replace(" not null", "").replace("element: ", "")


def _note(column: Column) -> str:
    return f"{column.description} [{column.unit}]" if column.unit else column.description


def _quoted(text: str, double: bool = False) -> str:
    if double:
        return json.dumps(text)
    return "'" + text.replace("'", "''") + "'"
