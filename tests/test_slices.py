from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.accounting import planned
from pipeline.record import Record
from pipeline.slices import Shard, Sizes, Slice, cut
from pipeline.sources.spool import read_spool
from schemas.article import Article
from schemas.manifest import SourceRange
from schemas.message import Hints, Message, Origin
from schemas.reject import Reject


def slices(*arguments: Any, **options: Any) -> Iterator[Slice]:
    return (item for item in cut(*arguments, **options) if isinstance(item, Slice))


def records(sizes: list[int], uri: str = "/a") -> list[Record]:
    return [
        Record(
            Message(b"x" * size, Origin(uri, n, n * 10, "member"), "json", Hints(charset="utf-8")),
            SourceRange(uri, "v", n, n + 1, n + 1 == len(sizes)),
        )
        for n, size in enumerate(sizes)
    ]


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 9), st.integers(1, 120))
def test_slices_hold_every_record_once_and_in_order(tmp_path_factory, sizes, count, size):
    bounds = Sizes(count, size, shard_records=3, shard_bytes=60)
    folder = tmp_path_factory.mktemp("cut")
    positions: Counter = Counter()
    last = 0
    for piece in slices(records(sizes), folder, lambda: bounds):
        assert piece.records <= count
        (source,) = piece.sources
        assert source.first == last
        last = source.next
        positions += planned(piece.spools)
    assert positions == Counter({("/a", n): 1 for n in range(len(sizes))})


def test_a_run_that_goes_on_cuts_where_it_would_have_cut(tmp_path):
    bounds = Sizes(slice_records=4, shard_records=2)
    whole = [piece.sources for piece in slices(records([1] * 11), tmp_path / "a", lambda: bounds)]
    rest = [
        piece.sources for piece in slices(records([1] * 11)[4:], tmp_path / "b", lambda: bounds)
    ]
    assert rest == whole[1:]
    assert whole[-1][0].complete
    assert not whole[0][0].complete


def test_spool_gives_back_what_was_written(tmp_path):
    message = Message(
        b"\x00\xff", Origin("/f", 7, None, None), "csv", Hints(columns=("a", "b"), delimiter=";")
    )
    refused = Reject(message, "Read", "record_too_large", "why", "ab" * 32, 99)
    (piece,) = slices([Record(message), Record(refused)], tmp_path, Sizes)
    first, second = read_spool(piece.spools[0])
    assert first == Article(message)
    assert second == refused


def test_stop_drops_the_slice_at_hand(tmp_path):
    assert list(cut(records([1] * 5), tmp_path, Sizes, stopped=lambda: True)) == []


def test_shards_are_bounded(tmp_path):
    (piece,) = slices(
        records([10] * 9),
        Path(tmp_path),
        lambda: Sizes(shard_records=4, shard_bytes=1000, first_shard_records=2),
    )
    assert [sum(1 for _ in read_spool(spool)) for spool in piece.spools] == [2, 4, 3]


def test_a_slice_that_is_due_is_committed_as_it_is(tmp_path):
    one, two = records([1, 1])
    bounds = Sizes(interval=0.0)
    stream = [None, one, None, None, two]
    pieces = list(cut(stream, tmp_path, lambda: bounds))
    kept = [piece for piece in pieces if not isinstance(piece, Shard)]
    assert [piece and piece.records for piece in kept] == [None, 1, None, None, 1]


def test_nothing_is_committed_while_nothing_comes(tmp_path):
    pieces = list(cut([None] * 5, tmp_path, lambda: Sizes(interval=0.0)))
    assert pieces == [None] * 5


def test_a_slice_is_due_while_records_keep_coming(tmp_path):
    pieces = list(cut(records([1, 1]), tmp_path, lambda: Sizes(interval=0.0)))
    assert [piece.records for piece in pieces if isinstance(piece, Slice)] == [1, 1]


def test_the_driver_gets_its_turn_while_records_keep_coming(tmp_path, monkeypatch):
    moments = iter(range(1000))
    monkeypatch.setattr("pipeline.slices.time.monotonic", lambda: next(moments))
    assert None in list(cut(records([1] * 9), tmp_path, Sizes))
