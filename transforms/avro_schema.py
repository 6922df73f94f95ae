"""Avro schemas as JSON: references written into one, and what a reader must know before it reads.

Names follow the Avro 1.12 specification, "Names".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NAMED = ("record", "error", "enum", "fixed")
MAX_DEPTH = 50
"""Levels of types inside one another that a schema may have."""


class SchemaError(ValueError):
    """A schema that cannot be used; the text goes on from "holds"."""


def loaded(text: str) -> Any:
    """A schema's JSON; raises SchemaError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError("a schema that is not JSON") from error


def inlined(text: str, others: Sequence[str]) -> str:
    """The schema with the named types of `others` in place of their first mention."""
    known: dict[str, Any] = {}
    for other in others:
        known |= definitions(loaded(other))
    return json.dumps(_inlined(loaded(text), "", known, set(), 0))


def definitions(schema: Any) -> dict[str, Any]:
    """The named types defined in a schema, by full name; each knows its own namespace."""
    found: dict[str, Any] = {}
    for part, space in walk(schema):
        if isinstance(part, dict) and part.get("type") in NAMED:
            name = full_name(str(part.get("name", "")), part.get("namespace"), space)
            plain, _, own = name[::-1].partition(".")
            found[name] = part | {"name": plain[::-1], "namespace": own[::-1]}
    return found


def walk(schema: Any, space: str = "", depth: int = 0) -> Iterator[tuple[Any, str]]:
    """Every type in a schema with the namespace it stands in, itself first."""
    if depth > MAX_DEPTH:
        raise SchemaError(f"a schema more than {MAX_DEPTH} levels deep")
    yield schema, space
    for part in parts(schema):
        yield from walk(part, inner_space(schema, space), depth + 1)


def parts(schema: Any) -> list[Any]:
    """The types right inside a type."""
    if isinstance(schema, list):
        return schema
    if not isinstance(schema, dict):
        return []
    kind = schema.get("type")
    if kind in ("record", "error"):
        fields = schema.get("fields")
        found = fields if isinstance(fields, list) else []
        return [field.get("type") for field in found if isinstance(field, dict)]
    if kind == "array":
        return [schema.get("items")]
    if kind == "map":
        return [schema.get("values")]
    return [] if kind in NAMED else [kind]


def full_name(name: str, namespace: Any, space: str) -> str:
    """A name with its namespace: its own, the one given beside it, or that around it."""
    if "." in name:
        return name
    within = namespace if isinstance(namespace, str) else space
    return f"{within}.{name}" if within else name


def inner_space(schema: Any, space: str) -> str:
    """The namespace of the names inside a type."""
    if isinstance(schema, dict) and schema.get("type") in NAMED:
        name = full_name(str(schema.get("name", "")), schema.get("namespace"), space)
        return name.rpartition(".")[0]
    return space


def _inlined(schema: Any, space: str, known: Mapping[str, Any], done: set[str], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise SchemaError(f"a schema more than {MAX_DEPTH} levels deep")
    if isinstance(schema, str):
        name = full_name(schema, None, space)
        name = name if name in known else schema
        if name not in known or name in done:
            return schema
        return _inlined(known[name], "", known, done, depth + 1)
    if isinstance(schema, list):
        return [_inlined(part, space, known, done, depth + 1) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") in NAMED:
        done.add(full_name(str(schema.get("name", "")), schema.get("namespace"), space))
    inner = inner_space(schema, space)
    result = dict(schema)
    for key in ("type", "items", "values"):
        if key in result and result[key] not in NAMED:
            result[key] = _inlined(result[key], inner, known, done, depth + 1)
    if isinstance(result.get("fields"), list):
        result["fields"] = [
            {**field, "type": _inlined(field.get("type"), inner, known, done, depth + 1)}
            if isinstance(field, dict)
            else field
            for field in result["fields"]
        ]
    return result


def is_recursive(schema: Any) -> bool:
    """Whether a type can hold itself: such values may be nested without an end."""
    return _recursive(schema, "", (), 0)


def _recursive(schema: Any, space: str, above: tuple[str, ...], depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise SchemaError(f"a schema more than {MAX_DEPTH} levels deep")
    if isinstance(schema, str):
        return full_name(schema, None, space) in above or schema in above
    inner = inner_space(schema, space)
    if isinstance(schema, dict) and schema.get("type") in NAMED:
        above += (full_name(str(schema.get("name", "")), schema.get("namespace"), space),)
    return any(_recursive(part, inner, above, depth + 1) for part in parts(schema))


def has_empty_items(schema: Any) -> bool:
    """Whether an array's items take no bytes: a few bytes of it would be read for ever."""
    known = definitions(schema)
    return any(
        isinstance(part, dict)
        and part.get("type") == "array"
        and _is_empty(part.get("items"), space, known, 0)
        for part, space in walk(schema)
    )


def _is_empty(schema: Any, space: str, known: Mapping[str, Any], depth: int) -> bool:
    if depth > MAX_DEPTH:
        return False  # a type that holds itself without a choice has no values
    if isinstance(schema, str):
        found = known.get(full_name(schema, None, space), known.get(schema))
        return schema == "null" or (found is not None and _is_empty(found, "", known, depth + 1))
    if not isinstance(schema, dict):
        return False  # a union takes a byte
    kind = schema.get("type")
    if kind == "fixed":
        return not schema.get("size")
    if kind in ("enum", "array", "map"):
        return False
    inner = inner_space(schema, space)
    return all(_is_empty(part, inner, known, depth + 1) for part in parts(schema))
