"""Where reading begins, committed before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.commit import CommitConfig, commit_slice
from pipeline.dataset import Dataset
from pipeline.index import Index
from pipeline.slices import Slice
from pipeline.sources.feed import Feed


def commit_beginnings(
    dataset: Dataset, index: Index, staging: Path, config: CommitConfig, feeds: Sequence[Feed]
) -> Index:
    """Commits, without a row, the positions at which feeds begin that could not tell them again:
    a crash before the first row must not move them. Gives the index, as `commit_slice` does.

    Raises:
        PositionConflictError: another run has begun there meanwhile.
    """
    sources = tuple(source for feed in feeds for source in feed.begun())
    if not sources:
        return index
    folder = staging / "slice-000000"
    folder.mkdir()
    index, manifest = commit_slice(dataset, index, Slice(0, folder, (), sources, 0), config)
    if manifest is not None:
        for feed in feeds:
            feed.acknowledge(manifest)
    return index
