"""Where a run stands in its sources, for the line that says where it stopped."""

from __future__ import annotations

from schemas.manifest import Manifest

SHOWN = 8
"""Most positions that the line names."""


class Whereabouts:
    """The positions that a run has committed: of queues, and of files that are not at their end."""

    def __init__(self) -> None:
        self.commit = ""
        self.files = 0
        self.positions: dict[str, int] = {}

    def committed(self, manifest: Manifest) -> None:
        """Takes in a commit."""
        self.commit = manifest.commit_id
        for source in manifest.sources:
            if source.complete:
                self.files += 1
                self.positions.pop(source.uri, None)
            else:
                self.positions[source.uri] = source.next

    def line(self) -> str:
        """What to say when the run ends as asked."""
        if not self.commit:
            return "stopped as asked; nothing was committed; the same command starts again"
        places = [f"{uri} at {number:,}" for uri, number in sorted(self.positions.items())]
        shown = places[:SHOWN] + ([f"{len(places) - SHOWN:,} more"] if places[SHOWN:] else [])
        files = [f"files read to their end: {self.files:,}"] if self.files else []
        return (
            f"stopped as asked after commit {self.commit}; positions: "
            f"{', '.join(files + shown)}; the same command goes on from there"
        )
