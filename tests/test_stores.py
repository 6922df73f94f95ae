"""What every store promises, by the same tests on a local disk and on an object store."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from obstore.exceptions import GenericError
from s3_proxy import Proxy, Request
from s3_server import CREDENTIALS

from pipeline.stores.bucket import Pages
from pipeline.stores.folders import (
    delete_folder,
    download_folder,
    read_ahead,
    upload_folder,
)
from pipeline.stores.opening import home_of, open_store
from pipeline.stores.store import Store, StoreError

WRITERS = 8


@pytest.fixture
def store(home) -> Store:
    return open_store(home("a dataset/ü%20=1"))


def names(store: Store, prefix: str) -> list[str]:
    return sorted(entry.name for entry in store.list(prefix))


def test_write_read_size_delete(store):
    assert store.size("a/b.json") is None
    store.write("a/b.json", b"one")
    store.write("a/b.json", b"three")
    assert (store.read("a/b.json"), store.size("a/b.json")) == (b"three", 5)
    store.delete(["a/b.json", "a/never.json"])
    store.delete([])
    assert store.size("a/b.json") is None
    with pytest.raises(FileNotFoundError):
        store.read("a/b.json")
    with pytest.raises(FileNotFoundError):
        store.open("a/b.json")


def test_an_object_that_goes_away_while_it_is_read_is_not_there(bucket, s3_port, monkeypatch):
    direct = open_store(bucket)
    direct.write("a/b.json", b"x" * 100_000)
    reads: list[Request] = []

    def decide(request: Request) -> str:
        if request.method == "GET":
            reads.append(request)
        if len(reads) == 2:
            direct.delete(["a/b.json"])
        return "cut" if len(reads) == 1 else ""

    with Proxy(s3_port, decide) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        with pytest.raises(FileNotFoundError):
            open_store(bucket).read("a/b.json")
    assert len(reads) == 2


def test_create_has_one_winner(store):
    together = Barrier(WRITERS)

    def create(number: int) -> bool:
        together.wait()
        return store.create("_meta/plans/1.json", str(number).encode())

    with ThreadPoolExecutor(WRITERS) as pool:
        won = list(pool.map(create, range(WRITERS)))
    assert sum(won) == 1
    assert store.read("_meta/plans/1.json") == str(won.index(True)).encode()


def test_create_again_is_still_the_winner(store):
    assert store.create("x", b"mine")
    assert store.create("x", b"mine")
    assert not store.create("x", b"other")
    assert store.read("x") == b"mine"


def test_listings_know_folders(store):
    for name in ("d/1.json", "d/2.json", "d/e/3.json", "dd/4.json"):
        store.write(name, b"x")
    assert names(store, "d") == ["d/1.json", "d/2.json", "d/e/3.json"]
    assert {"1.json", "2.json"} <= set(store.names("d"))
    assert "4.json" not in set(store.names("d"))
    assert names(store, "nowhere") == list(store.names("nowhere")) == []
    assert {entry.size for entry in store.list("d")} == {1}


def test_listing_goes_on_behind_the_last_name(bucket, s3_port, monkeypatch):
    monkeypatch.setattr("pipeline.stores.bucket.PAGE", 2)
    monkeypatch.setattr("pipeline.stores.bucket.FIRST_WAIT_SECONDS", 0.01)
    store = open_store(f"{bucket}/ds")
    for number in range(9):
        store.write(f"d/{number}", b"x")
    following = Pages.following
    calls = []

    def breaks(pages: Pages) -> object:
        calls.append(pages.last)
        if len(calls) % 3 == 0:
            pages.begin()
            raise GenericError("cut off")
        return following(pages)

    monkeypatch.setattr(Pages, "following", breaks)
    assert names(store, "d") == [f"d/{number}" for number in range(9)]
    assert len(calls) > 5


def test_publish_may_be_repeated(store):
    store.write("_staging/r/a", b"A")
    store.write("_staging/r/b", b"B")
    moves = [("_staging/r/a", "data/t/p=1/a"), ("_staging/r/b", "data/t/p=2/b")]
    store.publish(moves[:1])
    store.publish(moves)
    assert (store.read("data/t/p=1/a"), store.read("data/t/p=2/b")) == (b"A", b"B")
    store.delete(["_staging/r/a", "_staging/r/b"])
    store.publish(moves)
    with pytest.raises(FileNotFoundError):
        store.publish([("_staging/r/c", "data/c")])


def test_files_go_up_and_come_down_whole(store, tmp_path):
    large = os.urandom((20 << 20) + 7)
    (tmp_path / "large").write_bytes(large)
    (tmp_path / "empty").write_bytes(b"")
    for name in ("large", "empty"):
        store.upload(tmp_path / name, f"up/{name}")
        store.download(f"up/{name}", tmp_path / "down" / name)
    assert (tmp_path / "down" / "large").read_bytes() == large
    assert (tmp_path / "down" / "empty").read_bytes() == b""
    with store.fetched("up/large") as local:
        assert local.stat().st_size == len(large)
    with pytest.raises(FileNotFoundError):
        store.download("up/none", tmp_path / "down" / "none")
    assert sorted(path.name for path in (tmp_path / "down").iterdir()) == ["empty", "large"]


def test_folders_go_up_and_come_down(store, tmp_path):
    folder = tmp_path / "rows"
    for name in ("a.arrow", "s/b.arrow", "s/t/c.arrow"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    upload_folder(store, folder, "_staging/run/rows")
    again = pickle.loads(pickle.dumps(store))  # noqa: S301 - our own
    found = download_folder(again, "_staging/run/rows", tmp_path / "back")
    assert [str(path.relative_to(tmp_path / "back")) for path in found] == [
        "a.arrow", "s/b.arrow", "s/t/c.arrow",
    ]  # fmt: skip
    assert all(path.read_text() == str(path.relative_to(tmp_path / "back")) for path in found)
    delete_folder(store, "_staging/run")
    assert names(store, "_staging/run") == []


def test_columns_are_read_by_ranges(store, tmp_path):
    rows = pa.table({"key": list(range(5000)), "text": [os.urandom(50).hex()] * 5000})
    pq.write_table(rows, tmp_path / "x.parquet", row_group_size=1000)
    store.upload(tmp_path / "x.parquet", "x.parquet")
    with store.open("x.parquet") as source, pq.ParquetFile(source) as file:
        found = [batch.column(0).to_pylist() for batch in file.iter_batches(columns=["key"])]
    assert [key for part in found for key in part] == list(range(5000))


def test_read_ahead_keeps_the_order():
    assert list(read_ahead(lambda number: number * 2, range(100))) == list(range(0, 200, 2))
    assert list(read_ahead(str, [])) == []


def test_pickle_holds_no_credentials(bucket):
    data = pickle.dumps(open_store(f"{bucket}/ds"))
    for secret in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        assert CREDENTIALS[secret].encode() not in data


def test_local_store_lists_no_unfinished_files(tmp_path):
    store = open_store(tmp_path)
    (tmp_path / ".a.json-1.partial").touch()
    (tmp_path / "a.json").touch()
    assert names(store, "") == ["a.json"] == list(store.names(""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("s3://b/ds/", "s3://b/ds"), ("file:///tmp/x/../y", "/tmp/y"), ("/tmp/y", "/tmp/y")],  # noqa: S108 - only spelled
)
def test_one_spelling_of_a_home(text, expected):
    assert home_of(text) == expected


def test_unreachable_store(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StoreError, match=r"cannot reach the store \(127\.0\.0\.1:1\)"):
        open_store(bucket).check()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://key:secret@bucket/x", "write s3://BUCKET/PREFIX"),
        ("s3:///x", "write s3://BUCKET/PREFIX"),
        ("ftp://host/x", "ftp:// cannot be written"),
    ],
)
def test_urls_that_are_no_homes(url, expected, bucket):
    with pytest.raises(StoreError, match=expected) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_missing_bucket(bucket):
    with pytest.raises(StoreError, match="does not exist; make the bucket first"):
        open_store(f"{bucket}-none/ds").check()


def test_local_paths_are_taken_as_they_are(tmp_path):
    assert open_store(Path("out")).url == "out"
    assert open_store(f"file://{tmp_path}").root == tmp_path
