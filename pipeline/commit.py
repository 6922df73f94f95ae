"""The commit: a slice's staged rows become files and a manifest, which `publication` publishes.

Where another machine's run takes the commit's number first, the slice is judged again by what that
run committed, and tried with the next number.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from pipeline import accounting, points
from pipeline.catching_up import catch_up
from pipeline.dataset import Dataset
from pipeline.index import Index
from pipeline.orphans import adopt_orphans
from pipeline.partition import choose_granularity, count_days
from pipeline.publication import LostPlanError, publish, publish_folder, roll_forward
from pipeline.resolve import in_schema, read_staged, resolve, with_commit
from pipeline.sinks.tables import FileWriter
from pipeline.slices import Slice
from pipeline.verdict import Verdict, judge, replayed, without
from schemas.manifest import UNREADABLE, Manifest, commit_id
from schemas.staged import REPLAY_OF
from schemas.tables import DUPLICATES, REJECTS
from schemas.version import SCHEMA_VERSION

WAIT_SECONDS = 0.2
"""Behind a lost number; doubled with each next one, up to LONGEST_WAIT_SECONDS."""
LONGEST_WAIT_SECONDS = 5.0


class PlanAgainError(Exception):
    """The slice cannot be committed as it is and must be planned again; the text says why."""


class PositionConflictError(PlanAgainError):
    """Another run has consumed some of the slice's records."""

    def __init__(self, what: str) -> None:
        super().__init__(f"another run has just committed {what}; planning again")


@dataclass(frozen=True)
class CommitConfig:
    """What a run writes into its manifests, and how it writes files.

    Attributes:
        granularity: "auto", or the period of a partition for a new dataset.
        compression: "zstd" or "snappy".
        reread: files that were consumed may be read again from their beginning.
        reject_bytes: a reject keeps its original up to this size.
        shard, finished: the run's share of its input, I/N, and that nothing of it is left.
    """

    run_id: str
    started_at: datetime
    pipeline_version: str
    models: Mapping[str, str]
    granularity: str = "auto"
    compression: str = "zstd"
    reread: bool = False
    reject_bytes: int = 4 << 20
    shard: str = "1/1"
    finished: bool = False


Prepared = tuple[Manifest, list[str]]
"""The manifest to be, and the ids of its articles."""
Preparation = Callable[[Dataset, Index, Slice, CommitConfig, Path], Prepared | None]
"""Writes and checks a slice's files, below a folder; None if there is nothing to commit."""


def commit_slice(
    dataset: Dataset,
    index: Index,
    planned: Slice,
    config: CommitConfig,
    preparation: Preparation | None = None,
) -> tuple[Index, Manifest | None]:
    """Publishes one slice, atomically; gives the (possibly reopened) index and the manifest, or
    None where a replay settled nothing. `preparation` is `prepare` unless it is given.

    Raises:
        AccountingError: the slice does not balance; nothing is published.
        PositionConflictError: another run consumed these records meanwhile.
        CheckError: a written file does not read back.
        OSError: the disk refused; nothing is published unless the plan was already durable.
    """
    with dataset.commit_lock():
        index, manifest = attempt(dataset, index, planned, config, preparation or prepare)
        planned.drop()
        points.reached("staging-removed")
    return index, manifest


def attempt(
    dataset: Dataset, index: Index, planned: Slice, config: CommitConfig, preparation: Preparation
) -> tuple[Index, Manifest | None]:
    """Tries one number after the other until one is this run's."""
    wait = WAIT_SECONDS
    while True:
        roll_forward(dataset)
        index = catch_up(index, dataset)
        check_conflicts(index, planned, config.reread)
        folder = publish_folder(planned.folder)
        prepared = preparation(dataset, index, planned, config, folder)
        if prepared is None:
            return index, None
        manifest, article_ids = prepared
        try:
            if publish(dataset, folder, manifest):
                index.follow(manifest, article_ids)
                points.reached("index-updated")
                return index, manifest
        except LostPlanError as error:
            raise PlanAgainError(f"{error}; planning again") from error
        shutil.rmtree(folder)
        time.sleep(wait * random.random())  # noqa: S311 - spreads writers, no secret
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)


