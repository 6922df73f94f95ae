"""Which files an input stands for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.sources.files import expand
from pipeline.sources.source import InputError


def names(*inputs: object, exclude: Path | None = None) -> list[str]:
    return [Path(file.uri).name for file in expand([str(i) for i in inputs], exclude)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/x.txt", "a/.hidden", "a.txt", "out/data/t.parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_each_file_once_in_one_order(folder):
    expected = ["x.txt", "a.txt", "b.txt", "t.parquet"]
    assert names(folder) == expected
    assert names(folder / "b.txt", folder / "a", folder, f"{folder}/*.txt") == expected
    assert names(f"{folder}/./a/../") == expected


@pytest.mark.parametrize("pattern", ["", "/*", "/**/*", "/**/*.parquet", "/out", "/link"])
def test_output_is_never_input(folder, pattern):
    (folder / "link").symlink_to(folder / "out")
    found = names(f"{folder}{pattern}", exclude=folder / "out")
    assert "t.parquet" not in found
    assert "t.parquet" not in names(f"{folder}{pattern}", exclude=folder / "link")


def test_loop_of_links_ends(folder):
    (folder / "a" / "loop").symlink_to(folder)
    assert names(folder).count("x.txt") >= 1


def test_name_that_is_no_utf_8(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as sink:
        sink.write(b"text")
    (file,) = expand([str(tmp_path)])
    assert file.uri.endswith("caf\\xe9.txt")
    with file.open() as stream:
        assert stream.read() == b"text"


@pytest.mark.parametrize("text", ["nowhere", "none/*.txt"])
def test_nothing_there(tmp_path, text):
    with pytest.raises(InputError, match="no such input"):
        names(tmp_path / text)


@pytest.mark.parametrize("uri", ["http://x.example/a", "ftp://x.example/a"])
def test_scheme_that_nothing_reads(uri):
    with pytest.raises(InputError, match="cannot be read"):
        names(uri)


def test_committed_files_are_left_out_and_changed_ones_are_not(folder):
    (folder / "a" / "dangling").symlink_to(folder / "nowhere")
    found = {file.uri: file.version for file in expand([str(folder)])}
    left_out = dict(found)
    left_out[f"{folder}/b.txt"] = "1-1"
    asked: list[str] = []

    def committed(uris: Sequence[str]) -> dict[str, str]:
        asked.extend(uris)
        return left_out

    assert [file.uri for file in expand([str(folder)], committed=committed)] == [f"{folder}/b.txt"]
    assert asked == list(found)
    both = [str(folder), f"{folder}/*.txt"]
    assert [file.uri for file in expand(both, committed=committed)] == [f"{folder}/b.txt"]


@pytest.mark.parametrize("number", [499, 500, 501, 1203])
def test_folder_of_many_files_with_others_between(tmp_path, number):
    expected = [f"{place:04d}.txt" for place in range(number)]
    for name in expected:
        (tmp_path / name).touch()
    assert names(tmp_path) == expected
    (tmp_path / ".hidden").touch()
    (tmp_path / "0300").mkdir()
    (tmp_path / "0300" / "inside").touch()
    assert names(tmp_path) == [*expected[:300], "inside", *expected[300:]]
