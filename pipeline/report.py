"""The table at the end of a run, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from schemas.manifest import Counts, Manifest

QUERIES = (
    (
        "articles a month",
        "select date_trunc('month', published_at) as month, count(*) as articles\n"
        "from read_parquet('{data}/articles/**/*.parquet') group by 1 order by 1;",
    ),
    (
        "who is named most",
        "select entity_name, entity_type, count(*) as articles, sum(mention_count) as mentions\n"
        "from read_parquet('{data}/entities/**/*.parquet')\n"
        "group by all order by articles desc, mentions desc, entity_name limit 10;",
    ),
    (
        "topics of the sites",
        "select source_domain, topic_name, count(*) as articles\n"
        "from read_parquet('{data}/topics/**/*.parquet') t\n"
        "join read_parquet('{data}/articles/**/*.parquet') a using (article_id)\n"
        "where topic_rank = 1 group by all order by articles desc, 1, 2 limit 10;",
    ),
)


def lines(counts: Counts, manifests: Sequence[Manifest], seconds: float) -> list[tuple[str, str]]:
    """Label and figure of each line of the table."""
    files = [file for manifest in manifests for file in manifest.files]
    return [
        ("read", f"{counts.inputs:,}"),
        ("published", f"{counts.published:,}"),
        ("duplicates", f"{counts.duplicates:,}"),
        ("rejected", f"{counts.rejected:,}"),
        *((f"  {reason}", f"{number:,}") for reason, number in counts.reasons.items()),
        ("entities", f"{counts.entities:,}"),
        ("topics", f"{counts.topics:,}"),
        ("commits", f"{len(manifests):,}"),
        ("files", f"{len(files):,}"),
        ("bytes", f"{sum(file.bytes for file in files):,}"),
        ("seconds", f"{seconds:,.1f}"),
        ("docs/s", f"{counts.inputs / max(seconds, 1e-6):,.1f}"),
    ]


def table(rows: Sequence[tuple[str, str]]) -> str:
    """Two aligned columns."""
    left = max(len(label) for label, _ in rows)
    right = max(len(figure) for _, figure in rows)
    return "\n".join(f"{label:<{left}}  {figure:>{right}}" for label, figure in rows)


def queries(data: Path) -> str:
    """Three queries for DuckDB, ready to paste."""
    return "\n\n".join(f"-- {title}\n{sql.format(data=data)}" for title, sql in QUERIES)


def text(counts: Counts, manifests: Sequence[Manifest], seconds: float, data: Path) -> str:
    """The whole report."""
    if not manifests:
        return "nothing new: every input is committed already; 0 rows published, 0 files added"
    return f"{table(lines(counts, manifests, seconds))}\n\nPaste into DuckDB:\n\n{queries(data)}\n"


def as_json(counts: Counts, manifests: Sequence[Manifest], seconds: float) -> dict[str, object]:
    """The report's figures for machines."""
    files = [file for manifest in manifests for file in manifest.files]
    return {
        **asdict(counts),
        "commits": [manifest.commit_id for manifest in manifests],
        "files": len(files),
        "bytes": sum(file.bytes for file in files),
        "seconds": round(seconds, 3),
    }
