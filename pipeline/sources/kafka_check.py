"""What can be known to be wrong with topics and their options before a broker is asked."""

from __future__ import annotations

from pipeline.config import OptionError, RunConfig
from pipeline.sources.kafka_positions import milliseconds
from pipeline.sources.kafka_registry import check_url
from pipeline.sources.kafka_settings import given_settings
from pipeline.sources.kafka_url import check_distinct


def check_topics(config: RunConfig) -> None:
    """Raises OptionError for the first address or option that does not fit."""
    check_distinct(config.topics)
    given_settings(config)
    if config.position == "latest" and not (config.follow or config.streaming):
        raise OptionError(
            "--position latest leaves nothing to drain; add --follow, or give a time instead"
        )
    if config.position not in ("earliest", "latest"):
        milliseconds(config.position)
    if config.schema_registry:
        check_url(config.schema_registry)
