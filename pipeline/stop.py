"""The user's wish to stop: Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import signal
from types import FrameType


class Stop:
    """Turns signals into wishes that the driver looks at.

    A run that ends by itself drops the slice at hand at the first signal. With `patient`, as for a
    queue, the first one lets it finish and only the second drops it. One more does what the
    signal does.
    """

    def __init__(self, patient: bool = False) -> None:
        self.patience = 2 if patient else 1
        self.asked = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, number: int, _frame: FrameType | None) -> None:
        """The signal handler."""
        if self.asked >= self.patience:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self.asked += 1

    def finishing(self) -> bool:
        """Whether to read no more."""
        return self.asked > 0

    def now(self) -> bool:
        """Whether to drop what is at hand."""
        return self.asked >= self.patience
