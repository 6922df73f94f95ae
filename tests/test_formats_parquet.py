"""Parquet rows as JSON, in groups, in bounded batches, and from broken files."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits


class Pipe(io.BytesIO):
    """A stream that cannot seek."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_args: Any) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


def packed(columns: dict[str, Any], rows_per_group: int = 1000) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=rows_per_group)
    return file.getvalue()


def cut(data: bytes, first: int = 0, limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), "a.parquet", limits or Limits(), first))


def rows(outcomes: list[Message | Reject]) -> list[Any]:
    return [json.loads(o.payload) for o in outcomes if isinstance(o, Message)]


TEXTS = [f"Article {number}" for number in range(500)]


def test_rows_in_order_with_indices() -> None:
    outcomes = cut(packed({"text": TEXTS}, 70))
    assert rows(outcomes) == [{"text": text} for text in TEXTS]
    assert [o.origin.record for o in outcomes if isinstance(o, Message)] == list(range(500))
    assert {o.format for o in outcomes if isinstance(o, Message)} == {"parquet"}


def test_first_passes_over_whole_groups_and_rows() -> None:
    data = packed({"text": TEXTS}, 70)
    for first in (0, 1, 69, 70, 71, 280, 499, 500, 900):
        assert cut(data, first) == cut(data)[first:]


def test_a_stream_that_cannot_seek_and_a_compressed_one_give_the_same_rows() -> None:
    data = packed({"text": TEXTS})
    assert list(frame(Pipe(data), "a.parquet", Limits())) == cut(data)
    assert rows(list(frame(Pipe(gzip.compress(data)), "a.parquet.gz", Limits()))) == rows(cut(data))


def test_values_of_every_kind() -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, 123456)
    columns = {
        "zoned": pa.array([moment.replace(tzinfo=UTC)], pa.timestamp("us", "UTC")),
        "nanoseconds": pa.array([1714979289123456789], pa.int64()).cast(pa.timestamp("ns", "UTC")),
        "local": pa.array([moment], pa.timestamp("ms")),
        "day": [date(2024, 5, 6)],
        "clock": [time(7, 8)],
        "span": [timedelta(seconds=90)],
        "money": [Decimal("1.50")],
        "nan": [float("nan")],
        "utf8": ["Ä".encode()],
        "binary": [b"\xff\xfe\x00"],
        "nested": [{"names": ["a", "b"], "at": moment.replace(tzinfo=UTC)}],
        "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        "nothing": pa.array([None], pa.string()),
        "far": pa.array([1 << 60], pa.int64()).cast(pa.timestamp("us")),
    }
    (row,) = rows(cut(packed(columns)))
    assert row["zoned"] == "2024-05-06T07:08:09.123456+00:00"
    assert datetime.fromisoformat(row["nanoseconds"]).replace(microsecond=0) == datetime(
        2024, 5, 6, 7, 8, 9, tzinfo=UTC
    )
    assert row["local"] == "2024-05-06T07:08:09.123000"
    assert (row["day"], row["clock"], row["span"]) == ("2024-05-06", "07:08:00", 90.0)
    assert (row["money"], row["nan"], row["nothing"]) == ("1.50", None, None)
    assert (row["utf8"], row["binary"]) == ("Ä", {"base64": "//4A"})
    assert row["nested"] == {"names": ["a", "b"], "at": "2024-05-06T07:08:09.123456+00:00"}
    assert row["map"] == [["k", 1]]
    assert isinstance(row["far"], str)


def test_a_truncated_file_is_one_reject_with_its_bytes() -> None:
    data = packed({"text": TEXTS})[:-20]
    (outcome,) = cut(data)
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("corrupt_stream", data)


def test_a_broken_page_keeps_the_groups_before_it() -> None:
    data = bytearray(packed({"text": TEXTS, "more": TEXTS}, 100))
    group = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(3)
    start = group.column(0).data_page_offset
    data[start : start + 40] = b"\xff" * 40
    *good, last = cut(bytes(data))
    assert rows(good) == [{"text": text, "more": text} for text in TEXTS[:300]]
    assert isinstance(last, Reject)
    assert (last.reason, last.message.payload) == ("corrupt_stream", bytes(data))


def test_a_row_beyond_the_limit_is_one_reject() -> None:
    data = packed({"text": ["a", "b" * 5000, "c"]})
    outcomes = cut(data, limits=Limits(record_bytes=1000, reject_bytes=100))
    assert [getattr(o, "reason", "") for o in outcomes] == ["", "record_too_large", ""]


def test_groups_that_expand_beyond_the_limits_are_a_bomb() -> None:
    file = io.BytesIO()
    table = pa.table({"text": [f"{number:06}" * 5000 for number in range(400)]})
    pq.write_table(table, file, compression="zstd", use_dictionary=False)
    (outcome,) = cut(file.getvalue())
    assert isinstance(outcome, Reject)
    assert outcome.reason == "decompression_bomb"


def test_no_rows_are_an_empty_file() -> None:
    (outcome,) = cut(packed({"text": pa.array([], pa.string())}))
    assert isinstance(outcome, Reject)
    assert outcome.reason == "empty_file"
