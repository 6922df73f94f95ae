"""Whether a run's options fit, each by itself and together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from pipeline.config import (
    COMPRESSIONS,
    DURATIONS,
    FIELD_NAMES,
    GRANULARITIES,
    MESSAGE_FORMATS,
    OPTIONAL_STAGES,
    SHARD,
    OptionError,
    RunConfig,
    seconds_of,
)
from pipeline.runner_checks import check_runner

KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    tuple: 'a list of strings, such as ["articles/"]',
}


def check(config: RunConfig) -> None:
    """Raises OptionError for the first option that does not fit."""
    for item in fields(RunConfig):
        _check_type(item.name, getattr(config, item.name), getattr(RunConfig(), item.name))
    if not config.output:
        raise OptionError("no output; add --output FOLDER")
    check_runner(config)
    _check_choice("message-format", config.message_format, MESSAGE_FORMATS)
    _check_choice("on-loss", config.on_loss, ("stop", "continue"))
    for name in DURATIONS:
        seconds_of(name.replace("_", "-"), getattr(config, name))
    if not SHARD.fullmatch(config.shard) or not 1 <= config.shard_of[0] <= config.shard_of[1]:
        raise OptionError(f"--shard {config.shard}: write I/N with 1 <= I <= N, such as 2/4")
    if config.shard_of[1] > 1 and "-" in config.inputs:
        raise OptionError("each process has a standard input of its own; --shard shares files")
    if config.done and not config.follow:
        raise OptionError("--done moves the files of a followed folder; add --follow")
    for name in ("done", "reread"):
        if getattr(config, name) and config.topics and not config.files:
            raise OptionError(f"--{name} is for files, and only topics are named; leave it out")
    if config.follow and "-" in config.inputs:
        raise OptionError("standard input cannot be followed; pipe it into a topic or a folder")
    _check_without(config)
    _check_languages(config)
    _check_choice("partition", config.partition, ("auto", *GRANULARITIES))
    _check_choice("compression", config.compression, COMPRESSIONS)
    _check_choice("log-format", config.log_format, ("text", "json"))
    _check_numbers(config)
    for pair in config.field:
        name, sign, path = pair.partition("=")
        if name not in FIELD_NAMES or not sign or not path:
            raise OptionError(
                f"--field {pair}: write NAME=FIELD with NAME one of {', '.join(FIELD_NAMES)}"
            )


def _check_without(config: RunConfig) -> None:
    try:
        _ = config.absent
    except ValueError as error:
        raise OptionError(
            f"--without {error}: name {', '.join(OPTIONAL_STAGES)}, separated by commas"
        ) from error


def _check_languages(config: RunConfig) -> None:
    try:
        wanted = config.wanted_languages
    except ValueError as error:
        raise OptionError(
            f"--languages {error}: name ISO 639-1 codes, separated by commas, such as en,de"
        ) from error
    if wanted and "Language" in config.absent:
        raise OptionError("--languages needs the Language stage; leave it out of --without")


def _check_type(name: str, value: Any, default: Any) -> None:
    expected = (int, float) if isinstance(default, float) else type(default)
    is_bool = isinstance(value, bool) and not isinstance(default, bool)
    if is_bool or not isinstance(value, expected):
        flag = name.replace("_", "-")
        raise OptionError(f"{flag}: {value!r} is not {KINDS[type(default)]}")
    if isinstance(value, tuple) and not all(isinstance(item, str) for item in value):
        raise OptionError(f"{name}: every item must be a string")


def _check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise OptionError(f"--{name} {value}: choose one of {', '.join(choices)}")


def _check_numbers(config: RunConfig) -> None:
    least = {
        "workers": 0,
        "min_words": 0,
        "slice_records": 1,
        "slice_mib": 1,
        "max_record_mib": 1,
        "max_expansion": 2,
        "extract_timeout": 0.1,
        "extract_memory_mib": 256,
        "commit_rows": 1,
        "metrics_port": 0,
    }
    for name, low in least.items():
        if not low <= getattr(config, name) < math.inf:
            raise OptionError(f"--{name.replace('_', '-')} must be at least {low}, and finite")
    most = {"extract_timeout": 86_400, "extract_memory_mib": 1 << 20, "metrics_port": 65_535}
    for name, high in most.items():
        if getattr(config, name) > high:
            raise OptionError(f"--{name.replace('_', '-')} must be at most {high}")
    if not 0 <= config.max_reject_share <= 1:
        raise OptionError("--max-reject-share must lie between 0 and 1")
