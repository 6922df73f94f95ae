"""What of the receipts at hand may be committed now, decided by positions alone.

Runners repeat bundles, deliver panes in any order, and after a crash go back to some earlier
state. So an arriving receipt proves nothing: a stretch is taken where it begins at or below the
place that its source has reached, less what lies below it; what begins above waits for what is in
between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.streaming.receipt import Receipt, Stretch
from schemas.manifest import UNREADABLE, SourceRange

Known = tuple[str, int, bool]  # version, next record, whether that is the end


class Positions(Protocol):
    """Where the dataset stands."""

    def source(self, uri: str) -> Known | None:
        """What is committed of a source."""


@dataclass(frozen=True)
class Portion:
    """A receipt, or what of it is not committed.

    Attributes:
        receipt: the whole.
        sources: the ranges to commit; none for a replay.
        below: by source, the place before which its records are left out.
    """

    receipt: Receipt
    sources: tuple[SourceRange, ...]
    below: Mapping[str, int]

    @property
    def is_replay(self) -> bool:
        """Whether nothing of it is new."""
        return not self.sources

    @property
    def is_cut(self) -> bool:
        """Whether a part of it is left out."""
        return bool(self.below)


@dataclass
class Chain:
    """How far each source has come: as committed, and as planned since."""

    committed: Positions
    planned: dict[str, Known] = field(default_factory=dict)

    def known(self, uri: str) -> Known | None:
        """What is committed or about to be."""
        return self.planned.get(uri) or self.committed.source(uri)

    def begin(self, stretch: Stretch) -> int | None:
        """Where the records begin that are missing of the stretch's source; None if that cannot be
        said before the feed's first record of a queue has come."""
        source, known = stretch.source, self.known(stretch.source.uri)
        if source.is_queue:
            if known is None:
                return source.first if stretch.opening else None
            return known[1] if known[0] == source.version else None
        same = known is not None and source.version in (known[0], UNREADABLE)
        return known[1] if known is not None and same and known[0] != UNREADABLE else 0

    def place(self, receipt: Receipt) -> Portion | None:
        """What to commit of the receipt now; None if it must wait."""
        sources: list[SourceRange] = []
        below: dict[str, int] = {}
        for stretch in receipt.stretches:
            source, begin = stretch.source, self.begin(stretch)
            if begin is None or source.first > begin:
                return None
            if source.first < begin:
                below[source.uri] = begin
            if source.next > begin:
                sources.append(replace(source, first=max(source.first, begin)))
        for source in sources:
            self.planned[source.uri] = (source.version, source.next, source.complete)
        return Portion(receipt, tuple(sources), below)


def arrange(
    receipts: Iterable[Receipt], committed: Positions
) -> tuple[list[Portion], list[Receipt]]:
    """The portions to commit in order, and the receipts that have to wait."""
    chain = Chain(committed)
    waiting = sorted(receipts, key=lambda receipt: (receipt.stamp, receipt.folder))
    portions: list[Portion] = []
    placed = -1
    while placed < len(portions):
        placed = len(portions)
        ahead: list[Receipt] = []
        for receipt in waiting:
            portion = chain.place(receipt)
            if portion is None:
                ahead.append(receipt)
            else:
                portions.append(portion)
        waiting = ahead
    return portions, waiting


def batches(portions: Iterable[Portion], records: int, size: int) -> Iterator[list[Portion]]:
    """The portions as slices: a pane is one, unless it has more than `records` or `size` bytes, or
    holds two versions of a file."""
    batch: list[Portion] = []
    versions: dict[str, str] = {}
    held_records = held_size = 0
    for portion in portions:
        changed = any(
            versions.get(source.uri, source.version) != source.version for source in portion.sources
        )
        if batch and (changed or held_records >= records or held_size >= size):
            yield batch
            batch, versions, held_records, held_size = [], {}, 0, 0
        batch.append(portion)
        versions |= {source.uri: source.version for source in portion.sources}
        held_records += portion.receipt.records
        held_size += portion.receipt.size
    if batch:
        yield batch
