"""Each kind of bad input is one reject with its reason, and the good articles beside it go on."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from pathlib import Path

import pytest
from conftest import article, write_jsonl

from pipeline.dataset import Dataset
from pipeline.inspect import read_batches, summary
from pipeline.verify import verify

GOOD = json.dumps(article(1)).encode()
PAGE = (
    "<html><body><article><h1>T</h1><p>{}</p></article></body></html>".format(
        "Words about a harbour. " * 60
    )
).encode()


def record(headers: str, body: bytes) -> bytes:
    head = f"WARC/1.0\r\nContent-Length: {len(body)}\r\n{headers}\r\n\r\n".encode()
    return head + body + b"\r\n\r\n"


def warc(*, broken: bool) -> bytes:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    headers = "WARC-Type: response\r\nWARC-Target-URI: https://news.example/w{}"
    whole = record(headers.format(1), response)
    other = record(headers.format(2), response.replace(b"harbour", b"bridge"))
    return whole + (other[: len(other) // 2] if broken else other)


BOMB = zlib.compressobj(9, zlib.DEFLATED, 31)
CASES: dict[str, tuple[str, bytes, list[str], int]] = {
    "empty file": ("a.txt", b"", ["empty_file"], 0),
    "only white space": ("a.jsonl", b"\n \n", ["empty_file"], 0),
    "truncated gzip": ("a.jsonl.gz", gzip.compress(GOOD * 50)[:-60], ["truncated_stream"], 0),
    "broken WARC record": ("a.warc", warc(broken=True), ["broken_warc_record"], 1),
    "not an article": ("a.txt", b"Log in", ["text_too_short"], 0),
    "50 MB of one line": (
        "a.jsonl",
        GOOD + b'\n{"text": "' + b"x" * 50_000_000 + b'"}\n' + json.dumps(article(2)).encode(),
        ["record_too_large"],
        2,
    ),
    "NUL bytes": ("a.jsonl", b'{"text": "some words \\u0000 and more words"}', ["nul_bytes"], 0),
    "lone surrogate": (
        "a.jsonl",
        b'{"text": "\\ud83d half a face and some more words"}\n' + GOOD,
        ["lone_surrogate"],
        1,
    ),
    "decompression bomb": (
        "a.jsonl.gz",
        BOMB.compress(b" " * 60_000_000) + BOMB.flush(),
        ["decompression_bomb"],
        0,
    ),
    "deep JSON": ("a.json", b'{"text":' * 5000 + b"1" + b"}" * 5000, ["json_too_deep"], 0),
    "deep HTML": ("a.html", b"<html><body>" + b"<div>" * 200_000 + b"words", None, 0),
    "binary": ("a.txt", bytes(range(256)) * 20, ["unknown_format"], 0),
    "page without an article": (
        "a.html",
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        ["no_main_text"],
        0,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_reject(case, tmp_path, run):
    name, content, reasons, published = CASES[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    write_jsonl(tmp_path / "in" / "good.jsonl", [article(7)])
    output = tmp_path / "out"
    assert run(tmp_path / "in", "--output", output, "--extract-timeout", 5) == 0
    counts = summary(Dataset(output))["runs"]
    assert counts["published"] == published + 1
    found = [row for batch in read_batches(Dataset(output), "rejects") for row in batch.to_pylist()]
    if reasons is None:
        assert len(found) == 1
    else:
        assert [row["reason"] for row in found] == reasons
    for row in found:
        assert row["payload_sha256"]
        assert row["payload"] is not None or row["payload_bytes"] > 4_000_000


def test_file_that_cannot_be_opened(tmp_path, run):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    write_jsonl(tmp_path / "in" / "good.jsonl", [article(7)])
    assert run(tmp_path / "in", "--output", tmp_path / "out") == 0
    counts = summary(Dataset(tmp_path / "out"))["runs"]
    assert counts["reasons"] == {"unreadable_file": 1}
    assert counts["published"] == 1
    assert run(tmp_path / "in", "--output", tmp_path / "out") == 0
    assert Dataset(tmp_path / "out").last() == 1
    write_jsonl(tmp_path / "nowhere", [article(8)])
    assert run(tmp_path / "in", "--output", tmp_path / "out") == 0
    assert summary(Dataset(tmp_path / "out"))["runs"]["published"] == 2
    assert verify(Dataset(tmp_path / "out"))[0] == []


def test_page_that_takes_too_long(tmp_path, run):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "slow.html").write_bytes(PAGE)
    assert run(tmp_path / "in", "--output", tmp_path / "out", "--extract-timeout", 0.1) in (0,)
    counts = summary(Dataset(tmp_path / "out"))["runs"]
    assert counts["inputs"] == counts["published"] + counts["rejected"] == 1


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX")
def test_named_pipe_is_no_input(tmp_path: Path, run):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe")
    write_jsonl(tmp_path / "in" / "good.jsonl", [article(7)])
    assert run(tmp_path / "in", "--output", tmp_path / "out") == 0
    assert summary(Dataset(tmp_path / "out"))["runs"]["inputs"] == 1
