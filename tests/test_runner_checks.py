"""What is said of engines' options that do not fit, and of engines that are not there."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article, newsmill, write_jsonl
from engine_configs import DATAFLOW, JOBS

from pipeline.config import OptionError, RunConfig
from pipeline.config_checks import check
from pipeline.runners.beam_options import check_known, options_of
from pipeline.runners.dataflow import runner_class

PORTABLE = JOBS["PortableRunner"]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (replace(PORTABLE, job_endpoint=""), "needs --job-endpoint HOST:PORT"),
        (replace(PORTABLE, job_endpoint="somewhere"), "--job-endpoint somewhere: write HOST:PORT"),
        (replace(PORTABLE, environment_type=""), "needs --environment-type LOOPBACK, EXTERNAL"),
        (replace(PORTABLE, environment_type="PROCESS"), "use EXTERNAL, or LOOPBACK"),
        (replace(PORTABLE, environment_config=""), "HOST:PORT of a worker pool"),
        (replace(PORTABLE, environment_config="here"), "--environment-config here: write HOST:"),
        (replace(PORTABLE, environment_type="LOOPBACK"), "takes no --environment-config"),
        (replace(PORTABLE, beam_option=("runner=X",)), "--beam-option runner: use --runner"),
        (replace(PORTABLE, runner="DirectRunner"), "--job-endpoint is for --runner Portable"),
        (replace(JOBS["FlinkRunner"], job_endpoint=""), "--beam-option flink_job_server_jar=PATH"),
        (replace(JOBS["SparkRunner"], job_endpoint=""), "--beam-option spark_job_server_jar=PATH"),
        (
            replace(JOBS["FlinkRunner"], job_endpoint="", beam_option=("flink_job_server_jar=x",)),
            "flink_job_server_jar=x: there is no such file",
        ),
        (replace(JOBS["DataflowRunner"], beam_option=DATAFLOW[1:]), "--beam-option project="),
        (replace(JOBS["DataflowRunner"], beam_option=DATAFLOW[:4]), "sdk_container_image=IMAGE"),
        (RunConfig(beam_option=("parallelism=8",)), "--beam-option is for engines other than"),
    ],
)
def test_what_is_missing_is_said_with_the_fix(config, said):
    with pytest.raises(OptionError) as error:
        check(replace(config, inputs=("in/",), output="s3://bucket/out"))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_dataflow_needs_a_bucket(tmp_path):
    with pytest.raises(OptionError, match="name a bucket"):
        check(replace(JOBS["DataflowRunner"], inputs=("in/",), output=str(tmp_path)))


def test_a_value_that_beam_does_not_take():
    with pytest.raises(OptionError, match=r"--beam-option: argument --parallelism: invalid int"):
        options_of(["parallelism=many"])


def test_a_name_that_nobody_knows():
    with pytest.raises(OptionError, match="--beam-option flink_mastr: neither"):
        check_known(options_of(["flink_mastr=h:1"]))
    check_known(options_of(["checkpointing_interval=1000"]), ["checkpointing_interval"])


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "apitools", None)
    with pytest.raises(OptionError, match=r"needs apitools; pip install 'newsmill\[gs\]'"):
        runner_class()


def test_nothing_listens_at_the_job_endpoint(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    text, code = refused(tmp_path, *endpoint(port))
    assert code == 2
    assert f"--job-endpoint 127.0.0.1:{port}: nothing listens there (Connection refused)" in text
    assert not (tmp_path / "out").exists()


def test_what_listens_is_no_job_service(tmp_path):
    with hanging_up() as port:
        text, code = refused(tmp_path, *endpoint(port))
    assert code == 2
    assert "no Beam job service" in text


def test_a_jar_that_is_no_job_server(tmp_path):
    (tmp_path / "server.jar").write_text("no jar")
    words = ["--runner", "FlinkRunner", "--environment-type", "LOOPBACK"]
    words += ["--beam-option", f"flink_job_server_jar={tmp_path / 'server.jar'}"]
    text, code = refused(tmp_path, *words)
    assert code in (1, 2)
    assert "FlinkRunner" in text


def endpoint(port: int) -> list[str]:
    words = ["--runner", "PortableRunner", "--job-endpoint", f"127.0.0.1:{port}"]
    return [*words, "--environment-type", "LOOPBACK"]


def refused(folder: Path, *words: object, output: str = "") -> tuple[str, int]:
    """What a run says that must fail: one line."""
    write_jsonl(folder / "in.jsonl", [article(1)])
    source, home = folder / "in.jsonl", output or folder / "out"
    result = newsmill("run", source, "--output", home, "--without", "Entities", "--quiet", *words)
    [line] = result.stderr.splitlines()
    return line, result.returncode


@contextmanager
def hanging_up() -> Iterator[int]:
    """The port of a server that greets nobody."""

    def serve() -> None:
        while True:
            try:
                server.accept()[0].close()
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
