"""Live counters of the worker processes, for the progress display and nothing else.

Accounting never reads them: it counts committed rows.
"""

from __future__ import annotations

from multiprocessing.sharedctypes import Synchronized
from typing import Any

from schemas.article import Article, Duplicate, Outcome

Counters = dict[str, "Synchronized[int]"]
NAMES = ("articles", "duplicates", "rejects")

_counters: Counters = {}


def create(context: Any) -> Counters:
    """New counters in shared memory, to be handed to each worker as it starts."""
    return {name: context.Value("q", 0) for name in NAMES}


def attach(counters: Counters) -> None:
    """Makes this process count into `counters`."""
    _counters.update(counters)


def count(outcome: Outcome) -> None:
    """Counts one finished outcome; without counters attached, does nothing."""
    if not _counters:
        return
    if isinstance(outcome, Article):
        name = "articles"
    else:
        name = "duplicates" if isinstance(outcome, Duplicate) else "rejects"
    counter = _counters[name]
    with counter.get_lock():
        counter.value += 1
