"""Whether there is anything to do: known before what reads, runs and commits is imported.

Most scheduled runs end here; Arrow, numpy and Beam would take longer than to look.
"""

from __future__ import annotations

from pipeline.config import RunConfig
from pipeline.feeds import sources_of
from pipeline.opening import Run
from pipeline.position import Position
from pipeline.reader import Plan, left_to_read, total
from pipeline.shard import ALL


def run_what_is_left(run: Run) -> None:
    """Plans a run on files, and does it if there is something to read.

    Raises: what `pipeline.run.run_inputs` does.
    """
    planned = planned_ahead(run) if is_plain(run.config) else None
    run.look_after()
    if planned is not None and not planned.files:
        run.progress.begin(0, 0, Position())
        return
    from pipeline.run import run_inputs  # late: see above

    run_inputs(run, planned)


def is_plain(config: RunConfig) -> bool:
    """Whether the run reads files alone, to their end, and commits nothing if none is left; and on
    this machine, since engines look at their own options."""
    rests = config.follow or config.topics or "-" in config.files
    return not rests and config.shard_of == ALL and config.runner == RunConfig.runner


def planned_ahead(run: Run) -> Plan:
    """What is left to read."""
    sources = sources_of(run.config, run.staging / "input")
    return total(left_to_read(sources, run.index, run.config))
