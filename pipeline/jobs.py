"""What travels to a worker: plain values, cheap to import, safe to pickle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from transforms.entity_links import NO_LINKS, EntityLinks
from transforms.rows import Lineage
from transforms.taxonomy import Taxonomy


@dataclass(frozen=True)
class GraphConfig:
    """What the stages need to know; plain values that travel to any worker.

    Attributes:
        field_map: pairs of article attribute and the record's field (`--field`).
        min_words: articles with fewer words are refused.
        lines: URL of the table of recurring lines; None for none.
        extract_seconds: time limit of one page.
        extract_mib: memory limit of the extraction process, MiB.
        spacy_model: packages or paths of the entity models, as `spacy_model.named_models` reads.
        languages: codes of the wanted languages; empty for all.
        gpu: whether the entity model runs on the machine's GPU.
        without: names of the stages that are left out.
        index: path of the dataset's index, for the look at committed articles.
        taxonomy: the user's own topics; None for IPTC's.
        entity_links: the user's own Wikidata ids.
        restored: the records are articles of the dataset, to be enriched again.
        lineage: columns that every row of the run carries.
    """

    lineage: Lineage
    spacy_model: str
    languages: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    index: str | None = None
    field_map: tuple[tuple[str, str], ...] = ()
    min_words: int = 5
    lines: str | None = None
    extract_seconds: float = 20.0
    extract_mib: int = 2048
    taxonomy: Taxonomy | None = None
    entity_links: EntityLinks = NO_LINKS
    gpu: bool = False
    restored: bool = False


@dataclass(frozen=True)
class ShardJob:
    """One shard to run: its spool file, its folder for staged files, and the stages' config."""

    spool: str
    staging: str
    config: GraphConfig


_running: list[ShardJob] = []


@contextmanager
def running(job: ShardJob) -> Iterator[None]:
    """Makes `job` the shard that this process runs."""
    _running.append(job)
    try:
        yield
    finally:
        _running.pop()


def current_job() -> ShardJob:
    """The shard that this process runs: what a graph that is built once reads and stages."""
    return _running[-1]
