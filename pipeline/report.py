"""The table at the end of a run, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from schemas.manifest import Counts, Manifest

# Title, the tables that must have rows, and the query.
QUERIES = (
    (
        "articles a month",
        ("articles",),
        "select date_trunc('month', published_at) as month, count(*) as articles\n"
        "from read_parquet('{data}/articles/**/*.parquet') group by 1 order by 1;",
    ),
    (
        "who is named most",
        ("entities",),
        "select entity_name, entity_type, count(*) as articles, sum(mention_count) as mentions\n"
        "from read_parquet('{data}/entities/**/*.parquet')\n"
        "where entity_type not in ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')\n"
        "group by all order by articles desc, mentions desc, entity_name limit 10;",
    ),
    (
        "topics of the sites",
        ("articles", "topics"),
        "select source_domain, topic_name, count(*) as articles\n"
        "from read_parquet('{data}/topics/**/*.parquet') t\n"
        "join read_parquet('{data}/articles/**/*.parquet') a using (article_id)\n"
        "where topic_rank = 1 group by all order by articles desc, 1, 2 limit 10;",
    ),
)


@dataclass(frozen=True)
class Done:
    """What a run has committed, added up commit by commit; `bytes` are those of the files."""

    counts: Counts = field(default_factory=Counts)
    commits: int = 0
    files: int = 0
    bytes: int = 0
    tables: frozenset[str] = frozenset()

    @staticmethod
    def of(manifest: Manifest) -> Done:
        """One commit."""
        return Done(
            manifest.counts,
            1,
            len(manifest.files),
            sum(file.bytes for file in manifest.files),
            frozenset(file.table for file in manifest.files),
        )

    def __add__(self, other: Done) -> Done:
        return Done(
            self.counts + other.counts,
            self.commits + other.commits,
            self.files + other.files,
            self.bytes + other.bytes,
            self.tables | other.tables,
        )


def lines(done: Done, seconds: float) -> list[tuple[str, str]]:
    """Label and figure of each line of the table."""
    counts = done.counts
    return [
        ("read", f"{counts.inputs:,}"),
        ("published", f"{counts.published:,}"),
        ("duplicates", f"{counts.duplicates:,}"),
        *([("tombstones", f"{counts.tombstones:,}")] if counts.tombstones else []),
        ("rejected", f"{counts.rejected:,}"),
        *((f"  {reason}", f"{number:,}") for reason, number in counts.reasons.items()),
        ("entities", f"{counts.entities:,}"),
        ("topics", f"{counts.topics:,}"),
        ("quotations", f"{counts.quotations:,}"),
        ("commits", f"{done.commits:,}"),
        ("files", f"{done.files:,}"),
        ("bytes", f"{done.bytes:,}"),
        ("seconds", f"{seconds:,.1f}"),
        ("docs/s", f"{counts.inputs / max(seconds, 1e-6):,.1f}"),
    ]


def table(rows: Sequence[tuple[str, str]]) -> str:
    """Two aligned columns."""
    left = max(len(label) for label, _ in rows)
    right = max(len(figure) for _, figure in rows)
    return "\n".join(f"{label:<{left}}  {figure:>{right}}" for label, figure in rows)


REJECTS_QUERY = (
    "why records were rejected",
    ("rejects",),
    "select reason, detail, origin_uri, origin_record\n"
    "from read_parquet('{data}/rejects/**/*.parquet') order by all limit 10;",
)


def queries(data: str, tables: Iterable[str]) -> str:
    """Queries for DuckDB, ready to paste, on tables that have files: three, or the rejects'."""
    present = set(tables)
    fitting = [query for query in QUERIES if present.issuperset(query[1])]
    quoted = data.replace("'", "''")
    return "\n\n".join(
        f"-- {title}\n{sql.format(data=quoted)}" for title, _, sql in fitting or [REJECTS_QUERY]
    )


def text(done: Done, seconds: float, data: str) -> str:
    """The whole report."""
    if not done.commits:
        return "nothing new: every input is committed already; 0 rows published, 0 files added"
    figures = table(lines(done, seconds))
    return f"{figures}\n\nPaste into DuckDB:\n\n{queries(data, done.tables)}\n"


def as_json(done: Done, seconds: float) -> dict[str, object]:
    """The report's figures for machines."""
    return {
        **asdict(done.counts),
        "commits": done.commits,
        "files": done.files,
        "bytes": done.bytes,
        "seconds": round(seconds, 3),
    }
