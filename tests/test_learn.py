"""`newsmill learn` and `newsmill explain`, and the runs that use what was learnt."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import line_table
from pipeline.cli import main
from pipeline.dataset import Dataset
from transforms.recurring import to_text

PLEDGE = "Harbour Gazette puts the islands first"
WORDS = [
    *("anchor", "beacon", "cabin", "davit", "eddy", "fender"),
    *("galley", "hatch", "islet", "jetty", "keel", "lagoon"),
]


def write_corpus(folder: Path, names: list[str]) -> None:
    folder.mkdir()
    for number, name in enumerate(names):
        word = WORDS[WORDS.index(name)]
        text = (
            f"The {word} was mended on Monday, and the crew of boat {word} went out to sea again."
        )
        record = {
            "url": f"https://gazette.example/{word}",
            "title": f"New {word}",
            "text": f"{text}\n\nIts captain praised the {word} at length.\n\n{PLEDGE}",
        }
        (folder / f"{number:02d}.json").write_text(json.dumps(record))


def test_what_was_learnt_is_used_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path / "in", WORDS)
    write_corpus(tmp_path / "turned", WORDS[::-1])
    for source, out in (("in", "out"), ("turned", "out2")):
        assert main(["learn", str(tmp_path / source), "--output", str(tmp_path / out)]) == 0
    assert "1 lines recur in 12 articles" in capsys.readouterr().out
    table = line_table.kept(Dataset(tmp_path / "out"))
    other = line_table.kept(Dataset(tmp_path / "out2"))
    assert table
    assert other
    assert line_table.version_of(table) == line_table.version_of(other)
    words = ["--without", "Entities,Topics", "--workers", "1", "--quiet"]
    assert main(["run", str(tmp_path / "in"), "--output", str(tmp_path / "out"), *words]) == 0
    dataset = Dataset(tmp_path / "out")
    assert dataset.manifest(1).models["lines"] == line_table.version_of(table)
    texts = [
        text
        for path in (tmp_path / "out" / "data" / "articles").rglob("*.parquet")
        for text in pq.ParquetFile(path).read(["text"])["text"].to_pylist()
    ]
    assert len(texts) == len(WORDS)
    assert not [text for text in texts if PLEDGE in text]
    assert main(["verify", str(tmp_path / "out")]) == 0


def test_a_table_lies_with_its_dataset(home: Callable[[str], Path | str]) -> None:
    dataset = Dataset(home("ds"))
    dataset.create()
    assert line_table.kept(dataset) is None
    for line in ("first", "second"):
        url = line_table.keep(dataset, to_text([("a.example", line)]))
        assert line_table.kept(dataset) == url
        assert line_table.load(url).holds("a.example", line)
    assert not line_table.load(url).holds("a.example", "first")


@pytest.mark.parametrize("source", ["-", "kafka://localhost:1/topic"])
def test_what_cannot_be_read_twice_is_no_input(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn", source, "--output", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_explain_says_what_became_of_each_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Ferry stays in port\nBy Ana Lund\nMay 3, 2021\nShare this\n"
        "OSLO (Reuters) - The ferry stayed in port on Monday because the wind was too strong.\n"
        "Its captain said that he would wait until the evening and look at the sea again.\n"
    )
    assert main(["explain", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "share_widget       Share this\n                   ^ buttons that share" in shown
    assert "authors            Ana Lund" in shown
    assert "published          2021-05-03 00:00 UTC, to the day" in shown
    assert "agency             Reuters" in shown
    assert "share_widget 1" in shown


def test_explain_refuses_what_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b").write_bytes(bytes(range(32)) * 40)
    for name in ("b", "missing"):
        assert main(["explain", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
