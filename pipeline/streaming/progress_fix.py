"""Mends how Beam 2.77 tells a runner of a reader's progress.

Beam counts the bytes that a reader has given out and estimates them from samples. From a reader's
second bundle on it may have counted records and sampled none: then its figure is not a number, and
a runner that asks for a split of the bundle, as Prism does of a slow one, is answered with an error
that fails the job. A progress that is given as a fraction is not mixed with that figure.
"""

from __future__ import annotations

from typing import Any

from apache_beam.io import unbounded_source
from apache_beam.io.iobase import RestrictionProgress


def current_progress(tracker: Any) -> RestrictionProgress:
    """Done or not: no more is known of a source without an end."""
    return RestrictionProgress(fraction=float(tracker.current_restriction().is_done))


def mend() -> None:
    """Makes Beam's tracker of unbounded sources use it."""
    tracker: Any = unbounded_source._UnboundedSourceRestrictionTracker
    tracker.current_progress = current_progress
