"""Notes in which a company describes itself below a report."""

from __future__ import annotations

import pytest

from transforms.about_notes import about_notes
from transforms.lines import Line, is_paragraph
from transforms.scraped import sort_lines

REPORT = (
    "The plant in the north will close for two weeks in May, the company told its workers today.",
    "A new line for glass is to be built in that time, at a cost of eleven million euros in all.",
    "Its manager said that nobody would lose a day's pay while the work was going on at the site.",
    "The union, which had asked for a month's notice, called the letter late and the offer fair.",
)
REST = " in the north, and has two hundred people at work in three countries, and a small museum."
NOTES = {
    "en": ("About Norvik Glass", "Founded in 1911, Norvik Glass makes panes for greenhouses"),
    "en, legal form": ("About Norvik Glass, Inc.", "Norvik Glass (NYSE: NVG) is headquartered"),
    "en, the": ("About the Norvik Trust", "The Norvik Trust is a nonprofit with a head office"),
    "en, figure": ("ABOUT 3N GLASS", "3N Glass is the leading supplier of panes for greenhouses"),
    "de": ("Über die Norvik AG", "Die Norvik AG ist ein Unternehmen für Gewächshäuser"),
    "fr": ("À propos de la Norvik", "La Norvik est une entreprise qui fabrique des vitres"),
    "es": ("Acerca de Norvik Vidrio", "Norvik Vidrio es una empresa que hace vidrios"),
    "nl": ("Over Norvik Glas:", "Norvik Glas is een bedrijf dat ruiten voor kassen maakt"),
    "it": ("Informazioni su Norvik Vetro", "Norvik Vetro è un'azienda che produce vetri"),
}


def found(*texts: str) -> list[int]:
    lines = [Line(text) for text in texts]
    for line in lines:
        line.paragraph = is_paragraph(line.text)
    return about_notes(lines)


@pytest.mark.parametrize("kind", NOTES)
def test_heading_and_paragraph_are_the_note(kind: str) -> None:
    heading, note = NOTES[kind]
    assert found(*REPORT, heading, note + REST, "Contact: Mara Holt") == [4, 5]


def test_several_notes_are_found() -> None:
    notes = [line for kind in ("en", "de") for line in NOTES[kind]]
    texts = [*REPORT, notes[0], notes[1] + REST, notes[2], notes[3] + REST]
    assert found(*texts) == [4, 5, 6, 7]


@pytest.mark.parametrize(
    "below",
    [
        ("About the festival", "The festival, founded in 1911 in a barn," + REST),  # no name
        ("About The weather", "The company of fishermen was founded in rain" + REST),
        ("About Norvik Glass", "A ferry company founded in 1911" + REST),  # another subject
        ("About Norvik Glass", "A ferry company" + REST[:-1] + ", and Norvik Glass."),
        ("About Norvik Glass", "Norvik Glass, a company"),  # no paragraph
        ("About Norvik Glass", "Norvik Glass lost two cases on Monday" + REST),  # news of it
        ("About Norvik Glass.", "Norvik Glass, a company founded in 1911" + REST),  # a sentence
        ("About , Inc.", "A company founded in 1911" + REST),  # a legal form of nobody
        ("About  AG", "A company founded in 1911" + REST),
        ("About 40 people came", "40 people came to the company" + REST),
        ("Over De Wever", "De partij van De Wever werd gesticht" + REST),
        ("À propos de La Poste", "La ville de Lyon est le siège de la foire" + REST),
        ("Über Nacht", "Über das Wasser, das über Nacht kam, sprach der Bürgermeister" + REST),
        ("Om Norvik", "Norvik är ett bolag, founded in 1911" + REST),
    ],
)
def test_what_is_no_note_stays(below: tuple[str, str]) -> None:
    assert found(*REPORT, *below) == []


def test_a_subheading_in_the_first_half_stays() -> None:
    heading, note = NOTES["en"]
    assert found(REPORT[0], REPORT[1], heading, note + REST) == []
    assert found(*REPORT, heading, note + REST, *REPORT, *REPORT[:3]) == []
    assert found(*REPORT, heading, note + REST, *REPORT[:3]) == [4, 5]


def test_a_line_that_a_rule_took_begins_no_note() -> None:
    heading, note = NOTES["en"]
    lines = [Line(text, paragraph=is_paragraph(text)) for text in (*REPORT, heading, note + REST)]
    lines[4].role = "site_menu"
    assert about_notes(lines) == []


def test_a_note_goes_from_a_scraped_text_alone() -> None:
    heading, note = NOTES["en"]
    texts = [*REPORT, heading, note + REST]
    roles = [line.role for line in sort_lines(texts, scraped=True)]
    assert roles[4:] == ["company_note", "company_note"]
    assert not any(line.role for line in sort_lines(texts, scraped=False))
