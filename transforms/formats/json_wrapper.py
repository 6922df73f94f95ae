"""Answers of news APIs and exports: one JSON object around a list of articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from transforms.aliases import ALIASES, has_text, scopes
from transforms.field_values import fold, folded
from transforms.formats.dialect import FIELD_NAMES
from transforms.formats.feed import Feed
from transforms.formats.limits import Limits
from transforms.formats.sniff import SNIFF_BYTES, Sniffed, is_wide

LIST_NAMES = frozenset(
    (
        *("articles", "data", "docs", "documents", "entries", "hits", "items", "list", "news"),
        *("posts", "records", "response", "results", "rows", "stories"),
    )
)
"""Folded names of lists of records, whatever the records hold."""
MOST_LOOKED_AT = 20
"""Elements of a list that are looked at."""
ARTICLE_LIKE = 2
"""Least attributes of an article that one element tells, in a list of another name."""
OWN_TEXT = 500
"""Characters of a string that may be the text of the object itself, under a name of its own."""

LIST_OF_OBJECTS = re.compile(rb"\[[\s\0]*\{")
SPACE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder(parse_int=str, parse_float=str)  # numbers are not looked at


class Member(NamedTuple):
    """One field of an object: its name, its value, and where the value starts."""

    name: str
    value: Any
    start: int


def wrapped_at(feed: Feed, found: Sniffed, limits: Limits) -> int | None:
    """Where in the UTF-8 form of a file, without its mark, the list of articles starts.

    None if the file is no object around exactly one such list, or is larger than a record may be.
    """
    if found.kind not in ("json", "lines"):
        return None
    head = feed.peek(SNIFF_BYTES).decode(found.charset or "latin-1", "replace")
    if found.kind == "lines" and "\n" in head.strip():
        return None
    data = feed.peek(limits.record_bytes + 1)
    if len(data) > limits.record_bytes or LIST_OF_OBJECTS.search(data) is None:
        return None
    data = data[found.mark :]
    if is_wide(found.charset):
        try:
            wide = data.decode(found.charset or "", "surrogatepass")
        except UnicodeDecodeError:
            return None
        data = wide.encode("utf-8", "surrogatepass")
    return list_start(data.decode("latin-1"))  # one character a byte; the names are ASCII


def list_start(text: str) -> int | None:
    """The offset of the one list of articles in an object that is none itself; None if not so."""
    try:
        fields = list(members(text, 0, document=True))
        lists = list(lists_of_objects(text, fields))
    except (ValueError, RecursionError):
        return None
    record = {field.name: field.value for field in fields}
    if is_article(record):
        return None
    least = max(ARTICLE_LIKE, likeness(record) + 1)
    telling = [
        field for field in lists if max(map(likeness, field.value[:MOST_LOOKED_AT])) >= least
    ]
    chosen = telling or [field for field in lists if fold(field.name) in LIST_NAMES]
    return chosen[0].start if len(chosen) == 1 else None


def is_article(record: dict[str, Any]) -> bool:
    """Whether an object has a text of its own, under a usual name or under another."""
    long = any(isinstance(value, str) and len(value) >= OWN_TEXT for value in record.values())
    return long or any(map(has_text, scopes(record)))


def likeness(record: dict[str, Any]) -> int:
    """How many attributes of an article an object has fields for."""
    names = folded(record)
    return sum(any(alias in names for alias in aliases) for aliases in ALIASES.values())


def lists_of_objects(text: str, fields: list[Member]) -> Iterator[Member]:
    """The lists of objects among the fields, and in objects among them that are no articles."""
    for field in fields:
        inner: Iterable[Member] = (field,)
        if isinstance(field.value, dict):
            inner = () if is_article(field.value) else members(text, field.start)
        for found in inner:
            if fold(found.name) not in FIELD_NAMES and holds_objects(found.value):
                yield found


def holds_objects(value: object) -> bool:
    """Whether a value is a list of objects, one at least."""
    return isinstance(value, list) and bool(value) and all(isinstance(x, dict) for x in value)


def members(text: str, at: int, document: bool = False) -> Iterator[Member]:
    """The fields of the object at `at`; of a `document`, nothing may follow it.

    Raises:
        ValueError: not a sound JSON object.
        RecursionError: too deep.
    """
    at = expected(text, at, "{")
    more = text[at : at + 1] != "}"
    while more:
        if text[at : at + 1] != '"':
            raise ValueError(f"no name at {at}")
        name, at = DECODER.raw_decode(text, at)
        start = expected(text, at, ":")
        value, at = DECODER.raw_decode(text, start)
        yield Member(name, value, start)
        at = spaced(text, at)
        more = text[at : at + 1] == ","
        if more:
            at = spaced(text, at + 1)
    at = expected(text, at, "}")
    if document and at < len(text):
        raise ValueError("text after the object")


def expected(text: str, at: int, mark: str) -> int:
    """Where it goes on behind `mark` and the white space around it."""
    at = spaced(text, at)
    if text[at : at + 1] != mark:
        raise ValueError(f"no {mark} at {at}")
    return spaced(text, at + 1)


def spaced(text: str, at: int) -> int:
    """Where the white space at `at` ends."""
    found = SPACE.match(text, at)
    return at if found is None else found.end()
