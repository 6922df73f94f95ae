"""What Kafka's clients report in the background, until it counts as silence or as a refusal."""

from __future__ import annotations

import time

from confluent_kafka import KafkaError

from pipeline.sources.kafka_settings import Resolved

REFUSED_SECONDS = 3.0
"""A refusal that is repeated for so long is one: a broker that starts or ends may refuse too ..."""
REFUSED_PAUSE = 2.0
"""... but falls silent for longer than this in between."""
DOWN_SECONDS = 3.0
"""No broker of all that are known could be connected to for so long: no need to wait on."""

REFUSALS = (KafkaError._AUTHENTICATION, KafkaError._SSL)


class AwayError(Exception):
    """The brokers did not answer; the text says what was last heard."""


class RefusedError(Exception):
    """The brokers refuse this client: password, certificate, or rights."""


class Trouble:
    """What the clients' threads report, until something is heard from the brokers again."""

    def __init__(self, resolved: Resolved) -> None:
        self.scrub = resolved.scrub
        self.clear()

    def clear(self) -> None:
        """The brokers have answered."""
        self.text = ""
        self.down_at: float | None = None
        self.refused_at: float | None = None
        self.refused_last = 0.0

    def note(self, error: KafkaError) -> None:
        """Takes in one error; meant as `error_cb`."""
        if error.code() == KafkaError._ALL_BROKERS_DOWN:
            self.down_at = self.down_at or time.monotonic()
            return
        now = time.monotonic()
        if error.code() in REFUSALS:
            if self.refused_at is None or now - self.refused_last > REFUSED_PAUSE:
                self.refused_at = now
            self.refused_last = now
        # A refusal says more than the end of the connection that follows it.
        if error.code() in REFUSALS or now - self.refused_last > REFUSED_PAUSE:
            self.text = self.scrub(error.str().partition(" (after ")[0])

    @property
    def is_refusing(self) -> bool:
        """Whether the last that was heard is a refusal."""
        recent = time.monotonic() - self.refused_last <= REFUSED_PAUSE
        return self.refused_at is not None and recent

    def check_refused(self) -> None:
        """Raises RefusedError if the brokers have refused for long enough."""
        since = self.refused_at
        if self.is_refusing and since is not None and lasts(since, REFUSED_SECONDS):
            raise RefusedError(self.text)

    def check_down(self) -> None:
        """Raises AwayError if there has been no broker for long enough."""
        if self.down_at is not None and not self.is_refusing and lasts(self.down_at, DOWN_SECONDS):
            raise AwayError(self.text or "no broker can be connected to")


def lasts(since: float, seconds: float) -> bool:
    """Whether a moment lies so far back."""
    return time.monotonic() - since >= seconds
