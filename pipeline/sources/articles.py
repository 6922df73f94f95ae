"""A dataset's own articles as a source: what `newsmill reprocess` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.dataset import Dataset
from pipeline.record import Record
from schemas.manifest import Manifest
from schemas.message import Message
from schemas.spool import ORIGIN_COLUMNS, origin_of
from transforms.restore import COLUMNS, FORMAT, payload_of

BATCH_ROWS = 64


def article_records(dataset: Dataset, manifests: Iterable[Manifest]) -> Iterator[Record]:
    """The articles of commits that are live, a batch of rows in memory at a time.

    Raises FileNotFoundError if another run has replaced one of the commits.
    """
    columns = [*ORIGIN_COLUMNS, *COLUMNS]
    for manifest in manifests:
        for file in manifest.files:
            if file.table == "articles":
                with dataset.parquet(file.path) as footer:
                    for batch in footer.iter_batches(BATCH_ROWS, columns=columns):
                        for row in batch.to_pylist():
                            yield Record(Message(payload_of(row), origin_of(row), FORMAT))
