"""Live counters of the worker processes, for the progress display and nothing else.

Accounting never reads them: it counts committed rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.article import Article, Duplicate, Outcome, Tombstone
from schemas.reject import Reject

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

Counters = dict[str, "Synchronized[int]"]
KINDS = {
    Article: "articles",
    Duplicate: "duplicates",
    Reject: "rejects",
    Tombstone: "tombstones",
}
NAMES = tuple(KINDS.values())

_counters: Counters = {}


def create(context: Any) -> Counters:
    """New counters in shared memory, to be handed to each worker as it starts."""
    return {name: context.Value("q", 0) for name in NAMES}


def attach(counters: Counters) -> None:
    """Makes this process count into `counters`."""
    _counters.update(counters)


def count(outcome: Outcome) -> None:
    """Counts one finished outcome; without counters attached, does nothing."""
    add(KINDS[type(outcome)], 1)


def add(name: str, number: int) -> None:
    """Counts so many finished outcomes of a kind; without counters attached, does nothing."""
    if not _counters:
        return
    counter = _counters[name]
    with counter.get_lock():
        counter.value += number
