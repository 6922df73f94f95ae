"""What a file is, told by its first bytes; its extension only breaks ties."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from transforms.formats.dialect import declared_delimiter, delimiter_in_text, delimiter_of
from transforms.formats.json_forms import json_kind, json_kind_in_text
from transforms.formats.tar import is_tar

SNIFF_BYTES = 1 << 16
CONTROL_SHARE = 0.02
"""Control characters above this share are not text in a legacy charset ..."""
CONTROL_SHARE_UTF8 = 0.10
"""... and above this share, not even where the bytes are sound UTF-8."""
UTF16_SHARE = 0.1
"""Least share of NULs in one half of the byte pairs for UTF-16 without a mark ..."""
UTF16_OTHER_SHARE = 0.1
"""... and most in the other half, compared with these."""
HTML_HEAD = 8192
"""Characters in which the tags of a page must show."""
HTML_TAGS = 3
"""Distinct elements that make a text which starts with a tag an HTML fragment."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_MAGICS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"%PDF-", b"\x7fELF", b"\xfd7zXZ"),
    *(b"7z\xbc\xaf", b"Rar!\x1a", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"{\\rtf"),
)
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b") + b"\x7f"
COMPRESSED = {".gz", ".gzip", ".zst", ".zstd"}
TEXT_EXTENSIONS = {".txt", ".text", ".md"}
HTML_EXTENSIONS = {".html", ".htm", ".xhtml", ".shtml"}
TABLE_EXTENSIONS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}

PAGE = re.compile(
    r"(?:<\?[^>]*+>|(?><!--.*?-->)|\s++)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
FRAME_TAG = re.compile(r"<(?=/?(?:html|head|body|title)\b)(/?\w+)", re.I)
ELEMENT = re.compile(
    r"<(article|section|div|p|span|a|h[1-6]|ul|ol|li|br|img|meta|link|script|style|table|header"
    r"|main|nav|footer|title|em|strong|b|i|blockquote|figure)(?=[\s/>])",
    re.I,
)


@dataclass(frozen=True)
class Sniffed:
    """What the first bytes say.

    Attributes:
        kind: "zip", "tar", "parquet", "warc", "lines" (JSON Lines), "array" (of JSON), "json",
            "csv", "html", "text", "empty" or "unknown".
        charset: "utf-8" or "utf-16-..." if a mark or the NULs tell; else None.
        mark: size of the byte order mark in bytes.
        delimiter: of a CSV file.
    """

    kind: str
    charset: str | None = None
    mark: int = 0
    delimiter: str = ","


def sniff(head: bytes, name: str) -> Sniffed:
    """The kind of a decompressed stream that starts with `head` (up to SNIFF_BYTES)."""
    extension = extension_of(name)
    if (kind := binary_kind(head, extension)) is not None:
        return Sniffed(kind)
    charset, mark = charset_of(head)
    text = head[mark:].decode(charset or "utf-8", "replace").lstrip("\ufeff")
    if not text.strip():
        return Sniffed("empty" if len(head) < SNIFF_BYTES else "text", charset, mark)
    if not is_text(head[mark:], charset):
        return Sniffed("unknown")
    whole = len(head) < SNIFF_BYTES
    kind = text_kind(text, extension, whole)
    delimiter = table_delimiter(text, extension, whole) if kind == "text" else None
    if delimiter is None:
        return Sniffed(kind, charset, mark)
    return Sniffed("csv", charset, mark, delimiter)


def extension_of(name: str) -> str:
    """The extension in lower case, below that of a compression: ".jsonl" of "a.jsonl.gz"."""
    address = name.split("?")[0] if "://" in name else name
    path = PurePosixPath(address.lower())
    if path.suffix == ".tgz":
        return ".tar"
    return PurePosixPath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix


def binary_kind(head: bytes, extension: str) -> str | None:
    """The kind of a container, "unknown" for other binary formats, None for what may be text."""
    if not head:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(BINARY_MAGICS):
        return "unknown"
    if is_tar(head, by_name=extension == ".tar"):
        return "tar"
    if head.lstrip(b"\r\n").startswith(b"WARC/") or (extension == ".warc" and b"\nWARC/" in head):
        return "warc"
    return None


def charset_of(head: bytes) -> tuple[str | None, int]:
    """The charset that a byte order mark or the place of NULs tells, and the mark's size."""
    for mark, charset in MARKS:
        if head.startswith(mark):
            return charset, len(mark)
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    enough = max(2, UTF16_SHARE * pairs)
    if odd >= enough and even <= UTF16_OTHER_SHARE * odd:
        return "utf-16-le", 0
    if even >= enough and odd <= UTF16_OTHER_SHARE * even:
        return "utf-16-be", 0
    return None, 0


def is_wide(charset: str | None) -> bool:
    """Whether the charset's characters take two bytes or four each."""
    return charset is not None and charset != "utf-8"


def is_text(data: bytes, charset: str | None) -> bool:
    """Whether control characters are as rare as in text."""
    if is_wide(charset):
        data = data.decode(charset or "utf-8", "replace").encode()
    controls = len(data) - len(data.translate(None, CONTROLS))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return controls <= CONTROL_SHARE * len(data)
    return controls <= max(1, CONTROL_SHARE_UTF8 * len(data))


def text_kind(text: str, extension: str, whole: bool) -> str:
    """The kind of a text: a JSON form, "html", "text" (or CSV), "unknown" for other XML."""
    if PAGE.match(text) is not None:
        return "html"
    plain = extension in TEXT_EXTENSIONS
    kind = json_kind_in_text(text, whole) if plain else json_kind(text, extension, whole)
    if kind is not None:
        return kind
    if extension in HTML_EXTENSIONS:
        return "html"
    if text.lstrip().startswith("<?xml"):
        return "unknown"
    return "html" if is_html(text, extension) else "text"


def table_delimiter(text: str, extension: str, whole: bool) -> str | None:
    """The delimiter of a text that is CSV; None if it is none."""
    if (declared := declared_delimiter(text)) is not None:
        return declared
    if extension in TEXT_EXTENSIONS:
        return delimiter_in_text(text, whole)
    return delimiter_of(text, TABLE_EXTENSIONS.get(extension), whole)


def is_html(text: str, extension: str) -> bool:
    """Whether a text without a page's start is HTML all the same, not a text with a tag in it."""
    head = text[:HTML_HEAD]
    if head.lstrip().startswith("<"):
        return len({tag.lower() for tag in ELEMENT.findall(head)}) >= HTML_TAGS
    tags = {tag.lower() for tag in FRAME_TAG.findall(text)}
    return extension not in TEXT_EXTENSIONS and len(tags) >= HTML_TAGS
