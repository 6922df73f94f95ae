"""One shard's records as the reader spooled them. Knows no Beam: the driver reads them too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from schemas.article import Outcome
from schemas.spool import outcomes_of


def read_spool(path: Path | str) -> Iterator[Outcome]:
    """The shard's records in plan order, one record batch in memory at a time."""
    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as reader:
        for batch in reader:
            yield from outcomes_of(batch)
