"""Records in files that call themselves texts are found, and texts stay whole."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits
from transforms.formats.sniff import SNIFF_BYTES, sniff

RECORD = {"title": "A", "text": "B, and more", "url": "https://news.example/1"}
LINE = json.dumps(RECORD)
PRETTY = json.dumps(RECORD, indent=2)
LONG = json.dumps({"title": "A", "text": "word \\ \\n é " * SNIFF_BYTES})
PROSE = "The mayor, who spoke at noon, opened it.\n\nShe left; he stayed, alone.\n"
TABLE = "title,text\n"


def cut(data: str, name: str) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data.encode()), name, Limits()))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.TEXT.gz"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LINE, "lines"),
        (f"\n{LINE}\n{LINE}\n", "lines"),
        (f"{LINE}\nbroken\n{LINE}\n", "lines"),
        (f"{LINE}\n" * 2000, "lines"),
        (LONG, "lines"),
        (LONG + "\n" + LINE, "lines"),
        (PRETTY, "json"),
        (json.dumps(json.loads(LONG), indent=1), "json"),
        (json.dumps([RECORD]), "array"),
        (json.dumps([RECORD] * 2000, indent=1), "array"),
        ("title,text\nA,B\n", "csv"),
        ("title;text;url\r\nA;B;C\r\n", "csv"),
        ('id\ttitle\tbody\n1\tA\t"B\nb"\n2\tC\tD\n', "csv"),
        ("sep=;\nrubrik;kropp\nA;B\n", "csv"),
    ],
)
def test_records_are_found_in_spite_of_the_name(text: str, kind: str, name: str) -> None:
    assert sniff(text.encode()[:SNIFF_BYTES], name).kind == kind


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}\n{PROSE}",
        f"{PRETTY}\n\n{PROSE}",
        f"{json.dumps([RECORD])}\n{PROSE}",
        '{"To be, or not to be", said the actor}\n' + PROSE,
        "{}\n",
        "[]\n",
        '["a", "b"]\n',
        '{"a": "' + PROSE * 2000,
        '{"a": 1}\n' + PROSE * 2000,
        '{"' + PROSE * 2000,
        '[{"a": 1}]\n' + PROSE * 2000,
        "Author, date\nHe came, and went.\n",
        "Title, text\nOne, two\n",
        "Title,text\n\n" + PROSE,
        "| Title | Author |\n| --- | --- |\n| One | Two |\n",
        "Mayor,council\nOne,two\n",
        "title,text\n",
        'He said "sep=;" and left\n',
        "title: One\ndate: 2024-05-06\n\n" + PROSE,
    ],
)
def test_a_text_stays_one_record(text: str, name: str) -> None:
    (outcome,) = cut(text, name)
    assert isinstance(outcome, Message)
    assert (outcome.format, outcome.payload) == ("text", text.encode())


WORD = st.sampled_from(
    ["the", "title", "Text", "date", "Author", '"quoted"', "{curly}", "[1]", "5,000", "sep", "{"]
)
SENTENCE = st.lists(WORD, min_size=2, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", ", ", "; ", " | "]).map(lambda mark: mark.join(words))
)
OPENING = st.sampled_from(['{"', "{", "[{", '[{"a": 1}, ', LINE, '{"a": 1}', "", "# ", "sep=; "])


@given(OPENING, st.lists(SENTENCE, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n"]))
def test_prose_is_never_split(opening: str, sentences: list[str], gap: str) -> None:
    text = opening + gap.join([*sentences, "And so it ended."])
    (outcome,) = cut(text, "a.txt")
    assert isinstance(outcome, Message)
    assert outcome.format == "text"


@given(st.lists(st.dictionaries(st.text(), st.text(), min_size=1), min_size=1, max_size=5))
def test_json_lines_in_a_text_are_those_of_json_lines(values: list[dict[str, str]]) -> None:
    data = "\n".join(map(json.dumps, values))
    payloads = [
        o.message.payload if isinstance(o, Reject) else o.payload for o in cut(data, "a.md")
    ]
    assert [json.loads(payload) for payload in payloads] == values


ELEMENT = json.dumps({"k": ["x\\ y" * 9, 1.5, -2e9, True, None, {"é\u1234": [{}, []]}]}) + ", "


@given(st.integers(0, len(ELEMENT)), st.sampled_from([("[", "array"), ('{"a": [', "lines")]))
def test_json_is_told_wherever_the_sample_ends(shift: int, form: tuple[str, str]) -> None:
    opening, kind = form
    text = " " * shift + opening + ELEMENT * (SNIFF_BYTES // len(ELEMENT) + 1)
    assert sniff(text.encode()[:SNIFF_BYTES], "a.txt").kind == kind
