"""Which files of which commits hold the dataset's rows now: a commit may replace others.

What is found in an article always lies in the same commit as the article. A commit of kind
"reprocess" holds the articles of earlier commits anew: their files of these tables are live no
more, their other tables stay.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from pipeline.dataset import Dataset
from schemas.manifest import DataFile, Manifest

ARTICLE_TABLES = ("articles", "entities", "topics", "quotations")
"""Articles and what is found in them: replaced together."""


def live_files(manifest: Manifest, replaced: Container[int]) -> list[DataFile]:
    """The commit's files, without those of articles if it is `replaced`."""
    gone = manifest.commit in replaced
    return [file for file in manifest.files if not gone or file.table not in ARTICLE_TABLES]


def article_files(manifest: Manifest) -> list[DataFile]:
    """The commit's files of articles and of what is found in them."""
    return [file for file in manifest.files if file.table in ARTICLE_TABLES]


def replaced_commits(manifests: Iterable[Manifest]) -> set[int]:
    """The commits that any of `manifests` replaces."""
    return {number for manifest in manifests for number in manifest.replaces}


def committed(dataset: Dataset) -> Iterator[tuple[Manifest, list[DataFile]]]:
    """All commits, the newest first, each with its files that are live."""
    replaced: set[int] = set()
    for manifest in dataset.newest_first():
        yield manifest, live_files(manifest, replaced)
        replaced.update(manifest.replaces)


class Replaced:
    """The commits that are replaced; follows the dataset as it grows."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self.last = 0

    def follow(self, dataset: Dataset) -> set[int]:
        """Takes in what was committed since; gives the commits that are replaced now."""
        for manifest in dataset.manifests(after=self.last):
            self.numbers.update(manifest.replaces)
            self.last = manifest.commit
        return self.numbers
