"""From the options to a run's exit status: opens it, lets it work, reports."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline import report
from pipeline.complaint import STOPPED, TOO_MANY_REJECTS, complain
from pipeline.config import RunConfig
from pipeline.display import choose_progress
from pipeline.opening import InterruptedRunError, Run, close_run, open_run
from pipeline.progress import Progress
from pipeline.stop import Stop


def drive(
    config: RunConfig,
    work: Callable[[Run], None],
    conclude: Callable[[RunConfig, report.Done, float], int] | None = None,
) -> int:
    """Opens a run, does `work`, reports (by `conclude`, where it is given); the one place where a
    run begins and ends."""
    stop, started = Stop(config.is_patient), time.monotonic()
    with shown(config) as progress:
        run = open_run(config, progress, stop)
        try:
            work(run)
            if stop.finishing():
                progress.close()  # what it still has to say comes first
                progress.say(run.whereabouts.line())
        except InterruptedRunError:
            progress.close()
            return complain(
                f"stopped; {run.done.commits} commits with {run.done.counts.published:,} articles "
                "are safe, nothing else was kept; run the same command again to go on",
                STOPPED,
            )
        finally:
            close_run(run)
    return (conclude or summed_up)(config, run.done, time.monotonic() - started)


@contextmanager
def shown(config: RunConfig) -> Iterator[Progress]:
    """The progress display, and the metrics where they are asked for, for as long as it runs."""
    progress = choose_progress(config)
    try:
        if config.metrics_port:
            from pipeline.endpoint import serving

            with serving(config, progress):
                yield progress
        else:
            yield progress
    finally:
        progress.close()


def summed_up(config: RunConfig, done: report.Done, seconds: float) -> int:
    """Prints the report; gives the exit status."""
    if config.log_format == "json":
        print(json.dumps(report.as_json(done, seconds)))
    elif not config.quiet:
        print(report.text(done, seconds, f"{config.home}/data"))
    counts = done.counts
    if not counts.balanced:
        from pipeline.accounting import AccountingError  # late: brings Arrow

        raise AccountingError(f"the run does not balance: {counts}")
    share = counts.rejected / counts.inputs if counts.inputs else 0.0
    if share > config.max_reject_share:
        return complain(
            f"{share:.1%} of the records were rejected, more than --max-reject-share allows; "
            f"see {config.output}/data/rejects, or: newsmill inspect {config.output}",
            TOO_MANY_REJECTS,
        )
    return 0
