"""Bytes of JSON -> one value, as the standard library's parser reads it, mostly by a faster one."""

from __future__ import annotations

import json
from typing import Any

import orjson

from transforms.charset import decode

MAX_INT_DIGITS = 18
"""A longer integer is no date; it is read as a float, in linear time."""
SURE_INT = 10 ** (MAX_INT_DIGITS - 1) - 1
"""An integer up to this, negative or not, is no longer than that."""

BOM = "\ufeff"


def json_value(payload: bytes, charset: str | None) -> Any:
    """The value; of names that repeat in an object the last counts.

    What orjson accepts is sound UTF-8 without stray control characters, so `decode` would find the
    same text in it. What it refuses (NaN, halves of surrogate pairs, other charsets, ...) the
    standard library may take.

    Raises:
        UndecodableError: the bytes are not text.
        json.JSONDecodeError: the text is not JSON.
        RecursionError: it is nested too deeply to be read.
    """
    try:
        value = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return loads(decode(payload, charset, False))
    return loads(decode(payload, charset, False)) if has_long_integer(value) else value


def loads(text: str) -> Any:
    """One JSON value; the decoder is made once, json.loads makes one for each text."""
    return json.loads(text, parse_int=integer) if text[:1] == BOM else DECODER.decode(text)


def integer(digits: str) -> int | float:
    """A JSON integer; one of many digits as a float, infinity if need be."""
    return int(digits) if len(digits) <= MAX_INT_DIGITS else float(digits)


DECODER = json.JSONDecoder(parse_int=integer)


def has_long_integer(value: object) -> bool:
    """Whether there is an integer in it that `integer` might read as a float."""
    parts = [value]
    while parts:
        inner: list[object] = []
        for part in parts:
            if isinstance(part, dict):
                inner += part.values()
            elif isinstance(part, list):
                inner += part
            elif isinstance(part, int) and abs(part) > SURE_INT:
                return True
        parts = [part for part in inner if type(part) is not str]
    return False


def deeper_than(limit: int, value: object) -> bool:
    """Whether objects and arrays lie more than `limit` deep; goes level by level."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(limit):
        level = [
            part
            for container in level
            for part in (container.values() if isinstance(container, dict) else container)
            if isinstance(part, (dict, list))
        ]
        if not level:
            return False
    return True
