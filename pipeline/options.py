"""Flags of the commands that run the graph; None means "not given", so that a file may say."""

from __future__ import annotations

import argparse

from pipeline.config import (
    COMPRESSIONS,
    FIELD_NAMES,
    GRANULARITIES,
    OPTIONAL_STAGES,
    RunConfig,
)
from pipeline.engine_options import add_engine_options

DEFAULTS = RunConfig()


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Adds every option but inputs and output."""
    parser.add_argument("--config", metavar="FILE", help="TOML file with any of these options")
    _processing(parser.add_argument_group("processing"))
    _limits(parser.add_argument_group("limits"))
    add_engine_options(parser.add_argument_group("engine"))
    _tables(parser.add_argument_group("tables"))
    _display(parser.add_argument_group("display"))


def add_reprocess_options(parser: argparse.ArgumentParser) -> None:
    """Adds what `newsmill reprocess` can be told."""
    parser.add_argument("output", metavar="OUT", help="the dataset")
    parser.add_argument("--config", metavar="FILE", help="TOML file with any of these options")
    again = parser.add_argument_group("what to run again")
    again.add_argument(
        "--stage",
        metavar="STAGE",
        help="topics (with keyphrases), entities (with places and quotations), or all of them",
    )
    again.add_argument(
        "--add",
        action="store_true",
        default=None,
        help="also on articles that were published without the stage",
    )
    again.add_argument(
        "--keep-replaced",
        metavar="DURATION",
        help="leave the files that are replaced for so long, for readers that have listed them; a "
        "glob sees these rows twice until then (default: 0s)",
    )
    _models(parser.add_argument_group("processing"))
    add_engine_options(parser.add_argument_group("engine"))
    tables = parser.add_argument_group("tables")
    _scratch(tables)
    _slices(tables)
    _display(parser.add_argument_group("display"))


def add_topics_options(parser: argparse.ArgumentParser) -> None:
    """Adds what `newsmill topics` can be told."""
    parser.add_argument("output", metavar="OUT", help="the dataset")
    parser.add_argument("--by", choices=GRANULARITIES, default="month", help="length of a period")
    parser.add_argument("--level", type=int, default=1, help="level of the taxonomy (default: 1)")
    parser.add_argument(
        "--format",
        choices=("text", "csv"),
        default="text",
        help="text: shares by period; csv: topic_daily, a row per day and topic of every level",
    )


def _models(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--workers", type=int, metavar="N", help="worker processes (default: one a core)"
    )
    group.add_argument(
        "--gpu",
        action="store_true",
        default=None,
        help="run the entity model on the GPU; meant for the transformer models (..._trf)",
    )
    group.add_argument(
        "--taxonomy",
        metavar="FILE",
        help="topics of your own instead of IPTC's: YAML or CSV with id, name, parent, "
        "description, seed_words",
    )
    group.add_argument(
        "--entity-links",
        metavar="FILE",
        help="Wikidata ids for entities: CSV or Parquet with name, alias, qid and perhaps type",
    )
    group.add_argument(
        "--spacy-model",
        action="append",
        metavar="[LANGUAGE=]NAME",
        help="package or path; again for more languages: de=de_core_news_sm "
        f"(default: {DEFAULTS.spacy_model})",
    )


def _processing(group: argparse._ArgumentGroup) -> None:
    _models(group)
    group.add_argument(
        "--languages",
        metavar="CODES",
        help="reject articles in other languages: en,de (ISO 639-1; default: none is rejected)",
    )
    group.add_argument(
        "--without",
        metavar="STAGES",
        help=f"leave out stages ({', '.join(OPTIONAL_STAGES)}; separated by commas): a model's "
        "columns stay null; Entities and Topics read articles of a known language only; without "
        "Clean a text keeps all its lines, for input that is clean already",
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


def _scratch(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--scratch",
        metavar="FOLDER",
        help="keeps the working files of a dataset on an object store (default: the system's "
        "folder for temporary files)",
    )


def _tables(group: argparse._ArgumentGroup) -> None:
    _scratch(group)
    group.add_argument(
        "--partition",
        metavar="PERIOD",
        help=f"auto, {', '.join(GRANULARITIES)}: period of a new dataset's partitions "
        "(default: auto)",
    )
    _slices(group)


def _slices(group: argparse._ArgumentGroup) -> None:
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
