"""Runs a stage's function on each article and hands everything else on: one in, one out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from schemas.article import Article, Duplicate, Outcome
from schemas.reject import Reject

ArticleFunction = Callable[[Article], Article | Reject | Duplicate]


def apply(function: ArticleFunction, stage: str, outcome: Outcome) -> Outcome:
    """Runs `function` on an article; rejects and duplicates pass untouched.

    The tree's only broad except stands here: what a stage did not foresee becomes a reject signed
    with the stage's name, so that one article never stops the run.
    """
    if not isinstance(outcome, Article):
        return outcome
    try:
        return function(outcome)
    except (OSError, sqlite3.Error):  # a full disk or a damaged index is not the article's fault
        raise
    except Exception as error:  # noqa: BLE001 - see the docstring; the error is kept in the reject
        detail = f"{type(error).__name__}: {error}"[:300]
        return Reject(outcome.message, stage, "unexpected_error", detail)


class ApplyFunction(beam.DoFn):
    """A DoFn around a factory, so that models load in the worker and never travel."""

    def __init__(self, stage: str, factory: Callable[[], ArticleFunction]) -> None:
        self.stage = stage
        self.factory = factory

    def setup(self) -> None:
        """Builds the stage's function; a model that fails to load stops the run here."""
        self.function = self.factory()

    def process(self, outcome: Outcome) -> Iterable[Outcome]:
        """One outcome in, one outcome out."""
        yield apply(self.function, self.stage, outcome)


@dataclass(eq=False)
class Step(beam.PTransform[Any, Any]):
    """`"Clean" >> Step("Clean", partial(cleaner, config))`: a named stage of the straight line."""

    stage: str
    factory: Callable[[], ArticleFunction]

    def expand(self, outcomes: Any) -> Any:
        """PCollection of Outcome to PCollection of Outcome, element by element."""
        return outcomes | "Apply" >> beam.ParDo(ApplyFunction(self.stage, self.factory))
