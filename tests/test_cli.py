import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import article, newsmill, write_jsonl

from pipeline.config_file import load
from pipeline.dataset import Dataset, manifest_name

BAD_OPTIONS = {
    "missing input": (["run", "no/such/file"], "no such input"),
    "no input": (["run"], "no input"),
    "a language that is none": (["run", "IN", "--languages", "en,german"], "ISO 639-1"),
    "languages without their stage": (
        ["run", "IN", "--languages", "en", "--without", "language"],
        "--without",
    ),
    "unknown model": (["run", "IN", "--spacy-model", "xx_no_such"], "pip install"),
    "unknown runner": (["run", "IN", "--runner", "Nope"], "choose one of"),
    "bad field": (["run", "IN", "--field", "body"], "NAME=FIELD"),
    "bad period": (["run", "IN", "--partition", "week"], "choose one of"),
    "negative workers": (["run", "IN", "--workers", "-1"], "at least 0"),
    "share above one": (["run", "IN", "--max-reject-share", "7"], "between 0 and 1"),
    "files moved from a topic": (
        ["run", "kafka://localhost:9/t", "--follow", "--done", "d"],
        "only topics are named",
    ),
    "a topic reread": (["run", "kafka://localhost:9/t", "--reread"], "only topics are named"),
    "no config file": (["run", "IN", "--config", "no.toml"], "cannot read"),
    "remote output": (["run", "IN", "--output", "ftp://host/x"], "ftp:// cannot be written"),
    "no dataset": (["inspect", "IN"], "no newsmill dataset"),
    "no dataset to replay": (["replay", "IN"], "no newsmill dataset"),
}


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_bad_option_is_one_line_and_status_two(case, tmp_path):
    words, expected = BAD_OPTIONS[case]
    source = tmp_path / "in"
    source.mkdir()
    write_jsonl(source / "a.jsonl", [article(1)])
    words = [str(source) if word == "IN" else word for word in words]
    if words[0] == "run" and "--output" not in words:
        words += ["--output", str(tmp_path / "out")]
    result = newsmill(*words)
    assert result.returncode == 2, result.stderr
    assert expected in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    result = newsmill(
        "run", write_jsonl(tmp_path / "a.jsonl", [article(1)]), "--output", tmp_path / "file"
    )
    assert result.returncode == 2
    assert "is a file" in result.stderr


@pytest.mark.skipif(not os.path.exists("/proc/version"), reason="needs Linux's /proc")
def test_output_that_cannot_be_written(tmp_path):
    source = write_jsonl(tmp_path / "a.jsonl", [article(1)])
    result = newsmill("run", source, "--output", "/proc/newsmill")
    assert result.returncode in (1, 2)
    assert len(result.stderr.strip().splitlines()) == 1


def test_output_of_another_schema_version(tmp_path, run):
    source, out = write_jsonl(tmp_path / "a.jsonl", [article(1)]), tmp_path / "out"
    run(source, "--output", out)
    path = out / manifest_name(1)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": 99}))
    for words in (["run", source, "--output", out], ["inspect", out]):
        result = newsmill(*words)
        assert result.returncode == 2
        assert "schema version 99" in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1


def test_config_file_and_flags_that_win(tmp_path, run, ruler_model):
    write_jsonl(tmp_path / "a.jsonl", [{"corpus": {"body": article(1)["text"]}, "title": "T"}])
    config = tmp_path / "newsmill.toml"
    config.write_text(
        f'inputs = ["{tmp_path / "a.jsonl"}"]\noutput = "{tmp_path / "wrong"}"\nworkers = 1\n'
        f'spacy-model = "{ruler_model}"\nquiet = true\n[field]\ntext = "corpus.body"\n'
    )
    assert newsmill("run", "--config", config, "--output", tmp_path / "out").returncode == 0
    assert not (tmp_path / "wrong").exists()
    assert Dataset(tmp_path / "out").manifest(1).counts.published == 1


@pytest.mark.parametrize(("written", "seconds"), [("10", 10), ("0.5", 0.5), ('"5m"', 300)])
def test_durations_in_a_config_file(tmp_path, written, seconds):
    (tmp_path / "c.toml").write_text(f'output = "out"\ncommit-interval = {written}\n')
    assert load({}, str(tmp_path / "c.toml")).commit_seconds == seconds


def test_unknown_key_in_config_file(tmp_path):
    (tmp_path / "c.toml").write_text("worker = 3\n")
    result = newsmill("run", tmp_path, "--output", tmp_path / "o", "--config", tmp_path / "c.toml")
    assert result.returncode == 2
    assert "unknown option 'worker'" in result.stderr


def test_log_format_json_is_json(tmp_path, ruler_model):
    source = write_jsonl(tmp_path / "a.jsonl", [article(1)])
    result = newsmill(
        "run", source, "--output", tmp_path / "out", "--spacy-model", ruler_model,
        "--log-format", "json",
    )  # fmt: skip
    events = [json.loads(line)["event"] for line in result.stderr.splitlines()]
    assert "commit" in events
    assert json.loads(result.stdout)["published"] == 1


@pytest.mark.parametrize("style", ["arrow", "json", "bigquery", "duckdb", "markdown"])
def test_schema_in_every_format(style):
    result = newsmill("schema", "articles", "--format", style)
    assert result.returncode == 0
    assert "canonical_url" in result.stdout


def test_help_names_the_commands():
    text = newsmill("--help").stdout
    assert all(name in text for name in ("run", "inspect", "verify", "replay", "schema"))


def test_driver_starts_without_beam_or_spacy():
    code = (
        "import sys, pipeline.cli, pipeline.run; "
        "print([m for m in ('apache_beam', 'spacy') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
