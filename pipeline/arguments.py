"""The parser of the command line: commands and what each can be told."""

from __future__ import annotations

import argparse

from pipeline import __version__
from pipeline.options import add_reprocess_options, add_run_options, add_topics_options
from pipeline.queue_options import add_broker_options, add_queue_options, add_registry_options
from schemas.version import TABLE_NAMES

DESCRIPTION = """\
Turns news articles into warehouse-ready Parquet tables: cleaned text, entities, topics.

  newsmill run articles/ --output out          read a folder, write tables to out/data
  newsmill inspect out                         what is in the dataset
  newsmill topics out                          which topics, month by month
  newsmill verify out                          check every file and the accounting
  newsmill replay out                          try the rejects again, after a fix
  newsmill reprocess out --stage topics        a stage again, with the models of now
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
    run.add_argument(
        "--output",
        metavar="FOLDER",
        help="the dataset: a folder, or s3://BUCKET/PREFIX; made if it is not there",
    )
    add_run_options(run)
    add_queue_options(run)
    replay = commands.add_parser("replay", help="run the rejects again, after a fix")
    replay.add_argument("output", metavar="OUT", help="the dataset")
    add_run_options(replay)
    add_registry_options(replay)
    reprocess = commands.add_parser("reprocess", help="run a stage again on all articles")
    add_reprocess_options(reprocess)
    inspect = commands.add_parser("inspect", help="tables, commits and accounting of a dataset")
    inspect.add_argument("output", metavar="OUT", help="the dataset")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.add_argument("--hash", action="store_true", help="a content hash for each table")
    inspect.add_argument("--files", choices=TABLE_NAMES, help="only list that table's files")
    add_broker_options(inspect)
    topics = commands.add_parser("topics", help="shares of the topics over time")
    add_topics_options(topics)
    verify = commands.add_parser("verify", help="check every file and the accounting")
    verify.add_argument("output", metavar="OUT", help="the dataset")
    learn = commands.add_parser("learn", help="find lines that recur in a site's articles")
    learn.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or URI")
    learn.add_argument("--output", metavar="FOLDER", help="the dataset; made if it is not there")
    add_run_options(learn)
    explain = commands.add_parser("explain", help="what becomes of each line of a text, and why")
    explain.add_argument("file", metavar="FILE", help="an article as plain text")
    schema = commands.add_parser("schema", help="columns of the tables")
    schema.add_argument("table", nargs="?", choices=TABLE_NAMES, help="one table; else all")
    schema.add_argument(
        "--format", choices=("arrow", "json", "bigquery", "duckdb", "markdown"), default="arrow"
    )
    return parser
