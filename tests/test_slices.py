from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.accounting import planned
from pipeline.slices import Record, Sizes, cut
from pipeline.sources.spool import read_spool
from schemas.article import Article
from schemas.manifest import SourceRange
from schemas.message import Hints, Message, Origin
from schemas.reject import Reject


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
    for piece in cut(records(sizes), folder, bounds):
        assert piece.records <= count
        (source,) = piece.sources
        assert source.first == last
        last = source.next
        positions += planned(piece.spools)
    assert positions == Counter({("/a", n): 1 for n in range(len(sizes))})


def test_a_run_that_goes_on_cuts_where_it_would_have_cut(tmp_path):
    bounds = Sizes(slice_records=4, shard_records=2)
    whole = [piece.sources for piece in cut(records([1] * 11), tmp_path / "a", bounds)]
    rest = [piece.sources for piece in cut(records([1] * 11)[4:], tmp_path / "b", bounds)]
    assert rest == whole[1:]
    assert whole[-1][0].complete
    assert not whole[0][0].complete


def test_spool_gives_back_what_was_written(tmp_path):
    message = Message(
        b"\x00\xff", Origin("/f", 7, None, None), "csv", Hints(columns=("a", "b"), delimiter=";")
    )
    refused = Reject(message, "Read", "record_too_large", "why", "ab" * 32, 99)
    (piece,) = cut([Record(message), Record(refused)], tmp_path, Sizes())
    first, second = read_spool(piece.spools[0])
    assert first == Article(message)
    assert second == refused


def test_stop_drops_the_slice_at_hand(tmp_path):
    assert list(cut(records([1] * 5), tmp_path, Sizes(), stopped=lambda: True)) == []


def test_shards_are_bounded(tmp_path):
    (piece,) = cut(
        records([10] * 9),
        Path(tmp_path),
        Sizes(shard_records=4, shard_bytes=1000, first_shard_records=2),
    )
    assert [sum(1 for _ in read_spool(spool)) for spool in piece.spools] == [2, 4, 3]
