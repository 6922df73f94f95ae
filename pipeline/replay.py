"""`newsmill replay`: rejects run through the graph again; each is settled at most once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pipeline.catching_up import catch_up
from pipeline.commit import PlanAgainError
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.engines import open_engine
from pipeline.index import open_index
from pipeline.opening import Run
from pipeline.position import Position
from pipeline.record import Record
from pipeline.run import plan_again, run_records
from pipeline.sources.rejects import can_be_replayed, open_rejects, replay_records
from schemas.message import Message, Origin
from schemas.reject import Reject


def replay_rejects(run: Run) -> None:
    """Runs every open reject that can be run; what is refused again stays as it is."""
    run.progress.begin(0, 0, Position())
    with open_engine(run) as engine:
        while True:
            try:
                run_records(run, engine, _records(run))
            except PlanAgainError as reason:
                plan_again(run, reason)
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
    cut_anew = value_reader(run.config)
    for row in open_rejects(run.dataset, run.index):
        if can_be_replayed(row) and row["reject_id"] not in seen:
            seen.add(row["reject_id"])
            yield from replay_records(row, run.config.limits, cut_anew)


def value_reader(config: RunConfig) -> Callable[[bytes, Origin], Message | Reject] | None:
    """How to read a message whose schema was not known; None without a registry to ask."""
    if not config.schema_registry:
        return None
    from pipeline.sources.kafka import values_of
    from pipeline.sources.kafka_settings import resolved

    return values_of(config, resolved(config, "")).record


def plan_text(config: RunConfig) -> str:
    """What a replay would run; writes nothing."""
    dataset = Dataset(config.home, config.scratch)
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
