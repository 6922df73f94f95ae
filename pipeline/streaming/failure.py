"""What stopped the pipeline, where its code runs in the driver's process: the error itself.

A runner tells of it by pages of text; the user wants one line, and the driver wants the type.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from pipeline.accounting import AccountingError
from pipeline.commit import PlanAgainError
from pipeline.config import OptionError
from pipeline.dataset import DatasetError
from pipeline.sinks.parquet import CheckError
from pipeline.sources.feed import FeedError
from pipeline.sources.source import InputError
from pipeline.workers import WorkerError


class GapError(WorkerError):
    """Records are missing between what is committed and what has come."""


EXPECTED = (
    *(AccountingError, CheckError, DatasetError, FeedError, InputError, OptionError, WorkerError),
    *(PlanAgainError, OSError, sqlite3.Error, pa.ArrowException),
)
RAISED = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception): .+?)(?: \[while running '.*)?$", re.M)

_first: list[Exception] = []


def forget() -> None:
    """Begins a new pipeline."""
    _first.clear()


@contextmanager
def remembered() -> Iterator[None]:
    """Keeps the first error that passes."""
    try:
        yield
    except EXPECTED as error:
        if not _first:
            _first.append(error)
        raise


def cause(text: str) -> Exception:
    """Why the pipeline failed: the error that was kept, else what the runner's text ends with."""
    if _first:
        return _first[0]
    found = RAISED.findall(text) or text.strip().splitlines() or ["no reason given"]
    return WorkerError(f"the pipeline failed: {found[-1][:300]}")
