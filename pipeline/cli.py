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
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline import __version__
from pipeline.accounting import AccountingError
from pipeline.complaint import BAD_OPTION, FAILED, complain, in_one_line
from pipeline.config import OptionError, RunConfig
from pipeline.config_file import load
from pipeline.dataset import Dataset, DatasetError
from pipeline.options import (
    add_broker_options,
    add_queue_options,
    add_registry_options,
    add_run_options,
)
from pipeline.preflight import check_version
from pipeline.sinks.parquet import CheckError
from pipeline.sources.feed import FeedError
from pipeline.sources.source import InputError
from pipeline.workers import WorkerError
from schemas.tables import TABLES
from transforms.spacy_model import ModelError

if TYPE_CHECKING:
    from pipeline.live_ends import LiveEnds

DESCRIPTION = """\
Turns news articles into warehouse-ready Parquet tables: cleaned text, entities, topics.

  newsmill run articles/ --output out          read a folder, write tables to out/data
  newsmill inspect out                         what is in the dataset
  newsmill verify out                          check every file and the accounting
  newsmill replay out                          try the rejects again, after a fix
  newsmill learn articles/ --output out        lines that recur, for the runs that follow
  newsmill explain article.txt                 what becomes of each line, and why
  newsmill schema articles --format duckdb     the tables' columns
"""


def arguments() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="newsmill",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"newsmill {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    run = commands.add_parser("run", help="read articles and write tables")
    run.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="file, folder, glob, URI, kafka://BROKERS/TOPIC, or -",
    )
    run.add_argument("--output", metavar="FOLDER", help="the dataset; made if it is not there")
    add_run_options(run)
    add_queue_options(run)
    run.set_defaults(call=command_run)
    replay = commands.add_parser("replay", help="run the rejects again, after a fix")
    replay.add_argument("output", metavar="OUT", help="the dataset")
    add_run_options(replay)
    add_registry_options(replay)
    replay.set_defaults(call=command_replay)
    inspect = commands.add_parser("inspect", help="tables, commits and accounting of a dataset")
    inspect.add_argument("output", metavar="OUT", help="the dataset")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.add_argument("--hash", action="store_true", help="a content hash for each table")
    inspect.add_argument("--files", choices=tuple(TABLES), help="only list that table's files")
    add_broker_options(inspect)
    inspect.set_defaults(call=command_inspect)
    verify = commands.add_parser("verify", help="check every file and the accounting")
    verify.add_argument("output", metavar="OUT", help="the dataset")
    verify.set_defaults(call=command_verify)
    learn = commands.add_parser("learn", help="find lines that recur in a site's articles")
    learn.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or URI")
    learn.add_argument("--output", metavar="FOLDER", help="the dataset; made if it is not there")
    add_run_options(learn)
    learn.set_defaults(call=command_learn)
    explain = commands.add_parser("explain", help="what becomes of each line of a text, and why")
    explain.add_argument("file", metavar="FILE", help="an article as plain text")
    explain.set_defaults(call=command_explain)
    schema = commands.add_parser("schema", help="columns of the tables")
    schema.add_argument("table", nargs="?", choices=tuple(TABLES), help="one table; else all")
    schema.add_argument(
        "--format", choices=("arrow", "json", "bigquery", "duckdb", "markdown"), default="arrow"
    )
    schema.set_defaults(call=command_schema)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives its exit status."""
    if argv is None:
        sys.excepthook = in_one_line
    options = arguments().parse_args(argv)
    call: Callable[[argparse.Namespace], int] = options.call
    try:
        return call(options)
    except (OptionError, InputError, ModelError) as error:
        return complain(error, BAD_OPTION)
    except (AccountingError, CheckError, DatasetError, FeedError, WorkerError) as error:
        return complain(error, FAILED)
    except sqlite3.Error as error:
        return complain(
            f"the dataset's index ({error}); delete OUT/_meta/index.sqlite, it is made anew", FAILED
        )
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (OSError, pa.ArrowException) as error:
        return complain(error, FAILED)


def config_of(options: argparse.Namespace) -> RunConfig:
    """The run's options from flags and file."""
    ignored = {"command", "call", "config"}
    flags = {name: value for name, value in vars(options).items() if name not in ignored}
    if "inputs" in flags:
        flags["inputs"] = tuple(flags["inputs"]) or None
    if flags.get("spacy_model"):
        flags["spacy_model"] = ",".join(flags["spacy_model"])
    for name in ("field", "kafka_option"):
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
    from pipeline.run import run_inputs

    return drive(config, run_inputs)


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


def dataset_of(path: str) -> Dataset:
    """The dataset at `path`; raises OptionError if there is none or it is of another version."""
    dataset = Dataset(Path(path.removeprefix("file://")))
    if not dataset.exists():
        raise no_dataset(path)
    check_version(dataset)
    return dataset


def no_dataset(path: str) -> OptionError:
    """What to say where nothing was ever committed."""
    return OptionError(
        f"{path} is no newsmill dataset; make one with: newsmill run INPUT --output {path}"
    )


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

    dataset = Dataset(Path(options.output.removeprefix("file://")))
    if not dataset.exists():
        raise no_dataset(options.output)
    findings, checked = verify(dataset)
    for finding in findings:
        print(finding)
    print(f"{checked}; {len(findings)} findings" if findings else f"{checked}; all is well")
    return FAILED if findings else 0


def command_learn(options: argparse.Namespace) -> int:
    """`newsmill learn`."""
    from pipeline.learn import learn
    from pipeline.preflight import check_inputs, check_output

    config = config_of(options)
    check_output(config.output_path)
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

    tables = [TABLES[options.table]] if options.table else list(TABLES.values())
    print(describe(tables, options.format))
    return 0
