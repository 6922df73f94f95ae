"""Standard input as a source file: kept on disk first, so that its content is its identity."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import BinaryIO

from pipeline.sources.source import SourceFile


class _Hashing:
    """Hashes what is written through it."""

    def __init__(self, sink: BinaryIO) -> None:
        self.sink = sink
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.sink.write(data)


def keep_stdin(stream: BinaryIO, folder: Path) -> SourceFile:
    """Copies the stream to `folder`; the same bytes give the same URI, so a second run resumes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "stdin"
    with path.open("wb") as sink:
        hashing = _Hashing(sink)
        shutil.copyfileobj(stream, hashing, 1 << 20)
    digest = hashing.digest.hexdigest()
    size = path.stat().st_size
    return SourceFile(f"stdin:{digest[:32]}", str(size), size, lambda: path.open("rb"))
