"""`newsmill learn`: which lines recur across the articles of a site, kept with the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import line_table
from pipeline.config import OptionError, RunConfig
from pipeline.preflight import dataset_at
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
    dataset = dataset_at(config.home, config.scratch)
    dataset.create()
    url = line_table.keep(dataset, to_text(found))
    return f"{len(found):,} lines recur in {number:,} articles; {url}"


def articles(config: RunConfig) -> Iterator[tuple[str, Sequence[str]]]:
    """Site and lines of each article that is plain text; HTML needs no such table."""
    parse = parser(dict(config.field_map))
    for source in expand(list(config.files), exclude=config.home):
        for message in records(source, config.limits):
            if isinstance(message, Reject):
                continue
            article = parse(Article(message))
            if isinstance(article, Article) and article.markup != "html":
                yield site_of(article.url), split_lines(normalise(article.content))
