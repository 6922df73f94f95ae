import json
from pathlib import Path

import pytest
from conftest import article, newsmill, write_jsonl

from pipeline.dataset import Dataset, manifest_name
from pipeline.verify import verify


@pytest.fixture
def output(tmp_path: Path, run) -> Path:
    source = write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(12)] + ["{"])
    run(source, "--output", tmp_path / "out", "--slice-records", 7)
    assert verify(Dataset(tmp_path / "out"))[0] == []
    return tmp_path / "out"


def findings(output: Path) -> str:
    result = newsmill("verify", output)
    assert result.returncode == 1
    return result.stdout


def first_file(output: Path, table: str = "articles") -> Path:
    return min((output / "data" / table).rglob("*.parquet"))


def test_missing_file(output):
    first_file(output).unlink()
    assert "missing" in findings(output)


def test_flipped_byte(output):
    path = first_file(output)
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    assert "checksum differs" in findings(output)


def test_truncated_file(output):
    path = first_file(output)
    path.write_bytes(path.read_bytes()[:-10])
    assert "bytes, " in findings(output)


def test_orphan(output):
    path = first_file(output)
    path.with_name("part-99999999-0001-abcdefabcdef.parquet").write_bytes(path.read_bytes())
    assert "orphan" in findings(output)


def test_file_that_two_manifests_name(output):
    path = output / manifest_name(1)
    manifest = json.loads(path.read_text()) | {"commit": 3}
    (output / manifest_name(3)).write_text(json.dumps(manifest))
    assert "in 2 manifests" in findings(output)


def test_manifest_under_another_number(output):
    path = output / manifest_name(2)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"commit": 7}))
    assert "its manifest says commit 7" in findings(output)


def test_missing_manifest(output):
    (output / manifest_name(1)).unlink()
    assert "commit 1 has no manifest" in findings(output)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda m: m["counts"].update(published=99), "does not balance"),
        (lambda m: m["sources"][0].update(rejected=99), "does not balance"),
        (lambda m: m["files"][0].update(rows=99), "rows"),
        (lambda m: m["sources"][0].update(first=3, next=10), "starts at record 3"),
    ],
)
def test_manifest_that_does_not_add_up(output, change, expected):
    path = output / manifest_name(1)
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    assert expected in findings(output)


def test_unreadable_manifest(output):
    (output / manifest_name(2)).write_text("{")
    assert "00000002.json" in findings(output)


def test_what_a_dead_run_left(output):
    (output / "_staging" / "20250101T000000Z-dead").mkdir()
    assert "left by a dead run" in findings(output)


def test_article_that_is_published_twice(output):
    dataset = Dataset(output)
    one = dataset.manifest(1)
    text = json.loads(dataset.store.read(manifest_name(1)))
    text["commit"] = dataset.last() + 1
    text["sources"] = [s | {"uri": "other"} for s in text["sources"]]
    for file in text["files"]:
        name = file["path"].replace("part-00000001", "part-00000009")
        (output / name).write_bytes((output / file["path"]).read_bytes())
        file["path"] = name
    (output / manifest_name(dataset.last() + 1)).write_text(json.dumps(text))
    assert one.counts.published
    assert "is published twice" in findings(output)
