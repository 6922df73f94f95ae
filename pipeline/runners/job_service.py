"""The service that a portable runner hands its jobs to: one that runs, or one that is started."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.config import OptionError, RunConfig
from pipeline.runners import prism
from pipeline.runners.beam_options import options_of
from pipeline.runners.reachable import check_listens
from pipeline.runners.service import Service, no_start

ANSWER_SECONDS = 20.0
ALIVE_SECONDS = 360.0
"""A silent connection is tried so often; servers drop clients that ask more often than every
5 minutes."""


@contextmanager
def job_service(config: RunConfig, folder: Path) -> Iterator[str]:
    """HOST:PORT of the job service that the options name, started if they do not say where.

    `folder` takes the logs of what is started. Raises OptionError, WorkerError.
    """
    if config.job_endpoint:
        check_listens(config.job_endpoint)
        yield config.job_endpoint
    elif config.runner == "PrismRunner":
        with prism.running(prism.find_prism(config.prism_location), folder / "prism.log") as one:
            yield one.endpoint
    else:
        server = start_java(config, folder)
        try:
            yield server.endpoint
        finally:
            server.stop()


def start_java(config: RunConfig, folder: Path) -> Service:
    """The job server of Flink or Spark, from its jar; raises OptionError, WorkerError.

    Beam's own way to start one may download the jar, and works in a main thread only.
    """
    log = folder / "job-server.log"
    options = options_of(config.beam_option, f"--artifacts_dir={folder / 'artifacts'}")
    command, endpoint = server_of(config.runner)(options).subprocess_cmd_and_endpoint()
    if shutil.which(command[0]) is None:
        raise OptionError(
            f"--runner {config.runner}: its job server needs {command[0]}; install a Java runtime"
        )
    port = int(endpoint.rpartition(":")[2])
    name = f"the job server of {config.runner}"
    server = Service.launch(name, [str(word) for word in command], port, log)
    if not server.listens():
        server.stop()
        raise no_start(name, log)
    return server


def server_of(runner: str) -> Any:
    """Beam's description of the server."""
    from apache_beam.runners.portability.flink_runner import FlinkJarJobServer
    from apache_beam.runners.portability.spark_runner import SparkJarJobServer

    return {"FlinkRunner": FlinkJarJobServer, "SparkRunner": SparkJarJobServer}[runner]


def channel_to(endpoint: str) -> Any:
    """A connection that notices when the machine behind it is gone; a context manager."""
    import grpc  # type: ignore[import-untyped]  # it ships no types

    options = [("grpc.keepalive_time_ms", int(ALIVE_SECONDS * 1000))]
    return grpc.insecure_channel(endpoint, options)


def own_options(endpoint: str, channel: Any) -> list[str]:
    """Names of the options that the service itself describes; OptionError if it is none."""
    import grpc
    from apache_beam.portability.api import beam_job_api_pb2, beam_job_api_pb2_grpc

    service = beam_job_api_pb2_grpc.JobServiceStub(channel)
    request = beam_job_api_pb2.DescribePipelineOptionsRequest()
    try:
        found = service.DescribePipelineOptions(request, timeout=ANSWER_SECONDS)
    except grpc.RpcError as error:
        raise OptionError(
            f"--job-endpoint {endpoint}: what listens there is no Beam job service "
            f"({error.code().name})"
        ) from error
    return [option.name for option in found.options]
