"""`newsmill replay`: rejects run through the graph again; each is settled at most once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.commit import PositionConflictError
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.index import catch_up, open_index
from pipeline.reader import Position
from pipeline.run import Run, plan_again, run_records
from pipeline.slices import Record
from pipeline.sources.rejects import can_be_replayed, open_rejects, replay_records


def replay_rejects(run: Run) -> None:
    """Runs every open reject that can be run; what is refused again stays as it is."""
    run.progress.begin(0, 0, Position())
    while True:
        try:
            run_records(run, _records(run))
        except PositionConflictError as conflict:
            plan_again(run, conflict)
        else:
            break
    columns = ["reject_id", "stage", "reason", "record_format", "payload_bytes", "payload"]
    standing = unplayable = 0
    for row in open_rejects(run.dataset, run.index, columns):
        standing += 1
        unplayable += not can_be_replayed(row)
    run.progress.say(
        f"{run.done.counts.published:,} published, {run.done.counts.duplicates:,} duplicates, "
        f"{standing:,} rejects stand"
    )
    if unplayable:
        run.progress.say(
            f"{unplayable:,} of them can only be mended at their source (too large to keep, cut "
            "off, or empty); run those files again with --reread"
        )


def _records(run: Run) -> Iterator[Record]:
    """Records of the rejects; an id that several commits hold is run once."""
    seen: set[str] = set()
    for row in open_rejects(run.dataset, run.index):
        if can_be_replayed(row) and row["reject_id"] not in seen:
            seen.add(row["reject_id"])
            yield from replay_records(row, run.limits)


def plan_text(config: RunConfig) -> str:
    """What a replay would run; writes nothing."""
    dataset = Dataset(config.output_path)
    index = catch_up(open_index(dataset.index), dataset)
    try:
        reasons = Counter(
            row["reason"] for row in open_rejects(dataset, index, ["reject_id", "reason"])
        )
    finally:
        index.close()
    lines = [f"{reasons.total():,} rejects to replay"]
    lines += [f"  {reason}  {number:,}" for reason, number in sorted(reasons.items())]
    return "\n".join([*lines, "nothing was written"])
