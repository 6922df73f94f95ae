"""Google's Dataflow: each slice is a job there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.config import OptionError
from pipeline.opening import Run
from pipeline.remote.depot import Depot
from pipeline.remote.slices import SlicePipelines
from pipeline.runners.beam_options import check_known, options_of
from pipeline.streaming.quiet import hush


@contextmanager
def dataflow(run: Run, depot: Depot) -> Iterator[SlicePipelines]:
    """The engine that the run's options describe; raises OptionError."""
    hush()
    given = run.config.beam_option
    check_known(options_of(given))
    runner = runner_class()
    check_credentials()
    with SlicePipelines(
        depot, depot.home.url, lambda: (runner(), options_of(given)), run.config.workers or 1
    ) as engine:
        yield engine


def runner_class() -> Any:
    """Beam's DataflowRunner; OptionError without Google's libraries, which it imports only late."""
    try:
        import apitools  # type: ignore[import-not-found]  # noqa: F401 - an extra's
        from apache_beam.runners.dataflow.dataflow_runner import DataflowRunner
    except ImportError as error:
        raise OptionError(
            f"--runner DataflowRunner needs {error.name}; pip install 'newsmill[gs]'"
        ) from error
    return DataflowRunner


def check_credentials() -> None:
    """Raises OptionError without Google's credentials."""
    import google.auth  # type: ignore[import-untyped]  # it ships no types
    from google.auth.exceptions import (  # type: ignore[import-untyped]  # the same
        DefaultCredentialsError,
    )

    try:
        google.auth.default()
    except DefaultCredentialsError as error:
        raise OptionError(
            "--runner DataflowRunner: no Google credentials; "
            "run: gcloud auth application-default login"
        ) from error
