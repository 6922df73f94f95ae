"""Bylines in Chinese, Japanese and Korean."""

from __future__ import annotations

import pytest

from transforms.asian_bylines import editor_names, names_in_text, office_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("记者 张晓明", ("张晓明",)),
        ("本报记者 张晓明 李雨晴 北京报道", ("张晓明", "李雨晴")),
        ("作者：张晓明、李雨晴", ("张晓明", "李雨晴")),
        ("文 | 张晓明", ("张晓明",)),
        ("記者陳大文", ("陳大文",)),
        ("山田花子記者", ("山田花子",)),
        ("文・山田花子", ("山田花子",)),
        ("【山田花子】", ("山田花子",)),
        ("（ニューヨーク=山田花子）", ()),
        ("김하늘 기자", ("김하늘",)),
        ("김하늘·박서준 기자", ("김하늘", "박서준")),
        ("서울 김하늘 기자", ("김하늘",)),
        ("워싱턴=김하늘 특파원", ("김하늘",)),
        ("글·사진 김하늘 기자", ("김하늘",)),
        ("기자 김하늘", ("김하늘",)),
    ],
)
def test_an_office_or_brackets_tell_a_name(line: str, names: tuple[str, ...]) -> None:
    assert office_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "记者观察",
        "【関連記事】",
        "【速報】",
        "관련기사",
        "Ana Lund",
        "Jörg Müller",
        "文明",
        "责任编辑：张晓明",
    ],
)
def test_other_lines_name_nobody(line: str) -> None:
    assert office_names(line) == ()


def test_editors_are_told_apart_from_reporters() -> None:
    assert editor_names("（责任编辑：张晓明、李雨晴）") == ("张晓明", "李雨晴")
    assert editor_names("记者：张晓明") == ()


def test_a_paragraph_may_name_its_reporters() -> None:
    assert names_in_text("（新华社北京1月8日电（记者张晓明）风停了。", "完。") == ("张晓明",)
    assert names_in_text("[서울=통신] 김하늘 기자 = 배가 떴다.", "끝.") == ("김하늘",)
    assert names_in_text("船が出た。", "船長は笑った。【山田花子】") == ("山田花子",)
    assert names_in_text("船が出た。", "船長は笑った。（笑）") == ()
    assert names_in_text("The ferry left.", "He laughed. (Ana Lund)") == ()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("조선일보 홍길동 기자", ("홍길동",)),
        ("서울=연합뉴스 홍길동 기자", ("홍길동",)),
        ("作者：新华社", ()),
        ("文/本报记者 李明", ("李明",)),
        ("作者：佚名", ()),
        ("共同通信記者", ()),
        ("社会部記者", ()),
    ],
)
def test_papers_agencies_and_desks_are_nobody(line: str, found: tuple[str, ...]) -> None:
    assert office_names(line) == found


def test_names_without_an_end_are_tried_once() -> None:
    """Three ways to split each name were once all tried: hours for this line."""
    assert office_names("（" + "佐藤一郎、" * 11 + "x") == ()
