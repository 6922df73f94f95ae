"""The unbounded graph as each streaming runner is handed it, and its source."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import apache_beam as beam
import pytest
from apache_beam.coders import BytesCoder
from apache_beam.coders.coders import TupleCoder
from apache_beam.io import unbounded_source
from apache_beam.portability import common_urns
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.runners.portability.portable_runner import PortableRunner
from apache_beam.runners.worker.bundle_processor import DataInputOperation
from apache_beam.transforms.window import FixedWindows, WindowFn

from pipeline.commit import CommitConfig
from pipeline.config import RunConfig
from pipeline.jobs import GraphConfig
from pipeline.streaming.committer import CommitterConfig
from pipeline.streaming.engines import ENGINES, options_for
from pipeline.streaming.graph import StreamConfig, build
from pipeline.streaming.live import FeedSpec
from pipeline.streaming.source import FeedSource
from transforms.rows import Lineage

SECRET = "correct-horse-battery"  # noqa: S105 - made up
INTERVAL = 2.5
PRIMITIVES = {
    "beam:transform:impulse:v1",
    "beam:transform:pardo:v1",
    "beam:transform:window_into:v1",
    "beam:transform:group_by_key:v1",
}
STARTED = datetime(2025, 3, 1, tzinfo=UTC)


def stream_config(model: str, root: str) -> StreamConfig:
    config = RunConfig(
        inputs=("kafka://127.0.0.1:9/news",),
        output=root,
        streaming=True,
        follow=True,
        kafka_option=("sasl.password=${env:NEWSMILL_TEST_PASSWORD}",),
        spacy_model=model,
    )
    commit = CommitConfig("run", STARTED, "1", {"entities": "m", "topics": "t"})
    return StreamConfig(
        FeedSpec(config, "run", f"{root}/_staging/run"),
        GraphConfig(Lineage("run", STARTED, "1", 1 << 20), model, f"{root}/_meta/index.sqlite"),
        CommitterConfig(root, "", f"{root}/_staging/run", commit, 5_000, 1 << 29),
        f"{root}/_staging/run/bundles",
        INTERVAL,
        readers=2,
    )


@pytest.fixture(scope="module", params=sorted(ENGINES))
def graph(request, ruler_model, tmp_path_factory) -> api.Pipeline:
    """What the runner is handed; making it needs neither the runner nor an input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSMILL_TEST_PASSWORD", SECRET)
        options = options_for(RunConfig(runner=request.param))
        pipeline = beam.Pipeline(runner=FnApiRunner(), options=options)
        build(pipeline, stream_config(ruler_model, str(tmp_path_factory.mktemp("out"))))
        return PortableRunner.get_proto_pipeline(pipeline, options)


def leaves(graph: api.Pipeline) -> list[api.PTransform]:
    """Transforms that do something; one that hands its input on is no work for a runner."""
    return [
        t
        for t in graph.components.transforms.values()
        if not t.subtransforms and list(t.inputs.values()) != list(t.outputs.values())
    ]


def named(graph: api.Pipeline, name: str) -> api.PTransform:
    [found] = [t for t in graph.components.transforms.values() if t.unique_name == name]
    return found


def output(graph: api.Pipeline, name: str) -> api.PCollection:
    [place] = named(graph, name).outputs.values()
    return graph.components.pcollections[place]


def windowing(graph: api.Pipeline, name: str) -> api.WindowingStrategy:
    return graph.components.windowing_strategies[output(graph, name).windowing_strategy_id]


def test_only_what_every_streaming_runner_has(graph):
    assert {t.spec.urn for t in leaves(graph)} <= PRIMITIVES
    composites = {t.spec.urn for t in graph.components.transforms.values()}
    assert not [urn for urn in composites if "reshuffle" in urn or "group_into_batches" in urn]


