"""Runs a shard's graph in this process, on Beam's FnApiRunner by name.

Beam's own "DirectRunner" is three runners chosen silently, one of them fetched at run time.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.transforms.environments import EmbeddedPythonEnvironment

from pipeline.graph import build
from pipeline.jobs import GraphConfig, ShardJob, running

KEPT_GRAPHS = 2


def run_shard(job: ShardJob) -> str:
    """Runs the whole graph on one shard; gives the folder of its staged files.

    Raises whatever stops the run: a model that does not load, a disk that is full.
    """
    Path(job.staging).mkdir(parents=True, exist_ok=True)
    with running(job):
        FnApiRunner().run_via_runner_api(graph_of(job.config), options()).wait_until_finish()
    return job.staging


@lru_cache(maxsize=KEPT_GRAPHS)
def graph_of(config: GraphConfig) -> Any:
    """The graph, built, type-checked and in Beam's portable form: some 0.15 s of CPU, once."""
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=options())
    build(pipeline, config)
    return pipeline.to_runner_api(default_environment=EmbeddedPythonEnvironment.default())


@lru_cache(maxsize=1)
def options() -> PipelineOptions:
    """Beam's options: none from the command line."""
    return PipelineOptions([], pipeline_type_check=True)
