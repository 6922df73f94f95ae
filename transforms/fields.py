"""A record's fields -> Article attributes: which text to take, HTML or not, names and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from schemas.article import PublicationDate
from transforms.aliases import Record, Values
from transforms.field_values import (
    author_names,
    first,
    joined,
    line,
    moments,
    site_value,
    unescaped,
    url_value,
)
from transforms.published import parse_date, parse_instant

SUBSTANTIAL = 200  # characters from which a plain text field is taken for the whole article

TAGS = (
    "html|head|body|p|div|span|br|hr|h[1-6]|ul|ol|li|a|img|article|section|main|header|footer|"
    "aside|nav|figure|figcaption|table|tr|td|th|tbody|blockquote|strong|em|b|i|script|style|pre|"
    "iframe|picture|video|meta|link|title"
)
TAG = re.compile(rf"<(?:{TAGS})(?:\s[^<>]*|/)?>", re.IGNORECASE)
CLOSING_TAG = re.compile(rf"</(?:{TAGS})\s*>", re.IGNORECASE)
BEGINS_AS_HTML = re.compile(rf"\s*<(?:!doctype\s+html|!--|(?:{TAGS})(?=[\s/>]))", re.IGNORECASE)


def article_fields(record: Record, field_map: Mapping[str, str]) -> dict[str, Any]:
    """Article attributes, as for dataclasses.replace, that the record tells; others are absent.

    Args:
        record: one JSON object or CSV row.
        field_map: attribute (of MAPPABLE) to the record's field name or dotted path; an attribute
            named here is looked up there and nowhere else.
    """
    values = Values(record, field_map)
    content, markup, page = text_of(values)
    content = unescaped(content) if markup == "text" else content
    found = {"content": content, "markup": markup, "page": page}
    told: dict[str, Any] = {name: value for name, value in found.items() if value}
    for name, attribute, read in READERS:
        for value in values.of(attribute) if attribute in values.there else ():
            if known := read(value):
                told[name] = known
                break
    return told


def text_of(values: Values) -> tuple[str, str, str]:
    """Content, its markup, and the page beside it: the content is a substantial plain field, else
    HTML, else any plain field."""
    plain = [text for value in values.of("text") if (text := joined(value))]
    with_page = "html" in values.there and "text" not in values.field_map
    page = first([joined(value) for value in values.of("html")]) if with_page else None
    for text in plain:
        if len(text.strip()) >= SUBSTANTIAL:
            return (text, "html", "") if is_html(text) else (text, "text", page or "")
    if page:
        return page, "html" if is_html(page, tags=1) else "text", ""
    text = plain[0] if plain else ""
    return text, "html" if is_html(text) else "text", ""


def is_html(text: str, tags: int = 2) -> bool:
    """Whether a text is HTML: begins with a tag, has a closing tag, or `tags` others."""
    if "<" not in text:
        return False
    if BEGINS_AS_HTML.match(text) or CLOSING_TAG.search(text):
        return True
    return sum(1 for _ in islice(TAG.finditer(text), tags)) == tags


def date_value(value: object) -> PublicationDate | None:
    """The publication date that a value holds."""
    return first([parse_date(moment, "record") for moment in moments(value)])


def instant_value(value: object) -> datetime | None:
    """The point in time that a value holds."""
    return first([parse_instant(moment) for moment in moments(value)])


READERS: tuple[tuple[str, str, Callable[[object], object]], ...] = (
    ("url", "url", url_value),
    ("title", "title", line),
    ("authors", "authors", author_names),
    ("published", "published_at", date_value),
    ("modified_at", "modified_at", instant_value),
    ("fetched_at", "fetched_at", instant_value),
    ("site_name", "site_name", site_value),
    ("section", "section", line),
    ("language_hint", "language", line),
    ("lead_image_url", "image", url_value),
)
"""Field of an article, the attribute whose values are tried in turn, and how one is read."""
