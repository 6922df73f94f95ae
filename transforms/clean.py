"""Clean: what Parse or Extract delivered becomes a title, a clean body and what stood around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from schemas.article import Article, PublicationDate
from schemas.changed import changed
from schemas.reject import Reject
from transforms.article_authors import article_authors, unique
from transforms.dateline import Dateline, read_dateline, read_sign_off
from transforms.head import head_of
from transforms.head_dates import NEVER_SEEN, Seen, publication
from transforms.lines import Line
from transforms.normalise import broken_characters, count_words, normalise, normalise_line
from transforms.published import choose, date_in_url
from transforms.recurring import NO_LINES, LineTable, site_of
from transforms.scraped import first_last, nearby, nothing_known, sort_lines
from transforms.text_lines import split_lines

STAGE = "Clean"

# Paragraphs from the top in which a dateline may stand; a standfirst may come before it.
DATELINE_WITHIN = 3

_HEADING_MARK = re.compile(r"#{1,6} ")  # Markdown


@dataclass(frozen=True)
class Cleaned:
    """What the text of one article came to; empty or None where it says nothing.

    `dropped` holds (rule, line) of each line that is not in the body, in text order.
    """

    title: str | None = None
    text: str = ""
    captions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    author_emails: tuple[str, ...] = ()
    place: str | None = None
    agency: str | None = None
    published: PublicationDate | None = None
    dropped: tuple[tuple[str, str], ...] = ()

    @property
    def dropped_counts(self) -> dict[str, int]:
        """How many lines each rule took, by name."""
        counts = Counter(rule for rule, _ in self.dropped)
        return dict(sorted(counts.items()))


def _take_dateline(paragraphs: list[str]) -> Dateline:
    """Takes the dateline off the paragraph that has one, and an agency's name off the last."""
    found = Dateline(0)
    for i, paragraph in enumerate(paragraphs[:DATELINE_WITHIN]):
        dateline = read_dateline(paragraph)
        if dateline:
            found, paragraphs[i] = dateline, paragraph[dateline.length :]
            break
    sign_off = read_sign_off(paragraphs[-1]) if paragraphs else None
    if sign_off:
        paragraphs[-1] = paragraphs[-1][: -sign_off.length]
    paragraphs[:] = [paragraph for paragraph in paragraphs if paragraph]
    if sign_off and not found.agency:
        return replace(found, agency=sign_off.agency)
    return found


def _unread(above: Sequence[Line], head: Sequence[Line]) -> list[Line]:
    """The head, and what stands above the text without belonging to it, the nearest first."""
    return [*head, *(line for line in above[::-1] if not any(line is other for other in head))]


def clean(
    content: str,
    scraped: bool,
    title: str | None = None,
    authors: Sequence[str] = (),
    recurs: Callable[[str], bool] = nothing_known,
    seen: Seen = NEVER_SEEN,
) -> Cleaned:
    """Cleans one text; see `transforms.scraped.sort_lines` for what the arguments do.

    `seen`: by this a page's "3 hours ago" is a day, and a date to come is not its own.
    """
    lines = sort_lines(split_lines(normalise(content)), scraped, title, authors, recurs)
    first, last = first_last(lines)
    below, above = nearby(lines, last), lines[:first]
    head = head_of(lines) if scraped else ()
    above = _unread(above, head)
    byline = article_authors(lines, (first, last), head, below)
    paragraphs = [line.text for line in lines if line.own]
    dateline = _take_dateline(paragraphs)
    found_title = next((line.text for line in lines if line.role == "title"), "")
    captions = [line.reading for line in lines if isinstance(line.reading, str)]
    return Cleaned(
        title=title or _HEADING_MARK.sub("", found_title) or None,
        text="\n\n".join(paragraphs),
        captions=unique(captions),
        authors=byline.authors,
        author_emails=byline.emails,
        place=dateline.place,
        agency=dateline.agency or byline.agency,
        published=publication(above, below, head, dateline.published, seen),
        dropped=tuple((line.role, line.text) for line in lines if not line.own),
    )


def _date_of_last_resort(article: Article, shown: PublicationDate | None) -> PublicationDate | None:
    """The date in the address, or the one that the text shows; the finer one of the same day."""
    return choose([choose([date_in_url(article.url or "")], article.fetched_at), shown], None)


def _filled(article: Article, cleaned: Cleaned) -> Article:
    """The article with what was found; what the record said of itself is never overwritten."""
    return changed(
        article,
        content="",
        title=cleaned.title,
        authors=article.authors or cleaned.authors,
        published=article.published or _date_of_last_resort(article, cleaned.published),
        text=cleaned.text,
        captions=unique((*article.captions, *cleaned.captions)),
        dateline_place=cleaned.place,
        dateline_agency=cleaned.agency,
        author_emails=unique((*article.author_emails, *cleaned.author_emails)),
        word_count=count_words(cleaned.text),
    )


def cleaner(
    min_words: int, recurring: LineTable = NO_LINES
) -> Callable[[Article], Article | Reject]:
    """The Clean stage.

    Args:
        min_words: articles of fewer words (`normalise.count_words`) are rejected.
        recurring: the lines that recur in a site's articles.
    """

    def run(article: Article) -> Article | Reject:
        broken = broken_characters(article.content) or broken_characters(article.title or "")
        if broken:
            return Reject(article.message, STAGE, broken)
        title = normalise_line(article.title or "") or None
        known = partial(recurring.holds, site_of(article.url)) if recurring.keys else nothing_known
        scraped = article.markup == "scraped"
        seen = Seen(article.fetched_at, article.url)
        cleaned = clean(article.content, scraped, title, article.authors, known, seen)
        filled = _filled(article, cleaned)
        if filled.word_count < min_words:
            detail = f"{filled.word_count} words left, {min_words} wanted"
            return Reject(article.message, STAGE, "text_too_short", detail)
        return filled

    return run