def check_conflicts(index: Index, planned: Slice, reread: bool) -> None:
    """Raises PositionConflictError unless each range begins where the committed one ends (or, when
    files are read again, at 0), and no reject of a replay is settled yet."""
    for source in planned.sources:
        known = index.source(*source.key)
        if source.is_queue:
            if known is not None and known[:2] != (source.version, source.first):
                raise PositionConflictError(source.uri)
            continue
        same = known is not None and source.version in (known[0], UNREADABLE)
        expected = known[1] if known is not None and same and known[0] != UNREADABLE else 0
        follows = source.first == expected or (reread and source.first == 0)
        if not follows or index.is_cut_otherwise(source):
            raise PositionConflictError(source.uri)
    if planned.kind == "replay":
        for reject_id in sorted(replayed(planned.spools)):
            if index.is_resolved(reject_id):
                raise PositionConflictError(f"the replay of {reject_id}")


def prepare(
    dataset: Dataset, index: Index, planned: Slice, config: CommitConfig, folder: Path
) -> Prepared | None:
    """Writes and checks the files, below `folder`; None if nothing is settled."""
    number = index.last()[0] + 1  # what the slice is judged by
    folders = [planned.rows_folder(spool) for spool in planned.spools]
    expected = accounting.planned(planned.spools)
    accounting.check_positions(expected, accounting.staged_positions(folders))
    resolved = resolve(folders, index.committed, commit_id(number))
    resolved, orphaned = adopt_orphans(resolved, index.committed, planned, config.reject_bytes)
    folders += orphaned
    rejects = read_staged(folders, "rejects", ["origin_uri", "reason", REPLAY_OF.name])
    verdict = Verdict()
    if planned.kind == "replay":
        verdict = judge(replayed(planned.spools), resolved, rejects)
        rejects = without(rejects, verdict.standing)
        if not verdict.resolved:
            return None
    else:
        accounting.check_sources(expected, planned.sources)
    duplicates = without(resolved.duplicates, verdict.standing)
    resolved = replace(resolved, duplicates=in_schema(duplicates, DUPLICATES))
    points.reached("resolved")
    granularity = granularity_of(dataset, number - 1, config, resolved.articles)
    writer = FileWriter(folder, number, config.started_at.date(), config.compression)
    kept_rejects = staged_rejects(folders, commit_id(number), verdict.standing)
    files = tuple(writer.write_all(resolved, kept_rejects, granularity))
    points.reached("files-written")
    counts = accounting.count(resolved, rejects)
    accounting.check_files(counts, files)
    manifest = Manifest(
        commit=number,
        run_id=config.run_id,
        kind=planned.kind,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        schema_version=SCHEMA_VERSION,
        pipeline_version=config.pipeline_version,
        granularity=granularity,
        models=dict(config.models),
        counts=counts,
        files=files,
        sources=accounting.per_source(planned.sources, resolved, rejects),
        resolved_rejects=verdict.resolved,
        shard=config.shard,
        finished=config.finished,
    )
    return manifest, resolved.articles["article_id"].to_pylist()


def granularity_of(dataset: Dataset, last: int, config: CommitConfig, articles: pa.Table) -> str:
    """The dataset's granularity; its first commit with articles decides it. Empty until then."""
    decided = dataset.manifest(last).granularity if last else ""
    if decided or config.granularity != "auto":
        return decided or config.granularity
    if not articles.num_rows:
        return ""
    return choose_granularity(count_days(articles["published_at"]), articles.nbytes)


def staged_rejects(
    folders: Sequence[Path], commit: str, standing: frozenset[str]
) -> Iterator[pa.Table]:
    """Rejects shard by shard, so that only one shard's payloads are in memory."""
    for folder in folders:
        rows = without(read_staged([folder], "rejects"), standing)
        if rows.num_rows:
            yield in_schema(with_commit(rows, commit), REJECTS)
