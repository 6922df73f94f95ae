"""Copies whose better twin was refused after they had been dropped in its favour."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.resolve import Committed, Resolved
from pipeline.sinks.staged_rows import write_staged
from pipeline.slices import Slice
from pipeline.sources.spool import read_spool
from schemas.reject import Reject
from schemas.staged import STAGED
from transforms.rows import reject_row

LINEAGE = ("run_id", "ingested_at", "pipeline_version")


def adopt_orphans(
    resolved: Resolved, committed: Committed, planned: Slice, reject_bytes: int
) -> tuple[Resolved, list[Path]]:
    """Duplicates of articles that no table holds become rejects, as their twin did.

    Gives the rows without them, and the staged folder of the new rejects, if there are any.
    """
    if not resolved.duplicates.num_rows:
        return resolved, []
    ids = resolved.duplicates["article_id"].to_pylist()
    kept = committed(ids) | set(resolved.articles["article_id"].to_pylist())
    known = pa.array([article_id in kept for article_id in ids], pa.bool_())
    orphans = resolved.duplicates.filter(pc.invert(known)).to_pylist()
    if not orphans:
        return resolved, []
    places = {(row["origin_uri"], row["origin_record"]): row for row in orphans}
    rows = [
        refused(outcome.message, places[outcome.message.origin.order], reject_bytes)
        for spool in planned.spools
        for outcome in read_spool(spool)
        if outcome.message.origin.order in places
    ]
    folder = planned.folder / "rows" / "orphans"
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt that lost its number
    folder.mkdir(parents=True)
    write_staged(folder, "rejects", pa.Table.from_pylist(rows, schema=STAGED["rejects"]))
    return replace(resolved, duplicates=resolved.duplicates.filter(known)), [folder]


def refused(message: Any, row: dict[str, Any], reject_bytes: int) -> dict[str, Any]:
    """The copy as a reject of the stage that refused its twin: only Entities comes after Dedup."""
    reject = Reject(message, "Entities", "entities_failed", "a copy of it failed")
    return reject_row(reject, reject_bytes) | {name: row[name] for name in LINEAGE}
