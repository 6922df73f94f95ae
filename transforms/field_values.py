"""One value of a record -> text, a line, an address, names: whatever shape it was stored in.

Values come as strings, lists, schema.org and JSON-LD objects, Mongo's extended JSON, or a list
printed into a string.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html.entities import html5
from typing import TypeVar

Value = TypeVar("Value")

MAX_UNWRAP = 3  # levels of {"name": ...} and of lists around one value
MAX_AUTHORS = 100
MAX_LISTED = 10_000  # characters of a list of authors written in a string
EMPTY: tuple[object, ...] = (None, "", [], {})
SEPARATORS = re.compile(r"[-_\s]+")

# Keys of objects that stand for one value, best first.
VALUE_KEYS = (
    *("@value", "value", "name", "rendered", "text", "#text", "main", "original"),
    *("$date", "$numberLong"),
)
URL_KEYS = ("url", "contentUrl", "href", "src", "@id", "@value", "value")
TEXT_KEYS = ("text", "plain", "rendered", "html", "@value", "value", "#text", "body")
ENTITY = re.compile(r"&(?:(?P<name>[a-zA-Z][a-zA-Z0-9]{1,8};)|#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)")
INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


def joined(value: object) -> str:
    """A text value; paragraphs given as a list are joined with blank lines."""
    if isinstance(value, str):
        return value if value.strip() else ""
    return "\n\n".join(texts(value, TEXT_KEYS))


def texts(value: object, keys: Sequence[str], depth: int = MAX_UNWRAP) -> list[str]:
    """The strings in a value that are not blank: itself, a list's, or one key of an object."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth and isinstance(value, list):
        return [text for part in value for text in texts(part, keys, depth - 1)]
    if depth and isinstance(value, dict):
        found = (texts(value[key], keys, depth - 1) for key in keys if key in value)
        return next((strings for strings in found if strings), [])
    return []


def first_text(value: object, keys: Sequence[str]) -> str:
    """The first of the `texts`; blank or empty if there is none."""
    return value if isinstance(value, str) else next(iter(texts(value, keys)), "")


def first(values: Iterable[Value | None]) -> Value | None:
    """The first value that is not empty, or None."""
    return next((value for value in values if value), None)


def line(value: object) -> str | None:
    """One line: the first string in the value without inline tags, entities and extra spaces."""
    bare = first_text(value, VALUE_KEYS)
    if "<" in bare:
        bare = INLINE_TAG.sub("", LINE_BREAK.sub(" ", bare))
    if "&" in bare:
        bare = html.unescape(bare)
    return " ".join(bare.split()) or None


def unescaped(text: str) -> str:
    """Plain text without HTML's entities, each read once; what names no character stays."""
    return ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity["name"] and entity["name"] not in html5:
        return entity[0]
    character = html.unescape(entity[0])
    return entity[0] if character == "\ufffd" else character  # half of a pair, or none at all


def url_value(value: object) -> str | None:
    """The first string in the value without line breaks and with %20 for spaces; no data URIs."""
    url = "".join(first_text(value, URL_KEYS).splitlines()).strip().replace(" ", "%20")
    return url if url and not url.lower().startswith(("data:", "javascript:")) else None


def site_value(value: object) -> str | None:
    """A name of a site; an address is none."""
    name = line(value)
    return None if name is None or "://" in name else name


def author_names(value: object) -> tuple[str, ...]:
    """Authors as given, each once: a string, a list, objects with a name, a list in a string."""
    if isinstance(value, str) and value.lstrip().startswith("[") and len(value) <= MAX_LISTED:
        value = listed(value.strip())
    if isinstance(value, str):
        return (name,) if (name := line(value)) else ()
    parts = value if isinstance(value, list) else [value]
    names = (author_name(part) for part in parts[:MAX_AUTHORS])
    return tuple(dict.fromkeys(name for name in names if name))


def author_name(value: object) -> str | None:
    """One author; an object may hold the name in two parts."""
    name = line(value)
    if name is not None or not isinstance(value, dict):
        return name
    parts = folded(value)
    given, family = line(parts.get("givenname")), line(parts.get("familyname"))
    given, family = given or line(parts.get("firstname")), family or line(parts.get("lastname"))
    return " ".join(part for part in (given, family) if part) or None


def listed(text: str) -> object:
    """A list written in a string, as JSON or as Python prints it; other text as it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        strings = [single or double for single, double in QUOTED.findall(text)]
        return strings if strings and text.endswith("]") else text


def moments(value: object) -> Sequence[str | int | float]:
    """What may stand for a time: a number, or the first string in the value."""
    if isinstance(value, (int, float)):
        return [value]
    if isinstance(value, str):
        return [value] if value.strip() else []
    return texts(value, VALUE_KEYS)[:1]


def folded(record: Mapping[str, object]) -> dict[str, object]:
    """Fields by folded name; of names that fold to the same, the last that is not empty."""
    fields: dict[str, object] = {}
    for name, value in record.items():
        key = fold(name)
        if key not in fields or value not in EMPTY:
            fields[key] = value
    return fields


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A field name without case, hyphens, underscores and spaces."""
    return SEPARATORS.sub("", name).lower()
