"""Which display of progress fits standard error."""

from __future__ import annotations

import sys

from pipeline.config import RunConfig
from pipeline.followed import FollowJson, FollowLines
from pipeline.progress import JsonProgress, LineProgress, Progress


def choose_progress(config: RunConfig) -> Progress:
    """The display that fits, told of who commits: with --streaming, the runner's workers do."""
    chosen = _fitting(config)
    chosen.commits_here = not config.streaming
    return chosen


def _fitting(config: RunConfig) -> Progress:
    """What fits standard error: nothing, JSON, a picture on a terminal, else plain lines; queues
    and what is followed are shown by their lag, other inputs by how much of them is read."""
    follows = config.follow or config.streaming or bool(config.topics)
    if config.quiet:
        return Progress()
    if config.log_format == "json":
        return FollowJson() if follows else JsonProgress()
    if not sys.stderr.isatty():
        return FollowLines() if follows else LineProgress()
    if follows:
        from pipeline.board import BoardProgress

        return BoardProgress()
    from pipeline.bar import BarProgress

    return BarProgress()
