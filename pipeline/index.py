"""The dataset's index: what is committed, looked up by article id, source file and reject id.

It is a cache: everything in it follows from the manifests and the data files they name, and it
catches up with them at every start. SQLite keeps memory flat whatever the dataset's size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.shard import Part
from schemas.manifest import UNREADABLE, Manifest, SourceRange

INDEX_VERSION = 2
TABLES = """
create table if not exists state (version integer, last_commit integer, last_run text);
create table if not exists articles (article_id blob primary key) without rowid;
create table if not exists sources
    (uri text, part text, version text, next integer, complete integer, total integer,
     primary key (uri, part)) without rowid;
create table if not exists shards (shard text primary key, finished integer) without rowid;
create table if not exists resolved (reject_id blob primary key) without rowid;
"""
LOCK_SECONDS = 60
LOOKED_UP = 500
"""Values in one query; older SQLites take no more than 999."""


@dataclass(frozen=True)
class Standing:
    """How far a source file, or one part of it, is consumed; `total` as soon as it is known how
    many records the file has."""

    part: Part
    version: str
    next: int
    complete: bool
    total: int | None


class Index:
    """An open index; use `open_index`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.known_to_match = 0

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    def last(self) -> tuple[int, str]:
        """Number and run of the last commit applied; (0, "") for none."""
        row = self.connection.execute("select last_commit, last_run from state").fetchone()
        return (int(row[0]), str(row[1]))

    def committed(self, article_ids: Sequence[str]) -> set[str]:
        """Those of the articles that are committed."""
        keys = [bytes.fromhex(article_id) for article_id in article_ids]
        known: set[str] = set()
        for start in range(0, len(keys), LOOKED_UP):
            some = keys[start : start + LOOKED_UP]
            marks = ", ".join("?" * len(some))
            query = f"select article_id from articles where article_id in ({marks})"  # noqa: S608 - marks only
            known.update(row[0].hex() for row in self.connection.execute(query, some))
        return known

    def is_resolved(self, reject_id: str) -> bool:
        """Whether a replay has settled that reject."""
        key = bytes.fromhex(reject_id)
        found = self.connection.execute("select 1 from resolved where reject_id = ?", (key,))
        return found.fetchone() is not None

    def source(self, uri: str, part: str = "") -> tuple[str, int, bool] | None:
        """Version, next record and completeness of a source, or of a part of a file; None if it is
        unknown."""
        found = self.connection.execute(
            "select version, next, complete from sources where uri = ? and part = ?", (uri, part)
        ).fetchone()
        return None if found is None else (str(found[0]), int(found[1]), bool(found[2]))

    def complete(self, uris: Sequence[str]) -> dict[str, str]:
        """The versions of those files that are committed to their end as a whole, and perhaps of
        others between them.

        What lies between the first and the last is read at once, unless that is much more.
        """
        query = "select uri, version from sources where complete and part = ''"
        between = f"{query} and uri between ? and ? limit {2 * LOOKED_UP}"
        found = dict(self.connection.execute(between, (min(uris), max(uris))))
        if len(found) < 2 * LOOKED_UP:
            return found
        marks = ", ".join("?" * len(uris))
        return dict(self.connection.execute(f"{query} and uri in ({marks})", uris))

    def standings(self, uri: str) -> list[Standing]:
        """All that is known of a file: of the whole, or of parts of it."""
        rows = self.connection.execute(
            "select part, version, next, complete, total from sources where uri = ?", (uri,)
        )
        return [
            Standing(Part.named(part), version, behind, bool(complete), total)
            for part, version, behind, complete, total in rows
        ]

    def is_cut_otherwise(self, source: SourceRange) -> bool:
        """Whether others share the same file in another number of parts."""
        of = Part.named(source.part).of
        return any(
            known.version == source.version != UNREADABLE and known.part.of != of
            for known in self.standings(source.uri)
        )

    def is_finished(self, shard: str) -> bool:
        """Whether that share of the input had been read to its end at its last commit."""
        found = self.connection.execute("select finished from shards where shard = ?", (shard,))
        return bool((found.fetchone() or (False,))[0])

    def follow(self, manifest: Manifest, article_ids: Iterable[str]) -> None:
        """Takes in the commit that comes next."""
        self.apply(manifest, article_ids)
        self.known_to_match = manifest.commit

    def apply(self, manifest: Manifest, article_ids: Iterable[str]) -> None:
        """Takes one commit in; whole or not at all."""
        with self.connection:
            self.add_articles(sorted(map(bytes.fromhex, article_ids)))
            self.add_positions(manifest)

    def add_articles(self, keys: Iterable[bytes]) -> None:
        """Article ids, within a transaction; best in order, since neighbours share a page."""
        self.connection.executemany(
            "insert or ignore into articles values (?)", ((key,) for key in keys)
        )

    def add_positions(self, manifest: Manifest) -> None:
        """The rest of a commit, within a transaction.

        Of a file that has changed nothing else is of use; where one process could not read it,
        what the others have read stands.
        """
        self.connection.executemany(
            "delete from sources where uri = ? and version <> ?",
            ((s.uri, s.version) for s in manifest.sources if s.version != UNREADABLE),
        )
        self.connection.executemany(
            "insert or replace into sources values (?, ?, ?, ?, ?, ?)",
            (
                (s.uri, s.part, s.version, s.next, s.complete, s.end if s.complete else None)
                for s in manifest.sources
            ),
        )
        self.connection.execute(
            "insert or replace into shards values (?, ?)", (manifest.shard, manifest.finished)
        )
        self.connection.executemany(
            "insert or ignore into resolved values (?)",
            ((bytes.fromhex(reject_id),) for reject_id in manifest.resolved_rejects),
        )
        self.connection.execute(
            "update state set last_commit = ?, last_run = ?",
            (manifest.commit, manifest.run_id),
        )


def open_index(path: Path) -> Index:
    """Opens the index, making a new one if there is none or if it is of another version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return index_at(path)
    except sqlite3.OperationalError:
        raise  # in use by another run, or not readable: no reason to throw it away
    except sqlite3.DatabaseError:
        # A cache that cannot be read is rebuilt from the manifests.
        path.unlink(missing_ok=True)
        return index_at(path)


def empty_index() -> Index:
    """An index in memory, for a dataset that does not exist yet."""
    return index_at(":memory:")


def index_at(path: Path | str) -> Index:
    """The index in a file, or in memory (":memory:"); sqlite3.DatabaseError if it is none of this
    version."""
    connection = sqlite3.connect(path, timeout=LOCK_SECONDS)
    connection.executescript(TABLES)
    row = connection.execute("select version from state").fetchone()
    if row is None:
        with connection:
            connection.execute("insert into state values (?, 0, '')", (INDEX_VERSION,))
    elif row[0] != INDEX_VERSION:
        connection.close()
        raise sqlite3.DatabaseError(f"index version {row[0]}")
    return Index(connection)
