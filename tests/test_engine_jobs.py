"""What engines that are not here would be handed, and what is said where something is missing."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.coders import StrUtf8Coder
from apache_beam.options.pipeline_options import FlinkRunnerOptions, SparkRunnerOptions
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext
from apache_beam.runners.portability.portable_runner import PortableRunner
from apache_beam.transforms.environments import DockerEnvironment
from conftest import article, newsmill, write_jsonl

from pipeline.config import OptionError, RunConfig
from pipeline.config_checks import check
from pipeline.engines import ENGINES
from pipeline.jobs import GraphConfig
from pipeline.remote.graph import RemoteConfig, build
from pipeline.remote.marked import RemoteShard
from pipeline.remote.straight import check_straight, primitives
from pipeline.runners import portable
from pipeline.runners.beam_options import check_known, options_of
from pipeline.runners.dataflow import runner_class
from transforms.rows import Lineage

SECRET = "correct-horse-battery"  # noqa: S105 - made up
PRIMITIVES = {
    "beam:transform:impulse:v1",
    "beam:transform:pardo:v1",
    "beam:transform:reshuffle:v1",
    "beam:transform:group_by_key:v1",
    "beam:transform:window_into:v1",
}
IMAGE = "registry.example/newsmill-sdk:1"
DATAFLOW = (
    "project=paper",
    "region=europe-west1",
    "temp_location=gs://bucket/temp",
    "staging_location=gs://bucket/staging",
    f"sdk_container_image={IMAGE}",
)
JOBS = {
    "PortableRunner": RunConfig(
        runner="PortableRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="EXTERNAL",
        environment_config="10.0.0.2:50000",
    ),
    "FlinkRunner": RunConfig(
        runner="FlinkRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="EXTERNAL",
        environment_config="localhost:50000",
        beam_option=("flink_master=flink.example:8081", "parallelism=8"),
    ),
    "SparkRunner": RunConfig(
        runner="SparkRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="DOCKER",
        environment_config=IMAGE,
        beam_option=("spark_master_url=spark://spark.example:7077",),
    ),
    "DataflowRunner": RunConfig(runner="DataflowRunner", beam_option=DATAFLOW),
}
ENVIRONMENTS = {
    "PortableRunner": "beam:env:external:v1",
    "FlinkRunner": "beam:env:external:v1",
    "SparkRunner": "beam:env:docker:v1",
    "DataflowRunner": "beam:env:docker:v1",
}


@pytest.fixture(scope="module", params=sorted(JOBS))
def job(request, ruler_model) -> tuple[str, beam.Pipeline, api.Pipeline]:
    """The pipeline of a slice, and the job that the engine is handed; nothing is started."""
    config = JOBS[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        if request.param == "DataflowRunner":
            options = options_of(config.beam_option)
            environment = DockerEnvironment.from_container_image(IMAGE)
        else:
            options = portable.portable_options(config, config.job_endpoint)
            environment = portable.environment_of(options)
        pipeline = beam.Pipeline(runner="FnApiRunner", options=options)
        graph = GraphConfig(Lineage("run", datetime(2025, 3, 1, tzinfo=UTC), "1", 1), ruler_model)
        shards = [RemoteShard(f"_staging/run/{n}", 50) for n in range(3)]
        build(pipeline, RemoteConfig("s3://bucket/out", graph), shards)
        proto = pipeline.to_runner_api(default_environment=environment)
        return request.param, pipeline, PortableRunner._optimize_pipeline(proto, options)


def test_one_straight_line_of_what_every_runner_has(job):
    _, pipeline, proto = job
    check_straight(pipeline)
    assert {one.spec.urn for one in leaves(proto)} <= PRIMITIVES
    for one in leaves(proto):
        if one.spec.urn == "beam:transform:pardo:v1":
            payload = api.ParDoPayload.FromString(one.spec.payload)
            assert not payload.side_inputs
            assert not payload.state_specs
            assert not payload.timer_family_specs


def test_the_stages_are_those_of_every_other_engine(job):
    names = [one.unique_name.partition("/")[0] for one in in_order(primitives(job[1]))]
    stages = "Parse Extract Clean Language Fingerprint Dedup Entities Topics".split()  # noqa: SIM905
    assert list(dict.fromkeys(names)) == ["Shards", "Spread", "Read", *stages, "StageFiles"]


def test_what_lies_between_two_stages_of_an_engine_is_plain(job):
    """Elements that cross a shuffle or leave the graph have coders that any engine knows."""
    _, _, proto = job
    context = PipelineContext(proto.components)
    named = {one.unique_name: one for one in proto.components.transforms.values()}
    [receipts] = named["StageFiles/Write"].outputs.values()
    coder = context.coders.get_by_id(proto.components.pcollections[receipts].coder_id)
    assert coder == StrUtf8Coder()
    assert {one.is_bounded for one in proto.components.pcollections.values()} == {
        api.IsBounded.BOUNDED
    }


def test_workers_are_where_the_options_say(job):
    runner, _, proto = job
    used = {one.environment_id for one in leaves(proto) if one.environment_id}
    for name in used:
        environment = proto.components.environments[name]
        assert environment.urn == ENVIRONMENTS[runner]
        if environment.urn == "beam:env:docker:v1":
            payload = api.DockerPayload.FromString(environment.payload)
            assert payload.container_image == IMAGE
        else:
            address = api.ExternalPayload.FromString(environment.payload).endpoint.url
            assert address == JOBS[runner].environment_config
    assert used


def test_no_secret_is_in_it(job):
    assert SECRET.encode() not in job[2].SerializeToString()


def test_the_engines_own_options_arrive():
    config = JOBS["FlinkRunner"]
    flink = portable.portable_options(config, "h:1").view_as(FlinkRunnerOptions)
    assert (flink.flink_master, flink.parallelism) == ("flink.example:8081", 8)
    spark = portable.portable_options(JOBS["SparkRunner"], "h:1").view_as(SparkRunnerOptions)
    assert spark.spark_master_url == "spark://spark.example:7077"


def test_each_runner_has_an_engine():
    from pipeline.config import RUNNERS

    assert set(ENGINES) == set(RUNNERS)


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


def leaves(proto: api.Pipeline) -> list[Any]:
    """Transforms that an engine is asked to run."""
    transforms = proto.components.transforms.values()
    return [
        one
        for one in transforms
        if not one.subtransforms and list(one.inputs.values()) != list(one.outputs.values())
    ]


def in_order(transforms: list[Any]) -> list[Any]:
    """The transforms of a straight line, from its beginning."""
    takers = {source: one for one in transforms for source in one.inputs.values()}
    [one] = [one for one in transforms if not one.inputs]
    line = []
    while one is not None:
        line.append(one)
        [result] = one.outputs.values()
        one = takers.get(result)
    assert len(line) == len(transforms)
    return line
