"""Whether the engine's options fit together, before anything is started."""

from __future__ import annotations

from pathlib import Path

from pipeline.config import RUNNERS, STREAMING_RUNNERS, OptionError, RunConfig
from pipeline.runners.reachable import address_of
from pipeline.stores.opening import is_bucket

JARS = {"FlinkRunner": "flink_job_server_jar", "SparkRunner": "spark_job_server_jar"}
"""The option of Beam's that names a job server's jar, by runner."""
JOB_RUNNERS = ("PortableRunner", *JARS)
ENVIRONMENTS = {
    "LOOPBACK": "",
    "EXTERNAL": "HOST:PORT of a worker pool, as the engine's machines see it",
    "DOCKER": "the image of docker/sdk.Dockerfile",
}
"""Where the stages run, and what --environment-config says of it."""
FLAGS = {
    "runner": "--runner",
    "streaming": "--streaming",
    "job_endpoint": "--job-endpoint",
    "environment_type": "--environment-type",
    "environment_config": "--environment-config",
}
"""Options of Beam's that newsmill has flags for."""
DATAFLOW = ("project", "region", "temp_location")
DATAFLOW_WORKERS = ("sdk_container_image", "setup_file")


def beam_options(config: RunConfig) -> dict[str, str]:
    """`--beam-option` by name, with an empty value where there is none."""
    pairs = (pair.partition("=") for pair in config.beam_option)
    return {name: value for name, _, value in pairs}


def check_runner(config: RunConfig) -> None:
    """Raises OptionError unless the runner is known and has what it needs."""
    check_name(config)
    for name, flag in FLAGS.items():
        if name in beam_options(config):
            raise OptionError(f"--beam-option {name}: use {flag}")
    if config.beam_option and config.runner in ("DirectRunner", "DaskRunner"):
        raise OptionError("--beam-option is for engines other than DirectRunner and DaskRunner")
    if (config.runner == "DaskRunner") != bool(config.dask_scheduler):
        raise OptionError("--runner DaskRunner and --dask-scheduler tcp://HOST:8786 go together")
    if config.job_endpoint and config.runner not in JOB_RUNNERS:
        raise OptionError(f"--job-endpoint is for --runner {' or '.join(JOB_RUNNERS)}")
    if config.runner in JOB_RUNNERS:
        check_job_service(config)
    if config.runner in (*JOB_RUNNERS, "PrismRunner"):
        check_environment(config)
    elif config.environment_type or config.environment_config:
        raise OptionError(f"--environment-type is for --runner {' or '.join(JOB_RUNNERS)}")
    if config.runner == "DataflowRunner":
        check_dataflow(config)


def check_name(config: RunConfig) -> None:
    """Raises OptionError for an unknown runner, or one that cannot do what is asked."""
    known = STREAMING_RUNNERS if config.streaming else RUNNERS
    if config.runner not in {*RUNNERS, *STREAMING_RUNNERS}:
        raise OptionError(f"--runner {config.runner}: choose one of {', '.join(known)}")
    if config.runner not in known:
        raise OptionError(
            f"--streaming needs a runner that stays up: --runner {' or '.join(known)}"
        )
    if config.streaming and config.follow:
        raise OptionError("--streaming follows its inputs by itself; leave --follow out")


def check_job_service(config: RunConfig) -> None:
    """Raises OptionError unless there is a job service to go to."""
    jar = JARS.get(config.runner)
    if config.job_endpoint:
        address_of("--job-endpoint", config.job_endpoint)
        return
    if jar is None:
        raise OptionError(f"--runner {config.runner} needs --job-endpoint HOST:PORT")
    given = beam_options(config).get(jar)
    if given is None:
        raise OptionError(
            f"--runner {config.runner} needs its job server, which newsmill does not download: "
            f"--job-endpoint HOST:PORT of one that runs, or --beam-option {jar}=PATH"
        )
    if not Path(given).is_file():
        raise OptionError(f"--beam-option {jar}={given}: there is no such file")


def check_environment(config: RunConfig) -> None:
    """Raises OptionError unless it is said where the stages run."""
    kind, words = config.environment_type, config.environment_config
    if not kind and config.runner == "PrismRunner":
        return
    if kind == "PROCESS":
        raise OptionError(
            "--environment-type PROCESS: Beam's job services of Prism and Python cannot start such "
            "workers; start worker pools and use EXTERNAL, or LOOPBACK on one machine"
        )
    if kind not in ENVIRONMENTS:
        raise OptionError(
            f"--runner {config.runner} needs --environment-type {', '.join(ENVIRONMENTS)}: "
            "where the stages run"
        )
    if bool(words) != bool(ENVIRONMENTS[kind]):
        wanted = ENVIRONMENTS[kind]
        raise OptionError(
            f"--environment-type {kind} needs --environment-config: {wanted}"
            if wanted
            else f"--environment-type {kind} takes no --environment-config; leave it out"
        )
    if kind == "EXTERNAL":
        address_of("--environment-config", words)


def check_dataflow(config: RunConfig) -> None:
    """Raises OptionError unless the job can be submitted and its workers will have newsmill."""
    given = beam_options(config)
    if not is_bucket(config.output):
        raise OptionError(
            f"--output {config.output}: Dataflow's workers do not see it; name a bucket, gs://..."
        )
    missing = [name for name in DATAFLOW if not given.get(name)]
    if missing:
        raise OptionError(f"--runner DataflowRunner needs --beam-option {missing[0]}=...")
    if not any(given.get(name) for name in DATAFLOW_WORKERS):
        raise OptionError(
            "--runner DataflowRunner: its workers need newsmill; --beam-option "
            "sdk_container_image=IMAGE (docker/sdk.Dockerfile), or setup_file=PATH/setup.py"
        )
