"""Which form of JSON a text is: one document, an array of records, or one record a line."""

from __future__ import annotations

import json
import re

JSON_LINE_SHARE = 0.5
"""Least share of complete lines that are JSON objects for JSON Lines."""
CUT_TOKEN = 6
"""Characters of a name, an escape or a number that the end of a sample may cut in two."""
LINE_EXTENSIONS = {".jsonl", ".ndjson", ".jsonlines", ".ldjson"}

OBJECT = re.compile(r"\{\s*(?:\"|\}|$)")
ARRAY = re.compile(r"\[\s*(?:\{\s*[\"}]|\]\s*$)")


def json_kind(text: str, extension: str, whole: bool) -> str | None:
    """ "lines", "array" or "json" where the text starts like that; else None."""
    start = text.lstrip()
    if ARRAY.match(start) or (extension == ".json" and start.startswith("[")):
        return "array"
    if extension in LINE_EXTENSIONS:
        return "json" if one_document(start, whole) else "lines"
    if OBJECT.match(start):
        return "lines" if object_lines(start, whole) else "json"
    return "json" if extension == ".json" else None


def one_document(start: str, whole: bool) -> bool:
    """Whether the text is a single JSON object spread over lines, as far as it can be seen."""
    if object_lines(start, whole):
        return False
    if not whole:
        return start.split("\n", 1)[0].strip() == "{"
    return parsed(start) is not None


def object_lines(start: str, whole: bool) -> bool:
    """Whether lines that are JSON objects on their own prevail; a single line is enough."""
    lines = [line for line in start.split("\n") if line.strip()]
    complete = lines if whole else lines[:-1]
    if not complete:
        return True  # one line, longer than what is seen
    objects = sum(isinstance(parsed(line), dict) for line in complete)
    return objects >= JSON_LINE_SHARE * len(complete)


def parsed(text: str) -> object:
    """The JSON value, or None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def json_kind_in_text(text: str, whole: bool) -> str | None:
    """The JSON form of a file that calls itself a text; None if it is one.

    A text may begin with a brace or quote some JSON, so all that is seen must be sound JSON, or
    the first line and most others must be objects.
    """
    start = text.strip() if whole else text.lstrip()
    if ARRAY.match(start):
        return "array" if (records(start) if whole else cut_off(start)) else None
    if not OBJECT.match(start):
        return None
    lines = [line for line in start.split("\n") if line.strip()]
    complete = lines if whole else lines[:-1]
    objects = [is_record(parsed(line)) for line in complete]
    if objects and objects[0] and sum(objects) > JSON_LINE_SHARE * len(objects):
        return "lines"
    if whole:
        return "json" if is_record(parsed(start)) else None
    if cut_off(start):
        return "json" if complete else "lines"
    return None


def is_record(value: object) -> bool:
    """Whether a JSON value is an object with fields."""
    return isinstance(value, dict) and bool(value)


def records(text: str) -> bool:
    """Whether a text is an array of objects, one at least."""
    value = parsed(text)
    return isinstance(value, list) and bool(value) and all(map(is_record, value))


def cut_off(text: str) -> bool:
    """Whether a text is sound JSON up to its end, where the rest of it is missing."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        near_end = error.pos >= len(text.rstrip()) - CUT_TOKEN
        return near_end or error.msg.startswith("Unterminated string")
    except (ValueError, RecursionError):
        return False
    return True
