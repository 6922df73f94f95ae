"""CSV rows come out as their raw bytes, with the header in the hints."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

FIELD = st.text(alphabet="ab \",;\t|\n'é", max_size=12)
BODY = st.lists(
    st.tuples(FIELD, FIELD.filter(lambda text: bool(text.strip()))), min_size=1, max_size=8
)


def cut(data: bytes, name: str = "a.csv", limits: Limits | None = None) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), name, limits or Limits()))


def fields(message: Message | Reject) -> list[str]:
    assert isinstance(message, Message)
    text = message.payload.decode(message.hints.charset or "utf-8")
    (row,) = csv.reader([text], delimiter=message.hints.delimiter)
    return row


@given(BODY, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.sampled_from([0, 1]))
def test_rows_read_back_as_they_were_written(
    body: list[tuple[str, str]], delimiter: str, end: str, quoting: int
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]  # 0 and 1 are constants of csv
    writer.writerow(["title", "text"])
    writer.writerows(body)
    data = file.getvalue().encode()
    outcomes = cut(data)
    assert [tuple(fields(outcome)) for outcome in outcomes] == body
    for outcome in outcomes:
        assert isinstance(outcome, Message)
        assert outcome.hints.columns == ("title", "text")
        offset = outcome.origin.offset
        assert offset is not None
        assert data[offset:].startswith(outcome.payload)


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_a_table_without_extension_is_known_by_its_header(delimiter: str) -> None:
    data = f'headline{delimiter}body\nOne{delimiter}"first\nstory"\nTwo{delimiter}second\n'.encode()
    outcomes = cut(data, "export")
    assert [fields(outcome) for outcome in outcomes] == [["One", "first\nstory"], ["Two", "second"]]


def test_a_header_in_words_of_its_own_is_kept_for_a_field_map() -> None:
    (row,) = cut(b"rubrik,kropp\nEtt,Text\n")
    assert isinstance(row, Message)
    assert row.hints.columns == ("rubrik", "kropp")


def test_without_a_header_every_row_is_a_record() -> None:
    outcomes = cut(b"1,2\n3,4\n")
    assert [o.payload for o in outcomes if isinstance(o, Message)] == [b"1,2", b"3,4"]
    assert {o.hints.columns for o in outcomes if isinstance(o, Message)} == {()}


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a"])
@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_declares_the_delimiter_is_no_row(first: str, name: str, end: str) -> None:
    data = end.join([first, "rubrik;kropp", "A,B,C;D", "E,F,G;H"]).encode()
    outcomes = cut(data, name)
    assert [fields(outcome) for outcome in outcomes] == [["A,B,C", "D"], ["E,F,G", "H"]]
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Message)
        assert outcome.hints.columns == ("rubrik", "kropp")
        assert outcome.origin.record == number
        assert outcome.origin.offset == data.index((b"A,B", b"E,F")[number])


def test_a_declared_tab_and_a_declaration_alone() -> None:
    assert fields(cut(b"sep=\t\ntitle\ttext\nA, a;b\tB\n")[0]) == ["A, a;b", "B"]
    (outcome,) = cut(b"sep=;\r\n")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "empty_file"


def test_a_declaration_further_down_is_a_row() -> None:
    assert len(cut(b"title;text\nsep=;\nA;B\n")) == 2


def test_a_header_alone_is_no_record() -> None:
    (outcome,) = cut(b"title,text\n")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "empty_file"


def test_marks_and_utf16() -> None:
    text = 'title,text\nÄ,"zwei\nZeilen"\n'
    for charset, mark in (("utf-8", "\ufeff"), ("utf-16-le", "\ufeff"), ("utf-16-be", "")):
        (outcome,) = cut((mark + text).encode(charset))
        assert fields(outcome) == ["Ä", "zwei\nZeilen"]
        assert isinstance(outcome, Message)
        assert outcome.hints.columns == ("title", "text")


def test_a_quote_that_never_closes_takes_one_row_only() -> None:
    outcomes = cut(b'title,text\nA,"open\nB,b\nC,"c"\n'.replace(b'"c"', b"c"))
    payloads = [o.payload for o in outcomes if isinstance(o, Message)]
    assert payloads == [b'A,"open', b"B,b", b"C,c"]


def test_a_quote_inside_a_field_is_a_character() -> None:
    outcomes = cut(b'title,text\nA,5" disk\nB,6" disk\n')
    assert [o.payload for o in outcomes if isinstance(o, Message)] == [b'A,5" disk', b'B,6" disk']


@pytest.mark.parametrize("filler", [b"x y\n", b"x" * 70_000])
def test_a_row_beyond_the_limit_is_one_reject(filler: bytes) -> None:
    row = b'a,"' + filler * 300 + b'"'
    limits = Limits(record_bytes=1000, reject_bytes=100)
    outcomes = cut(b"title,text\n" + row + b"\nb,c\n", limits=limits)
    assert [getattr(o, "reason", "") for o in outcomes] == ["record_too_large", ""]
    assert isinstance(outcomes[0], Reject)
    assert outcomes[0].message.payload == b""
    assert outcomes[0].payload_bytes is not None
    assert outcomes[0].payload_bytes >= len(row)


def test_rows_go_on_behind_a_runaway_quote_in_a_large_file() -> None:
    good = b"b,c\n" * 2000
    outcomes = cut(b'title,text\na,"never closed\n' + good, limits=Limits(1000, 100))
    payloads = [o.payload for o in outcomes if isinstance(o, Message)]
    assert payloads == [b'a,"never closed', *[b"b,c"] * 2000]


DEFAULT_FIELD_LIMIT = 131_072  # bytes, of the csv module before anyone changes it


def test_fields_beyond_the_csv_modules_limit_are_framed() -> None:
    body = b"x" * (DEFAULT_FIELD_LIMIT + 1)
    (outcome,) = cut(b'title,text\n"a","' + body + b'"\n')
    assert isinstance(outcome, Message)
    assert outcome.payload == b'"a","' + body + b'"'
