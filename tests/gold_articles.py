"""Reads the marked articles of tests/data/entities; its README says what the marks mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "entities"
_SEPARATOR = re.compile(r"^====+\n", re.MULTILINE)
_ENTITY = re.compile(
    r"= (?P<key>\w+) (?P<type>[A-Z_]+) (?P<name>.+?)"
    r"(?: @(?P<country>[A-Z]{2})(?: (?P<lat>-?[\d.]+),(?P<lon>-?[\d.]+))?)?"
    r"(?P<government> ~government)?"
)
_MARK = re.compile(
    r"\[(?P<surface>[^\[\]|]+)\|(?P<key>\w+)\]"
    r"|\{(?P<speaker>\w+|-)/(?P<verb>[^/\s]+)/(?P<kind>direct|partial) |(?P<end>\})"
)


@dataclass(frozen=True)
class GoldEntity:
    """What a head declares; `point` is latitude and longitude in degrees."""

    key: str
    type: str
    name: str
    country: str | None
    point: tuple[float, float] | None
    government: bool


@dataclass(frozen=True)
class GoldMention:
    """`text[start:end] == surface`."""

    start: int
    end: int
    surface: str
    key: str


@dataclass(frozen=True)
class GoldQuotation:
    """`text[start:end]` holds the quotation marks too; None where the text leaves it open."""

    start: int
    end: int
    speaker: str | None
    verb: str | None
    kind: str


@dataclass(frozen=True)
class GoldArticle:
    """`name` is the file's and the article's number in it, from 1."""

    name: str
    title: str
    dateline: str | None
    authors: tuple[str, ...]
    published: str | None
    text: str
    entities: dict[str, GoldEntity]
    mentions: tuple[GoldMention, ...]
    quotations: tuple[GoldQuotation, ...]


@cache
def gold_articles() -> tuple[GoldArticle, ...]:
    """All of them, in the order of their files."""
    return tuple(article for path in sorted(FOLDER.glob("*.txt")) for article in _read(path))


def fully_marked() -> tuple[GoldArticle, ...]:
    """Those in which every name is marked; `quoted_*` mark what quotations and places need."""
    return tuple(gold for gold in gold_articles() if not gold.name.startswith("quoted_"))


def _read(path: Path) -> Iterator[GoldArticle]:
    for number, source in enumerate(_SEPARATOR.split(path.read_text(encoding="utf-8")), 1):
        yield read_article(f"{path.stem}-{number}", source)


def read_article(name: str, source: str) -> GoldArticle:
    """One article; AssertionError where a mark is wrong."""
    head, _, body = source.strip().partition("\n\n")
    lines = head.splitlines()
    fields = dict(line.split(": ", 1) for line in lines if not line.startswith("="))
    assert fields.keys() <= {"title", "dateline", "authors", "published"}, name
    entities = {e.key: e for e in (_entity(name, line) for line in lines if line.startswith("="))}
    text, mentions, quotations = _unmarked(name, _joined(body))
    keys = {mention.key for mention in mentions}
    assert keys == entities.keys(), (name, keys ^ entities.keys())
    assert {q.speaker for q in quotations} <= keys | {None}, name
    return GoldArticle(
        name,
        fields["title"],
        fields.get("dateline"),
        tuple(fields["authors"].split("; ")) if "authors" in fields else (),
        fields.get("published"),
        text,
        entities,
        tuple(mentions),
        tuple(quotations),
    )


def _entity(name: str, line: str) -> GoldEntity:
    match = _ENTITY.fullmatch(line.strip())
    assert match, (name, line)
    point = (float(match["lat"]), float(match["lon"])) if match["lat"] else None
    kind, country = match["type"], match["country"]
    return GoldEntity(match["key"], kind, match["name"], country, point, bool(match["government"]))


def _joined(body: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", body.strip()))


def _unmarked(name: str, marked: str) -> tuple[str, list[GoldMention], list[GoldQuotation]]:
    """The text without its marks, and what they say."""
    parts: list[str] = []
    length = place = 0
    mentions: list[GoldMention] = []
    quotations: list[GoldQuotation] = []
    open_quotation: tuple[int, re.Match[str]] | None = None
    for match in _MARK.finditer(marked):
        parts.append(marked[place : match.start()])
        length += len(parts[-1])
        place = match.end()
        if match["surface"]:
            end = length + len(match["surface"])
            mentions.append(GoldMention(length, end, match["surface"], match["key"]))
            parts.append(match["surface"])
            length = end
        elif match["kind"]:
            assert open_quotation is None, (name, match.group())
            open_quotation = (length, match)
        else:
            assert open_quotation is not None, (name, marked[place - 60 : place])
            start, mark = open_quotation
            quotations.append(
                GoldQuotation(
                    start,
                    length,
                    None if mark["speaker"] == "-" else mark["speaker"],
                    None if mark["verb"] == "-" else mark["verb"],
                    mark["kind"],
                )
            )
            open_quotation = None
    assert open_quotation is None, name
    text = "".join([*parts, marked[place:]])
    assert not set(text) & set("[]{}|"), (name, [c for c in text if c in "[]{}|"])
    return text, mentions, quotations
