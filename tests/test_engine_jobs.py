"""The jobs that engines would be handed which are not here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.coders import StrUtf8Coder
from apache_beam.options.pipeline_options import FlinkRunnerOptions, SparkRunnerOptions
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext
from apache_beam.runners.portability.portable_runner import PortableRunner
from apache_beam.transforms.environments import DockerEnvironment
from engine_configs import IMAGE, JOBS

from pipeline.engines import ENGINES
from pipeline.jobs import GraphConfig
from pipeline.remote.graph import RemoteConfig, build
from pipeline.remote.marked import RemoteShard
from pipeline.remote.straight import check_straight, primitives
from pipeline.runners import portable
from pipeline.runners.beam_options import options_of
from transforms.rows import Lineage

SECRET = "correct-horse-battery"  # noqa: S105 - made up
PRIMITIVES = {
    "beam:transform:impulse:v1",
    "beam:transform:pardo:v1",
    "beam:transform:reshuffle:v1",
    "beam:transform:group_by_key:v1",
    "beam:transform:window_into:v1",
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
    stages = "Parse Extract Clean Language Fingerprint Dedup Entities Places Quotations Topics"
    assert list(dict.fromkeys(names)) == ["Shards", "Spread", "Read", *stages.split(), "StageFiles"]


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
