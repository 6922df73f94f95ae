"""The driver's side of the home: sends shards out, and takes exactly one attempt of each back."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import accounting, counters
from pipeline.jobs import ShardJob
from pipeline.remote.attempt import RECEIPT, RECORDS, Attempt
from pipeline.remote.marked import RemoteShard
from pipeline.resolve import read_staged
from pipeline.stores.store import Store
from pipeline.workers import WorkerError
from schemas.staged import STAGED


class Depot:
    """Where a run's shards wait for workers elsewhere, and their rows for the driver.

    `prefix` is the run's own folder below the home's `_staging`.
    """

    def __init__(self, home: Store, prefix: str) -> None:
        self.home = home
        self.prefix = prefix

    def send(self, job: ShardJob) -> RemoteShard:
        """Uploads a shard's records, to a place that no shard had before; raises OSError."""
        spool = Path(job.spool)
        place = f"{self.prefix}/{spool.parent.parent.name}-{spool.stem}-{uuid.uuid4().hex[:8]}"
        records = accounting.planned([spool]).total()
        self.home.upload(spool, f"{place}/{RECORDS}")
        return RemoteShard(place, records)

    def fetch(self, job: ShardJob, shard: RemoteShard) -> str:
        """Downloads the rows of one complete attempt, whichever; gives their folder.

        An engine may repeat what it likes: rows are taken from one attempt, and only if they are
        those of the shard's records, each once.

        Raises:
            WorkerError: there is no such attempt.
            OSError: the home does not answer.
        """
        names = [entry.name for entry in self.home.list(shard.place)]
        attempts = list(self.attempts(names))
        expected = accounting.planned([Path(job.spool)])
        folder = Path(job.staging)
        for attempt in sorted(attempts, key=lambda attempt: attempt.name):
            if attempt.records != shard.records:
                continue
            self.download(shard, attempt, folder)
            if accounting.staged_positions([folder]) == expected:
                self.home.delete(names)
                for table in STAGED:
                    counters.add(table, read_staged([folder], table, ["origin_uri"]).num_rows)
                return job.staging
        found = ", ".join(str(attempt.records) for attempt in attempts) or "none"
        raise WorkerError(
            f"the engine ended without the rows of a shard ({shard.place}: attempts with {found} "
            f"of {shard.records} records); run the same command again to go on"
        )

    def attempts(self, names: Iterable[str]) -> Iterator[Attempt]:
        """The attempts that have a receipt."""
        for name in names:
            if name.endswith(f"/{RECEIPT}"):
                yield Attempt.from_json(self.home.read(name).decode())

    def download(self, shard: RemoteShard, attempt: Attempt, folder: Path) -> None:
        """Fetches an attempt's files into `folder`, and leaves nothing else there."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in attempt.files:
            self.home.download(f"{shard.place}/{attempt.name}/{file}", folder / file)
