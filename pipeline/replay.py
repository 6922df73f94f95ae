"""`newsmill replay`: rejects run through the graph again; each is settled at most once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.index import catch_up, open_index
from pipeline.reader import Position
from pipeline.run import Run, run_records
from pipeline.slices import Record
from pipeline.sources.rejects import open_rejects, replay_records


def replay_rejects(run: Run) -> None:
    """Runs every open reject that kept its bytes; what is refused again stays as it is."""
    names = ["reject_id", "payload"]
    rows = open_rejects(run.dataset, run.index, names)
    without_bytes = sum(1 for row in rows if not row["payload"])
    run.progress.begin(0, 0, Position())
    if without_bytes:
        run.progress.say(
            f"{without_bytes:,} rejects were too large to keep (or empty); "
            "run their source files again instead"
        )
    run_records(run, _records(run))
    refused = sum(1 for _ in open_rejects(run.dataset, run.index, ["reject_id"]))
    run.progress.say(
        f"{run.counts.published:,} published, {run.counts.duplicates:,} duplicates, "
        f"{refused:,} rejects stand"
    )


def _records(run: Run) -> Iterator[Record]:
    """Records of the rejects; an id that several commits hold is run once."""
    seen: set[str] = set()
    for row in open_rejects(run.dataset, run.index):
        if row["payload"] and row["reject_id"] not in seen:
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
