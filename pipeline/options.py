"""Flags of the commands that run the graph; None means "not given", so that a file may say."""

from __future__ import annotations

import argparse

from pipeline.config import (
    COMPRESSIONS,
    FIELD_NAMES,
    MESSAGE_FORMATS,
    OPTIONAL_STAGES,
    STREAMING_RUNNERS,
    RunConfig,
)
from pipeline.engine_options import add_engine_options
from pipeline.partition import GRANULARITIES

DEFAULTS = RunConfig()


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Adds every option but inputs and output."""
    parser.add_argument("--config", metavar="FILE", help="TOML file with any of these options")
    _processing(parser.add_argument_group("processing"))
    _limits(parser.add_argument_group("limits"))
    add_engine_options(parser.add_argument_group("engine"))
    _tables(parser.add_argument_group("tables"))
    _display(parser.add_argument_group("display"))


def add_queue_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of inputs that are followed, and of queues."""
    _follow(parser.add_argument_group("following"))
    _kafka(parser.add_argument_group("Kafka"))
    _streaming(parser.add_argument_group("streaming"))


def _follow(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--follow", action="store_true", default=None, help="go on for ever with what comes next"
    )
    group.add_argument(
        "--commit-interval",
        metavar="TIME",
        help=f"commit so often while following (default: {DEFAULTS.commit_interval})",
    )
    group.add_argument(
        "--commit-rows",
        type=int,
        metavar="N",
        help=f"or after so many records (default: {DEFAULTS.commit_rows:,})",
    )
    group.add_argument(
        "--settle",
        metavar="TIME",
        help="a file of a followed folder is complete when it has not changed for so long "
        f"(default: {DEFAULTS.settle})",
    )
    group.add_argument(
        "--done", metavar="FOLDER", help="move a followed folder's files there after their commit"
    )
    group.add_argument(
        "--poll-interval",
        metavar="TIME",
        help="list a followed folder so often instead of having the kernel tell of changes; "
        "object stores always are, every 10s by default",
    )
    group.add_argument(
        "--shard",
        metavar="I/N",
        help="read only the I-th of N shares of the input: files, parts of large files, partitions",
    )
    group.add_argument(
        "--source-timeout",
        metavar="TIME",
        help=f"stop when a source has been away for so long (default: {DEFAULTS.source_timeout})",
    )
    group.add_argument(
        "--metrics-port",
        type=int,
        metavar="PORT",
        help="serve /metrics (Prometheus), /healthz and /readyz (default: off)",
    )
    group.add_argument(
        "--metrics-host",
        metavar="ADDRESS",
        help="address to serve them at; 0.0.0.0 for all (default: this machine only, "
        f"{DEFAULTS.metrics_host})",
    )


def _kafka(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--position",
        metavar="WHERE",
        help="earliest, latest or a time (2026-01-31T08:00:00Z): where to begin a topic that the "
        "dataset has not read yet (default: earliest)",
    )
    group.add_argument(
        "--message-format",
        metavar="FORMAT",
        help=f"{', '.join(MESSAGE_FORMATS)}: what a message's value is (default: by its "
        "content-type header, else by its content)",
    )
    _registry(group)
    group.add_argument(
        "--on-loss",
        metavar="DO",
        help="stop or continue, when retention has deleted messages before they were read "
        "(default: stop)",
    )


def add_registry_options(parser: argparse.ArgumentParser) -> None:
    """Adds what reading a message's value may need."""
    _registry(parser.add_argument_group("Kafka"))


def add_broker_options(parser: argparse.ArgumentParser) -> None:
    """Adds what it takes to ask brokers how far behind a dataset is."""
    group = parser.add_argument_group("Kafka")
    group.add_argument(
        "--brokers",
        metavar="HOST:PORT[,...]",
        help="ask these brokers for the ends of the dataset's topics, and show the lag now",
    )
    _kafka_settings(group)


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


def _registry(group: argparse._ArgumentGroup) -> None:
    _kafka_settings(group)
    group.add_argument("--schema-registry", metavar="URL", help="registry of Avro schemas")


def _kafka_settings(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--kafka-config", metavar="FILE", help="properties file with librdkafka's settings"
    )
    group.add_argument(
        "--kafka-option",
        action="append",
        metavar="KEY=VALUE",
        help="one setting of librdkafka or, as schema.registry.*, of the registry's client; "
        "secrets as ${env:NAME} or ${file:PATH}",
    )


def _streaming(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--streaming",
        action="store_true",
        default=None,
        help=f"run the unbounded pipeline; with --runner {', '.join(STREAMING_RUNNERS)}",
    )


def _processing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--workers", type=int, metavar="N", help="worker processes (default: one a core)"
    )
    group.add_argument(
        "--spacy-model", metavar="NAME", help=f"package or path (default: {DEFAULTS.spacy_model})"
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


def _tables(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--scratch",
        metavar="FOLDER",
        help="keeps the working files of a dataset on an object store (default: the system's "
        "folder for temporary files)",
    )
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
