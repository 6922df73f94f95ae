"""Notes in which a company describes itself below a report."""

from __future__ import annotations

import pytest

from transforms.about_notes import about_notes
from transforms.lines import Line, is_paragraph

REPORT = (
    "The plant in the north will close for two weeks in May, the company told its workers today.",
    "A new line for glass is to be built in that time, at a cost of eleven million euros in all.",
    "Its manager said that nobody would lose a day's pay while the work was going on at the site.",
    "The union, which had asked for a month's notice, called the letter late and the offer fair.",
)
NOTES = {
    "en": ("About Norvik Glass", "Founded in 1911, Norvik Glass makes panes for greenhouses and"),
    "de": ("Über Norvik Glas", "Norvik Glas stellt seit 1911 Scheiben für Gewächshäuser her und"),
    "fr": ("À propos de Norvik Verre", "Norvik Verre fabrique depuis 1911 des vitres de serres et"),
    "es": ("Acerca de Norvik Vidrio", "Norvik Vidrio hace desde 1911 vidrios para invernaderos y"),
    "nl": ("Over Norvik Glas:", "Norvik Glas maakt sinds 1911 ruiten voor kassen in het land en"),
}
REST = " has two hundred people at work in three countries of the north, as well as a small museum."


def found(*texts: str) -> list[int]:
    lines = [Line(text) for text in texts]
    for line in lines:
        line.paragraph = is_paragraph(line.text)
    return about_notes(lines)


@pytest.mark.parametrize("language", NOTES)
def test_heading_and_paragraph_are_the_note(language: str) -> None:
    heading, note = NOTES[language]
    assert found(*REPORT, heading, note + REST, "Contact: Mara Holt") == [4, 5]


def test_a_note_goes_on_while_it_names_its_company() -> None:
    heading, note = NOTES["en"]
    more = "For more on Norvik Glass, write to its office in the port."
    assert found(*REPORT, heading, note + REST, more, "Two ferries collide off Sund") == [4, 5, 6]


def test_several_notes_are_found() -> None:
    notes = [line for language in ("en", "de") for line in NOTES[language]]
    texts = [*REPORT, notes[0], notes[1] + REST, notes[2], notes[3] + REST]
    assert found(*texts) == [4, 5, 6, 7]


@pytest.mark.parametrize(
    "below",
    [
        ("About the festival", "The festival began in 1911 in a barn" + REST),  # no name
        ("About Norvik Glass", "A ferry service" + REST),  # another subject
        ("About Norvik Glass", "Norvik Glass on the web"),  # no paragraph
        ("About Norvik Glass.", "Norvik Glass" + REST),  # a sentence
        ("About 40 people came", "The hall holds 40" + REST),
    ],
)
def test_what_is_no_note_stays(below: tuple[str, str]) -> None:
    assert found(*REPORT, *below) == []


def test_a_subheading_in_the_first_half_stays() -> None:
    heading, note = NOTES["en"]
    assert found(REPORT[0], heading, note + REST, *REPORT[1:]) == []
    assert found(REPORT[0], REPORT[1], heading, note + REST) == []
