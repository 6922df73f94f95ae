"""`newsmill learn`: which lines recur across the articles of a site, kept with the dataset."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.config import OptionError, RunConfig
from pipeline.dataset import Dataset
from pipeline.sources.files import expand
from pipeline.sources.source import records
from schemas.article import Article
from schemas.reject import Reject
from transforms.normalise import normalise
from transforms.parse import parser
from transforms.recurring import Candidates, Cells, site_of, to_text
from transforms.text_lines import split_lines


def learn(config: RunConfig) -> str:
    """Reads the input twice, writes the table; what it came to, in a line.

    Raises:
        OptionError: an input is no file, or none is there.
        InputError: a source cannot be read.
    """
    if config.topics or "-" in config.inputs:
        raise OptionError("learn reads its input twice; name files or folders")
    cells, number = Cells(), 0
    for site, lines in articles(config):
        cells.add(site, lines)
        number += 1
    if not number:
        raise OptionError(f"no plain-text articles in {', '.join(config.inputs)}")
    candidates = Candidates(cells)
    for site, lines in articles(config):
        candidates.add(site, lines)
    found = candidates.found()
    path = write(Dataset(config.output_path), to_text(found))
    return f"{len(found):,} lines recur in {number:,} articles; {path}"


def articles(config: RunConfig) -> Iterator[tuple[str, Sequence[str]]]:
    """Site and lines of each article that is plain text; HTML needs no such table."""
    parse = parser(dict(config.field_map))
    for source in expand(list(config.files), exclude=config.output_path):
        for message in records(source, config.limits, 0, lambda _: None):
            if isinstance(message, Reject):
                continue
            article = parse(Article(message))
            if isinstance(article, Article) and article.markup != "html":
                yield site_of(article.url), split_lines(normalise(article.content))


def write(dataset: Dataset, text: str) -> Path:
    """Writes a table under the name of its hash, then what points to it."""
    dataset.create()
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    path = dataset.lines / f"{digest}.tsv"
    dataset.lines.mkdir(exist_ok=True)
    replace_file(path, text)
    replace_file(dataset.lines_pointer, json.dumps({"table": path.name}) + "\n")
    return path


def replace_file(path: Path, text: str) -> None:
    """Puts a whole file in the place of another at once."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
