"""Wheel, sdist and Beam's --setup_file, each installed or unpacked and looked at."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, article, write_jsonl

MODULES = {
    "pipeline/cli.py",
    "pipeline/runners/direct.py",
    "pipeline/sources/files.py",
    "pipeline/sinks/parquet.py",
    "schemas/tables.py",
    "transforms/formats/frame.py",
    "transforms/topic_words.toml",
    "schemas/py.typed",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is packed, copied, so that building leaves the tree as it is."""
    copy = tmp_path_factory.mktemp("copy")
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    for name in filter(None, files):
        if name.split("/")[0] in {"pipeline", "schemas", "transforms"} or "/" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    return copy


@pytest.fixture(scope="module")
def built(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both distributions."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def test_wheel_holds_every_module(built):
    (wheel,) = built.glob("newsmill-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= MODULES
    tracked = subprocess.check_output(
        ["git", "ls-files", "pipeline", "schemas", "transforms"], cwd=ROOT, text=True
    ).split()
    assert {name for name in tracked if name.endswith((".py", ".toml", ".tsv"))} <= names


def test_sdist_holds_every_module(built):
    (sdist,) = built.glob("newsmill-*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert names >= MODULES | {"setup.py", "pyproject.toml", "LICENSE"}


def test_installed_wheel_runs_from_another_folder(built, tmp_path, ruler_model):
    (wheel,) = built.glob("newsmill-*.whl")
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target"]
    subprocess.run([*install, str(target), str(wheel)], check=True)
    write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(3)])
    script = (
        f"import sys; sys.path.insert(0, {str(target)!r}); import pipeline; "
        f"assert pipeline.__file__.startswith({str(target)!r}), pipeline.__file__; "
        "from pipeline.cli import main; raise SystemExit(main(sys.argv[1:]))"
    )
    result = subprocess.run(
        [
            sys.executable, "-P", "-c", script, "run", "a.jsonl", "--output", "out",
            "--spacy-model", ruler_model,
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(target)},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert list((tmp_path / "out" / "data" / "articles").rglob("*.parquet"))


def test_beam_stages_the_package_by_setup_file(copy, tmp_path):
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.stager import Stager

    options = PipelineOptions(setup_file=str(copy / "setup.py"))
    staged = Stager.create_job_resources(
        options, str(tmp_path), log_submission_env_dependencies=False
    )
    (path,) = tmp_path.glob("*.tar.gz")
    assert staged
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert names >= MODULES
