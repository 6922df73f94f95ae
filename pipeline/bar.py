"""The progress bar on a terminal; apart, since drawing it takes a library to load."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from pipeline.progress import Progress, describe
from schemas.manifest import Manifest


class BarProgress(Progress):
    """A bar on a terminal."""

    look_seconds = 0.2

    def __init__(self) -> None:
        super().__init__()
        console = Console(stderr=True)
        self.bar = Bar(
            BarColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
        )
        self.task = self.bar.add_task("starting", total=None)
        self.bar.start()

    def show(self) -> None:
        """Moves the bar."""
        now = self.snapshot()
        self.bar.update(self.task, completed=now.done, total=now.total, description=describe(now))

    def show_commit(self, manifest: Manifest) -> None:  # noqa: ARG002 - the bar shows the totals
        """Moves the bar."""
        self.show()

    def say(self, text: str) -> None:
        """A line above the bar."""
        self.bar.console.print(text, highlight=False, markup=False)

    def close(self) -> None:
        """Takes the bar away."""
        super().close()
        self.bar.stop()
