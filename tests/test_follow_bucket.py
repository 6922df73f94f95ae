"""A prefix of an object store that is followed, against a local S3 server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from conftest import article
from moto.server import ThreadedMotoServer

from pipeline.config import OptionError, RunConfig
from pipeline.index import open_index
from pipeline.record import Record
from pipeline.sources.feed import FeedError
from pipeline.sources.folder import FolderFeed
from pipeline.sources.roots import check_followed

BUCKET = "articles"
PATIENCE = 30.0


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    yield running
    running.stop()


@pytest.fixture
def store(server: ThreadedMotoServer) -> Iterator[Any]:
    with closing(boto3.client("s3")) as client:
        client.create_bucket(Bucket=BUCKET)
        for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):  # another test's
            client.delete_object(Bucket=BUCKET, Key=item["Key"])
        yield client


def put(store: Any, key: str, *numbers: int) -> None:
    body = "".join(json.dumps(article(number)) + "\n" for number in numbers)
    store.put_object(Bucket=BUCKET, Key=key, Body=body.encode())


def pull(stream: Iterator[Record | None], number: int) -> list[str]:
    """The files of the next `number` records."""
    found: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < number:
        item = next(stream)
        assert time.monotonic() < deadline
        if item is not None:
            found.append(item.message.origin.uri)
    return found


def tick(stream: Iterator[Record | None], ticks: list[float]) -> None:
    """Idles for ever, and keeps how long each look took, seconds."""
    started = time.monotonic()
    for item in stream:
        assert item is None
        ticks.append(time.monotonic() - started)
        started = time.monotonic()


def config(tmp_path: Path) -> RunConfig:
    return RunConfig(
        inputs=(f"s3://{BUCKET}/in/",), output=str(tmp_path / "out"), follow=True,
        settle="1s", poll_interval="500ms", source_timeout="0.1s",
    )  # fmt: skip


def test_objects_are_taken_as_they_come(store, tmp_path):
    check_followed(config(tmp_path))
    said: list[str] = []
    feed = FolderFeed(config(tmp_path), open_index(tmp_path / "index.sqlite"), said.append)
    stream = feed.records()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        assert next(stream) is None  # a prefix with nothing below it is no error
    put(store, "in/a.jsonl", 1, 2)
    put(store, "elsewhere.jsonl", 3)
    assert pull(stream, 2) == [f"s3://{BUCKET}/in/a.jsonl"] * 2
    put(store, "in/sub/b.jsonl", 4)
    assert pull(stream, 1) == [f"s3://{BUCKET}/in/sub/b.jsonl"]
    assert said == []
    feed.close()
    feed.index.close()


def test_store_that_goes_away(server, store, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.sources.arrivals.ANSWER_SECONDS", 1.0)
    said: list[str] = []
    feed = FolderFeed(config(tmp_path), open_index(tmp_path / "index.sqlite"), said.append)
    stream = feed.records()
    put(store, "in/a.jsonl", 1)
    pull(stream, 1)
    server.stop()
    ticks: list[float] = []
    with pytest.raises(FeedError, match="has been away"):
        tick(stream, ticks)
    assert max(ticks) < 2  # the client alone would try again for minutes
    assert said[0] == f"no answer from s3://{BUCKET}/in/; waiting for it for up to 0.1 s"
    feed.close()
    feed.index.close()


def test_objects_are_not_moved(tmp_path, store):
    with pytest.raises(OptionError, match="moves local files only"):
        check_followed(replace(config(tmp_path), done=str(tmp_path / "done")))
