"""Removes the files of commits that are replaced, once nobody is promised them any more.

Before a commit that replaces others becomes visible, a note under its number says that there is
something to remove. The note is only a hint where to look: what goes is what the manifest of that
number says, so a note that a slow writer leaves for a number of somebody else's does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pipeline import points
from pipeline.dataset import Dataset
from pipeline.live import article_files
from schemas.manifest import DataFile, Manifest, commit_id

RETIRED = "_meta/retired"


def note(dataset: Dataset, manifest: Manifest) -> None:
    """Notes that a commit to be replaces others; before its manifest is created."""
    if manifest.replaces:
        dataset.store.write(note_name(manifest.commit), b"")
        points.reached("replacement-noted")


def note_name(number: int) -> str:
    """Name of a commit's note."""
    return f"{RETIRED}/{commit_id(number)}"


def noted(dataset: Dataset) -> Iterator[Manifest]:
    """The commits that have a note and are there."""
    for name in sorted(dataset.store.names(RETIRED)):
        if name.isdigit() and dataset.has(int(name)):
            yield dataset.manifest(int(name))


def is_due(manifest: Manifest, now: datetime) -> bool:
    """Whether the files that the commit replaces may go."""
    return not manifest.kept_until or datetime.fromisoformat(manifest.kept_until) <= now


def replaced_files(dataset: Dataset, manifest: Manifest) -> list[DataFile]:
    """The files that the commit's own stand for."""
    return [
        file for number in manifest.replaces for file in article_files(dataset.manifest(number))
    ]


def remove_replaced(dataset: Dataset) -> None:
    """Removes what may go by now, and the notes of it. The caller holds the commit lock; runs of
    other machines may do the same at the same time."""
    for manifest in noted(dataset):
        if is_due(manifest, datetime.now(UTC)):
            names = [file.path for file in replaced_files(dataset, manifest)]
            dataset.store.delete(names[:1])
            if manifest.replaces:
                points.reached("first-replaced-file-removed")
            dataset.store.delete(names[1:])
            dataset.store.delete([note_name(manifest.commit)])
            if manifest.replaces:
                points.reached("replaced-files-removed")
