"""The Parse stage: one record's bytes in, the article's content and metadata out.

The message's format says how to read them; what cannot be read becomes a reject.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from schemas.article import Article
from schemas.changed import changed
from schemas.message import Message
from schemas.reject import Reject
from transforms.aliases import checked_map
from transforms.avro import AvroError, avro_value
from transforms.charset import UndecodableError, decode
from transforms.fields import article_fields
from transforms.http_message import HttpMessageError, Response, parse_response
from transforms.json_value import deeper_than, json_value

STAGE = "Parse"
MAX_JSON_DEPTH = 100  # objects and arrays inside one another
MAX_CSV_FIELD = 2**31 - 1  # characters; the csv module's own limit is 128 Ki
SNIFF_BYTES = 1024

NO_HEADER = "the first row names no known column; add a header line"

PAGE_START = re.compile(
    r"[ÿþï»¿\s]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*){0,9}"
    r"<(?:!doctype\s+html|html|head|body|title|meta|script|div|article|section|h1|p|table)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
PLAIN_TYPE = "text/plain"
# What data frame tools write into a CSV for "nothing".
CSV_NULLS = frozenset(("NULL", "null", "None", "nan", "NaN", "NA", "N/A", "\\N"))

Fields = dict[str, Any]


class RefusedError(ValueError):
    """The record is refused; `reason` is a key of REASONS. Never leaves this module."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def parser(field_map: Mapping[str, str]) -> Callable[[Article], Article | Reject]:
    """The stage's function: an Article that holds only a message in, a parsed one out.

    Sets the csv module's field limit for the process.

    Args:
        field_map: Article attribute to the name or dotted path of a record's field; see
            transforms.aliases.MAPPABLE.

    Raises:
        ValueError: field_map names an unknown attribute.
    """
    csv.field_size_limit(MAX_CSV_FIELD)
    mapped = checked_map(field_map)
    readers: dict[str, Callable[[Message], Fields]] = {
        "text": text_fields,
        "html": html_fields,
        "warc": warc_fields,
        "json": partial(json_fields, field_map=mapped),
        "parquet": partial(json_fields, field_map=mapped),
        "csv": partial(csv_fields, field_map=mapped),
        "avro": partial(avro_fields, field_map=mapped),
    }
    return partial(parse, readers=readers)


def parse(article: Article, readers: Mapping[str, Callable[[Message], Fields]]) -> Article | Reject:
    """Reads the article's message with the reader of its format."""
    message = article.message
    reader = readers.get(message.format)
    if reader is None:
        return Reject(message, STAGE, "unknown_format", "the message's format holds no record")
    try:
        fields = with_hints(reader(message), message)
        check_characters(fields)
    except UndecodableError as error:
        return Reject(message, STAGE, "undecodable_text", str(error))
    except (AvroError, HttpMessageError, RefusedError) as error:
        return Reject(message, STAGE, error.reason, str(error))
    return changed(article, **fields)


def with_hints(fields: Fields, message: Message) -> Fields:
    """Fills address and fetch time from the container; drops a publication after the fetch."""
    fields.setdefault("url", message.hints.url)
    fields.setdefault("fetched_at", message.hints.fetched_at)
    published, fetched_at = fields.get("published"), fields["fetched_at"]
    if published and fetched_at and published.at > fetched_at:
        del fields["published"]
    return fields


def check_characters(fields: Fields) -> None:
    """Refuses a record without text, or with characters that no table can hold."""
    if not fields.get("content", "").strip():
        raise RefusedError("no_text_field", "no text in the record")
    for name, value in fields.items():
        if name == "page":  # only read for metadata; Extract does without a broken one
            continue
        for text in (value,) if isinstance(value, str) else value if name == "authors" else ():
            if "\0" in text:
                raise RefusedError("nul_bytes", f"NUL in {name}")
            if not text.isascii() and has_surrogate(text):
                raise RefusedError("lone_surrogate", f"half of a surrogate pair in {name}")


def has_surrogate(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which UTF-8 cannot encode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def text_fields(message: Message) -> Fields:
    """A text file."""
    return {"content": decode(message.payload, message.hints.charset, False), "markup": "scraped"}


def html_fields(message: Message) -> Fields:
    """A web page."""
    return {"content": decode(message.payload, message.hints.charset, True), "markup": "html"}


def warc_fields(message: Message) -> Fields:
    """The page in a WARC response."""
    response = parse_response(message.payload)
    if response.status // 100 != 2:
        raise RefusedError("http_error", f"HTTP status {response.status}")
    is_page = shows_page(response)
    if not is_page and response.media_type != PLAIN_TYPE:
        kind = response.media_type[:60] or "no content type"
        raise RefusedError("not_html", f"{kind}, and the body does not begin like a page")
    content = decode(response.body, response.charset or message.hints.charset, is_page)
    return {"content": content, "markup": "html" if is_page else "scraped"}


def shows_page(response: Response) -> bool:
    """Whether a response is an HTML page by its type or, whatever its type, by its first bytes."""
    if response.media_type in HTML_TYPES:
        return True
    # Latin-1 is enough to see a tag; NULs go, for UTF-16.
    start = response.body[:SNIFF_BYTES].replace(b"\0", b"").decode("latin-1")
    return PAGE_START.match(start) is not None


def json_fields(message: Message, field_map: Mapping[str, str]) -> Fields:
    """An article record in JSON."""
    try:
        value = json_value(message.payload, message.hints.charset)
    except RecursionError as error:
        raise too_deep() from error
    except json.JSONDecodeError as error:
        raise RefusedError("invalid_json", f"{error.msg} at character {error.pos}") from error
    return object_fields(value, field_map)


def avro_fields(message: Message, field_map: Mapping[str, str]) -> Fields:
    """An article record in Avro."""
    return object_fields(avro_value(message.payload, message.hints.avro_schema), field_map)


def object_fields(value: object, field_map: Mapping[str, str]) -> Fields:
    """The fields of an object that is not nested too deeply."""
    if deeper_than(MAX_JSON_DEPTH, value):
        raise too_deep()
    if not isinstance(value, dict):
        raise RefusedError("not_an_object", f"a JSON {type(value).__name__}, not an object")
    return article_fields(value, field_map)


def too_deep() -> RefusedError:
    """The refusal of JSON beyond MAX_JSON_DEPTH."""
    return RefusedError("json_too_deep", f"nested more than {MAX_JSON_DEPTH} deep")


def csv_fields(message: Message, field_map: Mapping[str, str]) -> Fields:
    """A row of a CSV file, by the header in the message's hints."""
    columns, delimiter = message.hints.columns, message.hints.delimiter
    text = decode(message.payload, message.hints.charset, False)
    try:
        rows = [row for row in csv.reader([text], delimiter=delimiter) if row]
    except csv.Error as error:
        raise RefusedError("field_count", f"not one row: {error}") from error
    values = rows[0] if rows else []
    if not columns:
        raise RefusedError("field_count", NO_HEADER)
    if len(values) != len(columns):
        detail = f"{len(values)} fields, {len(columns)} in the header"
        raise RefusedError("field_count", detail)
    pairs = zip(columns, values, strict=True)
    return article_fields({k: v for k, v in pairs if v and v not in CSV_NULLS}, field_map)
