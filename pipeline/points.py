"""Named moments at which a run can be interrupted; tests kill the process at each of them."""

from __future__ import annotations

COMMIT = (
    "resolved",
    "files-written",
    "files-staged",
    "plan-written",
    "first-file-published",
    "all-files-published",
    "manifest-created",
    "index-updated",
    "staging-removed",
)
"""Moments of a commit, in order."""
REPLACEMENT = (
    "replacement-noted",
    "first-replaced-file-removed",
    "replaced-files-removed",
)
"""Moments of a commit that replaces others: one before "manifest-created", two behind."""
RUN = (
    "recovered",
    "record-read",
    "slice-read",
    "rows-staged",
    *COMMIT,
    "acknowledging",
    "acknowledged",
)
"""Moments of a run, in order; from "record-read" on they come again for each slice."""


def reached(point: str) -> None:
    """Marks one of RUN or REPLACEMENT; does nothing, and is where tests interrupt a run."""
    if point not in RUN and point not in REPLACEMENT:
        raise ValueError(point)
