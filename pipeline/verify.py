"""`newsmill verify`: every manifest against every footer and checksum, orphans, accounting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from datetime import UTC, datetime

import pyarrow as pa

from pipeline.dataset import Dataset, DatasetError, is_dead
from pipeline.inspect import committed_files
from pipeline.lease import STALE, stale_runs
from pipeline.live import live_files, replaced_commits
from pipeline.publication import plans
from pipeline.retired import is_due, noted, replaced_files
from pipeline.shard import Part
from pipeline.sinks.parquet import CheckError, check_file, sha256_of
from schemas.manifest import UNREADABLE, DataFile, Manifest, SourceRange
from schemas.tables import TABLES
from schemas.version import SCHEMA_VERSION

PASS_ROWS = 4_000_000
"""Most ids that are compared at once; a larger dataset takes more passes, not more memory."""


Positions = dict[tuple[str, str], tuple[str, int]]
"""Version and next record by source and part."""


def verify(dataset: Dataset) -> tuple[list[str], str]:
    """All findings, a line each, and a line of what was checked."""
    present = data_files(dataset)
    planned = planned_files(dataset)
    findings = missing_manifests(dataset)
    commits = files = 0
    positions: Positions = {}
    published: dict[int, int] = {}
    replaced = replaced_now(dataset)
    named: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    for manifest in readable_manifests(dataset, findings):
        commits += 1
        findings += check_manifest(manifest, positions)
        findings += check_replaced(manifest, published)
        settled.update(manifest.resolved_rejects)
        for file in live_files(manifest, replaced):
            files += 1
            named[file.path] += 1
            findings += check_data_file(dataset, file)
    findings += [f"{path}: in {times} manifests" for path, times in twice(named)]
    findings += [f"reject {reject} is settled {times} times" for reject, times in twice(settled)]
    findings += orphans(dataset, [path for path in present if path not in named], planned)
    findings += leftovers(dataset)
    if findings and replaced_now(dataset) != replaced:  # what was looked at is no more
        return verify(dataset)
    if not findings:
        findings += doubled_articles(dataset)
        findings += doubled_entries(dataset)
    return findings, f"{commits:,} commits and {files:,} files checked"


def missing_manifests(dataset: Dataset) -> list[str]:
    """Gaps between the commits' numbers."""
    missing = sorted(set(range(1, dataset.last() + 1)) - set(dataset.numbers()))
    return [f"commit {number} has no manifest" for number in missing]


def readable_manifests(dataset: Dataset, findings: list[str]) -> Iterator[Manifest]:
    """The manifests in order, one in memory at a time; those that cannot be read, or are another
    commit's, are findings."""
    for number in dataset.numbers():
        try:
            manifest = dataset.manifest(number)
        except DatasetError as error:
            findings.append(str(error))
            continue
        if manifest.commit != number:
            findings.append(f"commit {number}: its manifest says commit {manifest.commit}")
        yield manifest


def twice(named: Counter[str]) -> Iterator[tuple[str, int]]:
    """What occurs more than once, and how often."""
    return ((name, times) for name, times in named.items() if times > 1)


def check_manifest(manifest: Manifest, positions: Positions) -> Iterator[str]:
    """A commit's own arithmetic, and its positions against those of the commits before it."""
    name = f"commit {manifest.commit_id}"
    if manifest.schema_version != SCHEMA_VERSION:
        yield f"{name}: schema version {manifest.schema_version}, expected {SCHEMA_VERSION}"
    if not manifest.counts.balanced:
        yield f"{name}: does not balance: {manifest.counts}"
    rows = Counter[str]()
    for file in manifest.files:
        rows[file.table] += file.rows
    for table, number in manifest.counts.rows.items():
        if rows[table] != number:
            yield f"{name}: {table} has {rows[table]} rows in files, {number} counted"
    if manifest.kind == "run" and sum(s.inputs for s in manifest.sources) != manifest.counts.inputs:
        yield f"{name}: source ranges do not add up to {manifest.counts.inputs} inputs"
    for source in manifest.sources:
        if source.outcomes != source.inputs:
            yield f"{name}: {source.uri} does not balance"
        if not source.is_queue and source.inputs != own_records(source):
            yield f"{name}: {source.uri}: its gaps are not the records of other parts"
        start = source.first if source.is_queue else 0
        version, known = positions.get(source.key, (source.version, start))
        expected = known if source.version in (version, UNREADABLE) else 0
        if source.first != expected and (source.is_queue or source.first != 0):
            yield f"{name}: {source.uri} starts at record {source.first}, not {expected}"
        positions[source.key] = (source.version, source.next)


