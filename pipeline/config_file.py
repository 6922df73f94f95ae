"""A run's options: defaults, a TOML file, flags, in rising order of precedence; checked at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pipeline.config import DURATIONS, OptionError, RunConfig
from pipeline.config_checks import check


def load(flags: Mapping[str, Any], config_file: str | None) -> RunConfig:
    """The options of flags (None where not given) over those of a TOML file over the defaults.

    Raises:
        OptionError: the file is unreadable, or an option does not fit.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    values = {**(read_toml(Path(config_file)) if config_file else {}), **given}
    config = replace(RunConfig(), **values)
    check(config)
    return replace(config, follow=True) if config.streaming else config


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
    } | (_in_flags_form(values))


def _known(name: str, path: Path) -> bool:
    names = sorted(item.name for item in fields(RunConfig))
    if name.replace("-", "_") not in names:
        raise OptionError(f"--config {path}: unknown option {name!r}; known: {', '.join(names)}")
    return True


def _model_names(value: list[Any] | dict[str, Any]) -> str:
    """A list of models, or a table of models by language, as the flag has them."""
    names = [f"{key}={name}" for key, name in value.items()] if isinstance(value, dict) else value
    if not all(isinstance(name, str) for name in names):
        raise OptionError("spacy-model: every model must be a name or a path, in quotes")
    return ",".join(names)


def _in_flags_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """What TOML writes otherwise than a flag: lists, tables of fields and models,
    durations as numbers."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and name == "field":
            if not all(isinstance(path, str) for path in value.values()):
                raise OptionError("[field]: every value must be the name of a field, in quotes")
            result[name] = tuple(f"{key}={path}" for key, path in value.items())
        elif name.replace("-", "_") in DURATIONS and type(value) in (int, float):
            result[name.replace("-", "_")] = str(value)  # a bare number of seconds
        elif name.replace("-", "_") == "spacy_model" and isinstance(value, (list, dict)):
            result["spacy_model"] = _model_names(value)
        elif isinstance(value, list):
            result[name.replace("-", "_")] = tuple(value)
    return result
