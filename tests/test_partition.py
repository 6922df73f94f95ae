from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.partition import (
    DAY_BYTES,
    MOST_PERIODS,
    NULL_PARTITION,
    choose_granularity,
    period_start,
    split,
)


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [
        ("day", date(2024, 2, 29)),
        ("month", date(2024, 2, 1)),
        ("year", date(2024, 1, 1)),
        ("decade", date(2020, 1, 1)),
    ],
)
def test_period_start(granularity, expected):
    assert period_start(date(2024, 2, 29), granularity) == expected


@given(st.lists(st.dates(date(1900, 1, 1), date(2059, 12, 31)), min_size=1, max_size=300))
def test_a_dataset_begins_with_few_partitions(days):
    granularity = choose_granularity(Counter(days), size=len(days) * 5000)
    assert len({period_start(day, granularity) for day in days}) <= MOST_PERIODS


def test_days_only_where_they_are_large():
    days = Counter({date(2025, 1, n): 10_000 for n in range(1, 8)})
    assert choose_granularity(days, 7 * DAY_BYTES) == "day"
    assert choose_granularity(days, 7 * DAY_BYTES - 7) == "month"


def test_no_dates_at_all():
    assert choose_granularity(Counter(), 0) == "month"


@given(st.lists(st.one_of(st.none(), st.datetimes(datetime(1950, 1, 1), datetime(2030, 1, 1)))))
def test_split_keeps_every_row_once(instants):
    values = [i.replace(tzinfo=UTC) if i else None for i in instants]
    column = pa.array(values, pa.timestamp("us", tz="UTC"))
    rows = pa.table({"published_at": column, "n": range(len(values))})
    parts = dict(split(rows, "month"))
    assert sorted(n for part in parts.values() for n in part["n"].to_pylist()) == list(
        range(len(values))
    )
    for value, part in parts.items():
        for instant in part["published_at"].to_pylist():
            if value == NULL_PARTITION:
                assert instant is None
            else:
                start = date.fromisoformat(value)
                assert start <= instant.date() < start + timedelta(days=31)
