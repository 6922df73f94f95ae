"""From a slice's staged rows to the rows to publish: copies resolved, nested rows unfolded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.sinks.staged_rows import read_file
from schemas.arrow import arrow_schema
from schemas.columns import Table
from schemas.found_tables import ENTITIES, QUOTATIONS, TOPICS
from schemas.staged import REPLAY_OF, STAGED
from schemas.tables import ARTICLES, DUPLICATES, TOMBSTONES
from transforms.fingerprint import rank

Committed = Callable[[Sequence[str]], set[str]]
"""Of article ids those that are committed."""


@dataclass(frozen=True)
class Resolved:
    """Rows to publish by table; rejects stay in their staged files.

    `replays` are the rejects whose replay gave an article; `duplicates` still has the staged
    column `replay_of`.
    """

    articles: pa.Table
    entities: pa.Table
    topics: pa.Table
    quotations: pa.Table
    duplicates: pa.Table
    tombstones: pa.Table
    replays: tuple[str, ...]


def read_staged(folders: Sequence[Path], name: str, columns: list[str] | None = None) -> pa.Table:
    """One staged table of all shards."""
    paths = [path for folder in folders for path in sorted(folder.glob(f"{name}-*.arrow"))]
    tables = [read_file(path, columns) for path in paths]
    if tables:
        return pa.concat_tables(tables)
    empty = STAGED[name].empty_table()
    return empty if columns is None else empty.select(columns)


def winners(articles: pa.Table, committed: Committed) -> list[bool]:
    """For each staged article whether it is the one to publish: not committed, best of its id."""
    ids = articles["article_id"].to_pylist()
    known = committed(ids)
    if len(set(ids)) == len(ids):
        return [article_id not in known for article_id in ids]
    best = best_places(ids, articles)
    return [
        best[article_id] == place and article_id not in known
        for place, article_id in enumerate(ids)
    ]


def best_places(ids: Sequence[str], articles: pa.Table) -> dict[str, int]:
    """The row of each id's best copy."""
    ranks = [
        rank(published, bool(authors), uri, record)
        for published, authors, uri, record in zip(
            pc.is_valid(articles["published_at"]).to_pylist(),
            pc.list_value_length(articles["authors"]).to_pylist(),
            articles["origin_uri"].to_pylist(),
            articles["origin_record"].to_pylist(),
            strict=True,
        )
    ]
    best: dict[str, int] = {}
    for place, article_id in enumerate(ids):
        if article_id not in best or ranks[place] < ranks[best[article_id]]:
            best[article_id] = place
    return best


def resolve(folders: Sequence[Path], committed: Committed, commit: str) -> Resolved:
    """Reads a slice's shards and decides, whatever the way they were spread."""
    staged = read_staged(folders, "articles")
    best = winners(staged, committed)
    kept = pa.array(best, pa.bool_())
    articles = with_commit(staged if all(best) else staged.filter(kept), commit)
    losers = staged.filter(pc.invert(kept))
    names = [*(column.name for column in DUPLICATES.columns), REPLAY_OF.name]
    duplicates = pa.concat_tables(
        with_commit(rows, commit).select(names)
        for rows in (
            read_staged(folders, "duplicates"),
            losers.rename_columns(_as_duplicate(losers)),
        )
    )
    return Resolved(
        articles=in_schema(articles, ARTICLES),
        entities=unfold(articles, "entities", ENTITIES),
        topics=unfold(articles, "topics", TOPICS),
        quotations=unfold(articles, "quotations", QUOTATIONS),
        duplicates=duplicates,
        tombstones=in_schema(with_commit(read_staged(folders, "tombstones"), commit), TOMBSTONES),
        replays=tuple(filter(None, articles[REPLAY_OF.name].to_pylist())),
    )


def _as_duplicate(staged: pa.Table) -> list[str]:
    return ["duplicate_id" if name == "record_id" else name for name in staged.column_names]


def with_commit(rows: pa.Table, commit: str) -> pa.Table:
    """Adds the commit id to staged rows."""
    return rows.append_column("commit_id", pa.repeat(commit, rows.num_rows))


def unfold(articles: pa.Table, name: str, table: Table) -> pa.Table:
    """One row per element of a nested column, with the article's columns beside it."""
    nested = articles[name].combine_chunks()
    parents = pc.list_parent_indices(nested)
    elements = pc.list_flatten(nested)
    inner = {field.name: pc.struct_field(elements, field.name) for field in elements.type}
    outer = articles.select(
        [c.name for c in table.columns if c.name not in inner and c.name in articles.column_names]
    ).take(parents)
    columns = {**{n: outer[n] for n in outer.column_names}, **inner}
    return in_schema(pa.table(columns), table)


def in_schema(rows: pa.Table, table: Table) -> pa.Table:
    """Columns in the table's order and exact types, sorted as the table declares."""
    schema = arrow_schema(table)
    rows = rows.select(schema.names).cast(schema)
    return rows.sort_by([(name, "ascending") for name in table.sort]).replace_schema_metadata(
        schema.metadata
    )
