"""The Dedup stage's look at the index of committed articles."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline.index import open_index
from transforms.dedup import connected, index_lookup

ID = "ab" * 16


def index_with(path: Path, *ids: str) -> None:
    index = open_index(path)
    with index.connection:
        index.connection.executemany(
            "insert into articles values (?)", [(bytes.fromhex(one),) for one in ids]
        )
    index.close()


def test_shards_share_one_connection(tmp_path):
    path = tmp_path / "index.sqlite"
    index_with(path)
    connected.cache_clear()
    lookups = [index_lookup(str(path)) for _ in range(5)]
    assert connected.cache_info().misses == 1
    assert not any(lookup(ID) for lookup in lookups)
    index_with(path, ID)
    assert all(lookup(ID) for lookup in lookups)


def test_an_index_that_is_made_anew_is_seen(tmp_path):
    path = tmp_path / "index.sqlite"
    index_with(path, ID)
    assert index_lookup(str(path))(ID)
    index_with(tmp_path / "other.sqlite")
    (tmp_path / "other.sqlite").replace(path)
    assert not index_lookup(str(path))(ID)


def test_a_missing_index_is_an_error(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        index_lookup(str(tmp_path / "none.sqlite"))
