"""Captions and credits of images."""

from __future__ import annotations

import pytest

from transforms.captions import read_caption


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("© Reuters. The ferry leaves the port of Bergen", "The ferry leaves the port of Bergen"),
        ("The ferry leaves Bergen. (Photo by Ana Lund/Getty Images)", "The ferry leaves Bergen."),
        ("The ferry leaves Bergen. Photograph: Ana Lund/Coast Times", "The ferry leaves Bergen."),
        ("Die Fähre verlässt Bergen. © Ana Lund/dpa", "Die Fähre verlässt Bergen."),
        ("Die Fähre im Hafen (Foto: Ana Lund)", "Die Fähre im Hafen"),
        ("The ferry leaves Bergen ANA LUND / AFP", "The ferry leaves Bergen ANA LUND"),
        ("The ferry leaves Bergen.Ana Lund / Reuters file", "The ferry leaves Bergen."),
        ("© AFP", ""),
        ("(Foto: Pool via REUTERS)", ""),
        ("Ana Lund/Getty Images", ""),
        ("Photo: Ana Lund", ""),
    ],
)
def test_a_credit_marks_a_caption(line: str, caption: str) -> None:
    assert read_caption(line, above_text=False) == caption


def test_a_name_in_brackets_marks_a_caption_above_the_text() -> None:
    line = "The minister greets the crew in Bergen. (Ministry of Ports)"
    assert read_caption(line, above_text=True) == "The minister greets the crew in Bergen."
    assert read_caption(line, above_text=False) is None
    posed = "The minister (left) poses with the crew in Bergen. (Ministry of Ports)"
    assert read_caption(posed, above_text=False) is not None


def test_an_agency_in_brackets_below_the_first_paragraph_signs_a_report() -> None:
    line = "Ferries stayed in port, the mayor said. (AFP)"
    assert read_caption(line, above_text=False) is None
    assert read_caption(line, above_text=True) == "Ferries stayed in port, the mayor said."


@pytest.mark.parametrize(
    "line",
    [
        "The minister left the Independence Party (IP)",
        "The island exists only in a role-playing game (RPG).",
        "He took a photo of the ferry and left.",
        "The picture, she said, shows the port in 1911: a photo nobody had seen.",
        "Ferries stayed in port, the (elected) mayor said, and so did every boat. It was a first.",
        "The agency Reuters reported the fire first.",
        "",
    ],
)
def test_a_sentence_is_no_caption(line: str) -> None:
    assert read_caption(line, above_text=True) is None
