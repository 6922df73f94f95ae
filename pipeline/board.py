"""The table on a terminal while a queue or a folder is followed; apart, since drawing it takes a
library to load."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.figures import (
    SHOWN_PARTITIONS,
    Committed,
    Figures,
    age_text,
    most_behind,
    outcomes_text,
    pace_text,
    place_of,
)
from pipeline.progress import Progress
from pipeline.sources.feed import Lag
from schemas.manifest import Manifest

COLUMNS = ("topic", "partition", "position", "end", "behind", "oldest")
Row = tuple[str, ...]


class BoardProgress(Progress):
    """Speed, lag and the last commit in a table that is drawn anew when it changes."""

    def __init__(self, console: Console | None = None) -> None:
        super().__init__()
        self.drawn: list[Row] = []
        # No thread of its own: an idle follower draws nothing.
        self.live = Live(
            console=console or Console(stderr=True), auto_refresh=False, transient=True
        )
        self.live.start()

    def show(self) -> None:
        """Draws the table if it has changed."""
        rows = board_rows(self.figures)
        if rows != self.drawn:
            self.drawn = rows
            self.live.update(drawing(rows), refresh=True)

    def show_commit(self, manifest: Manifest) -> None:
        """The next look shows it: commits may come faster than anyone reads."""

    def say(self, text: str) -> None:
        """A line above the table."""
        self.live.console.print(text, highlight=False, markup=False)

    def close(self) -> None:
        """Takes the table away."""
        super().close()
        self.live.stop()


def board_rows(now: Figures) -> list[Row]:
    """The board's texts: speed, last commit, then the partitions with their head."""
    rows: list[Row] = [(pace_text(now),), (commit_text(now.committed),)]
    if now.lags:
        rows.append(COLUMNS)
        rows += [
            (*_offsets(lag), f"{lag.messages:,}", age_text(now.age(lag)))
            for lag in most_behind(now.lags)
        ]
    if len(now.lags) > 1:
        rows.append(_total(now))
    return rows


def _offsets(lag: Lag) -> Row:
    """Names and offsets of a partition; a folder has a name only."""
    place = place_of(lag.uri)
    if not place.partition:
        return (place.topic, "", "", "")
    return (place.topic, place.partition, f"{lag.position:,}", f"{lag.end:,}")


def _total(now: Figures) -> Row:
    number = len(now.lags)
    shown = f" ({SHOWN_PARTITIONS} shown)" if number > SHOWN_PARTITIONS else ""
    return (f"all {number:,}{shown}", "", "", "", f"{now.behind:,}", age_text(now.oldest))


def commit_text(last: Committed) -> str:
    """The last commit and what all commits of this process hold."""
    if not last.commits:
        return "no commit yet"
    at = datetime.fromtimestamp(last.at).astimezone()
    return (
        f"commit {last.commit_id} at {at:%Y-%m-%d %H:%M:%S}; since the start: "
        f"{outcomes_text(last.counts)}"
    )


def drawing(rows: list[Row]) -> Group:
    """The texts as rich draws them."""
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(COLUMNS):
        # In a narrow terminal the topics' names are cut short, the figures last.
        table.add_column(name, justify="right" if place else "left", no_wrap=place > 0)
    for row in rows[3:]:
        table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    heads = [Text(row[0]) for row in rows[:2]]
    return Group(*heads, *([table] if len(rows) > 2 else []))
