"""Each short way gives what the long way beside it gives."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import (
    aliases,
    boilerplate,
    date_text,
    dateline,
    fingerprint,
    json_value,
    lines,
    normalise,
    urls,
)
from transforms.charset import UndecodableError, decode

TEXT = st.text(
    alphabet="aB7_ -–—.,\n\t\r\x0b\x1c\x85\xa0\u2003\u200béÃ©e\u0301日ก\"'”", max_size=40
)
SPACED = re.compile(r"\w\S*")
TWO, FOUR = st.integers(0, 99).map("{:02d}".format), st.integers(1500, 2300).map("{:04d}".format)
SIGN = st.sampled_from("+-")
DAY = st.tuples(FOUR, st.integers(0, 13).map("{:02d}".format), TWO).map("-".join)
CLOCK = st.tuples(TWO, st.sampled_from(["00", "59", "61"]), TWO).map(":".join)
ZONE = st.one_of(
    st.just(""),
    st.just("Z"),
    st.tuples(SIGN, st.integers(0, 15), TWO).map(lambda z: f"{z[0]}{z[1]:02d}:{z[2]}"),
)
ISO = st.one_of(
    DAY,
    st.tuples(DAY, st.sampled_from("T "), CLOCK, st.sampled_from(["", ".5", ".123456"]), ZONE).map(
        "".join
    ),
)


@settings(deadline=None)
@given(TEXT)
def test_normal_text_is_known_at_a_look(text):
    assert normalise.normalise(text) == normalise._normalise(text)
    assert normalise.normalise_line(text) == " ".join(normalise._normalise(text).split())


@settings(deadline=None)
@given(st.one_of(TEXT, st.text(max_size=30)))
def test_words_are_counted_as_by_the_pattern(text):
    assert normalise._spaced_words(text) == len(SPACED.findall(text))


@settings(deadline=None, max_examples=300)
@given(ISO)
def test_a_plain_timestamp_is_read_as_by_the_grammar(text):
    found = date_text._iso_moment(text)
    assert found is None or found == date_text._read(text)


def test_plain_timestamps_take_the_short_way():
    for text in ("2024-05-06", "2024-05-06T07:08:09Z", "2024-05-06 07:08:09.5+02:00"):
        assert date_text._iso_moment(text) is not None


HOST = st.lists(st.sampled_from(["www", "a-b", "x", "-y", "127", "é"]), min_size=1, max_size=3)
PATH = st.lists(st.sampled_from(["", "a", "2024", ".", "..", "amp", "x.amp.html", "a%20b", "b;c"]))


@settings(deadline=None, max_examples=300)
@given(HOST, PATH, st.sampled_from(["", "/", "?a=1", "#x"]))
def test_a_canonical_address_is_known_at_a_look(host, path, end):
    url = f"https://{'.'.join(host)}/{'/'.join(path)}{end}"
    quick = urls.canonical_url(url), urls.source_domain(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_CANONICAL", re.compile(r"(?!)"))
        assert quick == (urls.canonical_url(url), urls.source_domain(url))


def test_canonical_addresses_take_the_short_way():
    assert urls._CANONICAL.fullmatch("https://www.example.org/2024/05/a-title_1.html")


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(["OSLO", "Oslo, May 5", "", "He said"]),
    st.sampled_from([" (Reuters) - ", " - ", " — ", ": ", " [AP] ", "-", " "]),
    st.sampled_from(["Ships sailed.", "It ended (Reuters)", "The end - AFP", "a-b c", "end –dpa"]),
)
def test_datelines_and_sign_offs_are_not_missed(place, mark, rest):
    paragraph = f"{place}{mark}{rest}"
    quick = dateline.read_dateline(paragraph), dateline.read_sign_off(paragraph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateline, "_MARKS_BEHIND_PLACE", ("",))
        patch.setattr(dateline, "_may_sign_off", lambda _: True)
        assert quick == (dateline.read_dateline(paragraph), dateline.read_sign_off(paragraph))


def test_each_disclaimer_has_one_of_the_words_that_are_looked_for():
    for statement in boilerplate._DISCLAIMERS:
        assert any(word in statement for word in boilerplate._DISCLAIMER_WORDS)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["word", "–", "a.b", "日本", "ก"]), max_size=90), st.booleans())
def test_a_paragraph_is_known_by_its_beginning(words, ends):
    text = " ".join(words) + ("." if ends else "")
    count = normalise.count_words(text)
    long = count >= lines.PARAGRAPH_WORDS_OPEN_END
    assert lines.is_paragraph(text) == (
        len(text) >= lines.PARAGRAPH_WORDS and (long or (count >= lines.PARAGRAPH_WORDS and ends))
    )


@given(st.lists(st.sampled_from(["url", "link", "title", "name", "odd", "text"]), unique=True))
def test_names_of_a_record_are_found_in_order_of_preference(names):
    found = aliases.named(tuple(names))
    for attribute, known in aliases.ALIASES.items():
        assert found.get(attribute, ()) == tuple(alias for alias in known if alias in names)


def test_printable_text_holds_nothing_to_change():
    """Every character that normalising changes or drops is one that is not printable."""
    for code in range(0x3001):
        character = chr(code)
        text = f"a{character}a"
        if unicodedata.is_normalized("NFC", text) and character != "\n":
            same = normalise._normalise(text) == text
            assert same or not character.isprintable(), hex(code)


def slow_json(payload):
    try:
        return repr(json_value.loads(decode(payload, None, False)))
    except (UndecodableError, json.JSONDecodeError) as error:
        return type(error)


def quick_json(payload):
    try:
        return repr(json_value.json_value(payload, None))
    except (UndecodableError, json.JSONDecodeError) as error:
        return UndecodableError if isinstance(error, UndecodableError) else json.JSONDecodeError


ODD_JSON = (
    b'{"a": NaN}',
    b'{"a": -Infinity}',
    b'{"a": 1e999}',
    b'{"a": 123456789012345678}',
    b'{"a": 1234567890123456789}',
    b'{"a": -123456789012345678}',
    b'{"a": 18446744073709551615}',
    b'{"a": 123456789012345678901234567890}',
    b'[[{"a": [1234567890123456789]}]]',
    b"-0",
    b"-0.0",
    b'{"a": 1, "b": 2, "a": 3}',
    b'"\\ud800"',
    b'"\\ud83d\\ude00"',
    b'"\\u0000"',
    b'"\x00"',
    b'"\x1b$"',
    b'"\x7f"',
    b'"\xe9"',
    b'"\xc3\xa9"',
    b'\xef\xbb\xbf{"a": 1}',
    "{}".encode("utf-16"),
    b"null",
    b"",
    b"{",
    b'{"a": 1,}',
    b"01",
    b"1.",
    b"\x0c1",
    b" \t\r\n1\n",
    b'{"a": 0.1, "b": 1E-7, "c": 2e22}',
    b"[" * 90 + b"]" * 90,
)


@pytest.mark.parametrize("payload", ODD_JSON)
def test_odd_json_is_read_as_by_the_standard_library(payload):
    assert quick_json(payload) == slow_json(payload)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(JSON.map(json.dumps).map(str.encode), st.binary(max_size=12)))
def test_json_is_read_as_by_the_standard_library(payload):
    assert quick_json(payload) == slow_json(payload)


@settings(deadline=None, max_examples=300)
@given(st.one_of(TEXT, st.text(alphabet="aB \n\t\x1c\x1f\x0b_-", max_size=40)))
def test_a_text_is_folded_as_by_unicode(text):
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    assert fingerprint.folded(text) == folded.encode()


RECORD = st.dictionaries(
    st.sampled_from(["url", "Text", "text", "body", "pub_date", "source", "article", "x"]),
    st.one_of(st.just(""), st.just("a"), st.just({"text": "inside"}), st.just({"url": "u"})),
)


@given(RECORD)
def test_plainly_named_records_give_the_values_that_folded_ones_give(record):
    quick = {name: list(aliases.Values(record, {}).of(name)) for name in aliases.ALIASES}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aliases, "plainly_named", lambda _: None)
        assert quick == {name: list(aliases.Values(record, {}).of(name)) for name in quick}
