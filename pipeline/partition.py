"""Partitions by publication date: how long a period is, and which rows belong to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.config import GRANULARITIES

NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"
MOST_PERIODS = 16
"""Most partitions that a dataset's first commit may need: keeps a small corpus in few files."""
DAY_BYTES = 16 << 20
"""Least average size of a day, in bytes of Arrow memory, for partitions by day."""


def period_start(day: date, granularity: str) -> date:
    """First day of the period that holds `day`; KeyError for an unknown granularity."""
    starts = {
        "day": day,
        "month": day.replace(day=1),
        "year": date(day.year, 1, 1),
        "decade": date(max(1, day.year - day.year % 10), 1, 1),
    }
    return starts[granularity]


def choose_granularity(days: Counter[date], size: int) -> str:
    """The finest granularity that keeps partitions few: days only where they are large.

    Args:
        days: articles per day of publication (UTC).
        size: bytes of all these articles.
    """
    if not days:
        return "month"
    if len(days) <= MOST_PERIODS and size // len(days) >= DAY_BYTES:
        return "day"
    for granularity in GRANULARITIES[1:]:
        if len({period_start(day, granularity) for day in days}) <= MOST_PERIODS:
            return granularity
    return GRANULARITIES[-1]


def count_days(published: pa.ChunkedArray) -> Counter[date]:
    """Articles per day; unknown dates are left out."""
    days = pc.value_counts(published.drop_null().cast(pa.date32()))
    return Counter({pair["values"]: pair["counts"] for pair in days.to_pylist()})


def split(rows: pa.Table, granularity: str) -> Iterator[tuple[str, pa.Table]]:
    """Partition value and rows of each period, in order; unknown dates come last."""
    days = rows["published_at"].cast(pa.date32()).combine_chunks().dictionary_encode("encode")
    values = [_start(day, granularity) for day in days.dictionary.to_pylist()]
    starts = pa.array(values, pa.string()).take(days.indices)
    if len(set(values)) > 1:  # a stable sort, so that each period's rows keep their order
        order = pc.sort_indices(starts)
        rows, starts = rows.take(order), starts.take(order)
    first = 0
    for end in pc.run_end_encode(starts).run_ends.to_pylist():
        yield starts[first].as_py(), rows.slice(first, end - first)
        first = end


def _start(day: date | None, granularity: str) -> str:
    return NULL_PARTITION if day is None else period_start(day, granularity).isoformat()
