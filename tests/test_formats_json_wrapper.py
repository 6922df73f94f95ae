"""An object around a list of articles gives its elements; an article with a list stays whole."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.json_wrapper import list_start
from transforms.formats.limits import Limits

A = {
    "title": "One",
    "content": 'Text, [with] {marks} \\ and "quotes"',
    "url": "https://n.example/1",
}
B = {"title": "Zwei", "content": "Größe", "url": "https://n.example/2", "tags": [{"n": 1}]}
LINK = {"webTitle": "One", "webUrl": "https://n.example/1", "webPublicationDate": "2024-05-06"}
ODD = {"rubrik": "Ett", "kropp": "Text"}
LONG = "word " * 200

WRAPPED: list[tuple[Any, list[Any]]] = [
    ({"articles": [A, B]}, [A, B]),
    ({"data": [A, B]}, [A, B]),
    ({"data": [ODD, ODD]}, [ODD, ODD]),
    ({"status": "ok", "totalResults": 2, "articles": [A, B]}, [A, B]),
    ({"response": {"status": "ok", "results": [LINK, LINK], "pages": 1}}, [LINK, LINK]),
    ({"meta": {"hits": 1}, "response": {"docs": [A]}}, [A]),
    ({"title": "A feed", "authors": [{"name": "X"}], "items": [A, B]}, [A, B]),
    ({"errors": [{"code": 1}], "whatever": [A, B], "next": None}, [A, B]),
]
WHOLE: list[Any] = [
    {**A, "articles": [B]},
    {"article": A, "articles": [B]},
    {"kropp": LONG, "articles": [A]},
    {"result": {"kropp": LONG, "media": [A]}},
    {"title": "One", "url": "https://n.example/1", "date": "2024-05-06", "media": [LINK]},
    {"corpus": {"kropp": "Text"}, "tags": [{"n": 1}, {"n": 2}]},
    {"content": [{"text": "One"}, {"text": "Two"}]},
    {"articles": [A], "stories": [B]},
    {"articles": [A, "B"]},
    {"articles": []},
    {"a": {"b": {"articles": [A]}}},
]


def cut(data: bytes, name: str = "a.json", limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), name, limits or Limits()))


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a", "a.txt"])
@pytest.mark.parametrize(("value", "elements"), WRAPPED)
def test_elements_come_out_as_the_bytes_they_are(
    value: Any, elements: list[Any], name: str, indent: int | None
) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=False).encode()
    outcomes = cut(data, name)
    assert [json.loads(o.payload) for o in outcomes if isinstance(o, Message)] == elements
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Message)
        assert outcome.format == "json"
        assert outcome.origin.record == number
        assert outcome.origin.offset is not None
        assert data[outcome.origin.offset :].startswith(outcome.payload)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_marks_and_charsets(charset: str) -> None:
    text = json.dumps({"é": "ü", "articles": [A, B]}, ensure_ascii=False, indent=1)
    data = text.encode(charset)
    plain = "cp1252" if charset == "cp1252" else "utf-8" if charset == "utf-8-sig" else ""
    payloads = [o.payload for o in cut(data) if isinstance(o, Message)]
    wide = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(charset, charset)
    assert [json.loads(payload.decode(plain or wide)) for payload in payloads] == [A, B]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("value", WHOLE)
def test_other_objects_stay_one_record(value: Any, indent: int | None) -> None:
    data = json.dumps(value, indent=indent).encode()
    (outcome,) = cut(data)
    assert isinstance(outcome, Message)
    assert outcome.payload == data


def test_several_lines_are_json_lines_whatever_they_hold() -> None:
    line = json.dumps({"articles": [A, B]}).encode()
    assert [o.payload for o in cut(line + b"\n" + line) if isinstance(o, Message)] == [line, line]
    long = json.dumps({"articles": [A] * 1000}).encode()
    assert [o.payload for o in cut(long + b"\n" + line) if isinstance(o, Message)] == [long, line]


def test_a_list_longer_than_the_sample_and_one_longer_than_a_record() -> None:
    data = json.dumps({"status": "ok", "articles": [A] * 2000, "next": 2}).encode()
    assert len(cut(data)) == 2000
    assert len(cut(gzip.compress(data), "a.json.gz")) == 2000
    (outcome,) = cut(data, limits=Limits(record_bytes=len(data) - 1))
    assert isinstance(outcome, Reject)
    assert outcome.reason == "record_too_large"


@pytest.mark.parametrize(
    "text",
    [
        '{"articles": [{"title": "A", "text": "B"}]} more',
        '{"articles": [{"title": "A", "text": "B"}]',
        '{"articles": [{"title": "A", "text": "B"}],}',
        '{1: 2, "articles": [{"title": "A", "text": "B"}]}',
        '{"articles" [{"title": "A", "text": "B"}]}',
        '{"a": ' + "[" * 100_000 + '{"articles": [{"title": "A"}]}',
        "{",
        "",
    ],
)
def test_what_is_no_sound_object_is_left_alone(text: str) -> None:
    assert list_start(text) is None


VALUES: Any = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text(alphabet='ab"\\{}[],:\n é'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('"\\,:}k'), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text('"\\,:}k'), VALUES, max_size=3), st.sampled_from([None, 0, 2]))
def test_the_list_is_found_behind_anything(before: dict[str, Any], indent: int | None) -> None:
    text = json.dumps({**before, "articles": [A, B], "next": before}, indent=indent)
    start = list_start(text)
    assert start is not None
    assert json.JSONDecoder().raw_decode(text, start)[0] == [A, B]


def test_a_broken_stream_is_one_reject_like_that_of_any_document() -> None:
    data = gzip.compress(json.dumps({"articles": [A, B] * 1000}).encode())
    for broken in (data[:-8] + b"\0" * 8, data[: len(data) // 2]):
        (outcome,) = cut(broken, "a.json.gz")
        assert isinstance(outcome, Reject)
        assert outcome.reason in ("corrupt_stream", "truncated_stream")
