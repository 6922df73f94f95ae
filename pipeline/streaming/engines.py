"""Which engine runs the unbounded graph: one visible table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineRunner

from pipeline.config import RunConfig
from pipeline.runners import prism
from pipeline.runners.beam_options import options_of, portable_words
from pipeline.runners.dataflow import runner_class
from pipeline.runners.job_service import job_service

Check = Callable[[], None]
Engine = tuple[PipelineRunner, PipelineOptions, Check]


@contextmanager
def open_prism(config: RunConfig, staging: Path) -> Iterator[Engine]:
    """Prism, started for the run, with the stages in the driver's process."""
    program = prism.find_prism(config.prism_location)
    with prism.running(program, staging / "prism.log") as process:
        from apache_beam.runners.portability.prism_runner import PrismRunner

        options = options_for(config, f"--job_endpoint={process.endpoint}", LOOPBACK)
        yield PrismRunner(), options, process.check


@contextmanager
def open_flink(config: RunConfig, staging: Path) -> Iterator[Engine]:
    """A Flink cluster behind its job server."""
    from apache_beam.runners.portability.portable_runner import PortableRunner

    with job_service(config, staging) as endpoint:
        yield PortableRunner(), options_for(config, *portable_words(config, endpoint)), lambda: None


@contextmanager
def open_dataflow(config: RunConfig, staging: Path) -> Iterator[Engine]:  # noqa: ARG001 - as ENGINES
    """Google's Dataflow; raises OptionError without Beam's Google libraries."""
    yield runner_class()(), options_for(config), lambda: None


ENGINES: dict[str, Callable[[RunConfig, Path], AbstractContextManager[Engine]]] = {
    "PrismRunner": open_prism,
    "FlinkRunner": open_flink,
    "DataflowRunner": open_dataflow,
}
LOOPBACK = "--environment_type=LOOPBACK"


def options_for(config: RunConfig, *own: str) -> PipelineOptions:
    """Beam's options for an engine; the runner itself is handed over as an object."""
    return options_of(config.beam_option, "--streaming", *own)
