"""Drops records whose article is already published, before the costly stages see them.

Two looks, both cheap: the index of committed article ids, and the ids this worker has just seen.
Copies that other workers hold in the same slice are resolved by the committer with the same rank,
so the result never depends on how the slice was spread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from schemas.article import Article, Duplicate
from transforms.fingerprint import Rank, rank_of

LOCK_SECONDS = 60

Lookup = Callable[[str], bool]


def duplicate_of(article: Article) -> Duplicate:
    """The article as a duplicate of the one that has its id."""
    return Duplicate(
        article.message,
        article.article_id,
        article.url,
        article.canonical_url,
        article.content_hash,
        article.title,
    )


def deduplicator(committed: Lookup) -> Callable[[Article], Article | Duplicate]:
    """Factory of the stage for one shard.

    A copy is dropped only when a better-ranked one has been handed on, so the best copy of the
    shard always gets through, whatever order the runner chooses.
    """
    seen: dict[str, Rank] = {}

    def deduplicate(article: Article) -> Article | Duplicate:
        rank = rank_of(article)
        known = seen.get(article.article_id)
        if committed(article.article_id) or (known is not None and known < rank):
            return duplicate_of(article)
        seen[article.article_id] = rank
        return article

    return deduplicate


def index_lookup(path: str | None) -> Lookup:
    """Whether an article id is in the dataset's index (SQLite, table `articles`); no path, no hit.

    Raises sqlite3.OperationalError if the index cannot be opened.
    """
    if path is None:
        return lambda _: False
    file = Path(path).absolute()
    connection = connected(file, file.stat().st_ino if file.exists() else 0)
    connection.execute("select count(*) from state").fetchone()

    def committed(article_id: str) -> bool:
        key = bytes.fromhex(article_id)
        found = connection.execute("select 1 from articles where article_id = ?", (key,))
        return found.fetchone() is not None

    return committed


@lru_cache(maxsize=2)
def connected(path: Path, _inode: int) -> sqlite3.Connection:
    """A connection that this process keeps for all its shards, until the index is made anew."""
    uri = f"{path.as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=LOCK_SECONDS, check_same_thread=False)


def index_deduplicator(path: str | None) -> Callable[[Article], Article | Duplicate]:
    """Factory over an index file, picklable by its path."""
    return deduplicator(index_lookup(path))
