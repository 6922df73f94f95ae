"""Runs a shard's graph in this process, on Beam's FnApiRunner by name.

Beam's own "DirectRunner" is three runners chosen silently, one of them fetched at run time.
"""

from __future__ import annotations

from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from pipeline.graph import build
from pipeline.jobs import ShardJob


def run_shard(job: ShardJob) -> str:
    """Runs the whole graph on one shard; gives the folder of its staged files.

    Raises whatever stops the run: a model that does not load, a disk that is full.
    """
    Path(job.staging).mkdir(parents=True, exist_ok=True)
    options = PipelineOptions([], pipeline_type_check=True)
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=options)
    build(pipeline, job.spool, job.staging, job.config)
    pipeline.run().wait_until_finish()
    return job.staging
