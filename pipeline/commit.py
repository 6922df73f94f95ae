"""The commit: a slice's staged rows become published files and one manifest.

1. Files are written to staging and re-opened. 2. The plan, which is the manifest to be, is made
durable beside them. 3. Files move to their final names. 4. The manifest is created if absent:
the commit point. From step 2 on a commit is only ever rolled forward, so nothing that a reader
may have seen is taken back.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from pipeline import accounting, points
from pipeline.dataset import Dataset, DatasetError, is_dead, sync_folder, write_durably
from pipeline.index import Index, catch_up
from pipeline.orphans import adopt_orphans
from pipeline.partition import choose_granularity, count_days
from pipeline.resolve import in_schema, read_staged, resolve, with_commit
from pipeline.sinks.tables import FileWriter
from pipeline.slices import Slice
from pipeline.verdict import Verdict, judge, replayed, without
from schemas.manifest import UNREADABLE, Manifest, commit_id
from schemas.staged import REPLAY_OF
from schemas.tables import DUPLICATES, REJECTS, SCHEMA_VERSION

PLAN = "plan.json"


class LostPlanError(DatasetError):
    """A plan that a crash left behind cannot be completed any more."""


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


def commit_slice(
    dataset: Dataset, index: Index, planned: Slice, config: CommitConfig
) -> tuple[Index, Manifest | None]:
    """Publishes one slice, atomically; gives the (possibly reopened) index and the manifest, or
    None where a replay settled nothing.

    Raises:
        AccountingError: the slice does not balance; nothing is published.
        PositionConflictError: another run consumed these records meanwhile.
        CheckError: a written file does not read back.
        OSError: the disk refused; nothing is published unless the plan was already durable.
    """
    with dataset.commit_lock():
        roll_forward(dataset)
        index = catch_up(index, dataset)
        check_conflicts(index, planned, config.reread)
        prepared = prepare(dataset, index, planned, config)
        manifest = None
        if prepared is not None:
            points.reached("plan-written")
            manifest, article_ids = prepared
            publish(dataset, planned.folder, manifest)
            index.follow(manifest, article_ids)
            points.reached("index-updated")
        planned.drop()
        points.reached("staging-removed")
    return index, manifest


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
    dataset: Dataset, index: Index, planned: Slice, config: CommitConfig
) -> tuple[Manifest, list[str]] | None:
    """Steps 1 and 2: writes and checks the files, then the plan; gives the manifest to be and the
    ids of its articles, None if nothing is settled."""
    number = dataset.last() + 1
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
    granularity = granularity_of(dataset, config, resolved.articles)
    writer = FileWriter(
        planned.folder / "publish", number, config.started_at.date(), config.compression
    )
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
    write_durably(planned.folder / PLAN, manifest.to_json())
    return manifest, resolved.articles["article_id"].to_pylist()


def granularity_of(dataset: Dataset, config: CommitConfig, articles: pa.Table) -> str:
    """The dataset's granularity; its first commit with articles decides it. Empty until then."""
    last = dataset.last()
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


def publish(dataset: Dataset, folder: Path, manifest: Manifest) -> None:
    """Steps 3 and 4, from any state that a crash may have left them in.

    Raises:
        LostPlanError: the plan cannot be completed: its number is another's, or a file is gone.
    """
    if dataset.manifest_path(manifest.commit).exists():
        if dataset.manifest(manifest.commit) != manifest:
            raise LostPlanError(f"commit {manifest.commit_id} is another run's")
        return
    missing = [
        file.path
        for file in manifest.files
        if not (folder / "publish" / file.path).exists() and not (dataset.root / file.path).exists()
    ]
    if missing:
        raise LostPlanError(f"{missing[0]} is gone")
    touched = set()
    for place, file in enumerate(manifest.files):
        target = dataset.root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = folder / "publish" / file.path
        if staged.exists():
            staged.rename(target)
        touched |= {target.parent, target.parent.parent}
        if place == 0:
            points.reached("first-file-published")
    for parent in sorted(touched):
        sync_folder(parent)
    points.reached("all-files-published")
    # The commit point: the manifest appears whole under its number; the lock keeps others away.
    os.link(folder / PLAN, dataset.manifest_path(manifest.commit))
    sync_folder(dataset.commits)
    points.reached("manifest-created")


def roll_forward(dataset: Dataset) -> None:
    """Completes every plan that is still there, and removes the staging of dead runs.

    The caller holds the commit lock, so a plan that is visible was never finished, even if its run
    is alive (its disk may have refused). A plan that cannot be completed is dropped with what it
    had published: no manifest names it, and its slice is run again.
    """
    for run in sorted(path for path in dataset.staging.iterdir() if path.is_dir()):
        for plan in sorted(run.glob(f"slice-*/{PLAN}")):
            manifest = Manifest.from_json(plan.read_text(encoding="utf-8"))
            try:
                publish(dataset, plan.parent, manifest)
            except LostPlanError:
                for file in manifest.files:
                    (dataset.root / file.path).unlink(missing_ok=True)
                plan.unlink()
        if is_dead(run):
            shutil.rmtree(run)
