"""Which of the days that a scraped page shows is the one on which its article was published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import pairwise

from schemas.article import PublicationDate
from transforms.date_labels import UPDATED
from transforms.head import LOOSE, names
from transforms.language import identify
from transforms.lines import Line
from transforms.recent_dates import recent_day
from transforms.timestamps import SHOWN, TIME, Timestamp, moment, shown_day
from transforms.urls import source_domain

# A page cannot be published after it was fetched; zones leave this much room.
FETCH_TOLERANCE = timedelta(days=1)

# Lines above the title in which its day may stand ("Politics / January 11, 2024").
OVER_THE_HEAD = 3

# Characters of the text by which its language is told.
SAMPLE = 1_000

_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)")
# Roles of lines that may say when, besides: counters take "3 hours ago".
_TELLING = LOOSE | {"counter"}
# Countries whose papers write the month first, or either; and domains of no country.
_EITHER_WAY = frozenset(("us", "ph", "ca", "io", "co", "tv", "me", "ai", "fm", "cc", "ly", "to"))


@dataclass(frozen=True)
class Seen:
    """How a text came: when it was fetched, from what address; None where nobody knows."""

    at: datetime | None = None
    url: str | None = None


NEVER_SEEN = Seen()

Order = Callable[[], bool | None]
"""Whether the day stands first in a page's figures; asked once a page."""


def plausible(found: PublicationDate | None, seen: Seen) -> bool:
    """Whether it is a date that is not later than the fetch."""
    return found is not None and (seen.at is None or found.at <= seen.at + FETCH_TOLERANCE)


def publication(
    above: Sequence[Line],
    below: Sequence[Line],
    head: Sequence[Line],
    told: PublicationDate | None,
    seen: Seen,
) -> PublicationDate | None:
    """The day of publication; None where no line tells it.

    Args:
        above: the head of the article, and what else stands above the text, the nearest first.
        below: what stands right below the text.
        head: as `head_of` gives it.
        told: by the dateline.
        seen: dates later than that are of something else.
    """
    near = [*above, *below]
    order = cache(partial(_day_first, tuple(line.text for line in near), seen))
    stamps = [line for line in near if isinstance(line.reading, Timestamp)]
    dates = [day for line in _published(near, stamps) for day in _read(line, order, seen)]
    updated = [line.reading.updated for line in stamps if isinstance(line.reading, Timestamp)]
    known = (*dates, told, *updated, _recent(head, seen))
    found = next((found for found in known if plausible(found, seen)), None)
    timed = [line for line in below if TIME.search(line.text)]
    return found or _shown((*above[: len(head) + OVER_THE_HEAD], *timed), order, seen)


def _published(near: Sequence[Line], stamps: Sequence[Line]) -> list[Line]:
    """The timestamps, those behind a line that says "Updated" and no more last."""
    late = [
        below
        for above, below in pairwise(near)
        if len(above.text) < 30 and UPDATED.fullmatch(above.text.strip(" :|•·-"))
    ]
    behind = [line for line in stamps if any(line is other for other in late)]
    return [line for line in stamps if not any(line is other for other in behind)] + behind


def _read(line: Line, order: Order, seen: Seen) -> Iterator[PublicationDate]:
    stamp = line.reading
    if isinstance(stamp, Timestamp) and stamp.at:
        yield stamp.at
    elif isinstance(stamp, Timestamp) and (found := _told(stamp, order, seen)):
        yield found


def _told(stamp: Timestamp, order: Order, seen: Seen) -> PublicationDate | None:
    """Which of two days figures mean: by what has passed, by the page's other figures, by its
    country, by its language; None if nothing tells."""
    if stamp.either is None:
        return None
    possible = [day for day in stamp.either if plausible(day, seen)]
    if len(possible) != len(stamp.either):
        return next(iter(possible), None)
    first = order()
    return None if first is None else stamp.either[not first]


def _day_first(near: Sequence[str], seen: Seen) -> bool | None:
    figures = [pair for text in near if len(text) < SAMPLE for pair in _FIGURES.findall(text)]
    orders = {
        int(first) > int(second) for first, second in figures if max(int(first), int(second)) > 12
    }
    if len(orders) == 1:
        return orders.pop()
    country = (source_domain(seen.url or "") or "").rpartition(".")[2]
    if len(country) == 2 and country.isalpha() and country not in _EITHER_WAY:
        return True
    language = identify("\n".join(near)[:SAMPLE])
    return True if language and language[0] != "en" else None


def _shown(head: Sequence[Line], order: Order, seen: Seen) -> PublicationDate | None:
    """The first day that a line shows among other things; None where a line holds nothing but a
    date, which then was not to be read."""
    if any(line.role == "timestamp" for line in head):
        return None
    stamps = (shown_day(line.text) for line in head if line.role in _TELLING)
    days = (stamp.at or _told(stamp, order, seen) for stamp in stamps if stamp)
    return next((day for day in days if plausible(day, seen)), None)


def _recent(head: Sequence[Line], seen: Seen) -> PublicationDate | None:
    """The day that a line of the head tells by the fetch, beside which it holds names at most."""
    if seen.at is None:
        return None
    for line in head:
        if line.role in _TELLING and (found := recent_day(line.text, seen.at)):
            day, rest = found
            if not rest or names(rest):
                return replace(moment(day, None, "visible-text"), confidence=SHOWN)
    return None
