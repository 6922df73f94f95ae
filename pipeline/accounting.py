"""inputs = published + duplicates + rejected + tombstones, counted from the rows themselves.

What was planned is read from the spooled records, what came out from the staged rows and the
files to publish. Beam's metrics play no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from pipeline.complaint import FailedError
from pipeline.resolve import Resolved, read_staged
from pipeline.sources.spool import spool_batches
from schemas.manifest import Counts, DataFile, SourceRange
from schemas.staged import STAGED

Position = tuple[str, int]
SHOWN = 3


class AccountingError(FailedError):
    """Records were lost, doubled or invented; nothing of the slice is committed."""


def positions(rows: pa.Table) -> Counter[Position]:
    """How often each source position occurs in staged or published rows."""
    return Counter(_places(rows))


def _places(rows: pa.Table | pa.RecordBatch) -> Iterator[Position]:
    uris, records = rows["origin_uri"].to_pylist(), rows["origin_record"].to_pylist()
    return zip(uris, records, strict=True)


def planned(spools: Sequence[Path]) -> Counter[Position]:
    """The positions that were handed to the graph."""
    found: Counter[Position] = Counter()
    for spool in spools:
        for batch in spool_batches(spool):
            found.update(_places(batch))
    return found


def check_positions(expected: Counter[Position], found: Counter[Position]) -> None:
    """Raises AccountingError unless every planned record has exactly one outcome."""
    if dict.__eq__(expected, found):  # no count is 0, and Counter's own comparison is slow
        return
    lost, extra = expected - found, found - expected
    raise AccountingError(
        f"{lost.total()} records have no outcome {_examples(lost)}, "
        f"{extra.total()} outcomes have no record {_examples(extra)}"
    )


def _examples(missing: Counter[Position]) -> str:
    return str([f"{uri}#{record}" for uri, record in sorted(missing)[:SHOWN]])


def check_sources(expected: Counter[Position], sources: Sequence[SourceRange]) -> None:
    """Raises AccountingError unless each source's range holds its planned records: each place at
    most once, and as many as the range says, which for a file is all of them."""
    found = Counter(uri for uri, _ in expected)
    ranges = {source.uri: source for source in sources}
    outside = Counter(
        (uri, record)
        for uri, record in expected
        if uri not in ranges or not ranges[uri].first <= record < ranges[uri].next
    )
    if outside or expected.total() != len(expected):
        raise AccountingError(f"records outside of their range, or twice {_examples(outside)}")
    for source in sources:
        if found[source.uri] != source.inputs:
            raise AccountingError(
                f"{source.uri}: {found[source.uri]} records read, {source.inputs} in its range"
            )


def count(resolved: Resolved, rejects: pa.Table) -> Counts:
    """The accounting of a slice from the rows that are about to be published."""
    published, duplicates = resolved.articles.num_rows, resolved.duplicates.num_rows
    reasons = Counter(rejects["reason"].to_pylist())
    return Counts(
        inputs=published + duplicates + rejects.num_rows + resolved.tombstones.num_rows,
        published=published,
        duplicates=duplicates,
        rejected=rejects.num_rows,
        tombstones=resolved.tombstones.num_rows,
        entities=resolved.entities.num_rows,
        topics=resolved.topics.num_rows,
        reasons=dict(sorted(reasons.items())),
        quotations=resolved.quotations.num_rows,
    )


def per_source(
    sources: Sequence[SourceRange], resolved: Resolved, rejects: pa.Table
) -> tuple[SourceRange, ...]:
    """Each source range with its own four figures; AccountingError if one does not balance."""
    published = Counter(resolved.articles["origin_uri"].to_pylist())
    duplicates = Counter(resolved.duplicates["origin_uri"].to_pylist())
    rejected = Counter(rejects["origin_uri"].to_pylist())
    tombstones = Counter(resolved.tombstones["origin_uri"].to_pylist())
    counted = tuple(
        replace(
            source,
            published=published[source.uri],
            duplicates=duplicates[source.uri],
            rejected=rejected[source.uri],
            tombstones=tombstones[source.uri],
        )
        for source in sources
    )
    for source in counted:
        if source.outcomes != source.inputs:
            raise AccountingError(f"{source.uri}: outcomes do not add up to {source.inputs}")
    return counted


def staged_positions(folders: Sequence[Path]) -> Counter[Position]:
    """Positions of all rows that the graph staged."""
    columns = ["origin_uri", "origin_record"]
    found: Counter[Position] = Counter()
    for name in STAGED:
        found.update(_places(read_staged(folders, name, columns)))
    return found


def check_files(counts: Counts, files: Sequence[DataFile]) -> None:
    """Raises AccountingError unless the files' footers hold exactly the counted rows."""
    rows: Counter[str] = Counter()
    for file in files:
        rows[file.table] += file.rows
    for table, number in counts.rows.items():
        if rows[table] != number:
            raise AccountingError(f"{table}: {rows[table]} rows in files, {number} counted")
    if not counts.balanced:
        raise AccountingError(f"the slice does not balance: {counts}")
