"""One run on one dataset, from its opening to its close."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline import line_table, points
from pipeline.catching_up import catch_up
from pipeline.config import MIB, RunConfig
from pipeline.dataset import STAGING, Dataset, run_lock
from pipeline.flights import Pace
from pipeline.garbage import collect_less
from pipeline.index import Index, open_index
from pipeline.lease import Lease, sweep
from pipeline.progress import Progress
from pipeline.publication import planned_slices, roll_forward
from pipeline.report import Done
from pipeline.retired import remove_replaced
from pipeline.sizes import Sizes
from pipeline.stop import Stop
from pipeline.stores.folders import delete_folder
from pipeline.stores.store import StoreError
from pipeline.whereabouts import Whereabouts
from schemas.manifest import Manifest


class InterruptedRunError(Exception):
    """The user asked to stop; what was committed stays."""


@dataclass
class Run:
    """One run on one dataset: its identity, its staging, what it has committed so far."""

    config: RunConfig
    dataset: Dataset
    index: Index
    run_id: str
    started_at: datetime
    staging: Path
    stop: Stop
    progress: Progress
    done: Done
    lock: int
    pace: Pace
    lease: Lease | None = None
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    lines: str | None = None

    @property
    def preloads(self) -> dict[str, str]:
        """The models that every worker needs, by stage."""
        absent = list(self.config.absent)
        if self.config.gpu:  # a process that was forked cannot use its parent's GPU
            absent.append("Entities")
        named = {"Language": "", "Entities": self.config.spacy_model, "Topics": ""}
        return {stage: name for stage, name in named.items() if stage not in absent}

    def committed(self, manifest: Manifest) -> None:
        """Takes note of a commit of this run."""
        self.done += Done.of(manifest)
        self.whereabouts.committed(manifest)
        self.progress.committed(manifest)

    def look_after(self) -> None:
        """What has to be done every now and then while the run waits.

        Raises InterruptedRunError if the user asked to drop what is at hand.
        """
        if self.stop.now():
            raise InterruptedRunError
        self.progress.refresh()

    def sizes(self) -> Sizes:
        """Bounds of the next slice: what follows a queue commits by time too."""
        config = self.config
        size = config.slice_mib * MIB
        if not config.follow:
            sizes = Sizes(config.slice_records, size)
        else:
            sizes = self.pace.sizes(config.commit_rows, size, config.commit_seconds)
        return sizes.without_model() if "Entities" in config.absent else sizes


def open_run(config: RunConfig, progress: Progress, stop: Stop) -> Run:
    """Readies the dataset: completes or removes what dead runs left, brings the index up to date.

    Raises OSError if the output cannot be written.
    """
    dataset = Dataset(config.home, config.scratch)
    collect_less()
    dataset.create()
    started = datetime.now(UTC).replace(microsecond=0)
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
    staging = dataset.staging / run_id
    with dataset.commit_lock():
        roll_forward(dataset)
        remove_replaced(dataset)
        lock = run_lock(staging)
        lease = None if dataset.root else begin_lease(dataset, run_id)
        index = catch_up(open_index(dataset.index), dataset)
    points.reached("recovered")
    return Run(
        config,
        dataset,
        index,
        run_id,
        started,
        staging,
        stop,
        progress,
        Done(),
        lock,
        Pace(),
        lease,
        lines=line_table.kept(dataset),
    )


def begin_lease(dataset: Dataset, run_id: str) -> Lease:
    """Shows other machines that this run lives, and removes what dead ones left in the store."""
    lease = Lease(dataset.store, run_id)
    lease.begin()
    sweep(dataset, lease)
    return lease


def close_run(run: Run) -> None:
    """Removes the run's staging, unless it holds a plan that the next start must complete."""
    run.index.close()
    os.close(run.lock)
    if run.lease is not None:
        run.lease.end()
    try:
        clear(run)
    except StoreError as error:  # what is left hurts nobody, and the run's own end matters more
        run.progress.say(f"{error}; the next run clears up")


def clear(run: Run) -> None:
    """Removes what the run staged, on the local disk and in the store."""
    if planned_slices(run.dataset, run.run_id):
        return
    shutil.rmtree(run.staging, ignore_errors=True)
    if run.lease is not None:
        delete_folder(run.dataset.store, f"{STAGING}/{run.run_id}")
