"""The delimiter and the header of a CSV file."""

from __future__ import annotations

import csv
import re
from itertools import chain, islice

from transforms.aliases import ALIASES
from transforms.field_values import fold

DELIMITERS = ",\t;|"
SAMPLE_ROWS = 20
NAME_LENGTH = 64
"""A column name is no longer than this many characters."""
KNOWN_SHARE = 0.9
"""Least share of sampled rows with the header's number of fields, without a telling extension."""

TEXT_NAMES = 2
"""Known column names without which a file that calls itself a text is no table."""
TEXT_SHARE = 0.5
"""Least share of its rows with the header's number of fields."""
DECLARATION = re.compile(r"\s*(\"?)sep=([,;\t|:^~])\1\r?(?:\n|$)", re.I)
"""The line by which spreadsheets tell each other the delimiter."""

FIELD_NAMES = frozenset(chain.from_iterable(ALIASES.values()))
NUMBER = re.compile(r"[-+]?[\d.,:/ -]+")


def fields_of(row: str, delimiter: str) -> tuple[str, ...]:
    """The fields of one row; a row beyond the csv module's field limit is split at delimiters."""
    try:
        return tuple(next(csv.reader([row], delimiter=delimiter), ()))
    except csv.Error:
        return tuple(row.split(delimiter))


def known_names(fields: tuple[str, ...]) -> int:
    """How many fields are the column names of news data."""
    return sum(fold(field) in FIELD_NAMES for field in fields)


def is_header(fields: tuple[str, ...]) -> bool:
    """Whether a first row names columns: known names, or short, distinct and no numbers."""
    if known_names(fields):
        return True
    names = [field.strip() for field in fields]
    return (
        len(set(names)) == len(names)
        and all(0 < len(name) <= NAME_LENGTH for name in names)
        and not any(NUMBER.fullmatch(name) or "://" in name for name in names)
    )


def delimiter_of(text: str, default: str | None, whole: bool) -> str | None:
    """The delimiter of a text that is CSV; None if it is none.

    Args:
        text: the start of the file.
        default: the delimiter that the extension suggests; None if it suggests no CSV at all.
        whole: whether `text` is all of the file.
    """
    scored = [(score(text, delimiter, whole), delimiter) for delimiter in DELIMITERS]
    known, consistent, width, rows = max(row for row, _ in scored)
    best = next(d for row, d in scored if row == (known, consistent, width, rows))
    if default is not None:
        return best if width > 1 and (known or consistent) else default
    enough = rows >= 2 and width >= 2 and known >= 1
    return best if enough and consistent >= KNOWN_SHARE else None


def declared_delimiter(text: str) -> str | None:
    """The delimiter that a first line such as "sep=;" declares; None if there is no such line."""
    found = DECLARATION.match(text)
    return None if found is None else found[2]


def delimiter_in_text(text: str, whole: bool) -> str | None:
    """The delimiter of a table in a file that calls itself a text; None if it is a text.

    Prose puts a space behind its commas and a blank line below its title, so a header must do
    without either.
    """
    first, second = (*text.lstrip("\r\n").split("\n", 2), "")[:2]
    if not second.strip():
        return None
    for delimiter in DELIMITERS:
        known, consistent, _, rows = score(text, delimiter, whole)
        if known >= TEXT_NAMES and rows >= 2 and consistent >= TEXT_SHARE:
            names = fields_of(first.rstrip("\r"), delimiter)
            if all(name and name == name.strip() for name in names):
                return delimiter
    return None


def score(text: str, delimiter: str, whole: bool) -> tuple[int, float, int, int]:
    """Known names in the header, share of rows as wide as it, its width, and rows looked at."""
    lines = (line + "\n" for line in text.split("\n"))
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_ROWS) if row]
    except csv.Error:
        return 0, 0.0, 0, 0
    if not whole and 1 < len(rows) < SAMPLE_ROWS:
        rows.pop()  # it may be cut off
    if not rows or len(rows[0]) < 2:
        return 0, 0.0, len(rows[0]) if rows else 0, len(rows)
    same = sum(len(row) == len(rows[0]) for row in rows[1:])
    share = same / (len(rows) - 1) if len(rows) > 1 else 1.0
    return known_names(tuple(rows[0])), share, len(rows[0]), len(rows)
