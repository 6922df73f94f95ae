"""Engines with a job service: Beam's portable runners, their workers wherever they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import apache_beam as beam
import grpc  # type: ignore[import-untyped]  # it ships no types
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions
from apache_beam.portability.api import beam_job_api_pb2_grpc
from apache_beam.runners.portability.portable_runner import JobServiceHandle, PortableRunner
from apache_beam.runners.runner import PipelineResult
from apache_beam.transforms.environments import Environment

from pipeline.config import OptionError, RunConfig
from pipeline.opening import Run
from pipeline.remote.depot import Depot
from pipeline.remote.slices import SlicePipelines
from pipeline.runners.beam_options import check_known, options_of, portable_words
from pipeline.runners.job_service import channel_to, job_service, own_options
from pipeline.streaming.quiet import hush
from pipeline.workers import WorkerError

RAISED = re.compile(
    r"^(?:\w+\.)*(\w+(?:Error|Exception|Expired)\b.*?)(?: \[while running '.*)?$", re.M
)
AGAIN = "run the same command again to go on"


@contextmanager
def portable(run: Run, depot: Depot) -> Iterator[PortableSlices]:
    """The engine that the run's options describe; raises OptionError, WorkerError."""
    hush()
    with job_service(run.config, run.staging) as endpoint, channel_to(endpoint) as channel:
        options = portable_options(run.config, endpoint)
        check_known(options, own_options(endpoint, channel))
        with PortableSlices(run.config, PreparedRunner(options, channel), depot) as engine:
            yield engine


def portable_options(config: RunConfig, endpoint: str) -> PipelineOptions:
    """Beam's options of one pipeline; raises OptionError."""
    return options_of(config.beam_option, *portable_words(config, endpoint))


class PreparedRunner(PortableRunner):
    """A runner for all pipelines of a run: what workers must install is made once, and the job
    service is asked by one channel. Beam would wait for one that has died to come back."""

    def __init__(self, options: PipelineOptions, channel: grpc.Channel) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Beam's
        self.endpoint: str = options.view_as(PortableOptions).job_endpoint
        self.environment = environment_of(options)
        self.channel = channel

    def default_environment(self, options: PipelineOptions) -> Environment:  # noqa: ARG002 - Beam's
        """The environment of all stages."""
        return self.environment

    def create_job_service(self, options: PipelineOptions) -> JobServiceHandle:
        """The client."""
        service = beam_job_api_pb2_grpc.JobServiceStub(self.channel)
        return JobServiceHandle(service, options)


def environment_of(options: PipelineOptions) -> Environment:
    """Where the stages run; with `setup_file` the source distribution is built here.

    Raises OptionError if that fails.
    """
    try:
        return Environment.from_options(options.view_as(PortableOptions))
    except (RuntimeError, ValueError, OSError) as error:
        raise OptionError(f"--beam-option: {error}") from error


class PortableSlices(SlicePipelines):
    """Each slice is a job for the job service."""

    def __init__(self, config: RunConfig, runner: PreparedRunner, depot: Depot) -> None:
        self.endpoint = runner.endpoint
        super().__init__(
            depot,
            depot.home.url,
            lambda: (runner, portable_options(config, runner.endpoint)),
            config.workers or 1,
        )

    def finish(self, pipeline: beam.Pipeline) -> None:
        """Runs it to its end; raises WorkerError with one line."""
        try:
            super().finish(pipeline)
        except grpc.RpcError as error:
            raise WorkerError(
                f"the job service {self.endpoint} does not answer any more "
                f"({error.code().name}); {AGAIN}"
            ) from error
        except RuntimeError as error:
            raise WorkerError(f"the engine failed: {reason_of(str(error))}; {AGAIN}") from error

    def cancel(self, result: PipelineResult) -> None:
        """Ends a job, if there is still a service to ask."""
        with suppress(grpc.RpcError):
            super().cancel(result)


def reason_of(text: str) -> str:
    """What a job failed of, in one line: the exception at the end of a trace, if there is one."""
    found = RAISED.findall(text) or text.strip().splitlines() or ["no reason given"]
    return str(found[-1])[:300]