def test_a_straight_line_without_side_inputs_or_tagged_outputs(graph):
    for transform in leaves(graph):
        assert len(transform.inputs) <= 1
        assert len(transform.outputs) <= 1
        if transform.spec.urn == "beam:transform:pardo:v1":
            assert not api.ParDoPayload.FromString(transform.spec.payload).side_inputs


def test_the_stages_are_those_of_the_bounded_graph(graph):
    names = {t.unique_name.partition("/")[0] for t in leaves(graph)}
    stages = (
        *("Parse", "Extract", "Clean", "Language", "Fingerprint", "Dedup"),
        *("Entities", "Places", "Quotations", "Topics"),
    )
    assert names == {"Read", "Window", *stages, "StageWindows", "Pane", "Dataset", "Commit"}


def test_unbounded_from_the_source_on(graph):
    for name in ("Read/ReadUnbounded", "Window", "Topics", "StageWindows", "Pane", "Dataset"):
        assert output(graph, name).is_bounded == api.IsBounded.UNBOUNDED


def test_windows_of_the_commit_interval_fire_once_and_wait_for_nothing_late(graph):
    strategy = windowing(graph, "Window")
    windows = WindowFn.from_runner_api(strategy.window_fn, PipelineContext(graph.components))
    assert windows == FixedWindows(INTERVAL)
    assert strategy.trigger.WhichOneof("trigger") == "default"
    assert strategy.allowed_lateness == 0
    assert windowing(graph, "StageWindows") == strategy
    assert windowing(graph, "Dataset").window_fn.urn == common_urns.global_windows.urn


def test_receipts_travel_as_plain_bytes(graph):
    context = PipelineContext(graph.components)
    coder = context.coders.get_by_id(output(graph, "StageWindows").coder_id)
    assert coder == TupleCoder((BytesCoder(), BytesCoder()))
    assert coder.key_coder().is_deterministic()


def test_the_committer_keeps_state_and_uses_event_time_only(graph):
    payload = api.ParDoPayload.FromString(named(graph, "Commit").spec.payload)
    assert list(payload.state_specs) == ["waiting"]
    [timer] = payload.timer_family_specs.values()
    assert timer.time_domain == api.TimeDomain.EVENT_TIME
    others = [t for t in leaves(graph) if t.spec.urn == "beam:transform:pardo:v1"]
    specs = [api.ParDoPayload.FromString(t.spec.payload) for t in others]
    assert sum(len(spec.state_specs) for spec in specs) == 1


def test_no_secret_is_in_it(graph):
    assert SECRET.encode() not in graph.SerializeToString()


def test_nothing_is_acknowledged_when_a_bundle_has_been_read():
    from apache_beam.io.unbounded_source import CheckpointMark

    from pipeline.streaming.source import Mark

    assert Mark.finalize_checkpoint is CheckpointMark.finalize_checkpoint


def test_a_runner_may_ask_at_any_time_to_split_a_bundle(tmp_path):
    """Beam's estimate of the bytes that were read may be no number; Prism asks slow bundles."""
    source = FeedSource(FeedSpec(RunConfig(output=str(tmp_path)), "run", str(tmp_path)))
    restriction = unbounded_source._PROVIDER.initial_restriction(source)
    tracker = unbounded_source._PROVIDER.create_tracker(restriction)
    progress = tracker.current_progress().with_completed(math.nan)
    found = DataInputOperation._compute_split(0, progress.fraction_completed, math.inf, 0.5, 1)
    assert found == (0, [], [], 1)  # behind the one element that is there: nothing is split off


@pytest.mark.parametrize(("share", "readers"), [("1/1", 3), ("2/3", 2)])
def test_readers_share_what_the_process_has(share, readers, tmp_path):
    config = RunConfig(output=str(tmp_path), shard=share)
    source = FeedSource(FeedSpec(config, "run", str(tmp_path)), readers)
    parts = [part.spec.config.shard_of for part in source.split(20)]
    number, of = config.shard_of
    for partition in range(24):
        owners = [part for part in parts if partition % part[1] == part[0] - 1]
        assert len(owners) == (partition % of == number - 1)
