"""A run's sign of life on an object store, and what is done about runs that give none."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from pipeline.dataset import STAGING, Dataset
from pipeline.publication import plans
from pipeline.stores.store import Store, StoreError

RENEW_SECONDS = 60.0
STALE = timedelta(hours=1)
"""What a run staged is removed when it has given no sign of life for so long, by the store's
clock. A run that was only asleep finds its staged files gone and stages them anew."""


class Lease:
    """An object that is written again and again while the run lives."""

    def __init__(self, store: Store, run_id: str) -> None:
        self.store = store
        self.name = f"{STAGING}/{run_id}/lease"
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._renew, daemon=True)

    def begin(self) -> None:
        """Writes it for the first time; raises StoreError."""
        self.store.write(self.name, b"")
        self.thread.start()

    def _renew(self) -> None:
        while not self.ended.wait(RENEW_SECONDS):
            try:
                self.store.write(self.name, b"")
            except StoreError:
                continue  # the run itself will tell of a store that stays away

    def end(self) -> None:
        """Writes no more; the object stays."""
        self.ended.set()


def stale_runs(dataset: Dataset, now: datetime) -> dict[str, list[str]]:
    """Staged objects of runs of which nothing was written within STALE before `now`, by run."""
    staged: dict[str, list[str]] = {}
    newest: dict[str, datetime] = {}
    for entry in dataset.store.list(STAGING):
        run = entry.name.split("/")[1]
        staged.setdefault(run, []).append(entry.name)
        newest[run] = max(newest.get(run, entry.modified), entry.modified)
    return {run: names for run, names in staged.items() if now - newest[run] > STALE}


def sweep(dataset: Dataset, lease: Lease) -> None:
    """Removes what runs without a sign of life left staged, but for what a plan names."""
    now = max(entry.modified for entry in dataset.store.list(lease.name.rpartition("/")[0]))
    stale = stale_runs(dataset, now)
    planned = {staged for plan in plans(dataset) for staged, _ in plan.moves} if stale else set()
    dataset.store.delete(name for names in stale.values() for name in names if name not in planned)
