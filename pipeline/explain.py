"""`newsmill explain`: what became of each line of a text, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.config import OptionError
from transforms.charset import UndecodableError, decode
from transforms.clean import Cleaned, clean
from transforms.line_model import reasons
from transforms.line_rules import RULES
from transforms.lines import Line
from transforms.normalise import normalise
from transforms.scraped import rule_lines, sort_lines
from transforms.text_lines import split_lines

# Width of the column of classes, characters.
CLASS_WIDTH = 18

KEPT = "; stays in the text, which shows no page around it"

WHY = {
    "title": "the title, or a repetition of it",
    "byline": "names who wrote the article",
    "timestamp": "holds a date and nothing else",
    "caption": "a caption with its credit",
    "consent_prompt": "asks for consent to content from elsewhere",
    "affiliate_notice": "says that links earn money",
    "subscription_offer": "offers a subscription or a newsletter",
    "contact_prompt": "asks readers to write or to follow",
    "disclaimer": "says what the publisher is not liable for",
    "author_bio": "introduces the author",
    "company_note": "says what a company is, below the report",
    "recurring": "stands in many articles of the site",
    "unlikely": "the line model",
} | {rule.name: rule.about for rule in RULES}


def explain(path: str) -> Iterator[str]:
    """Lines for a person: class, text and reason of each line of a file, then what was read.

    Raises:
        OptionError: the file cannot be read as text.
    """
    try:
        text = decode(Path(path).read_bytes(), None, html=False)
    except OSError as error:
        raise OptionError(f"cannot read {path}: {error.strerror}") from error
    except UndecodableError as error:
        raise OptionError(f"{path} is not text ({error}); name a file of plain text") from error
    texts = split_lines(normalise(text))
    lines = sort_lines(texts, scraped=True)
    roles = [line.role for line in rule_lines(texts)]
    for at, line in enumerate(lines):
        yield f"{line.role or 'body':{CLASS_WIDTH}} {line.text}"
        if line.role:
            kept = KEPT if line.stays else ""
            yield f"{'':{CLASS_WIDTH}} ^ {_why(line, texts, roles, at)}{kept}"
    yield from _found(clean(text, scraped=True))


def _why(line: Line, texts: list[str], roles: list[str], at: int) -> str:
    why = WHY[line.role]
    if line.role != "unlikely":
        return why
    parts = ", ".join(f"{name} {part:+.1f}" for name, part in reasons(texts, roles, at))
    return f"{why}: {parts}" if parts else why


def _found(cleaned: Cleaned) -> Iterator[str]:
    published = cleaned.published
    yield ""
    for name, value in (
        ("title", cleaned.title),
        ("authors", ", ".join(cleaned.authors)),
        ("e-mail", ", ".join(cleaned.author_emails)),
        (
            "published",
            f"{published.at:%Y-%m-%d %H:%M} UTC, to the {published.precision}"
            if published
            else None,
        ),
        ("place", cleaned.place),
        ("agency", cleaned.agency),
        *(("caption", caption) for caption in cleaned.captions),
    ):
        yield f"{name:{CLASS_WIDTH}} {value or '-'}"
    counts = ", ".join(f"{name} {number}" for name, number in cleaned.dropped_counts.items())
    yield f"{'dropped':{CLASS_WIDTH}} {counts or '-'}"
