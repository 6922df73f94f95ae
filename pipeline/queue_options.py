"""Flags of what is followed, and of queues; None means "not given", so that a file may say."""

from __future__ import annotations

import argparse

from pipeline.config import MESSAGE_FORMATS, STREAMING_RUNNERS, RunConfig

DEFAULTS = RunConfig()


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
