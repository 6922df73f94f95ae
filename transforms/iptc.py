"""IPTC's Media Topics vocabulary, state of 2023-10-24: codes and names of its two upper levels.

Codes are the last part of http://cv.iptc.org/newscodes/mediatopic/ (IPTC, CC BY 4.0).
"""

from __future__ import annotations

from importlib.resources import files


def _read() -> list[list[str]]:
    text = files("transforms").joinpath("media_topics.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


NAMES: dict[str, str] = {code: name for code, _, name in _read()}
"""Code to English name, both levels."""
TOPIC_NAMES: dict[str, str] = {code: name for code, parent, name in _read() if not parent}
"""The seventeen top-level topics."""
PARENTS: dict[str, str] = {code: parent for code, parent, _ in _read() if parent}
"""Second-level code to the code of its top-level topic."""
