"""The commit of articles that were processed again: their rows replace those of earlier commits.

What the stages found anew comes from the staged rows; every other column and table is copied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import accounting, points
from pipeline.accounting import AccountingError
from pipeline.commit import CommitConfig, PlanAgainError, Prepared
from pipeline.dataset import Dataset
from pipeline.enrichment import Enrichment
from pipeline.index import Index
from pipeline.live import ARTICLE_TABLES, Replaced
from pipeline.resolve import Resolved, in_schema, read_staged, unfold
from pipeline.sinks.tables import FileWriter
from pipeline.slices import Slice
from schemas.arrow import arrow_schema
from schemas.columns import LINEAGE
from schemas.manifest import Manifest, commit_id
from schemas.staged import STAGED
from schemas.tables import DUPLICATES, TABLES, TOMBSTONES
from schemas.version import SCHEMA_VERSION

Rows = dict[str, pa.Table]
"""Rows by table, ARTICLE_TABLES all."""


@dataclass(frozen=True)
class Rewriting:
    """What all slices of a run share.

    Attributes:
        enrichment: what was run again.
        models: with which models, by the names of the manifests.
        replaced: the commits that are replaced already.
        keep_seconds: how long the files of replaced commits stay.
    """

    enrichment: Enrichment
    models: Mapping[str, str]
    replaced: Replaced
    keep_seconds: float


def check_live(rewriting: Rewriting, dataset: Dataset, numbers: Sequence[int]) -> None:
    """Raises PlanAgainError if another run has replaced one of the commits meanwhile."""
    gone = rewriting.replaced.follow(dataset).intersection(numbers)
    if gone:
        raise PlanAgainError(
            f"another run has just replaced commit {commit_id(min(gone))}; planning again"
        )


def prepare_rewrite(
    rewriting: Rewriting,
    dataset: Dataset,
    index: Index,
    planned: Slice,
    config: CommitConfig,
    folder: Path,
) -> Prepared:
    """Writes and checks the files, below `folder`. The index knows the articles already.

    Raises:
        PlanAgainError: another run has replaced some of the same commits.
        AccountingError: articles were lost, doubled or invented.
    """
    number = index.last()[0] + 1
    manifests = [dataset.manifest(replaced) for replaced in planned.replaces]
    old = live_rows(rewriting, dataset, manifests)
    folders = [planned.rows_folder(spool) for spool in planned.spools]
    rows = enriched(rewriting.enrichment, old, folders, lineage_of(config, number))
    resolved = resolved_of(rows)
    points.reached("resolved")
    granularity = dataset.manifest(number - 1).granularity
    writer = FileWriter(folder, number, config.started_at.date(), config.compression)
    files = tuple(writer.write_all(resolved, (), granularity))
    points.reached("files-written")
    counts = accounting.count(resolved, STAGED["rejects"].empty_table())
    accounting.check_files(counts, files)
    now = datetime.now(UTC)
    manifest = Manifest(
        commit=number,
        run_id=config.run_id,
        kind=planned.kind,
        created_at=now.isoformat(timespec="seconds"),
        schema_version=SCHEMA_VERSION,
        pipeline_version=config.pipeline_version,
        granularity=granularity,
        models={
            **rewriting.enrichment.without_own(manifests[0].models),
            **rewriting.models,
        },
        counts=counts,
        files=files,
        sources=(),
        replaces=planned.replaces,
        kept_until=kept_until(now, rewriting.keep_seconds),
    )
    return manifest, []


def live_rows(rewriting: Rewriting, dataset: Dataset, manifests: Sequence[Manifest]) -> Rows:
    """The commits' rows; raises PlanAgainError if another run has replaced one of them."""
    numbers = [manifest.commit for manifest in manifests]
    check_live(rewriting, dataset, numbers)
    try:
        return article_rows(dataset, manifests)
    except FileNotFoundError:
        check_live(rewriting, dataset, numbers)
        raise


