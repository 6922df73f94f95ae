"""The committer: the one place of the unbounded graph that writes the dataset, pane by pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import GlobalWindow

from pipeline.catching_up import catch_up
from pipeline.commit import CommitConfig, commit_slice
from pipeline.dataset import Dataset
from pipeline.index import open_index
from pipeline.streaming import live
from pipeline.streaming.cuts import drop_folder, slice_of
from pipeline.streaming.failure import GapError, remembered
from pipeline.streaming.panes import arrange, batches
from pipeline.streaming.receipt import Receipt

MOST_WAITING = 1_000
"""Receipts that may wait for what is in between; a runner that delivers all panes keeps few."""


@dataclass(frozen=True)
class CommitterConfig:
    """What the committer needs; plain values that travel to any worker.

    Attributes:
        home: the dataset.
        scratch: `--scratch`.
        staging: the run's staging folder.
        commit: what manifests say of the run.
        records: a pane of more is committed in several slices, each of about so many
        size: or of about so many bytes.
    """

    home: str
    scratch: str
    staging: str
    commit: CommitConfig
    records: int
    size: int


def commit_receipts(config: CommitterConfig, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Commits what positions allow and gives the receipts that have to wait.

    Raises what `commit_slice` raises, and GapError.
    """
    dataset = Dataset(config.home, config.scratch)
    index = catch_up(open_index(dataset.index), dataset)
    try:
        portions, waiting = arrange(receipts, index)
        for portion in portions:
            if portion.is_replay:
                drop_folder(Path(portion.receipt.folder))
        fresh = [portion for portion in portions if not portion.is_replay]
        for batch in batches(fresh, config.records, config.size):
            planned = slice_of(batch, Path(config.staging), dataset.last() + 1)
            live.check(planned.sources)
            index, _ = commit_slice(dataset, index, planned, config.commit)
            for portion in batch:
                drop_folder(Path(portion.receipt.folder))
    finally:
        index.close()
    if len(waiting) > MOST_WAITING:
        raise gap(waiting)
    return waiting


def gap(waiting: Sequence[Receipt]) -> GapError:
    """The first hole, in one line."""
    source = min(waiting, key=lambda receipt: receipt.stamp).stretches[0].source
    return GapError(
        f"{source.uri}: the records before {source.first} never came, {len(waiting)} staged "
        "bundles wait for them; run the same command again to go on from what is committed"
    )


class CommitPanes(beam.DoFn):
    """Commits each pane, in the order of its positions; what is early waits as state."""

    WAITING = BagStateSpec("waiting", BytesCoder())
    END = TimerSpec("end", TimeDomain.WATERMARK)

    def __init__(self, config: CommitterConfig) -> None:
        self.config = config

    def process(
        self,
        pane: tuple[bytes, Iterable[bytes]],
        waiting: Any = beam.DoFn.StateParam(WAITING),  # noqa: B008 - Beam's way to ask
        end: Any = beam.DoFn.TimerParam(END),  # noqa: B008 - the same
    ) -> None:
        """Takes the receipts of one pane."""
        receipts = map(Receipt.from_bytes, (*waiting.read(), *pane[1]))
        with remembered():
            left = commit_receipts(self.config, receipts)
        waiting.clear()
        for receipt in left:
            waiting.add(receipt.to_bytes())
        if left:
            end.set(GlobalWindow().max_timestamp())

    @on_timer(END)
    def finish(self, waiting: Any = beam.DoFn.StateParam(WAITING)) -> None:  # noqa: B008 - the same
        """At the end of all windows nothing may wait any more."""
        left = [Receipt.from_bytes(text) for text in waiting.read()]
        with remembered():
            if left:
                raise gap(left)
