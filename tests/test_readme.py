"""README, checked by running what it shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from conftest import ROOT, article, write_jsonl

from pipeline.arguments import arguments
from pipeline.cli import main
from pipeline.config_file import load, read_toml
from pipeline.dataset import Dataset
from pipeline.inspect import files_of

README = (ROOT / "README.md").read_text(encoding="utf-8")
VARYING = ("bytes", "seconds", "docs/s")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands() -> list[str]:
    return [line.strip() for line in README.splitlines() if line.startswith("    ")]


def test_shown_output_is_real(seeds_run):
    output, shown = seeds_run
    begin = README.index("<!-- begin output")
    (block,) = re.findall(r"```\n(.*?)```", README[begin:], re.DOTALL)[:1]
    real = shown.replace(str(output), "newsmill-output")

    def steady(text: str) -> list[str]:
        return [line for line in text.strip().splitlines() if not line.startswith(VARYING)]

    assert steady(block) == steady(real)


@pytest.mark.parametrize("line", [c for c in commands() if "newsmill " in c])
def test_shown_command_parses(line):
    words = shlex.split(line.split("|")[-1])
    arguments().parse_args(words[1:])


def test_two_commands_exist_and_are_the_ones_ci_uses():
    assert "./run_local.sh" in commands()
    assert "scripts/test" in commands()
    assert "scripts/test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_shown_config_is_valid(tmp_path):
    (block,) = blocks("toml")
    (tmp_path / "c.toml").write_text(block)
    assert read_toml(tmp_path / "c.toml")["max_reject_share"] == 0.05
    assert load({}, str(tmp_path / "c.toml")).field == ("text=corpus.body",)


def test_shown_sql_and_python_run(seeds_run):
    output, _ = seeds_run
    for query in blocks("sql"):
        assert duckdb.sql(query.replace("out/data", f"{output}/data")).fetchall()
    for code in blocks("python"):
        path = re.search(r'read_parquet\("(.*?)"\)', code)
        assert path
        assert pl.read_parquet(path[1].replace("out/data", f"{output}/data")).height
    assert all(Path(path).exists() for path in files_of(Dataset(output), "articles"))


def test_shown_follower_is_real(tmp_path, ruler_model):
    """The lines that README shows, but for their figures."""
    incoming, output = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    words = ["--follow", "--output", output, "--done", tmp_path / "archive"]
    options = ["--commit-interval", "1s", "--spacy-model", ruler_model]
    follower = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", *map(str, [incoming, *words, *options])],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    lines: list[str] = []
    assert follower.stderr
    for number, numbers in ((1, range(4)), (2, range(2, 7))):
        write_jsonl(incoming / f"{number}.jsonl", [article(n) for n in numbers])
        while not lines or f"commit {number:08d}" not in lines[-1]:
            lines.append(follower.stderr.readline())
            assert lines[-1], lines
    follower.terminate()
    lines += follower.stderr.readlines()
    assert follower.wait() == 0
    begin = README.index("<!-- begin output of newsmill run incoming/")
    (block,) = re.findall(r"```\n(.*?)```", README[begin:], re.DOTALL)[:1]

    def shape(text: str) -> str:
        text = re.sub(r"^no commit; .*\n", "", text, flags=re.MULTILINE)  # slow start
        return re.sub(r"[\d.]+", "N", re.sub(r", oldest unread [\d.]+ s", "", text))

    assert shape("".join(lines)) == shape(block)


def test_shown_bucket_is_real(bucket, capsys):
    home = f"{bucket}/ds"
    lines = [line for line in commands() if "s3://news/ds" in line]
    for line in lines:
        words = shlex.split(line.replace("s3://news/ds", home))[1:]
        assert main([str(ROOT / word) if word == "seeds" else word for word in words]) == 0
    shown = capsys.readouterr().out.replace(home, "s3://news/ds")
    begin = README.index("<!-- begin output of newsmill inspect s3://news/ds")
    (block,) = re.findall(r"```\n(.*?)```", README[begin:], re.DOTALL)[:1]

    def steady(text: str) -> list[list[str]]:
        """Words of the lines, without the bytes of a table."""
        return [line.split()[:4] for line in text.splitlines() if line]

    expected = steady(block)
    assert steady(shown)[: len(expected)] == expected


def test_shown_reprocess_is_real(tmp_path, capsys):
    begin = README.index("## Run a stage again")
    lines = [line for line in README[begin:].splitlines() if line.startswith("    newsmill")][:2]
    for line in lines:
        words = shlex.split(line.replace(" out", f" {tmp_path}/out"))[1:]
        assert main([str(ROOT / word) if word == "seeds" else word for word in words]) == 0
    captured = capsys.readouterr()
    (block,) = re.findall(r"```\n(.*?)```", README[begin:], re.DOTALL)[:1]

    def steady(text: str) -> list[str]:
        kept = (*VARYING, "reading")
        return [line for line in text.strip().splitlines() if not line.startswith(kept)]

    assert steady(block) == steady(captured.err + captured.out)


@pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="scripts/test makes .venv")
@pytest.mark.parametrize("options", [["--quiet"], ["--quiet", "--workers=1"], ["--min-words", "3"]])
def test_run_local_takes_paths_and_options(options, tmp_path, ruler_model):
    source = write_jsonl(tmp_path / "a.jsonl", [article(1)])
    words = [*options, "--spacy-model", ruler_model, str(source), "--output", str(tmp_path / "out")]
    subprocess.run(["./run_local.sh", *words], cwd=ROOT, check=True)
    assert Dataset(tmp_path / "out").manifest(1).counts.published == 1


def test_linked_files_exist():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert all((ROOT / link).exists() for link in links)
