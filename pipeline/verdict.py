"""What a replay settles: which rejects are resolved, and which outcomes are not worth a commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.accounting import Position, positions
from pipeline.resolve import Resolved


@dataclass(frozen=True)
class Verdict:
    """Ids of the rejects that the replay settles, and positions whose rows are left out."""

    resolved: tuple[str, ...]
    withheld: frozenset[Position]


def replayed(spools: Sequence[Path]) -> dict[str, set[Position]]:
    """Positions of the records that each replayed reject gave."""
    found: dict[str, set[Position]] = defaultdict(set)
    for spool in spools:
        with pa.memory_map(str(spool)) as file, pa.ipc.open_stream(file) as reader:
            for batch in reader:
                for reject_id, uri, record in zip(
                    batch["replay_of"].to_pylist(),
                    batch["origin_uri"].to_pylist(),
                    batch["origin_record"].to_pylist(),
                    strict=True,
                ):
                    if reject_id is not None:
                        found[reject_id].add((uri, record))
    return found


def judge(spools: Sequence[Path], resolved: Resolved, rejects: pa.Table) -> Verdict:
    """A reject is settled when its replay publishes something or refuses nothing; else it stands,
    and nothing of its replay is committed."""
    published, refused = set(positions(resolved.articles)), set(positions(rejects))
    groups = replayed(spools)
    settled = {
        reject_id
        for reject_id, places in groups.items()
        if places & published or not places & refused
    }
    kept = {place for reject_id in settled for place in groups[reject_id]}
    standing = {place for places in groups.values() for place in places} - kept
    return Verdict(tuple(sorted(settled)), frozenset(standing))


def without(rows: pa.Table, withheld: frozenset[Position]) -> pa.Table:
    """The rows whose position is not withheld."""
    if not withheld:
        return rows
    places = zip(rows["origin_uri"].to_pylist(), rows["origin_record"].to_pylist(), strict=True)
    return rows.filter(pa.array([place not in withheld for place in places], pa.bool_()))
