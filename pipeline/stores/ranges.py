"""An object as a file that is read by ranges."""

from __future__ import annotations

import io
from collections.abc import Callable


class RangeReader(io.RawIOBase):
    """Reads `size` bytes by `ranged(start, length)`; pyarrow asks for what it needs and no more."""

    def __init__(self, size: int, ranged: Callable[[int, int], bytes]) -> None:
        self.size = size
        self.ranged = ranged
        self.place = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Sets where the next read begins."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        self.place = max(0, base + offset)
        return self.place

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes; all that is left without one."""
        left = max(0, self.size - self.place)
        length = left if size is None or size < 0 else min(size, left)
        data = self.ranged(self.place, length) if length else b""
        self.place += len(data)
        return data
