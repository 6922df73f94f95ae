"""A JSON array's elements come out as the bytes they are."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Hints, Message
from schemas.reject import Reject
from transforms.formats.feed import Feed
from transforms.formats.frame import frame
from transforms.formats.json_array import json_array
from transforms.formats.limits import Limits

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"\\{}[],\n é'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('"\\,}k'), inner, max_size=3)
    ),
    max_leaves=8,
)


def cut(data: bytes, limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), "a.json", limits or Limits()))


def chunked(data: bytes, size: int) -> Feed:
    return Feed(iter([data[at : at + size] for at in range(0, len(data), size)]))


@given(
    st.lists(VALUES, max_size=5), st.integers(1, 9), st.sampled_from([None, 0, 2]), st.booleans()
)
def test_elements_are_those_of_the_array_whatever_the_chunks(
    array: list[Any], size: int, indent: int | None, ascii_only: bool
) -> None:
    data = json.dumps(array, indent=indent, ensure_ascii=ascii_only).encode()
    pieces = list(json_array(chunked(data, size), Hints(), Limits()))
    assert [json.loads(piece.payload) for piece in pieces] == array
    for piece in pieces:
        assert piece.offset is not None
        assert data[piece.offset :].startswith(piece.payload)
        assert not piece.reason


@pytest.mark.parametrize(
    ("data", "records", "rest"),
    [
        (b'[{"a": 1}, {"b":', [b'{"a": 1}'], b'{"b":'),
        (b'[{"a": 1},', [b'{"a": 1}'], b""),
        (b'[{"a": 1}, 2}, {"b": 2}]', [b'{"a": 1}'], b'2}, {"b": 2}]'),
        (b'[{"a": 1}]\n and more', [b'{"a": 1}'], b"and more"),
        (b'[{"a": 1}, "open]', [b'{"a": 1}'], b'"open]'),
    ],
)
def test_a_broken_tail_is_one_reject(data: bytes, records: list[bytes], rest: bytes) -> None:
    *good, last = cut(data)
    assert [message.payload for message in good if isinstance(message, Message)] == records
    assert isinstance(last, Reject)
    assert (last.reason, last.message.payload) == ("invalid_json", rest)


def test_an_element_beyond_the_limit_does_not_stop_the_rest() -> None:
    large = b'{"a": "' + b"x" * 300_000 + b'"}'
    outcomes = cut(
        b'[{"n": 1},\n' + large + b' ,\n{"n": 2}]', Limits(record_bytes=1000, reject_bytes=100)
    )
    assert [getattr(outcome, "reason", "") for outcome in outcomes] == ["", "record_too_large", ""]
    refused = outcomes[1]
    assert isinstance(refused, Reject)
    assert refused.message.payload == b""
    assert refused.payload_bytes == len(large) + 1  # the space before the comma counts
    assert refused.message.origin.offset == len(b'[{"n": 1},\n')


def test_an_empty_array_holds_no_record() -> None:
    (outcome,) = cut(b" [ ]\n")
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("empty_file", b" [ ]\n")
