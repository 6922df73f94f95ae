"""Runs a stage's function on each article and hands everything else on: one in, one out."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam
from apache_beam.coders.coders import Coder
from apache_beam.coders.typecoders import registry
from apache_beam.transforms.core import get_function_args_defaults

from schemas.article import Article, Duplicate, Outcome
from schemas.reject import Reject

ArticleFunction = Callable[[Article], Article | Reject | Duplicate]
BatchFunction = Callable[[Sequence[Article]], Sequence[Article | Reject]]
"""Articles to what becomes of them, in the same order."""


def apply(function: ArticleFunction, stage: str, outcome: Outcome) -> Outcome:
    """Runs `function` on an article; rejects and duplicates pass untouched.

    The tree's only broad excepts stand here and in `apply_to_batch`: what a stage did not foresee
    becomes a reject signed with the stage's name, so that one article never stops the run.
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


def apply_to_batch(
    function: BatchFunction, stage: str, articles: Sequence[Article]
) -> Sequence[Outcome]:
    """Runs `function` on a batch, or on each article alone where the batch fails."""
    try:
        return function(articles)
    except Exception:  # noqa: BLE001 - `apply` decides what is to become of each article
        return [apply(lambda alone: function([alone])[0], stage, article) for article in articles]


INSPECT = "_inspect_"
"""Prefix of the methods by which a DoFn may tell Beam the arguments of its other methods."""

_arguments: dict[tuple[type, str], Any] = {}


class Flowing:
    """Type hint of a PCollection of Outcome."""


class OutcomeCoder(Coder):
    """Pickle; its estimate of a size costs nothing, where Beam's pickles every tenth element."""

    def encode(self, value: Outcome) -> bytes:
        """The outcome's bytes, wherever an engine hands it to another process."""
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    def decode(self, encoded: bytes) -> Outcome:
        """The inverse of `encode`."""
        outcome: Outcome = pickle.loads(encoded)  # noqa: S301 - our own, from our own workers
        return outcome

    def estimate_size(self, value: Outcome) -> int:
        """Bytes of the original."""
        return len(value.message.payload)


registry.register_coder(Flowing, OutcomeCoder)


class LeanDoFn(beam.DoFn):
    """Tells Beam the arguments of its methods from memory.

    Beam asks for those of every method some six times whenever it readies a graph; inspecting
    them was four fifths of the cost of running a graph that is ready on an empty shard.
    """

    def __getattr__(self, name: str) -> Any:
        method = name.removeprefix(INSPECT)
        if method == name or not hasattr(type(self), method):
            raise AttributeError(name)
        key = (type(self), method)
        if key not in _arguments:
            _arguments[key] = get_function_args_defaults(getattr(self, method))
        return partial(_arguments.get, key)


class ApplyFunction(LeanDoFn):
    """A DoFn around a factory, so that models load in the worker and never travel."""

    def __init__(self, stage: str, factory: Callable[[], ArticleFunction]) -> None:
        self.stage = stage
        self.factory = factory

    def setup(self) -> None:
        """Builds the stage's function; a model that fails to load stops the run here."""
        self.function = self.factory()

    def process(self, outcome: Outcome) -> Iterable[Outcome]:
        """One outcome in, one outcome out."""
        return (apply(self.function, self.stage, outcome),)


@dataclass(eq=False)
class Step(beam.PTransform[Any, Any]):
    """`"Clean" >> Step("Clean", partial(cleaner, config))`: a named stage of the straight line."""

    stage: str
    factory: Callable[[], ArticleFunction]

    def expand(self, outcomes: Any) -> Any:
        """PCollection of Outcome to PCollection of Outcome, element by element."""
        function = beam.ParDo(ApplyFunction(self.stage, self.factory))
        return outcomes | "Apply" >> function.with_output_types(Flowing)
