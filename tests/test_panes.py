"""Which staged bundles are committed, whatever the runner delivers, repeats or forgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.streaming.panes import Known, Portion, arrange, batches
from pipeline.streaming.receipt import BrokenStretchError, Receipt, Stretch, joined
from schemas.manifest import UNREADABLE, SourceRange

QUEUE = "kafka://cluster/topic/0"
FILE = "/drop/a.jsonl"


def stretch(first: int, behind: int, uri: str = QUEUE, version: str = "id", **more) -> Stretch:
    opening = more.pop("opening", False)
    return Stretch(SourceRange(uri, version, first, behind, False, **more), opening)


def receipt(*stretches: Stretch, stamp: int = 0, records: int = 1, size: int = 1) -> Receipt:
    return Receipt(f"bundle-{stamp}", stretches, records, size, stamp)


@dataclass
class Dataset:
    """What is committed: positions, and how often each record."""

    known: dict[str, Known] = field(default_factory=dict)
    records: dict[tuple[str, int], int] = field(default_factory=dict)

    def source(self, uri: str) -> Known | None:
        return self.known.get(uri)

    def commit(self, portions: list[Portion], offsets: dict[str, list[int]]) -> None:
        for portion in portions:
            for source in portion.sources:
                known = self.known.get(source.uri)
                assert known is None or known[1] == source.first
                self.known[source.uri] = (source.version, source.next, False)
            for whole in portion.receipt.stretches:
                uri, source = whole.source.uri, whole.source
                for offset in offsets[uri]:
                    if max(source.first, portion.below.get(uri, 0)) <= offset < source.next:
                        self.records[uri, offset] = self.records.get((uri, offset), 0) + 1


def test_a_stretch_that_begins_where_the_last_ended_is_taken():
    known = Dataset({QUEUE: ("id", 5, False)})
    [portion], waiting = arrange([receipt(stretch(5, 9))], known)
    assert [source.next for source in portion.sources] == [9]
    assert (portion.is_cut, portion.is_replay, waiting) == (False, False, [])


def test_a_replay_is_dropped():
    [portion], waiting = arrange([receipt(stretch(2, 5))], Dataset({QUEUE: ("id", 5, False)}))
    assert (portion.is_replay, waiting) == (True, [])


def test_of_an_overlap_the_new_part_is_taken():
    [portion], _ = arrange([receipt(stretch(2, 9))], Dataset({QUEUE: ("id", 5, False)}))
    assert portion.below == {QUEUE: 5}
    assert [(source.first, source.next) for source in portion.sources] == [(5, 9)]


def test_what_is_early_waits_and_goes_behind_its_predecessor():
    known = Dataset({QUEUE: ("id", 5, False)})
    early = receipt(stretch(9, 12), stamp=1)
    assert arrange([early], known) == ([], [early])
    portions, waiting = arrange([early, receipt(stretch(5, 9), stamp=2)], known)
    assert [portion.sources[0].first for portion in portions] == [5, 9]
    assert waiting == []


def test_a_receipt_waits_as_a_whole():
    known = Dataset({QUEUE: ("id", 5, False)})
    mixed = receipt(stretch(0, 3, FILE, "v"), stretch(7, 9))
    assert arrange([mixed], known) == ([], [mixed])


def test_an_unknown_partition_begins_with_the_first_record_of_its_feed():
    later = receipt(stretch(150, 160), stamp=2)
    assert arrange([later], Dataset()) == ([], [later])
    opening = receipt(stretch(100, 150, opening=True), stamp=1)
    portions, waiting = arrange([later, opening], Dataset())
    assert [portion.sources[0].first for portion in portions] == [100, 150]
    assert waiting == []


def test_a_topic_made_again_is_never_joined_to_the_old_one():
    other = receipt(stretch(5, 9, version="other", opening=True))
    assert arrange([other], Dataset({QUEUE: ("id", 5, False)})) == ([], [other])


@pytest.mark.parametrize(
    ("known", "version", "begin"),
    [
        (None, "v1", 0),
        (("v1", 4, False), "v1", 4),
        (("v1", 4, True), "v2", 0),
        (("v1", 4, False), UNREADABLE, 4),
        ((UNREADABLE, 4, True), "v1", 0),
    ],
)
def test_a_file_begins_where_its_version_was_left(known, version, begin):
    dataset = Dataset({FILE: known} if known else {})
    taken, _ = arrange([receipt(stretch(begin, begin + 2, FILE, version))], dataset)
    assert [portion.is_cut for portion in taken] == [False]
    above = receipt(stretch(begin + 1, begin + 2, FILE, version))
    assert arrange([above], dataset) == ([], [above])


def test_a_large_pane_becomes_several_slices_in_order():
    whole = [receipt(stretch(n, n + 1), stamp=n, records=3, size=10) for n in range(5)]
    portions, _ = arrange(whole, Dataset({QUEUE: ("id", 0, False)}))
    by_records = [len(batch) for batch in batches(portions, 6, 1000)]
    by_size = [len(batch) for batch in batches(portions, 1000, 30)]
    assert (by_records, by_size) == ([2, 2, 1], [3, 2])


def test_two_versions_of_a_file_are_two_slices():
    pane = [receipt(stretch(0, 2, FILE, "v1")), receipt(stretch(0, 3, FILE, "v2"), stamp=1)]
    portions, waiting = arrange(pane, Dataset())
    assert [len(batch) for batch in batches(portions, 100, 100)] == [1, 1]
    assert waiting == []


def test_pieces_join_whatever_their_order():
    pieces = [stretch(4, 6, gaps=1), stretch(2, 3, opening=True), stretch(3, 4)]
    [whole] = joined(pieces)
    assert whole == stretch(2, 6, gaps=1, opening=True)


@pytest.mark.parametrize("other", [stretch(5, 6), stretch(2, 3), stretch(3, 4)])
def test_a_bundle_with_a_hole_or_a_repeated_record_is_refused(other):
    with pytest.raises(BrokenStretchError):
        joined([stretch(2, 4), other])


def test_receipts_survive_their_way():
    whole = receipt(stretch(2, 6, gaps=1, end=9, opening=True), stretch(0, 2, FILE, "v"), stamp=7)
    assert Receipt.from_bytes(whole.to_bytes()) == whole


# A simulated runner: readers start anywhere at or below what is committed, bundles are cut
# anywhere, receipts arrive in any order, some of them again.

logs = st.lists(st.integers(1, 3), min_size=1, max_size=30)  # steps from one offset to the next


@st.composite
def partitions(draw: st.DrawFn) -> dict[str, list[int]]:
    """Offsets of the records by partition; compaction leaves holes."""
    found = {}
    for number in range(draw(st.integers(1, 3))):
        offset, offsets = -1, []
        for step in draw(logs):
            offset += step
            offsets.append(offset)
        found[f"kafka://cluster/topic/{number}"] = offsets
    return found


def reading(draw: st.DrawFn, uri: str, offsets: list[int], begin: int, clock: int) -> list[Receipt]:
    """The receipts of one reader that begins at `begin`."""
    place, found, opening = begin, [], True
    left = [offset for offset in offsets if offset >= begin]
    while left:
        size = draw(st.integers(1, len(left)))
        bundle, left = left[:size], left[size:]
        behind = bundle[-1] + 1
        gaps = behind - place - len(bundle)
        clock += 1
        found.append(
            replace(
                receipt(stretch(place, behind, uri, gaps=gaps, opening=opening), stamp=clock),
                folder=f"{uri}-{clock}",
                records=len(bundle),
            )
        )
        place, opening = behind, False
    return found


@settings(max_examples=150, deadline=None)
@given(st.data(), partitions())
def test_every_record_once_whatever_is_repeated_and_reordered(data, log):
    dataset = Dataset()
    waiting: list[Receipt] = []
    clock = 0
    for last in (False, False, True):
        arriving = list(waiting) if data.draw(st.booleans()) or last else []
        for uri, offsets in log.items():
            known = dataset.source(uri)
            begin = known[1] if known else 0
            if not last and data.draw(st.booleans()):
                begin = data.draw(st.integers(0, begin))  # a runner went back
            found = reading(data.draw, uri, offsets, begin, clock)
            clock += len(found) + 1
            if not last:  # killed: some receipts never arrive
                found = [item for item in found if data.draw(st.booleans())]
            arriving += found
        repeated = [item for item in arriving if data.draw(st.booleans())]
        order = data.draw(st.permutations([*arriving, *repeated]))
        waiting = []
        while order:
            size = data.draw(st.integers(1, len(order)))
            portions, waiting = arrange([*waiting, *order[:size]], dataset)
            dataset.commit(portions, log)
            order = order[size:]
    assert waiting == []
    assert dataset.records == {(uri, n): 1 for uri, offsets in log.items() for n in offsets}


@settings(max_examples=100, deadline=None)
@given(st.data(), partitions())
def test_nothing_behind_a_lost_bundle_is_ever_committed(data, log):
    uri, offsets = data.draw(st.sampled_from(sorted(log.items())))
    receipts = reading(data.draw, uri, offsets, 0, 0)
    lost = data.draw(st.sampled_from(receipts))
    dataset = Dataset()
    portions, waiting = arrange([item for item in receipts if item != lost], dataset)
    dataset.commit(portions, log)
    assert waiting == [item for item in receipts if item.stamp > lost.stamp]
    assert all(offset < lost.stretches[0].source.first for _, offset in dataset.records)
