"""How far a dataset has read its queues, by its manifests, and how far that is behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.figures import place_of
from schemas.manifest import Manifest

if TYPE_CHECKING:
    from pipeline.live_ends import LiveEnd


class Queues:
    """Takes in manifests one after the other; keeps the last state of each partition."""

    def __init__(self) -> None:
        self.partitions: dict[str, dict[str, Any]] = {}

    def add(self, manifest: Manifest) -> None:
        """The positions of one commit."""
        for source in manifest.sources:
            if not source.is_queue:
                continue
            place, known = place_of(source.uri), self.partitions.get(source.uri, {})
            end = source.next if source.end is None else source.end
            self.partitions[source.uri] = {
                "cluster": place.cluster,
                "topic": place.topic,
                "partition": int(place.partition),
                "topic_id": source.version,
                "position": source.next,
                "end": end,
                "lag": max(0, end - source.next),
                "messages": known.get("messages", 0) + source.inputs,
                "lost": known.get("lost", 0) + source.lost,
                "commit": manifest.commit_id,
                "as_of": manifest.created_at,
            }

    def listed(self) -> list[dict[str, Any]]:
        """The partitions in order of their names."""
        return in_order(self.partitions.values())


def with_live_ends(rows: list[dict[str, Any]], ends: Iterable[LiveEnd]) -> list[dict[str, Any]]:
    """The rows with the ends that the brokers tell now.

    None for a partition that they do not have, as of a topic that was made again. A partition
    that the dataset does not know yet has a row without a position; all it holds is its lag.
    """
    known = {(row["cluster"], row["topic_id"], row["partition"]): row for row in rows}
    live = {(end.cluster, end.topic_id, end.partition): end for end in ends}
    found = []
    for key, row in known.items():
        end = live.get(key)
        now = (None, None) if end is None else (end.end, max(0, end.end - row["position"]))
        found.append(row | {"live_end": now[0], "live_lag": now[1]})
    found += [_unread(end) for key, end in live.items() if key not in known]
    return in_order(found)


def _unread(end: LiveEnd) -> dict[str, Any]:
    return dict.fromkeys(("position", "end", "commit", "as_of")) | {
        "cluster": end.cluster,
        "topic": end.topic,
        "partition": end.partition,
        "topic_id": end.topic_id,
        "lag": 0,
        "messages": 0,
        "lost": 0,
        "live_end": end.end,
        "live_lag": end.end - end.first,
    }


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by the names of their partitions."""
    names = ("cluster", "topic", "topic_id", "partition")
    return sorted(rows, key=lambda row: [row[name] for name in names])


def totals(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Partitions, messages, lag and lost records of all rows; the live lag where it is known."""
    sums = {name: sum(row[name] for row in rows) for name in ("messages", "lag", "lost")}
    if any("live_lag" in row for row in rows):
        sums["live_lag"] = sum(row["live_lag"] or 0 for row in rows)
    return {"partitions": len(rows)} | sums


def grid(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Cells of a table for a person: a head, a line a partition, a line of totals."""
    sums = totals(rows)
    several = len({row["cluster"] for row in rows}) > 1
    shown = ["partition", "position", "end", "lag"]
    shown += ["live_end", "live_lag"] if "live_lag" in sums else []
    shown += ["lost"] if sums["lost"] else []
    head = ("topic", *(name.replace("live_", "") + _now(name) for name in shown), "as of")
    lines = [
        (
            f"{row['cluster']}/{row['topic']}" if several else row["topic"],
            *(_cell(row[name]) for name in shown),
            row["as_of"] or "-",
        )
        for row in rows
    ]
    last = ("all", *(_cell(sums[name]) if name in sums else "" for name in shown), "")
    return [head, *lines, last]


def _now(name: str) -> str:
    return " now" if name.startswith("live_") else ""


def _cell(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
