"""From the options to a run's exit status: opens it, lets it work, reports."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from pipeline import report
from pipeline.accounting import AccountingError
from pipeline.complaint import STOPPED, TOO_MANY_REJECTS, complain
from pipeline.config import RunConfig
from pipeline.dataset import Dataset
from pipeline.display import choose_progress
from pipeline.run import InterruptedRunError, Run, close_run, open_run


class Stop:
    """Turns the first Ctrl-C or SIGTERM into a wish to stop that the driver looks at."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, number: int, _frame: FrameType | None) -> None:
        """The signal handler; asked twice, it lets the signal do what it does."""
        if self.asked:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
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
                f"stopped; {run.done.commits} commits with {run.done.counts.published:,} articles "
                "are safe, nothing else was kept; run the same command again to go on",
                STOPPED,
            )
        finally:
            close_run(run)
    finally:
        progress.close()
    return conclude(config, run.done, time.monotonic() - started)


def conclude(config: RunConfig, done: report.Done, seconds: float) -> int:
    """Prints the report; gives the exit status."""
    if config.log_format == "json":
        print(json.dumps(report.as_json(done, seconds)))
    elif not config.quiet:
        print(report.text(done, seconds, Dataset(config.output_path).data))
    counts = done.counts
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
