"""The command line.

Exit status: 0 done, 1 failed, 2 bad option, 3 too many rejects, 130 stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.arguments import arguments
from pipeline.complaint import BAD_OPTION, FAILED, FailedError, complain, in_one_line
from pipeline.config import OptionError, RunConfig
from pipeline.config_file import load
from pipeline.dataset import Dataset
from pipeline.preflight import check_version, dataset_at
from pipeline.sources.source import InputError
from transforms.spacy_model import ModelError

if TYPE_CHECKING:
    from pipeline.live_ends import LiveEnds


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives its exit status."""
    if argv is None:
        sys.excepthook = in_one_line
    options = arguments().parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except (OptionError, InputError, ModelError) as error:
        return complain(error, BAD_OPTION)
    except FailedError as error:
        return complain(error, FAILED)
    except sqlite3.Error as error:
        return complain(
            f"the dataset's index ({error}); delete OUT/_meta/index.sqlite, or for a bucket "
            "~/.cache/newsmill; it is made anew",
            FAILED,
        )
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except environment_errors() as error:
        return complain(error, FAILED)


def environment_errors() -> tuple[type[Exception], ...]:
    """What disks and stores raise, and Arrow, if the command has come to import it at all."""
    arrow = sys.modules.get("pyarrow")
    return (OSError, arrow.ArrowException) if arrow else (OSError,)


def config_of(options: argparse.Namespace) -> RunConfig:
    """The run's options from flags and file."""
    ignored = {"command", "config"}
    flags = {name: value for name, value in vars(options).items() if name not in ignored}
    if "inputs" in flags:
        flags["inputs"] = tuple(flags["inputs"]) or None
    if flags.get("spacy_model"):
        flags["spacy_model"] = ",".join(flags["spacy_model"])
    for name in ("field", "kafka_option", "beam_option"):
        if flags.get(name):
            flags[name] = tuple(flags[name])
    return load(flags, options.config)


def command_run(options: argparse.Namespace) -> int:
    """`newsmill run`."""
    from pipeline.preflight import check_inputs, check_ready, plan_text

    config = config_of(options)
    check_ready(config)
    check_inputs(config)
    if config.dry_run:
        print(plan_text(config))
        return 0
    from pipeline.drive import drive

    if config.streaming:
        from pipeline.streaming.run import run_streaming

        return drive(config, run_streaming)
    from pipeline.planning import run_what_is_left

    return drive(config, run_what_is_left)


def command_replay(options: argparse.Namespace) -> int:
    """`newsmill replay`."""
    from pipeline.drive import drive
    from pipeline.preflight import check_ready
    from pipeline.replay import plan_text, replay_rejects

    config = config_of(options)
    dataset_of(options.output)
    check_ready(config)
    if config.dry_run:
        print(plan_text(config))
        return 0
    return drive(config, replay_rejects)


def command_reprocess(options: argparse.Namespace) -> int:
    """`newsmill reprocess`."""
    from pipeline.drive import drive
    from pipeline.enrichment import enrichment_named
    from pipeline.preflight import check_ready
    from pipeline.reprocess import check_stage, conclude, plan_text, reprocess

    config = config_of(options)
    config = replace(config, without=enrichment_named(config.stage).others)
    dataset_of(options.output)
    check_ready(config)
    plan = check_stage(config)
    if config.dry_run:
        print(plan_text(plan, config))
        return 0
    return drive(config, reprocess, conclude)


def dataset_of(path: str) -> Dataset:
    """The dataset at `path`; raises OptionError if there is none or it is of another version."""
    dataset = some_dataset(path)
    check_version(dataset)
    return dataset


def some_dataset(path: str) -> Dataset:
    """The dataset at `path`, of whatever version; raises OptionError if there is none."""
    dataset = dataset_at(path)
    if not dataset.exists():
        raise OptionError(
            f"{path} is no newsmill dataset; make one with: newsmill run INPUT --output {path}"
        )
    return dataset


def command_inspect(options: argparse.Namespace) -> int:
    """`newsmill inspect`."""
    from pipeline.inspect import as_text, files_of, summary

    dataset = dataset_of(options.output)
    if options.files:
        for path in files_of(dataset, options.files):
            print(path)
        return 0
    found = summary(dataset, options.hash, live_ends_of(options))
    print(json.dumps(found, indent=1) if options.format == "json" else as_text(found))
    return 0


def command_topics(options: argparse.Namespace) -> int:
    """`newsmill topics`."""
    from pipeline.topic_trend import report

    print(report(dataset_of(options.output), options.by, options.level, options.format))
    return 0


def live_ends_of(options: argparse.Namespace) -> LiveEnds | None:
    """What asks the brokers for the ends of topics; None where --brokers names none."""
    if not options.brokers:
        return None
    from pipeline.live_ends import asker

    given = tuple(options.kafka_option or ())
    config = RunConfig(kafka_config=options.kafka_config or "", kafka_option=given)
    return asker(options.brokers, config)


def command_verify(options: argparse.Namespace) -> int:
    """`newsmill verify`."""
    from pipeline.verify import verify

    findings, checked = verify(some_dataset(options.output))
    for finding in findings:
        print(finding)
    print(f"{checked}; {len(findings)} findings" if findings else f"{checked}; all is well")
    return FAILED if findings else 0


def command_learn(options: argparse.Namespace) -> int:
    """`newsmill learn`."""
    from pipeline.learn import learn
    from pipeline.preflight import check_inputs, check_output

    config = config_of(options)
    check_output(config)
    check_inputs(config)
    print(learn(config))
    return 0


def command_explain(options: argparse.Namespace) -> int:
    """`newsmill explain`."""
    from pipeline.explain import explain

    for line in explain(options.file):
        print(line)
    return 0


def command_schema(options: argparse.Namespace) -> int:
    """`newsmill schema`."""
    from schemas.describe import describe
    from schemas.tables import TABLES

    tables = [TABLES[options.table]] if options.table else list(TABLES.values())
    print(describe(tables, options.format))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": command_run,
    "replay": command_replay,
    "reprocess": command_reprocess,
    "inspect": command_inspect,
    "topics": command_topics,
    "verify": command_verify,
    "learn": command_learn,
    "explain": command_explain,
    "schema": command_schema,
}
