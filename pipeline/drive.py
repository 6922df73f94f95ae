"""From the options to a run's exit status: opens it, lets it work, reports."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from pipeline import report
from pipeline.accounting import AccountingError
from pipeline.complaint import STOPPED, TOO_MANY_REJECTS, complain
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.display import choose_progress
from pipeline.run import InterruptedRunError, Run, close_run, committed, open_run
from schemas.manifest import Counts, Manifest


class Stop:
    """Turns the first Ctrl-C or SIGTERM into a wish to stop that the driver looks at."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """The signal handler."""
        self.asked = True

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.asked


def drive(config: RunConfig, work: Callable[[Run], None]) -> int:
    """Opens a run, does `work`, reports; the one place where a run begins and ends."""
    stop, started = Stop(), time.monotonic()
    progress = choose_progress(config.quiet, config.log_format)
    try:
        run = open_run(config, progress, stop)
        try:
            work(run)
        except InterruptedRunError:
            progress.close()
            return complain(
                f"stopped; {len(run.manifests)} commits with {run.counts.published:,} articles are "
                "safe, nothing else was kept; run the same command again to go on",
                STOPPED,
            )
        finally:
            close_run(run)
    finally:
        progress.close()
    return conclude(config, run.counts, committed(run), time.monotonic() - started)


def conclude(
    config: RunConfig, counts: Counts, manifests: Sequence[Manifest], seconds: float
) -> int:
    """Prints the report; gives the exit status."""
    if config.log_format == "json":
        print(json.dumps(report.as_json(counts, manifests, seconds)))
    elif not config.quiet:
        print(report.text(counts, manifests, seconds, Dataset(config.output_path).data))
    if not counts.balanced:
        raise AccountingError(f"the run does not balance: {counts}")
    share = counts.rejected / counts.inputs if counts.inputs else 0.0
    if share > config.max_reject_share:
        return complain(
            f"{share:.1%} of the records were rejected, more than --max-reject-share allows; "
            f"see {config.output}/data/rejects, or: newsmill inspect {config.output}",
            TOO_MANY_REJECTS,
        )
    return 0
