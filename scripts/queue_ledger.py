"""What was written to a topic, against what a dataset holds of it: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.dataset import Dataset
from pipeline.inspect import committed_files
from pipeline.sources.kafka_url import parse_partition
from pipeline.verify import verify

OUTCOMES = ("articles", "duplicates", "rejects", "tombstones")
"""Every message is a row of just one of these tables."""
COLUMNS = ["origin_uri", "origin_record", "origin_key"]
SHOWN = 5

Place = tuple[str, int, int]
"""Topic, partition, offset."""


@dataclass(frozen=True)
class Audit:
    """What is wrong with a dataset; nothing, if all is well."""

    lost: int = 0
    duplicated: int = 0
    findings: list[str] = field(default_factory=list)


def rows_of(dataset: Dataset) -> Iterator[tuple[Place, str | None]]:
    """Place and key of every message that has a row in a committed file; files left out."""
    for table in OUTCOMES:
        for file in committed_files(dataset, table):
            with dataset.parquet(file.path) as footer:
                columns = footer.read(columns=COLUMNS).to_pydict()
            for uri, offset, key in zip(*(columns[name] for name in COLUMNS), strict=True):
                parsed = parse_partition(uri)
                if parsed is not None:
                    _, topic, partition = parsed
                    yield (topic, partition, offset), key


def audit(output: Path, sent: Mapping[Place, str | None]) -> Audit:
    """Compares by place and by key, and has the dataset verified. No run may be alive."""
    dataset = Dataset(output)
    found = list(rows_of(dataset))
    places, keys = Counter(place for place, _ in found), Counter(key for _, key in found)
    lost_places = Counter(sent.keys()) - places
    lost_keys = Counter(sent.values()) - keys
    twice = places - Counter(set(places))
    keys_twice = keys - Counter(sent.values()) - Counter(keys.keys() - sent.values())
    findings = [*verify(dataset)[0]]
    findings += _named("lost", lost_places) + _named("lost key", lost_keys)
    findings += _named("published twice", twice) + _named("key too often", keys_twice)
    findings += _named("never sent", places.keys() - sent.keys())
    wrong = {place for place, key in found if place in sent and sent[place] != key}
    findings += _named("under another key", wrong)
    findings += _named("left in staging", [path.name for path in dataset.staging.iterdir()])
    return Audit(
        max(lost_places.total(), lost_keys.total()),
        max(twice.total(), keys_twice.total()),
        findings,
    )


def snapshot_findings(output: Path, after: int) -> list[str]:
    """What a reader may see at any moment: whole commits, and every file that they name; commits
    up to `after` were looked at before."""
    dataset, findings = Dataset(output), []
    for manifest in dataset.manifests(after):
        if not manifest.counts.balanced:
            findings.append(f"commit {manifest.commit_id} does not balance")
        for file in manifest.files:
            path = output / file.path
            if not path.exists() or path.stat().st_size != file.bytes:
                findings.append(f"commit {manifest.commit_id}: {file.path} is not whole")
    return findings


def _named(what: str, items: object) -> list[str]:
    listed = sorted(map(str, items))  # type: ignore[call-overload]  # any collection
    more = [f"{what}: {len(listed) - SHOWN} more"] if listed[SHOWN:] else []
    return [f"{what}: {item}" for item in listed[:SHOWN]] + more
