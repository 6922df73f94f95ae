"""`newsmill topics`: how often topics occur over time, from committed rows.

`topic_daily` has a row for each day of publication (UTC) and topic: articles that were given the
topic, and the sum of its scores. It is computed when it is asked for, not stored: rows that depend
on where commits were cut would differ between runs on one input.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from pipeline.dataset import Dataset
from pipeline.inspect import committed_files
from pipeline.partition import period_start

COLUMNS = ("day", "topic_code", "topic_name", "topic_level", "articles", "score_sum")
MOST_TOPICS = 12
"""Lines of the text; the other topics are counted together."""
MOST_PERIODS = 8
"""Columns of the text: the latest periods; the others are counted in `all` only."""
_READ = ["published_at", "topic_code", "topic_name", "topic_level", "score"]

Topic = tuple[int, str, str]
"""Level, code and name."""
Key = tuple[date | None, Topic]


@dataclass
class Daily:
    """`topic_daily`: per day of publication (None: unknown) and topic."""

    articles: Counter[Key] = field(default_factory=Counter)
    scores: dict[Key, float] = field(default_factory=dict)

    def in_order(self) -> list[Key]:
        """Days in order, the unknown one last; each day's topics by level and code."""
        return sorted(self.articles, key=lambda key: (key[0] is None, key[0] or date.min, key[1]))


def topic_daily(dataset: Dataset) -> Daily:
    """Counts the committed topics; a batch in memory at a time."""
    daily = Daily()
    for key, score in _rows(dataset):
        daily.articles[key] += 1
        daily.scores[key] = daily.scores.get(key, 0.0) + score
    return daily


def _rows(dataset: Dataset) -> Iterator[tuple[Key, float]]:
    for file in committed_files(dataset, "topics"):
        with dataset.parquet(file.path) as footer:
            for batch in footer.iter_batches(columns=_READ):
                days = batch["published_at"].cast(pa.date32()).to_pylist()
                names = ("topic_level", "topic_code", "topic_name", "score")
                columns = [batch[name].to_pylist() for name in names]
                for day, level, code, name, score in zip(days, *columns, strict=True):
                    yield (day, (level, code, name)), score


def report(dataset: Dataset, granularity: str, level: int, form: str) -> str:
    """What `newsmill topics` prints; `form` is "text" or "csv"."""
    daily = topic_daily(dataset)
    return as_csv(daily) if form == "csv" else as_text(daily, granularity, level)


def as_csv(daily: Daily) -> str:
    """The table as CSV with a header; an unknown day is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day, (level, code, name) in daily.in_order():
        key = (day, (level, code, name))
        sums = (daily.articles[key], round(daily.scores[key], 4))
        writer.writerow([day or "", code, name, level, *sums])
    return out.getvalue().rstrip()


def as_text(daily: Daily, granularity: str, level: int) -> str:
    """Shares of a level's topics by period, the most frequent topics first, in percent."""
    periods: dict[date | None, Counter[str]] = {}
    for day, topic in daily.in_order():
        if topic[0] == level:
            start = None if day is None else period_start(day, granularity)
            periods.setdefault(start, Counter())[topic[2]] += daily.articles[day, topic]
    total = sum(periods.values(), Counter[str]())
    if not total:
        return f"no topics of level {level}"
    shown = sorted(total, key=lambda name: (-total[name], name))[:MOST_TOPICS]
    lines = [["from", "given", *shown, *(["others"] if len(total) > len(shown) else [])]]
    latest = list(periods.items())[-MOST_PERIODS:]
    for first, counts in [*latest, ("all", total)]:
        whole = counts.total()
        shares = [counts[name] for name in shown]
        if len(total) > len(shown):
            shares.append(whole - sum(shares))
        label = "unknown" if first is None else str(first)
        lines.append([label, f"{whole:,}", *(f"{100 * share / whole:.1f}%" for share in shares)])
    return "\n".join(_turned(lines))


def _turned(lines: list[list[str]]) -> Iterator[str]:
    """A line per topic, a column per period: names of topics are long, dates are not."""
    rows = list(zip(*lines, strict=True))
    widths = [max(map(len, column)) for column in lines]
    for row in rows:
        first, *rest = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *rest]).rstrip()
