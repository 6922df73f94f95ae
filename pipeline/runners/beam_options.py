"""Options for Beam itself: newsmill's own, then what the user gives by --beam-option."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import redirect_stderr
from pathlib import Path

from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.config import OptionError, RunConfig

PATIENCE = 7 * 24 * 3600
"""Seconds after which Beam's client gives up a job, or whatever else it waits for: its own default
of 300 would end each longer job on a service that shows a job's state before it is run, as Prism
does."""


def options_of(given: Iterable[str], *own: str) -> PipelineOptions:
    """Beam's options from NAME=VALUE pairs and bare NAMEs; the user's come last and so win.

    Raises OptionError for a value that Beam does not take.
    """
    options = PipelineOptions([*own, *map(word_of, given)])
    said = io.StringIO()
    try:
        with redirect_stderr(said):  # Beam would print the usage of all of its options
            options.get_all_options()
    except SystemExit as error:
        reason = said.getvalue().strip().rpartition("error: ")[2]
        raise OptionError(f"--beam-option: {reason}") from error
    return options


def word_of(pair: str) -> str:
    """An option as Beam takes it; a setup file by its whole path, as Beam goes to its folder."""
    name, sign, value = pair.partition("=")
    return f"--{name}={Path(value).absolute()}" if name == "setup_file" and sign else f"--{pair}"


def unknown(options: PipelineOptions) -> set[str]:
    """Names that no option of Beam's has; a job service may have some of its own."""
    kept = options.get_all_options(retain_unknown_options=True)
    return kept.keys() - options.get_all_options().keys()


def check_known(options: PipelineOptions, also: Iterable[str] = ()) -> None:
    """Raises OptionError for a name that neither Beam nor `also` has: Beam would be silent."""
    names = unknown(options) - set(also)
    if names:
        raise OptionError(
            f"--beam-option {min(names)}: neither Beam nor the engine has such an option"
        )


def portable_words(config: RunConfig, endpoint: str) -> list[str]:
    """What a job service must be told, and where the stages run."""
    words = [
        f"--job_endpoint={endpoint}",
        f"--job_server_timeout={PATIENCE}",
        f"--environment_type={config.environment_type or 'LOOPBACK'}",
    ]
    if config.environment_config:
        words.append(f"--environment_config={config.environment_config}")
    return words
