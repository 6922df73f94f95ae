"""Lists an object store beside the driver: the store's client tries again for minutes by itself."""

from __future__ import annotations

import threading
import time

from pipeline.sources.files import expand
from pipeline.sources.source import InputError, NothingThereError, SourceFile


class RemoteListing:
    """One listing, in a thread that holds up nobody, not even the end of the process."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.started = time.monotonic()
        self.found: list[SourceFile] | None = None
        self.error = InputError(f"cannot list {text}; see the lines above")
        self.thread = threading.Thread(target=self._list, daemon=True)
        self.thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self.thread.is_alive()

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return time.monotonic() - self.started

    def files(self) -> list[SourceFile]:
        """What it found, in plan order; InputError if it failed."""
        if self.found is None:
            raise self.error
        return self.found

    def _list(self) -> None:
        try:
            self.found = list(expand([self.text]))
        except NothingThereError:
            self.found = []
        except InputError as error:
            self.error = error
        except OSError as error:
            self.error = InputError(f"cannot list {self.text}: {error}")
