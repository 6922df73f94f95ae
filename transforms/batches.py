"""Runs a stage on batches of a bundle's articles: as many out as in, their order is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from schemas.article import Article, Outcome
from transforms.step import BatchFunction, Flowing, LeanDoFn, apply_to_batch

MAX_ARTICLES = 32  # articles in a batch
MAX_CHARACTERS = 200_000  # of text in a batch; bounds its working memory


class Batches(LeanDoFn):
    """Collects articles of a bundle into batches; everything else passes at once."""

    def takes(self, article: Article) -> bool:
        """Whether the article waits for a batch: all do, unless a stage knows better."""
        return isinstance(article, Article)

    def run(self, articles: Sequence[Article]) -> Sequence[Outcome]:
        """What becomes of a batch, in its order."""
        raise NotImplementedError

    def start_bundle(self) -> None:
        """Nothing waits across bundles."""
        self.waiting: list[tuple[Article, Any, Any]] = []
        self.characters = 0

    def process(
        self,
        outcome: Outcome,
        timestamp: Any = beam.DoFn.TimestampParam,
        window: Any = beam.DoFn.WindowParam,
    ) -> Iterator[Outcome | WindowedValue]:
        """Keeps the article until its batch is full; timestamps and windows stay its own."""
        if not isinstance(outcome, Article) or not self.takes(outcome):
            yield outcome
            return
        self.waiting.append((outcome, timestamp, window))
        self.characters += len(outcome.text)
        if len(self.waiting) == MAX_ARTICLES or self.characters >= MAX_CHARACTERS:
            yield from self._hand_on()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """The rest of the bundle."""
        yield from self._hand_on()

    def _hand_on(self) -> list[WindowedValue]:
        waiting, self.waiting, self.characters = self.waiting, [], 0
        if not waiting:
            return []
        done = self.run([article for article, _, _ in waiting])
        return [
            WindowedValue(outcome, timestamp, (window,))
            for outcome, (_, timestamp, window) in zip(done, waiting, strict=True)
        ]


class ApplyToBatches(Batches):
    """A DoFn around a factory, so that models load in the worker and never travel."""

    def __init__(self, stage: str, factory: Callable[[], BatchFunction]) -> None:
        self.stage = stage
        self.factory = factory

    def setup(self) -> None:
        """Builds the stage's function; a model that fails to load stops the run here."""
        self.function = self.factory()

    def run(self, articles: Sequence[Article]) -> Sequence[Outcome]:
        """The stage's function on the batch."""
        return apply_to_batch(self.function, self.stage, articles)


@dataclass(eq=False)
class BatchStep(beam.PTransform[Any, Any]):
    """`"Topics" >> BatchStep("Topics", classifier)`: a Step whose function takes batches."""

    stage: str
    factory: Callable[[], BatchFunction]

    def expand(self, outcomes: Any) -> Any:
        """PCollection of Outcome to PCollection of Outcome, as many."""
        function = beam.ParDo(ApplyToBatches(self.stage, self.factory))
        return outcomes | "Apply" >> function.with_output_types(Flowing)
