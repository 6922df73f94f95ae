"""Flags of the commands that run the graph; None means "not given", so that a file may say."""

from __future__ import annotations

import argparse

from pipeline.config import COMPRESSIONS, FIELD_NAMES, RUNNERS, RunConfig
from pipeline.partition import GRANULARITIES

DEFAULTS = RunConfig()


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Adds every option but inputs and output."""
    parser.add_argument("--config", metavar="FILE", help="TOML file with any of these options")
    _processing(parser.add_argument_group("processing"))
    _limits(parser.add_argument_group("limits"))
    _tables(parser.add_argument_group("tables"))
    _display(parser.add_argument_group("display"))


def _processing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--workers", type=int, metavar="N", help="worker processes (default: one a core)"
    )
    group.add_argument(
        "--runner", metavar="NAME", help=f"engine: {', '.join(RUNNERS)} (default: the first)"
    )
    group.add_argument(
        "--spacy-model", metavar="NAME", help=f"package or path (default: {DEFAULTS.spacy_model})"
    )
    group.add_argument(
        "--field",
        action="append",
        metavar="NAME=FIELD",
        help=f"read NAME from the record's FIELD (a.b for nested); NAME: {', '.join(FIELD_NAMES)}",
    )
    group.add_argument(
        "--reread",
        action="store_true",
        default=None,
        help="read files again that were read already; known articles become duplicates",
    )
    group.add_argument(
        "--min-words",
        type=int,
        metavar="N",
        help=f"reject articles with fewer words (default: {DEFAULTS.min_words})",
    )


def _limits(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--max-reject-share",
        type=float,
        metavar="SHARE",
        help="exit with status 3 if more than this share is rejected (default: off)",
    )
    group.add_argument(
        "--max-record-mib",
        type=int,
        metavar="MIB",
        help=f"reject larger records (default: {DEFAULTS.max_record_mib})",
    )
    group.add_argument(
        "--max-expansion",
        type=int,
        metavar="RATIO",
        help=f"reject streams that expand further (default: {DEFAULTS.max_expansion})",
    )
    group.add_argument(
        "--extract-timeout",
        type=float,
        metavar="SECONDS",
        help=f"time limit of one HTML page (default: {DEFAULTS.extract_timeout:g})",
    )
    group.add_argument(
        "--extract-memory-mib",
        type=int,
        metavar="MIB",
        help=f"memory limit of HTML parsing (default: {DEFAULTS.extract_memory_mib})",
    )


def _tables(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--partition",
        metavar="PERIOD",
        help=f"auto, {', '.join(GRANULARITIES)}: period of a new dataset's partitions "
        "(default: auto)",
    )
    group.add_argument(
        "--compression", metavar="CODEC", help=f"{' or '.join(COMPRESSIONS)} (default: zstd)"
    )
    group.add_argument(
        "--slice-records",
        type=int,
        metavar="N",
        help=f"records of one commit (default: {DEFAULTS.slice_records:,})",
    )
    group.add_argument(
        "--slice-mib",
        type=int,
        metavar="MIB",
        help=f"size of one commit's records (default: {DEFAULTS.slice_mib})",
    )


def _display(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--dry-run", action="store_true", default=None, help="plan and print, write nothing"
    )
    group.add_argument(
        "--quiet", action="store_true", default=None, help="print nothing but errors"
    )
    group.add_argument("--log-format", metavar="FORMAT", help="text or json (default: text)")
