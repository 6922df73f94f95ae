"""Packs the members of the seed corpus that are not plain UTF-8 text.

Run `python scripts/pack_seeds.py` after an edit in scripts/seeds_src/ (or of a text in seeds/ that
a recipe names), and commit what it writes. No time stamps and a fixed order: two runs give the same
bytes. `--check` writes nothing and exits 1 if a file is not what the script would write; other
versions of zlib, zstandard or pyarrow than the committing one's may pack the same content
differently.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import struct
import sys
import tarfile
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from seeds_warc import Capture, captured, record, response

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SOURCES = ROOT / "scripts" / "seeds_src"

BOMB_SPACES = 50 * 1024 * 1024  # they shrink a thousandfold, as no honest text does
DEEP_LEVELS = 5_000  # objects inside one another
CUT_RECORD_BYTES = 4_000  # that the last record of broken.warc lacks
CUT_RECORD_DATE = "2026-04-20T08:00:00Z"
ZSTD_LEVEL = 19
NUL_SIGN = "␀"  # stands for NUL in a source, so that the source stays readable text
ZIP_ENCRYPTED = 1  # bit of a member's general purpose flags

ARTICLE_SCHEMA = pa.schema(
    [
        ("url", pa.string()),
        ("title", pa.string()),
        ("published_at", pa.timestamp("us", tz="UTC")),
        ("authors", pa.list_(pa.string())),
        ("section", pa.string()),
        ("body", pa.string()),
    ]
)


def source(path: str) -> bytes:
    """A file of the source folder, or of the corpus where the path starts with "seeds/"."""
    return (ROOT / path if path.startswith("seeds/") else SOURCES / path).read_bytes()


def encoded(path: str, encoding: str, newline: str = "\n") -> bytes:
    """A text in another encoding."""
    return source(path).decode().replace("\n", newline).encode(encoding)


def gzipped(data: bytes) -> bytes:
    """One gzip member without name and time (RFC 1952); the same on every system."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = squeeze.compress(data) + squeeze.flush()
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return header + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def gzip_of(path: str) -> bytes:
    """A source file, gzipped."""
    return gzipped(source(path))


def zstd_of(path: str) -> bytes:
    """A source file as one zstd frame with a checksum."""
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).compress(source(path))


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive; a name that ends in "/" is a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, whatever this runs on
            folder = name.endswith("/")
            info.external_attr = (0o40755 if folder else 0o100644) << 16
            info.compress_type = zipfile.ZIP_STORED if folder else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A gzipped ustar archive; a name that ends in "/" is a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.rstrip("/"))
            info.size = len(data)
            if name.endswith("/"):
                info.type, info.mode = tarfile.DIRTYPE, 0o755
            archive.addfile(info, io.BytesIO(data))
    return gzipped(out.getvalue())


def parquet_of(path: str) -> bytes:
    """JSON Lines as a Parquet file with time stamps, lists and two rows in a row group."""
    rows = [json.loads(line) for line in source(path).splitlines()]
    for row in rows:
        row["published_at"] = datetime.fromisoformat(row["published_at"])
    out = io.BytesIO()
    table = pa.Table.from_pylist(rows, schema=ARTICLE_SCHEMA)
    pq.write_table(table, out, row_group_size=2, compression="zstd")
    return out.getvalue()


def warc_of(index: str) -> list[bytes]:
    """The records of a WARC file that a TOML index in the folder "warc" describes."""
    plan = tomllib.loads(source(f"warc/{index}").decode())
    captures = [
        Capture(entry["url"], entry["content_type"], capture_body(entry), entry.get("status"))
        for entry in plan["capture"]
    ]
    return list(captured(plan["date"], plan["software"], captures))


def capture_body(entry: Mapping[str, str]) -> bytes:
    """A capture's page in its encoding, or its binary body."""
    if "body" in entry:
        return base64.b64decode(entry["body"])
    page = entry["page"]
    path = page if page.startswith("seeds/") else f"warc/{page}"
    return encoded(path, entry.get("encoding", "utf-8"))


def cut_warc() -> bytes:
    """A sound capture, then a response that ends before its content length."""
    url, body = "https://tejo-tribune.example/en/cut", b"x" * CUT_RECORD_BYTES
    block = response(Capture(url, "text/html", body))
    last = record("response", {"WARC-Date": CUT_RECORD_DATE, "WARC-Target-URI": url}, block)
    return b"".join(warc_of("broken.toml")) + last[:-CUT_RECORD_BYTES]


