"""The promise, driven through the whole graph with anything that a file may hold."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import accounting
from pipeline.accounting import AccountingError
from pipeline.cli import main
from pipeline.commit import commit_slice
from pipeline.dataset import Dataset
from pipeline.inspect import read_batches, summary
from pipeline.verify import verify
from schemas.manifest import Counts, SourceRange

good = st.integers(0, 6).map(lambda n: json.dumps(article(n)).encode())
broken = st.one_of(
    st.binary(max_size=60),
    st.just(b'{"title": "no text"}'),
    st.just(b'{"text": "\\ud800 half a pair, and some more words behind it"}'),
    st.just(b"[" * 300),
    st.text(max_size=80).map(lambda t: json.dumps({"text": t, "url": t}).encode()),
)
files = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(good, good, broken), max_size=12).map(b"\n".join),
    st.text(max_size=400).map(lambda t: t.encode("utf-8", "surrogatepass")),
)
names = st.sampled_from(["a.jsonl", "b.txt", "c.html", "d.csv", "e.gz", "f.warc", "g.json", "h"])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(names, files, min_size=1, max_size=4))
def test_every_input_ends_exactly_once(ruler_model, contents):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for file, content in contents.items():
            (folder / "in" / file).write_bytes(content)
        output = folder / "out"
        command = ["run", str(folder / "in"), "--output", str(output), "--quiet"]
        assert main([*command, "--workers", "1", "--spacy-model", ruler_model]) == 0
        dataset = Dataset(output)
        assert verify(dataset)[0] == []
        places = Counter[tuple[str, int]]()
        for table in ("articles", "duplicates", "rejects"):
            for batch in read_batches(dataset, table):
                places += accounting.positions(pa.Table.from_batches([batch]))
        (manifest,) = dataset.manifests()
        assert {Path(source.uri).name for source in manifest.sources} == set(contents)
        expected = {(s.uri, n) for s in manifest.sources for n in range(s.next)}
        assert places == Counter(expected)
        assert summary(dataset)["runs"]["inputs"] == len(expected)


def test_lost_and_doubled_records_are_found():
    planned = Counter({("a", 0): 1, ("a", 1): 1})
    accounting.check_positions(planned, Counter({("a", 0): 1, ("a", 1): 1}))
    with pytest.raises(AccountingError, match="1 records have no outcome"):
        accounting.check_positions(planned, Counter({("a", 0): 1}))
    with pytest.raises(AccountingError, match="1 outcomes have no record"):
        accounting.check_positions(planned, Counter({("a", 0): 2, ("a", 1): 1}))


def test_gap_in_a_source_is_found():
    with pytest.raises(AccountingError):
        accounting.check_sources(Counter({("a", 0): 1}), [SourceRange("a", "v", 0, 2, True)])


def test_counts_that_do_not_add_up():
    assert Counts(3, 1, 1, 1, reasons={"nul_bytes": 1}).balanced
    assert not Counts(4, 1, 1, 1, reasons={"nul_bytes": 1}).balanced
    assert not Counts(3, 1, 1, 1).balanced


def test_a_run_that_loses_a_record_fails_and_commits_nothing(
    tmp_path, ruler_model, monkeypatch, capsys
):
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(article(n)) + "\n" for n in range(9)))

    def losing(dataset, index, planned, config):
        for path in planned.folder.glob("rows/*/articles-*.arrow"):
            path.unlink()
        return commit_slice(dataset, index, planned, config)

    monkeypatch.setattr("pipeline.run.commit_slice", losing)
    command = ["run", str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "out"), "--quiet"]
    assert main([*command, "--workers", "1", "--spacy-model", ruler_model]) == 1
    assert "9 records have no outcome" in capsys.readouterr().err
    assert Dataset(tmp_path / "out").numbers() == []
    assert list((tmp_path / "out" / "data").rglob("*.parquet")) == []
