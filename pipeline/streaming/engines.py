"""Which engine runs the unbounded graph: one visible table."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineRunner

from pipeline.config import OptionError, RunConfig
from pipeline.runners import prism

Check = Callable[[], None]
Engine = tuple[PipelineRunner, PipelineOptions, Check]


@contextmanager
def open_prism(config: RunConfig, staging: Path) -> Iterator[Engine]:
    """Prism, started for the run, with the stages in the driver's process."""
    program = prism.find_prism(config.prism_location)
    with prism.running(program, staging / "prism.log") as process:
        from apache_beam.runners.portability.prism_runner import PrismRunner

        options = options_for("PrismRunner", f"--job_endpoint={process.endpoint}")
        yield PrismRunner(), options, process.check


@contextmanager
def open_flink(config: RunConfig, staging: Path) -> Iterator[Engine]:  # noqa: ARG001 - as ENGINES
    """A Flink cluster, as BEAM_WORDS describes it."""
    from apache_beam.runners.portability.flink_runner import FlinkRunner

    yield FlinkRunner(), options_for("FlinkRunner"), lambda: None


@contextmanager
def open_dataflow(config: RunConfig, staging: Path) -> Iterator[Engine]:  # noqa: ARG001 - as ENGINES
    """Google's Dataflow; raises OptionError without Beam's Google libraries."""
    try:
        from apache_beam.runners.dataflow.dataflow_runner import DataflowRunner
    except ImportError as error:
        raise OptionError("--runner DataflowRunner: pip install 'newsmill[gs]'") from error
    yield DataflowRunner(), options_for("DataflowRunner"), lambda: None


ENGINES: dict[str, Callable[[RunConfig, Path], AbstractContextManager[Engine]]] = {
    "PrismRunner": open_prism,
    "FlinkRunner": open_flink,
    "DataflowRunner": open_dataflow,
}


BEAM_WORDS = "NEWSMILL_BEAM_OPTIONS"
"""Environment variable with options for Beam alone, such as --flink_master=HOST:8081."""
BEAM_OPTIONS: dict[str, tuple[str, ...]] = {
    "PrismRunner": ("--environment_type=LOOPBACK",),  # the stages run in the driver's process
    "FlinkRunner": (),
    "DataflowRunner": (),
}


def options_for(runner: str, *more: str) -> PipelineOptions:
    """Beam's options for an engine; the runner itself is handed over as an object."""
    user = shlex.split(os.environ.get(BEAM_WORDS, ""))
    return PipelineOptions(["--streaming", *BEAM_OPTIONS[runner], *more, *user])
