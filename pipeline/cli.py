"""The command line.

Exit status: 0 done, 1 failed, 2 bad option, 3 too many rejects, 130 stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa

from pipeline import __version__
from pipeline.accounting import AccountingError
from pipeline.config import OptionError, RunConfig, load
from pipeline.dataset import Dataset, DatasetError
from pipeline.options import add_run_options
from pipeline.sinks.parquet import CheckError
from pipeline.sources.files import InputError
from pipeline.workers import WorkerError
from schemas.manifest import Manifest
from schemas.tables import SCHEMA_VERSION, TABLES
from transforms.spacy_model import ModelError

FAILED, BAD_OPTION, TOO_MANY_REJECTS, STOPPED = 1, 2, 3, 130
DESCRIPTION = """\
Turns news articles into warehouse-ready Parquet tables: cleaned text, entities, topics.

  newsmill run articles/ --output out          read a folder, write tables to out/data
  newsmill inspect out                         what is in the dataset
  newsmill verify out                          check every file and the accounting
  newsmill replay out                          try the rejects again, after a fix
  newsmill schema articles --format duckdb     the tables' columns
"""


class Stop:
    """Turns the first Ctrl-C or SIGTERM into a wish to stop that the driver looks at."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """The signal handler."""
        self.asked = True

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.asked


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
    run.add_argument("inputs", nargs="*", metavar="INPUT", help="file, folder, glob, URI, or -")
    run.add_argument("--output", metavar="FOLDER", help="the dataset; made if it is not there")
    add_run_options(run)
    run.set_defaults(call=command_run)
    replay = commands.add_parser("replay", help="run the rejects again, after a fix")
    replay.add_argument("output", metavar="OUT", help="the dataset")
    add_run_options(replay)
    replay.set_defaults(call=command_replay)
    inspect = commands.add_parser("inspect", help="tables, commits and accounting of a dataset")
    inspect.add_argument("output", metavar="OUT", help="the dataset")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.add_argument("--hash", action="store_true", help="a content hash for each table")
    inspect.add_argument("--files", choices=tuple(TABLES), help="only list that table's files")
    inspect.set_defaults(call=command_inspect)
    verify = commands.add_parser("verify", help="check every file and the accounting")
    verify.add_argument("output", metavar="OUT", help="the dataset")
    verify.set_defaults(call=command_verify)
    schema = commands.add_parser("schema", help="columns of the tables")
    schema.add_argument("table", nargs="?", choices=tuple(TABLES), help="one table; else all")
    schema.add_argument(
        "--format", choices=("arrow", "json", "bigquery", "duckdb", "markdown"), default="arrow"
    )
    schema.set_defaults(call=command_schema)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives its exit status."""
    options = arguments().parse_args(argv)
    call: Callable[[argparse.Namespace], int] = options.call
    try:
        return call(options)
    except (OptionError, InputError, ModelError) as error:
        return complain(error, BAD_OPTION)
    except (AccountingError, CheckError, DatasetError, WorkerError) as error:
        return complain(error, FAILED)
    except sqlite3.OperationalError as error:
        return complain(f"the dataset's index: {error}", FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (OSError, pa.ArrowException) as error:
        return complain(error, FAILED)


def complain(error: Exception | str, status: int) -> int:
    """One line on standard error."""
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    print(f"newsmill: {first}", file=sys.stderr)
    return status


def config_of(options: argparse.Namespace) -> RunConfig:
    """The run's options from flags and file."""
    ignored = {"command", "call", "config"}
    flags = {name: value for name, value in vars(options).items() if name not in ignored}
    if "inputs" in flags:
        flags["inputs"] = tuple(flags["inputs"]) or None
    if flags.get("field"):
        flags["field"] = tuple(flags["field"])
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
    from pipeline.run import run_inputs

    return drive(config, run_inputs)


def command_replay(options: argparse.Namespace) -> int:
    """`newsmill replay`."""
    from pipeline.preflight import check_ready
    from pipeline.replay import plan_text, replay_rejects

    config = config_of(options)
    dataset_of(options.output)
    check_ready(config)
    if config.dry_run:
        print(plan_text(config))
        return 0
    return drive(config, replay_rejects)


def drive(config: RunConfig, work: Callable[[Any], None]) -> int:
    """Opens a run, does `work`, reports; the one place where a run begins and ends."""
    from pipeline.progress import choose_progress
    from pipeline.run import InterruptedRunError, close_run, committed, open_run

    stop, started = Stop(), time.monotonic()
    progress = choose_progress(config.quiet, config.log_format)
    try:
        run = open_run(config, progress, stop)
        try:
            work(run)
        except InterruptedRunError:
            progress.close()
            return complain(
                f"stopped; {len(run.manifests)} commits with {run.counts.published:,} articles are "
                "safe, nothing else was kept; run the same command again to go on",
                STOPPED,
            )
        finally:
            close_run(run)
    finally:
        progress.close()
    return conclude(config, run.counts, committed(run), time.monotonic() - started)


def conclude(config: RunConfig, counts: Any, manifests: Sequence[Manifest], seconds: float) -> int:
    """Prints the report; gives the exit status."""
    from pipeline import report

    if config.log_format == "json":
        print(json.dumps(report.as_json(counts, manifests, seconds)))
    elif not config.quiet:
        print(report.text(counts, manifests, seconds, Dataset(Path(config.output)).data))
    if not counts.balanced:
        raise AccountingError(f"the run does not balance: {counts}")
    share = counts.rejected / counts.inputs if counts.inputs else 0.0
    if share > config.max_reject_share:
        return complain(
            f"{share:.1%} of the records were rejected, more than --max-reject-share allows; "
            f"look at them with: newsmill inspect {config.output}",
            TOO_MANY_REJECTS,
        )
    return 0


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


def check_version(dataset: Dataset) -> None:
    """Raises OptionError if another schema version wrote the dataset."""
    found = dataset.manifest(dataset.last()).schema_version
    if found != SCHEMA_VERSION:
        raise OptionError(
            f"{dataset.root} has schema version {found}, this newsmill writes {SCHEMA_VERSION}; "
            "choose another --output, or the newsmill release that wrote it"
        )


def command_inspect(options: argparse.Namespace) -> int:
    """`newsmill inspect`."""
    from pipeline.inspect import as_text, files_of, summary

    dataset = dataset_of(options.output)
    if options.files:
        for path in files_of(dataset, options.files):
            print(path)
        return 0
    found = summary(dataset, options.hash)
    print(json.dumps(found, indent=1) if options.format == "json" else as_text(found))
    return 0


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


def command_schema(options: argparse.Namespace) -> int:
    """`newsmill schema`."""
    from schemas.describe import describe

    tables = [TABLES[options.table]] if options.table else list(TABLES.values())
    print(describe(tables, options.format))
    return 0
