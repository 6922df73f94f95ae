"""Inputs on an object store, by the real S3 protocol against a local server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest
from conftest import article, newsmill
from moto.server import ThreadedMotoServer

from pipeline.dataset import Dataset
from pipeline.inspect import summary
from pipeline.sources.files import expand
from pipeline.sources.source import InputError, records
from transforms.formats.limits import Limits

BUCKET = "articles"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    with closing(boto3.client("s3")) as client:
        client.create_bucket(Bucket=BUCKET)
        lines = "".join(json.dumps(article(n)) + "\n" for n in range(4))
        client.put_object(Bucket=BUCKET, Key="in/a.jsonl", Body=lines.encode())
        text = "A title\n\n" + "Words of a story in Lima. " * 9
        client.put_object(Bucket=BUCKET, Key="in/sub/b.txt", Body=text.encode())
        client.put_object(Bucket=BUCKET, Key="other/c.txt", Body=text.encode())
    yield f"s3://{BUCKET}"
    server.stop()


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("/in/", 5), ("/in", 5), ("/in/*.jsonl", 4), ("/in/sub/b.txt", 1), ("/**", 6)],
)
def test_folders_globs_and_single_objects(bucket, pattern, count):
    files = list(expand([bucket + pattern]))
    assert sum(1 for file in files for _ in records(file, Limits())) == count


def test_nothing_there(bucket):
    with pytest.raises(InputError, match="no such input"):
        list(expand([f"{bucket}/none/"]))


def test_run_reads_a_bucket_and_the_second_run_adds_nothing(bucket, tmp_path, ruler_model):
    command = ("run", f"{bucket}/in/", "--output", tmp_path / "out", "--spacy-model", ruler_model)
    result = newsmill(*command)
    assert result.returncode == 0, result.stderr
    assert summary(Dataset(tmp_path / "out"))["runs"]["published"] == 5
    assert "0 rows published" in newsmill(*command).stdout


def test_missing_extra_and_missing_bucket_are_one_line(bucket, tmp_path):
    for uri, expected in (
        ("gs://articles/in/", "newsmill[gs]"),
        (f"{bucket}-none/in/", "s3://articles-none/in/"),
    ):
        result = newsmill("run", uri, "--output", tmp_path / "out")
        assert result.returncode == 2
        assert expected in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
