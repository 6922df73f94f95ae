"""What a file is, by its content first."""

from __future__ import annotations

import json

import pytest

from transforms.formats.sniff import extension_of, sniff

OBJECT = {"title": "A", "text": "B", "tags": [{"a": 1}]}
PRETTY = json.dumps(OBJECT, indent=2)
LINES = json.dumps(OBJECT) + "\n" + json.dumps(OBJECT) + "\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>A</title></head><body><p>B</p></body></html>"
PROSE = "Mayor opens bridge\n\nThe mayor, who spoke at noon, opened it.\n"

CASES = [
    (LINES, "a.jsonl", "lines"),
    (LINES, "a.json", "lines"),
    (LINES, "a", "lines"),
    (LINES, "a.csv", "lines"),
    (LINES, "a.txt", "lines"),
    (json.dumps(OBJECT), "a.json", "lines"),
    ("{broken\n" + LINES, "a.ndjson", "lines"),
    ("not json\nat all\n", "a.jsonl", "lines"),
    ("{\n" + LINES, "a.jsonl", "lines"),
    (PRETTY, "a.json", "json"),
    (PRETTY, "a", "json"),
    (PRETTY, "a.jsonl", "json"),
    ("\n\n" + PRETTY, "a.json", "json"),
    ("no json", "a.json", "json"),
    (json.dumps([OBJECT]), "a.json", "array"),
    (json.dumps([OBJECT], indent=1), "a", "array"),
    (json.dumps([OBJECT]), "a.jsonl", "array"),
    ("[Agency] Town, Monday\n", "a", "text"),
    ("{curly} words open this text\n", "a", "text"),
    (PAGE, "a.html", "html"),
    (PAGE, "a.txt", "html"),
    (PAGE, "a.json", "html"),
    ("<?xml version='1.0'?>\n<!-- x -->" + PAGE, "a", "html"),
    ("just words", "a.htm", "html"),
    ("<div><p>One</p><a href='x'>two</a></div>", "a", "html"),
    ("The <b>bold</b> and the <i>italic</i> tag\n", "a.txt", "text"),
    ("How <html>, <head> and <body> work\n", "a.txt", "text"),
    ("<?xml version='1.0'?><rss><channel/></rss>", "feed.xml", "unknown"),
    (PROSE, "a.txt", "text"),
    (PROSE, "a", "text"),
    ("title,text\nA,B\n", "a.txt", "csv"),
    ("title,text\nA,B\n", "a.csv", "csv"),
    ("title,text\nA,B\n", "a", "csv"),
    ("alpha,beta\nA,B\n", "a", "text"),
    ("alpha,beta\nA,B\n", "a.csv", "csv"),
    ("text\nA\n", "a.csv", "csv"),
    (PROSE, "a.csv", "csv"),
    ("", "a.txt", "empty"),
    (" \r\n\t", "a.jsonl", "empty"),
    ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", "a.txt", "warc"),
]


@pytest.mark.parametrize(("text", "name", "kind"), CASES)
def test_kinds(text: str, name: str, kind: str) -> None:
    assert sniff(text.encode(), name).kind == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"), [case for case in CASES if "WARC" not in case[0]]
)
@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16-le", "utf-16-be", "utf-32"])
def test_kinds_in_other_charsets(text: str, name: str, kind: str, charset: str) -> None:
    mark = "\ufeff" if charset.startswith("utf-16") else ""
    assert sniff((mark + text).encode(charset), name).kind == kind


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_nuls(charset: str) -> None:
    found = sniff(LINES.encode(charset), "a.jsonl")
    assert (found.kind, found.charset, found.mark) == ("lines", charset, 0)


@pytest.mark.parametrize("charset", ["cp1252", "koi8-r", "shift_jis", "gb18030"])
def test_legacy_charsets_are_text(charset: str) -> None:
    words = {"cp1252": "Grüße aus Köln", "koi8-r": "Новости дня"}.get(charset, "新聞の記事")
    assert sniff((words + "\n" + words).encode(charset), "a.txt").kind == "text"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7\nwords and more words",
        bytes(range(256)) * 4,
        b"\0" * 700,
    ],
)
def test_binary_formats_are_unknown_whatever_their_name(data: bytes) -> None:
    assert sniff(data, "a.txt").kind == "unknown"
    assert sniff(data, "a.jsonl").kind == "unknown"


def test_a_text_with_one_nul_is_still_text() -> None:
    assert sniff(b"A text with a \0 in it, and more words", "a.txt").kind == "text"


def test_a_long_first_line_is_json_lines() -> None:
    assert sniff(b'{"text": "' + b"x" * 65526, "a").kind == "lines"


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.JSONL.gz", ".jsonl"),
        ("s3://b/a.tar.zst", ".tar"),
        ("a.tgz", ".tar"),
        ("a.gz", ""),
        ("http://h/a.csv?x=1.gz", ".csv"),
        ("/news/Who won? And why.txt", ".txt"),
    ],
)
def test_extensions(name: str, extension: str) -> None:
    assert extension_of(name) == extension
