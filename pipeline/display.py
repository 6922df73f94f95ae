"""Which display of progress fits standard error."""

from __future__ import annotations

import sys

from pipeline.progress import JsonProgress, LineProgress, Progress


def choose_progress(quiet: bool, log_format: str) -> Progress:
    """What fits standard error: nothing, JSON, a bar on a terminal, else plain lines."""
    if quiet:
        return Progress()
    if log_format == "json":
        return JsonProgress()
    if not sys.stderr.isatty():
        return LineProgress()
    from pipeline.bar import BarProgress

    return BarProgress()
