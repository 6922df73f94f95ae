"""Pages in thirty languages as scraped text, scored line by line; floors may only rise.

`NEWSMILL_LOWER_FLOORS=1` writes what is measured to the floors, lower ones too; without it a
higher figure raises nothing by itself.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from transforms.clean import clean
from transforms.normalise import normalise_line

DATA = Path(__file__).parent / "data"
FLOORS = DATA / "scraped_pages_floors.json"
TRAINING = Path(__file__).parent.parent / "scripts" / "pages_src"
Page = tuple[str, list[tuple[str, str]]]
"""Language, and kind and text of each line."""


def marked_pages() -> list[Page]:
    blocks = (DATA / "scraped_pages.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    pages = []
    for block in blocks:
        header, *rows = block.rstrip("\n").split("\n")
        pages.append((header.split()[1], [(row[0], row[2:]) for row in rows]))
    return pages


def measure(pages: list[Page]) -> dict[str, float]:
    """Shares of other lines that are dropped and of the body's characters that are kept."""
    others = dropped = body = kept = 0
    for _, lines in pages:
        text = "\n".join(line for _, line in lines)
        left = Counter(line for _, line in clean(text, scraped=True).dropped)
        for kind, line in lines:
            gone = left[normalise_line(line)] > 0
            left[normalise_line(line)] -= gone
            others += kind == "o"
            dropped += kind == "o" and gone
            body += len(line) * (kind == "b")
            kept += len(line) * (kind == "b" and not gone)
    return {"body_characters_kept": kept / body, "other_lines_dropped": dropped / others}


def groups() -> dict[str, list[Page]]:
    pages = marked_pages()
    return {
        "english": [page for page in pages if page[0] == "en"],
        "other languages": [page for page in pages if page[0] != "en"],
    }


def test_the_set_is_large_and_varied() -> None:
    pages = marked_pages()
    assert len(pages) >= 40
    assert len({language for language, _ in pages}) >= 20
    assert all({kind for kind, _ in lines} == {"t", "b", "o"} for _, lines in pages)


def hosts(*paths: Path) -> set[str]:
    headers = [
        re.findall(r"^=== \S+?//(?:www\.)?([^/\s]+)", path.read_text("utf-8"), re.M)
        for path in paths
    ]
    return set(chain.from_iterable(headers))


def test_no_site_and_no_line_of_a_body_trains_the_model() -> None:
    known = sorted(TRAINING.glob("*.txt"))
    assert hosts(DATA / "scraped_pages.txt")
    assert hosts(DATA / "scraped_pages.txt").isdisjoint(hosts(*known))
    training = "".join(path.read_text(encoding="utf-8") for path in known)
    bodies = [line for _, lines in marked_pages() for kind, line in lines if kind == "b"]
    assert not [line for line in bodies if len(line) > 60 and line in training]


@pytest.mark.parametrize("name", groups())
def test_accuracy_stays_above_the_floors(name: str) -> None:
    found = measure(groups()[name])
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    if os.environ.get("NEWSMILL_LOWER_FLOORS"):
        floors[name] = {key: int(value * 1000) / 1000 for key, value in found.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    assert {key: found[key] for key in floors[name] if found[key] < floors[name][key]} == {}


PROSE = {
    "ar": (
        "قال المسؤول إن العمل في الميناء سيستمر حتى نهاية الشهر رغم الأمطار الغزيرة.",
        "وأضاف أن العمال عادوا إلى مواقعهم يوم الأحد بعد اجتماع طويل مع الإدارة.",
    ),
    "nl": (
        "De burgemeester zei dat het werk aan de brug tot het einde van de maand duurt.",
        "Volgens bewoners is de omweg langer dan beloofd, en rijden er te weinig bussen.",
    ),
    "ro": (
        "Primarul a spus că lucrările la pod vor dura până la sfârșitul lunii, în ciuda ploii.",
        "Locuitorii din cartier se plâng că autobuzele ocolesc prin centru și întârzie mult.",
    ),
    "tr": (
        "Belediye başkanı köprüdeki çalışmanın yağmura rağmen ay sonuna kadar süreceğini söyledi.",
        "Mahalleli ise otobüslerin merkezden dolaştığını ve çok geç kaldığını anlatıyor.",
    ),
    "hi": (
        "महापौर ने कहा कि बारिश के बावजूद पुल पर काम महीने के अंत तक चलता रहेगा।",
        "लोगों का कहना है कि बसें शहर के बीच से होकर जाती हैं और बहुत देर से आती हैं।",
    ),
    "es": (
        "El alcalde dijo que las obras del puente durarán hasta el final del mes pese a la lluvia.",
        "Los vecinos se quejan de que los autobuses dan un rodeo por el centro y llegan tarde.",
    ),
    "pl": (
        "Burmistrz powiedział, że prace przy moście potrwają do końca miesiąca mimo deszczu.",
        "Mieszkańcy skarżą się, że autobusy jeżdżą przez centrum i bardzo się spóźniają.",
    ),
}
SUBHEADS = [
    ("ar", "رد الحكومة"),
    ("ar", "حقوق العمال"),
    ("nl", "Meer over geld dan liefde"),
    ("nl", "Geen antwoord"),
    ("ro", "Mai multe victime"),
    ("ro", "Cele mai vechi case"),
    ("tr", "Bunlar da geçecek"),
    ("hi", "ये भी सच है"),
    ("es", "Del norte del país"),
    ("pl", "Więcej pytań"),
]


@pytest.mark.parametrize(("language", "subhead"), SUBHEADS)
def test_a_subhead_in_everyday_words_stays(language: str, subhead: str) -> None:
    before, after = PROSE[language]
    lines = ["Facebook", before, subhead, after, "© 2024"]
    dropped = {line for _, line in clean("\n".join(lines), scraped=True).dropped}
    assert subhead not in dropped
