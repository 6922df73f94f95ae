"""Brings an index up to the dataset's last commit: commit by commit, or all of them in bulk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.dataset import Dataset
from pipeline.index import Index, index_at, open_index
from pipeline.live import Replaced
from schemas.manifest import Manifest

if TYPE_CHECKING:
    from pyarrow import Array

REBUILT_COMMITS = 20
"""From so many commits on a lost index is made in bulk."""
REBUILT_IDS = 1_000_000
"""Ids that wait in memory meanwhile, some 60 bytes each."""
KEY_BYTES = 16
"""Bytes of an article id."""


def catch_up(index: Index, dataset: Dataset) -> Index:
    """Applies the commits that the index lacks; makes it anew if it is empty or of another
    history. The caller holds the commit lock, or writes nothing."""
    number, run = index.last()
    if number and not _matches(index, dataset, number, run):
        index.close()
        dataset.index.unlink(missing_ok=True)
        index = open_index(dataset.index)
        number = 0
    if not number and dataset.last() >= REBUILT_COMMITS:
        index.close()
        index = open_index(dataset.index)  # another run may have made it meanwhile
        number, _ = index.last()
        if not number:
            index.close()
            rebuild(dataset)
            return open_index(dataset.index)
    replaced = Replaced()
    for manifest in dataset.manifests(after=number):
        index.follow(manifest, committed_ids(dataset, manifest, replaced))
    return index


def _matches(index: Index, dataset: Dataset, number: int, run: str) -> bool:
    """Whether the index's last commit is the dataset's; its manifest is read once."""
    if not dataset.has(number):
        return False
    if index.known_to_match != number and dataset.manifest(number).run_id != run:
        return False
    index.known_to_match = number
    dataset.newest = max(dataset.newest, number)  # saves a listing
    return True


def rebuild(dataset: Dataset) -> None:
    """Makes the whole index beside its place, then puts it there.

    Ids go in by the million and in order: one by one, as commits bring them, each would change a
    page of its own, and a journal would hold all of these pages once more. Nothing of that is
    needed for a file that is not in use yet.
    """
    path = dataset.index.with_name(f"{dataset.index.name}.{os.getpid()}.new")
    path.unlink(missing_ok=True)
    index = index_at(path)
    index.connection.execute("pragma journal_mode = off")
    index.connection.execute("pragma synchronous = off")
    with index.connection:
        waiting: list[bytes] = []
        replaced = Replaced()
        for manifest in dataset.manifests():
            waiting.extend(keys_of(dataset, manifest, replaced))
            index.add_positions(manifest)
            if len(waiting) >= REBUILT_IDS:
                index.add_articles(sorted(waiting))
                waiting.clear()
        index.add_articles(sorted(waiting))
    index.close()
    with path.open("rb") as made:
        os.fsync(made.fileno())
    path.replace(dataset.index)


def keys_of(dataset: Dataset, manifest: Manifest, replaced: Replaced) -> Iterator[bytes]:
    """Article ids of a commit as the index has them."""
    for ids in id_batches(dataset, manifest, replaced):
        data = bytes.fromhex("".join(ids.to_pylist()))
        yield from (data[at : at + KEY_BYTES] for at in range(0, len(data), KEY_BYTES))


def committed_ids(dataset: Dataset, manifest: Manifest, replaced: Replaced) -> Iterator[str]:
    """Article ids of a commit, read from its files."""
    for ids in id_batches(dataset, manifest, replaced):
        yield from ids.to_pylist()


def id_batches(dataset: Dataset, manifest: Manifest, replaced: Replaced) -> Iterator[Array]:
    """The column article_id of a commit's files; of a commit whose files are gone, since another
    replaces it, perhaps none: that one has the same articles."""
    try:
        for file in manifest.files:
            if file.table == "articles":
                with dataset.parquet(file.path) as footer:
                    for batch in footer.iter_batches(columns=["article_id"]):
                        yield batch.column(0)
    except FileNotFoundError:
        if manifest.commit not in replaced.follow(dataset):
            raise
