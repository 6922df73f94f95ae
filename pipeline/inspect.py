"""`newsmill inspect`: what is in a dataset, by its manifests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.dataset import Dataset
from pipeline.figures import commit_text
from pipeline.live import committed
from pipeline.queues import Queues, grid, totals, with_live_ends
from pipeline.report import table as two_columns
from pipeline.retired import replaced_files
from pipeline.shard_states import Shards, shard_grid
from schemas.arrow import content_hash
from schemas.manifest import Counts, DataFile
from schemas.tables import TABLES
from schemas.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from pipeline.live_ends import LiveEnds

LAST_COMMITS = 5


def files_of(dataset: Dataset, table: str) -> Iterator[str]:
    """Paths of a table's committed files, for readers that take a list."""
    return (f"{dataset.url}/{file.path}" for file in committed_files(dataset, table))


def committed_files(dataset: Dataset, table: str) -> Iterator[DataFile]:
    """The table's files that are live, those of the newest commit first."""
    for _, files in committed(dataset):
        yield from (file for file in files if file.table == table)


def read_batches(dataset: Dataset, table: str) -> Iterator[pa.RecordBatch]:
    """All committed rows of a table, a batch in memory at a time."""
    for file in committed_files(dataset, table):
        with dataset.parquet(file.path) as footer:
            yield from footer.iter_batches(batch_size=1000)


def summary(
    dataset: Dataset, with_hash: bool = False, live_ends: LiveEnds | None = None
) -> dict[str, Any]:
    """Tables, positions, last commits and accounting as plain values; `live_ends` asks brokers
    for the ends of topics."""
    tables: dict[str, dict[str, Any]] = {
        name: {"rows": 0, "files": 0, "bytes": 0, "partitions": Counter()} for name in TABLES
    }
    counts: dict[str, Counts] = defaultdict(Counts)
    commits: list[dict[str, Any]] = []
    resolved = sources = 0
    queues, shards = Queues(), Shards()
    for manifest in dataset.manifests():
        counts[manifest.kind] += manifest.counts
        queues.add(manifest)
        shards.add(manifest)
        resolved += len(manifest.resolved_rejects)
        sources += sum(1 for source in manifest.sources if source.complete and not source.part)
        for file in manifest.files:
            _add(tables[file.table], file)
        for file in replaced_files(dataset, manifest):
            _add(tables[file.table], file, -1)
        commits = [*commits[1 - LAST_COMMITS :], _commit(manifest)]
    for name, figures in tables.items():
        figures["partitions"] = len(+figures["partitions"])
        if with_hash:
            figures["content_hash"] = content_hash(TABLES[name], read_batches(dataset, name))
    rows = queues.listed()
    if live_ends is not None and rows:
        rows = with_live_ends(rows, live_ends(sorted({row["topic"] for row in rows})))
    return {
        "dataset": dataset.url,
        "schema_version": SCHEMA_VERSION,
        "partition_period": dataset.manifest(dataset.last()).granularity,
        "tables": tables,
        "last_commits": commits,
        "complete_files": sources + shards.shared_files(),
        "queues": rows,
        "queue_totals": totals(rows),
        "shards": shards.listed(),
        "runs": asdict(counts["run"]) | {"balanced": counts["run"].balanced},
        "replays": asdict(counts["replay"]) | {"balanced": counts["replay"].balanced},
        "rejects_resolved": resolved,
        "processed_again": counts["reprocess"].published,
    }


def _add(figures: dict[str, Any], file: DataFile, sign: int = 1) -> None:
    figures["rows"] += sign * file.rows
    figures["files"] += sign
    figures["bytes"] += sign * file.bytes
    figures["partitions"][file.partition] += sign


def _commit(manifest: Any) -> dict[str, Any]:
    return {
        "commit": manifest.commit_id,
        "kind": manifest.kind,
        "created_at": manifest.created_at,
        "run_id": manifest.run_id,
        "pipeline_version": manifest.pipeline_version,
        "models": manifest.models,
        "counts": asdict(manifest.counts),
    }


def as_text(found: dict[str, Any]) -> str:
    """The summary for a person."""
    head = two_columns(
        [
            ("dataset", found["dataset"]),
            ("schema version", str(found["schema_version"])),
            ("partitions by", found["partition_period"] or "(no article yet)"),
            ("source files read", f"{found['complete_files']:,}"),
        ]
    )
    columns = ("table", "rows", "files", "partitions", "bytes")
    tables = [columns] + [
        (name, *(f"{figures[key]:,}" for key in columns[1:]))
        for name, figures in found["tables"].items()
    ]
    queues = [aligned(grid(found["queues"]))] if found["queues"] else []
    shards = [aligned(shard_grid(group)) for group in found["shards"]]
    parts = [head, aligned(tables), *queues, *shards, *_hashes(found), _accounting(found)]
    last = "".join(f"\n  {_commit_line(commit)}" for commit in found["last_commits"])
    parts.append(f"last commits:{last}")
    return "\n\n".join(parts)


def aligned(grid: list[tuple[str, ...]]) -> str:
    """Rows of cells, the first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in grid) for place in range(len(grid[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in grid
    )


def _hashes(found: dict[str, Any]) -> list[str]:
    tables = found["tables"].items()
    rows = [(name, t["content_hash"]) for name, t in tables if "content_hash" in t]
    return [two_columns(rows)] if rows else []


def _accounting(found: dict[str, Any]) -> str:
    lines = []
    for name in ("runs", "replays"):
        figures = found[name]
        if figures["inputs"]:
            sign = "=" if figures["balanced"] else "DOES NOT EQUAL"
            lines.append(
                f"{name}: {figures['inputs']:,} inputs {sign} {figures['published']:,} published + "
                f"{figures['duplicates']:,} duplicates + {figures['rejected']:,} rejected"
                + (f" + {figures['tombstones']:,} tombstones" if figures["tombstones"] else "")
            )
    reasons = found["runs"]["reasons"]
    lines += [f"  {reason}: {number:,}" for reason, number in reasons.items()]
    if found["rejects_resolved"]:
        lines.append(f"rejects settled by replays: {found['rejects_resolved']:,}")
    if found["processed_again"]:
        lines.append(f"articles processed again: {found['processed_again']:,}")
    return "\n".join(lines)


def _commit_line(commit: dict[str, Any]) -> str:
    counts = commit["counts"]
    return (
        f"{commit['commit']}  {commit['created_at']}  {commit['kind']}  "
        f"{commit_text(commit['kind'], Counts(**counts))}"
    )