def encrypted_zip() -> bytes:
    """An archive whose only member says that it needs a password."""
    data = bytearray(zipped({"secret.txt": source("archives/fog-rotterdam.txt")}))
    data[6] |= ZIP_ENCRYPTED
    data[data.index(b"PK\x01\x02") + 8] |= ZIP_ENCRYPTED
    return bytes(data)


def deep_json() -> bytes:
    """An article whose text is an object in an object in an object ..."""
    return b'{"title": "Deep", "text": ' + b'{"a": ' * DEEP_LEVELS + b"1" + b"}" * (DEEP_LEVELS + 1)


def bad_utf16() -> bytes:
    """A UTF-16 byte order mark, then nothing but halves of surrogate pairs."""
    return b"\xff\xfe" + b"".join(bytes((byte, 0xDC)) for byte in source("broken/truncated.txt"))


def bundle() -> dict[str, bytes]:
    """Members of the zip archive: a page that the corpus holds as a file too, and new ones."""
    return {
        "inbox/": b"",
        "inbox/fiji-seagrass.html": source("seeds/html/fiji-seagrass.html"),
        "inbox/hajj-train.txt": source("archives/hajj-train.txt"),
        "inbox/environment.jsonl": source("archives/environment.jsonl"),
    }


def inbox() -> dict[str, bytes]:
    """Members of the tar archive."""
    names = ("fog-rotterdam.txt", "tango-docks.json")
    return {"inbox/": b"", **{f"inbox/{name}": source(f"archives/{name}") for name in names}}


RECIPES: dict[str, Callable[[], bytes]] = {
    "archives/bundle.zip": lambda: zipped(bundle()),
    "archives/inbox.tar.gz": lambda: tarred(inbox()),
    "broken/bomb.txt.gz": lambda: gzipped(source("broken/truncated.txt") + b" " * BOMB_SPACES),
    "broken/broken.warc": cut_warc,
    "broken/corrupt.zip": lambda: b"PK\x03\x04" + source("broken/truncated.txt"),
    "broken/deep.json": deep_json,
    "broken/encrypted.zip": encrypted_zip,
    "broken/nested.zip": lambda: zipped({"inner.zip": zipped(bundle())}),
    "broken/nul.txt": lambda: source("broken/nul.txt").replace(NUL_SIGN.encode(), b"\0"),
    "broken/picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2,
    "broken/truncated.parquet": lambda: parquet_of("parquet/articles.jsonl")[:3000],
    "broken/truncated.txt.gz": lambda: gzip_of("broken/truncated.txt")[:-40],
    "broken/undecodable.txt": bad_utf16,
    "html/pune-battery.html.zst": partial(zstd_of, "html/pune-battery.html"),
    "json/agency.jsonl.gz": partial(gzip_of, "json/agency.jsonl"),
    "json/crawl.jsonl.zst": partial(zstd_of, "json/crawl.jsonl"),
    "parquet/articles.parquet": partial(parquet_of, "parquet/articles.jsonl"),
    "text/athens-heat.txt.gz": partial(gzip_of, "text/athens-heat.txt"),
    "text/gyeongju-tomb.txt": lambda: b"\xff\xfe" + encoded("text/gyeongju-tomb.txt", "utf-16-le"),
    "text/sao-paulo-coffee.txt": partial(encoded, "text/sao-paulo-coffee.txt", "cp1252", "\r\n"),
    "text/school-meals-helsinki.txt": partial(
        encoded, "text/school-meals-helsinki.txt", "utf-8-sig"
    ),
    "warc/news.warc.gz": lambda: b"".join(map(gzipped, warc_of("news.toml"))),
    "warc/plain.warc": lambda: b"".join(warc_of("plain.toml")),
}


def outdated(folder: Path = SEEDS) -> list[str]:
    """Names of the packed files that are missing or not what their recipe gives."""
    return [
        name
        for name, recipe in RECIPES.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != recipe()
    ]


def write(folder: Path = SEEDS) -> None:
    """Writes every packed file."""
    for name, recipe in RECIPES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(recipe())


def main(arguments: list[str] | None = None) -> int:
    """Packs, or checks; returns the exit status."""
    parser = argparse.ArgumentParser(description="Packs the binary members of seeds/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if outdated")
    options: Any = parser.parse_args(arguments)
    if not options.check:
        write()
        return 0
    names = outdated()
    for name in names:
        print(f"outdated: seeds/{name}", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
