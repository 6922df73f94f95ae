"""Charsets: marks, labels, damage, detection on prose in legacy charsets, and what is no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.charset import UndecodableError, decode
from transforms.charset_labels import codec_of

PROSE = {
    "cp1252": "Die Bürgermeisterin kündigte an, dass die Brücke früher öffnet. „Gut“, sagte sie.",
    "cp1251": "Мэр сообщила, что мост через реку откроют раньше срока, работы почти закончены.",
    "koi8-r": "Мэр сообщила, что мост через реку откроют раньше срока, работы почти закончены.",
    "shift_jis": "市長は川にかかる新しい橋を予定より早く開通させると発表した。工事は終わった。",
    "euc_jp": "市長は川にかかる新しい橋を予定より早く開通させると発表した。工事は終わった。",
    "euc_kr": "시장은 강을 가로지르는 새 다리를 예정보다 일찍 개통하겠다고 발표했다.",
    "gb18030": "市长宣布，跨河的新桥将比原计划提前通车。工程已经基本完成，居民表示欢迎。",
    "big5": "市長宣布，跨河的新橋將比原計畫提前通車。工程已經大致完成，居民表示歡迎。",
    "iso8859-2": "Burmistrz ogłosił, że most przez rzekę będzie otwarty wcześniej, niż sądzono.",
    "iso8859-7": "Ο δήμαρχος ανακοίνωσε ότι η νέα γέφυρα πάνω από το ποτάμι ανοίγει.",
}

plain_text = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"),
        st.sampled_from("\t\n\r\f"),
    )
)


@settings(deadline=None)  # the first example loads libraries
@given(plain_text, st.sampled_from([None, "utf-8", "iso-8859-1", "shift_jis", "nonsense"]))
def test_utf8_round_trips_whatever_is_declared(text: str, declared: str | None) -> None:
    assert decode(text.encode(), declared, html=True) == text


@settings(deadline=None)  # the first example loads libraries
@given(
    plain_text,
    st.sampled_from(
        [
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (codecs.BOM_UTF32_LE, "utf-32-le"),
            (codecs.BOM_UTF32_BE, "utf-32-be"),
        ]
    ),
)
def test_marked_text_round_trips(text: str, marked: tuple[bytes, str]) -> None:
    mark, codec = marked
    assert decode(mark + text.encode(codec), "koi8-r", html=False) == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_nuls(codec: str) -> None:
    text = "The bridge – it opens in May.\r\nНовый мост.\n" * 3
    assert decode(text.encode(codec), None, html=False) == text
    assert decode(text.encode(codec) + b"\x41", None, html=False).startswith(text)  # cut


def test_declared_utf16_needs_no_pattern() -> None:
    text = "市長は川にかかる新しい橋を予定より早く開通させると発表した。\n"
    assert decode(text.encode("utf-16-be"), "utf-16be", html=False) == text


@pytest.mark.parametrize("codec", PROSE)
def test_detects_prose_without_a_declaration(codec: str) -> None:
    text = PROSE[codec]
    page = f"<html><body><div class='nav'><a href='/'>Home</a></div><p>{text}</p></body></html>"
    assert decode(text.encode(codec), None, html=False) == text
    assert decode(page.encode(codec), None, html=True) == page


def test_detection_looks_where_the_text_begins() -> None:
    page = "<script>" + "var a = 1;\n" * 20_000 + "</script>" + PROSE["cp1251"]
    assert decode(page.encode("cp1251"), None, html=True) == page


def test_curly_quotes_mean_a_windows_charset() -> None:
    text = "Burmistrz ogłosił: „Most będzie otwarty wcześniej, niż sądzono” – i zażądał ciszy."
    assert decode(text.encode("cp1250"), None, html=False) == text


@pytest.mark.parametrize("codec", PROSE)
def test_meta_counts_in_html_and_only_there(codec: str) -> None:
    # Too short for any detector to be sure of it.
    page = f'<meta http-equiv="x" content="text/html; charset={codec}">{PROSE[codec][:6]}ß'
    payload = page.encode(codec, "ignore")
    assert decode(payload, None, html=True) == payload.decode(codec)
    prose = '<meta charset="koi8-r">' + "So it is said. " * 30 + PROSE["cp1252"]
    assert decode(prose.encode("cp1252"), None, html=False) == prose


def test_header_outranks_meta_and_utf8_outranks_both() -> None:
    page = '<meta charset="koi8-r"><p>é'
    assert decode(page.encode("cp1252"), "windows-1252", html=True) == page
    assert decode(page.encode(), "windows-1252", html=True) == page


def test_xml_declaration_counts_as_a_page_declaration() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-2"?><html>ł</html>'
    assert decode(page.encode("iso-8859-2"), None, html=True) == page


def test_a_page_read_byte_by_byte_is_not_utf16_whatever_it_says() -> None:
    page = b'<meta charset="utf-16"><p>caf\xe9 cr\xe8me br\xfbl\xe9e, d\xe9j\xe0 servi'
    assert decode(page, None, html=True).endswith("café crème brûlée, déjà servi")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("big5", "big5hkscs"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
        ("windows-1251", "cp1251"),
        (' "utf-8" ', "utf-8"),
        ("utf8", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("macintosh", "mac-roman"),
        ("iso-2022-jp", "iso2022_jp"),
    ],
)
def test_labels_mean_what_pages_mean_by_them(label: str, codec: str) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize(
    "label",
    [
        None,
        "",
        "zip",
        "rot13",
        "idna",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "x\0y",
        "é",
    ],
)
def test_labels_reach_no_other_codec(label: str | None) -> None:
    assert codec_of(label) is None


def test_windows_1252_has_a_character_for_every_byte() -> None:
    payload = b"Caf\xe9 \x93quoted\x94 \x81 d\xe9j\xe0 vu"
    assert decode(payload, "iso-8859-1", html=False) == "Café “quoted” \x81 déjà vu"


def test_iso_2022_jp_is_ascii_bytes_but_not_ascii_text() -> None:
    text = PROSE["shift_jis"]
    assert decode(text.encode("iso2022_jp"), None, html=False) == text


def test_damaged_utf8_stays_utf8() -> None:
    sound = "Ü" * 40
    damaged = sound.encode() + b"\xff" + sound.encode()
    assert decode(damaged, "iso-8859-1", html=False) == f"{sound}\ufffd{sound}"
    cut = "Grüße".encode() + "€".encode()[:2]
    assert decode(cut, None, html=False) == "Grüße\ufffd"


def test_a_damaged_declared_charset_is_still_believed() -> None:
    text = PROSE["euc_jp"] * 2
    payload = text.encode("euc_jp")
    assert decode(payload + b"\xff", "euc-jp", html=False).startswith(text)
    greek = b"\xd2" + "αβ".encode("iso8859-7")  # D2 is the one byte missing there
    assert decode(greek, "iso-8859-7", html=False) == "\ufffdαβ"


@pytest.mark.parametrize(
    "payload",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32)) * 8,
        b"\xff\xfe" + b"\x00\xdc" * 50,
        b"\0" * 100,
        b"abc" + b"\x01\x02\x03\x04" * 20,
    ],
)
def test_garbage_is_undecodable(payload: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(payload, "utf-8", html=False)


def test_a_few_control_characters_are_left_to_the_caller() -> None:
    assert decode(b"one\0two", None, html=False) == "one\0two"


def test_newlines_are_untouched() -> None:
    assert decode(b"a\r\nb\rc\nd", None, html=False) == "a\r\nb\rc\nd"


@settings(deadline=None)  # the first example loads libraries
@given(st.binary(max_size=200), st.sampled_from([None, "utf-16", "gbk", "euc-kr"]), st.booleans())
def test_any_bytes_give_text_or_the_named_error(
    payload: bytes, declared: str | None, html: bool
) -> None:
    try:
        text = decode(payload, declared, html)
    except UndecodableError:
        return
    assert text == decode(payload, declared, html)
    text.encode()  # no half surrogate pairs
