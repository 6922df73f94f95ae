"""A shard's spool file as it is written."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.record import Record
from schemas.message import Message
from schemas.reject import Reject
from schemas.spool import SPOOL_SCHEMA, spool_batch

BATCH_ROWS = 100
BATCH_BYTES = 8 << 20


@dataclass
class ShardWriter:
    """Writes one shard's spool file, a bounded batch at a time."""

    path: Path
    rows: int = 0
    size: int = 0
    pending: list[Message | Reject] = field(default_factory=list)
    pending_bytes: int = 0

    def __post_init__(self) -> None:
        self.opened = time.monotonic()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = pa.OSFile(str(self.path), "wb")
        self.stream = pa.ipc.new_stream(self.file, SPOOL_SCHEMA)

    def add(self, item: Record) -> None:
        """Appends one record."""
        size = item.size
        self.pending.append(item.record)
        self.rows += 1
        self.size += size
        self.pending_bytes += size
        if len(self.pending) >= BATCH_ROWS or self.pending_bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending."""
        if self.pending:
            self.stream.write_batch(spool_batch(self.pending))
            self.pending, self.pending_bytes = [], 0

    def close(self) -> Path:
        """Ends the file."""
        self.flush()
        self.stream.close()
        self.file.close()
        return self.path