def check_replaced(manifest: Manifest, published: dict[int, int]) -> Iterator[str]:
    """A commit that replaces others against the articles that are `published`, by the commit that
    holds them; which is brought up to date."""
    before = [published.pop(number, None) for number in manifest.replaces]
    if None in before:
        yield f"commit {manifest.commit_id}: replaces what is replaced already, or not there"
    found = sum(filter(None, before))
    if manifest.kind == "reprocess" and found != manifest.counts.published:
        yield (f"commit {manifest.commit_id}: {manifest.counts.published} articles replace {found}")
    published[manifest.commit] = manifest.counts.published


def replaced_now(dataset: Dataset) -> set[int]:
    """The commits that others replace."""
    return replaced_commits(readable_manifests(dataset, []))


def own_records(source: SourceRange) -> int:
    """How many records the range of a file, or of a part of it, must have."""
    behind = source.next if source.end is None else source.end
    return Part.named(source.part).count(source.first, behind)


def check_data_file(dataset: Dataset, file: DataFile) -> Iterator[str]:
    """Presence, size, checksum, footer, schema and order of one file."""
    size = dataset.store.size(file.path)
    if size is None:
        yield f"{file.path}: missing"
        return
    if size != file.bytes:
        yield f"{file.path}: {size} bytes, {file.bytes} expected"
        return
    with dataset.store.fetched(file.path) as path:
        if sha256_of(path) != file.sha256:
            yield f"{file.path}: checksum differs"
            return
        try:
            check_file(path, TABLES[file.table], file.rows)
        except CheckError as error:
            yield str(error).replace(str(path), file.path)


def data_files(dataset: Dataset) -> list[str]:
    """What lies below data/; listed before the manifests are read, so that what a run commits
    meanwhile is never taken for an orphan."""
    return sorted(entry.name for entry in dataset.store.list("data"))


def planned_files(dataset: Dataset) -> set[str]:
    """Files of commits that a crash cut short; the next run completes them."""
    return {file.path for plan in plans(dataset) for file in plan.manifest.files}


def orphans(dataset: Dataset, paths: list[str], planned: Container[str]) -> Iterator[str]:
    """What is wrong with files below data/ that are not live."""
    kept = {file.path: one for one in noted(dataset) for file in replaced_files(dataset, one)}
    for path in paths:
        if path in planned:
            yield f"{path}: of a commit that was cut short; the next run completes it"
        elif path not in kept:
            if dataset.store.size(path) is not None:  # else it was replaced, and has just gone
                yield f"{path}: orphan, in no manifest"
        elif is_due(kept[path], datetime.now(UTC)):
            yield f"{path}: replaced by commit {kept[path].commit_id}; the next run removes it"


def leftovers(dataset: Dataset) -> Iterator[str]:
    """Staging of runs that are dead; the next run would clear it."""
    for folder in sorted(dataset.staging.glob("*")):
        if folder.is_dir() and is_dead(folder):
            yield f"_staging/{folder.name}: left by a dead run; the next run clears it"
    if dataset.root is None:
        for run in stale_runs(dataset, datetime.now(UTC)):
            yield f"_staging/{run}: no sign of life for {STALE}; the next run clears it"


def doubled_articles(dataset: Dataset) -> Iterator[str]:
    """Article ids that occur twice; ids are compared in passes, so memory stays bounded."""
    total = sum(file.rows for file in committed_files(dataset, "articles"))
    passes = 1 + total // PASS_ROWS
    for number in range(passes):
        seen: set[str] = set()
        for article_id in article_ids(dataset, "articles"):
            if int(article_id[:8], 16) % passes == number:
                if article_id in seen:
                    yield f"article {article_id} is published twice"
                seen.add(article_id)


def article_ids(dataset: Dataset, table: str) -> Iterator[str]:
    """The article_id column of a table."""
    for file in committed_files(dataset, table):
        with dataset.parquet(file.path) as footer:
            for batch in footer.iter_batches(columns=["article_id"]):
                yield from batch.column(0).to_pylist()


def doubled_entries(dataset: Dataset) -> Iterator[str]:
    """Keys of an article's entries that occur twice within a file (files never share articles)."""
    for name in ("entities", "topics", "quotations"):
        keys = list(TABLES[name].key)
        for file in committed_files(dataset, name):
            with dataset.parquet(file.path) as footer:
                rows: pa.Table = footer.read(columns=keys)
            if rows.group_by(keys).aggregate([]).num_rows != rows.num_rows:
                yield f"{file.path}: a key occurs twice"
