"""The short news stories of data/stories.json, written for the tests, one for each language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Story:
    """One article: what a page shows of it, and what stands around it on the site."""

    language: str
    site: str
    title: str
    summary: str
    author: str
    by: str
    published: str
    section: str
    heading: str
    paragraphs: tuple[str, ...]
    caption: str
    other_title: str
    others: tuple[str, ...]
    about: str
    menu: tuple[str, ...]

    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.published)


def _story(fields: dict[str, Any]) -> Story:
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    return Story(**fields | lists)


_FILE = Path(__file__).parent / "data" / "stories.json"
STORIES = tuple(map(_story, json.loads(_FILE.read_text(encoding="utf-8"))))
