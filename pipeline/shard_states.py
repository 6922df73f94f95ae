"""What each of several processes that share an input has committed, by the manifests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.shard import Part, parts
from schemas.manifest import Manifest, SourceRange, whole_or_part

MOST_ROWS = 64
"""Shards of one N that the text lists; of more, those that are not complete."""


@dataclass
class ShardState:
    """One shard; `complete` when its last run read its share of the input to its end."""

    files: int = 0
    parts: int = 0
    partitions: set[str] = field(default_factory=set)
    records: int = 0
    complete: bool = False
    commit: str = ""
    as_of: str = ""

    def add(self, manifest: Manifest) -> None:
        """Takes in the shard's next commit."""
        for source in manifest.sources:
            if source.is_queue:
                self.partitions.add(source.uri)
            elif source.complete and source.part:
                self.parts += 1
            elif source.complete:
                self.files += 1
        self.records += manifest.counts.inputs
        self.complete = manifest.finished
        self.commit, self.as_of = manifest.commit_id, manifest.created_at

    def row(self, number: int) -> dict[str, Any]:
        """As plain values."""
        state = "complete" if self.complete else "open"
        return {"shard": number, "state": state, "partitions": len(self.partitions)} | {
            name: getattr(self, name) for name in ("files", "parts", "records", "commit", "as_of")
        }


class Shards:
    """Takes in manifests one after the other; keeps a state for each shard, and which parts are
    read of the files that are shared."""

    def __init__(self) -> None:
        self.states: dict[int, dict[int, ShardState]] = {}
        self.shared: dict[tuple[str, str, int], tuple[int, set[int]]] = {}

    def add(self, manifest: Manifest) -> None:
        """One commit."""
        number, of = whole_or_part(manifest.shard)
        if of > 1:
            self.states.setdefault(of, {}).setdefault(number, ShardState()).add(manifest)
        for source in manifest.sources:
            if source.part and source.complete and source.end is not None:
                self._share(source, source.end)

    def _share(self, source: SourceRange, end: int) -> None:
        part = Part.named(source.part)
        _, read = self.shared.setdefault((source.uri, source.version, part.of), (end, set()))
        read.add(part.number)

    def shared_files(self) -> int:
        """Files whose parts are all read; a part may hold no record."""
        return sum(
            all(part.number in read or not part.count(0, end) for part in parts(of, (1, 1), uri))
            for (uri, _, of), (end, read) in self.shared.items()
        )

    def listed(self) -> list[dict[str, Any]]:
        """For each N in use its shards that have committed, and how many have not."""
        return [
            {
                "of": of,
                "complete": sum(state.complete for state in states.values()),
                "not_begun": of - len(states),
                "shards": [states[number].row(number) for number in sorted(states)],
            }
            for of, states in sorted(self.states.items())
        ]


def shard_grid(group: dict[str, Any]) -> list[tuple[str, ...]]:
    """The shards of one N as rows for a person."""
    of, rows = group["of"], {row["shard"]: row for row in group["shards"]}
    columns = ("files", "parts", "partitions", "records")
    grid: list[tuple[str, ...]] = [("shard", "state", *columns, "commit", "as of")]
    for number in range(1, of + 1) if of <= MOST_ROWS else sorted(rows):
        row = rows.get(number)
        if row is None:
            grid.append((f"{number}/{of}", "not begun", *[""] * 6))
        elif of <= MOST_ROWS or row["state"] != "complete":
            figures = (f"{row[name]:,}" for name in columns)
            grid.append((f"{number}/{of}", row["state"], *figures, row["commit"], row["as_of"]))
    grid.append((f"all {of:,}", f"{group['complete']:,} complete", *[""] * 6))
    return grid