def lineage_of(config: CommitConfig, number: int) -> dict[str, object]:
    """What every row of the commit says of its origin."""
    return {
        "ingested_at": config.started_at,
        "run_id": config.run_id,
        "commit_id": commit_id(number),
        "pipeline_version": config.pipeline_version,
    }


def resolved_of(rows: Rows) -> Resolved:
    """Rows of articles as a commit's, with no row of another table."""
    return Resolved(
        **{name: in_schema(rows[name], TABLES[name]) for name in ARTICLE_TABLES},
        duplicates=arrow_schema(DUPLICATES).empty_table(),
        tombstones=arrow_schema(TOMBSTONES).empty_table(),
        replays=(),
    )


def kept_until(now: datetime, seconds: float) -> str:
    """The moment at which replaced files go, ISO 8601; empty for at once."""
    later = now + timedelta(seconds=seconds)
    return later.isoformat(timespec="seconds") if seconds else ""


def article_rows(dataset: Dataset, manifests: Sequence[Manifest]) -> Rows:
    """The commits' rows of articles and of what was found in them; as many as one slice has.

    Raises:
        FileNotFoundError: a file is gone.
        AccountingError: a file does not hold what its manifest says.
    """
    parts: dict[str, list[pa.Table]] = {
        name: [arrow_schema(TABLES[name]).empty_table()] for name in ARTICLE_TABLES
    }
    for manifest in manifests:
        for file in manifest.files:
            if file.table in parts:
                with dataset.parquet(file.path) as footer:
                    rows = footer.read()
                if rows.num_rows != file.rows:
                    raise AccountingError(f"{file.path}: {rows.num_rows} rows, not {file.rows}")
                parts[file.table].append(rows.cast(arrow_schema(TABLES[file.table])))
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def enriched(
    enrichment: Enrichment, old: Rows, folders: Sequence[Path], lineage: Mapping[str, object]
) -> Rows:
    """The rows with what was found anew; an article on which a stage failed keeps what it had."""
    reline = partial(relined, lineage=lineage)
    rows = {name: reline(table) for name, table in old.items()}
    nested = [table.name for table in enrichment.tables]
    staged = read_staged(folders, "articles", ["article_id", *enrichment.columns, *nested])
    ids = rows["articles"]["article_id"]
    refused = read_staged(folders, "rejects", ["reason"]).num_rows
    check_ids(ids, staged["article_id"], refused)
    places = pc.index_in(ids, value_set=staged["article_id"].combine_chunks())
    found, failed = staged.take(places), pc.is_null(places)
    articles = rows["articles"]
    for name in enrichment.columns:
        values = pc.if_else(failed, articles[name], found[name]) if refused else found[name]
        articles = replaced_column(articles, name, values)
    standing = articles["article_id"].filter(failed).combine_chunks()
    for table in enrichment.tables:
        anew = unfold(articles.append_column(table.name, found[table.name]), table.name, table)
        kept = rows[table.name].filter(pc.is_in(rows[table.name]["article_id"], standing))
        rows[table.name] = pa.concat_tables([anew, in_schema(kept, table)])
    return rows | {"articles": articles}


def check_ids(ids: pa.ChunkedArray, staged: pa.ChunkedArray, refused: int) -> None:
    """Raises AccountingError unless each article came back once, or was refused."""
    known, back = set(ids.to_pylist()), staged.to_pylist()
    if not known >= set(back) or len(set(back)) != len(back) or len(ids) != len(back) + refused:
        raise AccountingError(
            f"{len(ids):,} articles were to be processed again, {len(back):,} came back and "
            f"{refused:,} were refused"
        )


def relined(rows: pa.Table, lineage: Mapping[str, object]) -> pa.Table:
    """The rows as of this run and commit."""
    for column in LINEAGE:
        value = pa.scalar(lineage[column.name], column.type)
        rows = replaced_column(rows, column.name, pa.repeat(value, rows.num_rows))
    return rows


def replaced_column(rows: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """The rows with other values in one column."""
    return rows.set_column(rows.schema.get_field_index(name), name, values)
