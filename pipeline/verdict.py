"""What a replay settles: which rejects are resolved, and which outcomes are not worth a commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.resolve import Resolved
from pipeline.sources.spool import spool_batches


@dataclass(frozen=True)
class Verdict:
    """Ids of the rejects that the replay settles, and of those that stand as they are."""

    resolved: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()


def replayed(spools: Sequence[Path]) -> set[str]:
    """Ids of the rejects that a slice replays; a reject is never spread over two slices."""
    found: set[str] = set()
    for spool in spools:
        for batch in spool_batches(spool):
            found.update(filter(None, batch["replay_of"].to_pylist()))
    return found


def judge(ids: set[str], resolved: Resolved, rejects: pa.Table) -> Verdict:
    """A reject is settled when its replay publishes something or refuses nothing; else it stands,
    and nothing of its replay is committed."""
    published = set(resolved.replays)
    refused = set(rejects["replay_of"].to_pylist())
    settled = {reject_id for reject_id in ids if reject_id in published or reject_id not in refused}
    return Verdict(tuple(sorted(settled)), frozenset(ids - settled))


def without(rows: pa.Table, standing: frozenset[str]) -> pa.Table:
    """The rows that are of no standing reject."""
    if not standing:
        return rows
    keep = [reject_id not in standing for reject_id in rows["replay_of"].to_pylist()]
    return rows.filter(pa.array(keep, pa.bool_()))
