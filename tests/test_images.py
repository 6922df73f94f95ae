"""The Dockerfiles, as far as that goes without building them: linted, and their steps done here."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from bare_environment import Environment
from conftest import ROOT

IMAGES = ("cli", "sdk")


def text_of(image: str) -> str:
    return (ROOT / "docker" / f"{image}.Dockerfile").read_text()


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["hadolint", path], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("image", IMAGES)
def test_hadolint_has_nothing_to_say(image):
    assert lint(ROOT / "docker" / f"{image}.Dockerfile").stdout == ""


def test_hadolint_would_say_it(tmp_path):
    worse = tmp_path / "Dockerfile"
    worse.write_text(
        text_of("cli").replace("--no-cache-dir", "").replace("WORKDIR /src", "RUN cd /src")
    )
    found = lint(worse)
    assert found.returncode == 1
    assert {"DL3003", "DL3042"} <= set(re.findall(r"DL\d+", found.stdout))


@pytest.mark.parametrize("image", IMAGES)
def test_what_is_copied_is_enough_to_install(image, tmp_path):
    """The COPY lines are obeyed, .dockerignore included; then the command that installs it runs."""
    context = copied(image, tmp_path / "context")
    assert "pip install --no-cache-dir --no-deps --no-build-isolation ." in text_of(image)
    environment = Environment.make(tmp_path / "environment")
    environment.install(context)
    assert environment.has_newsmill()
    version_line = subprocess.check_output(
        [environment.root / "bin" / "newsmill", "--version"],
        cwd=tmp_path, env=environment.variables, text=True,
    )  # fmt: skip
    assert version_line.startswith("newsmill ")


@pytest.mark.parametrize("image", IMAGES)
def test_dependencies_are_installed_by_hash_before_the_code_is_copied(image):
    lines = text_of(image).splitlines()
    [pinned] = [line for line in lines if "-r requirements-images.lock" in line]
    assert "--require-hashes" in pinned
    assert lines.index(pinned) < lines.index("COPY pipeline/ pipeline/")


def test_the_command_line_is_run_by_a_user_without_rights():
    last = text_of("cli").rpartition("\nFROM ")[2]
    user = re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert user
    assert int(user[1]) >= 1000
    assert last.index("USER") < last.index('ENTRYPOINT ["newsmill"]')


def test_workers_have_the_beam_that_submits():
    base = re.search(r"^FROM apache/beam_python\$\{PYTHON\}_sdk:\$\{BEAM\}$", text_of("sdk"), re.M)
    assert base
    assert f"ARG BEAM={version('apache-beam')}\n" in text_of("sdk")
    assert (
        f"\napache-beam=={version('apache-beam')} "
        in (ROOT / "requirements-images.lock").read_text()
    )


def test_the_default_python_is_one_that_newsmill_supports():
    least = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    for image in IMAGES:
        assert f"ARG PYTHON={least.removeprefix('>=')}\n" in text_of(image)


def copied(image: str, context: Path) -> Path:
    """What COPY brings from the tree, past what .dockerignore lets through."""
    let = {line[1:].rstrip("/") for line in lines_of(".dockerignore") if line.startswith("!")}
    context.mkdir()
    for line in text_of(image).splitlines():
        words = line.split()
        if words[:1] != ["COPY"] or words[1].startswith("--"):
            continue
        for source in words[1:-1]:
            assert source.rstrip("/") in let, f".dockerignore holds back {source}"
            if (ROOT / source).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, context / words[-1], ignore=ignored)
            else:
                shutil.copy(ROOT / source, context)
    return context


def lines_of(name: str) -> list[str]:
    return (ROOT / name).read_text().splitlines()
