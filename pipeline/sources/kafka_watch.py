"""Whether the brokers are still there, and whether the topics are the ones that are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from pipeline.sources.feed import FeedError
from pipeline.sources.kafka_cluster import Cluster, Topic
from pipeline.sources.kafka_deafness import Deafness
from pipeline.sources.kafka_positions import Say
from pipeline.sources.kafka_trouble import AwayError, RefusedError

REFRESH_SECONDS = 10.0
"""Topics are looked up so often: new partitions, topics that are gone."""
PROBE_SECONDS = 1.0
"""The same while the brokers seem to be away."""
PROBE_ANSWER_SECONDS = 3.0
STEP_SECONDS = 0.1
"""Longest wait between two looks at the wish to stop."""
MISSING_TIMES = 3
"""A topic is gone when so many looks in a row do not find it: a broker that has just started may
not know all."""

Topics = Mapping[str, Topic | None]


class Watch:
    """Asks for the topics now and then, without waiting for the answer, and counts silence.

    Only time that the reader spent waiting counts: while it is not asked for records, nothing is
    known of the brokers.

    Args:
        names: the topics.
        patience: seconds without a sign of life (in a drain: without progress) until FeedError.
        draining: whether silence is wrong even while the brokers answer.

    Attributes:
        behind: the brokers have more of the partitions than was read, when last looked at.
        deaf: the consumer has heard nothing for so long that another should be tried.
    """

    def __init__(
        self, cluster: Cluster, names: Sequence[str], patience: float, draining: bool, say: Say
    ) -> None:
        self.cluster = cluster
        self.names = names
        self.patience = patience
        self.draining = draining
        self.say = say
        self.silence = 0.0
        self.away = False
        self.behind = False
        self.deaf = False
        self._consumer_deafness, self._cluster_deafness = Deafness(), Deafness()
        self._missing = 0
        self._asked: dict[str, Future[Any]] = {}
        self._asked_at = 0.0
        self._due = time.monotonic() + REFRESH_SECONDS

    def heard(self) -> None:
        """A message came."""
        self.silence = 0.0
        self.behind = self.deaf = False
        self._consumer_deafness.heard()
        self.cluster.trouble.clear()
        self._back()

    def hurry(self) -> None:
        """Something was said of a topic: looks it up at once."""
        self._due = 0.0

    def waited(self, seconds: float) -> None:
        """Nothing came in this time; raises FeedError when patience is at its end."""
        self._check_refused()
        if self.cluster.trouble.down_at is not None and not self.away:
            self._due = 0.0
        if self.away or self.draining or self.behind:
            self.deaf |= self._consumer_deafness.grows(seconds)
        if not self.away and not self.draining:
            return
        self.silence += seconds
        if self.silence >= self.patience:
            raise self._silent()

    def turn(self) -> Topics | None:
        """The topics, when they have just been looked up; to be called again and again."""
        now = time.monotonic()
        if self._asked:
            return self._collect(now) if all(f.done() for f in self._asked.values()) else None
        if now >= self._due:
            self._asked = self.cluster.ask_topics(self.names, PROBE_ANSWER_SECONDS)
            self._asked_at = now
        return None

    def now(self, waiting: Callable[[], None]) -> Topics:
        """The topics; calls `waiting` between short waits. See `looking`."""
        steps = self.looking()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: Topics = end.value
                return found
            waiting()

    def looking(self) -> Generator[None, None, Topics]:
        """The topics, in short steps for as long as patience lasts; raises FeedError."""
        started = time.monotonic()
        while True:
            asked_at = time.monotonic()
            asked = self.cluster.ask_topics(self.names, PROBE_ANSWER_SECONDS)
            try:
                yield from self.cluster.awaited(asked.values())
                found = self.cluster.topics_of(asked)
            except AwayError as error:
                self._gone(error, asked_at)
                if time.monotonic() - started >= self.patience:
                    raise self._silent() from error
                yield from pauses(min(PROBE_SECONDS, self.patience))
            except RefusedError as error:
                raise self.refused(error) from error
            else:
                self._cluster_deafness.heard()
                self._back()
                return found

    def refused(self, error: RefusedError) -> FeedError:
        """What the user is told of a refusal."""
        return FeedError(f"Kafka at {self.cluster.brokers} refuses this client: {error}")

    def _collect(self, now: float) -> Topics | None:
        asked, self._asked = self._asked, {}
        try:
            found = self.cluster.topics_of(asked)
        except AwayError as error:
            self._due = now + PROBE_SECONDS
            self._gone(error, self._asked_at)
            return None
        except RefusedError as error:
            raise self.refused(error) from error
        self._due = now + REFRESH_SECONDS
        if not self.draining:
            self.silence = 0.0
        self._cluster_deafness.heard()
        self._back()
        return found if self._are_sure(found, now) else None

    def _are_sure(self, found: Topics, now: float) -> bool:
        """Whether a topic that is missing was missing several times."""
        if None not in found.values():
            self._missing = 0
            return True
        self._missing += 1
        self._due = now + PROBE_SECONDS
        return self._missing >= MISSING_TIMES

    def _check_refused(self) -> None:
        try:
            self.cluster.trouble.check_refused()
        except RefusedError as error:
            raise self.refused(error) from error

    def _gone(self, error: AwayError, asked_at: float) -> None:
        if self._cluster_deafness.grows(time.monotonic() - asked_at + PROBE_SECONDS):
            self._asked = {}
            self.cluster.connect()
        if not self.away:
            self.away = True
            self.say(
                f"Kafka at {self.cluster.brokers} does not answer ({error}); "
                f"waiting up to {self.patience:g} s"
            )

    def _back(self) -> None:
        if self.away:
            self.away = False
            self.say(f"Kafka at {self.cluster.brokers} is back")

    def _silent(self) -> FeedError:
        still = "no answer" if self.away else "it answers, but sends nothing"
        text = self.cluster.trouble.text or still
        return FeedError(
            f"no message from Kafka at {self.cluster.brokers} for {self.patience:g} s: {text}"
        )


def pauses(seconds: float) -> Iterator[None]:
    """Short pauses, one after the other."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(STEP_SECONDS, left))
        yield
