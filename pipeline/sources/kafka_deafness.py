"""When a client that hears nothing is to be replaced by a new one.

librdkafka forgets all brokers when one that starts answers that there are none, and does not look
for them again (its issue 5301, since 2.13): only a new client finds them.
"""

from __future__ import annotations

DEAF_SECONDS = 15.0
"""Silence where something should be heard, until the client is replaced for the first time."""


class Deafness:
    """Counts the silence of one client."""

    def __init__(self) -> None:
        self.heard()

    def heard(self) -> None:
        """The client works."""
        self.silence = 0.0
        self.limit = DEAF_SECONDS

    def grows(self, seconds: float) -> bool:
        """Adds silence; whether it is time for a new client, each time twice as late."""
        self.silence += seconds
        if self.silence < self.limit:
            return False
        self.silence = 0.0
        self.limit *= 2
        return True
