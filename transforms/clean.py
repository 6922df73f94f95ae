"""Clean: what Parse or Extract delivered becomes a title, a clean body and what stood around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from schemas.article import Article, PublicationDate
from schemas.changed import changed
from schemas.reject import Reject
from transforms.bylines import Byline, person, read_byline
from transforms.dateline import Dateline, read_dateline, read_sign_off
from transforms.head import bare_byline, head_of, shown_date
from transforms.lines import Line
from transforms.normalise import broken_characters, count_words, normalise, normalise_line
from transforms.published import choose, date_in_url
from transforms.recurring import NO_LINES, LineTable, site_of
from transforms.scraped import first_last, nearby, nothing_known, sort_lines
from transforms.text_lines import split_lines
from transforms.timestamps import Timestamp

STAGE = "Clean"

# Paragraphs from the top in which a dateline may stand; a standfirst may come before it.
DATELINE_WITHIN = 3

# A page cannot be published after it was fetched; zones leave this much room.
FETCH_TOLERANCE = timedelta(days=1)

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


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _bylines(lines: Sequence[Line]) -> list[Byline]:
    """The bylines of the article itself, those above the text first."""
    found = []
    for line in lines:
        if isinstance(line.reading, Byline):
            found.append(line.reading)
        elif isinstance(line.reading, Timestamp) and line.reading.rest:
            rest = line.reading.rest
            name = person(rest)
            found.append(read_byline(rest) or Byline((name,) if name else ()))
    return found


def _authors(above: Sequence[Byline], below: Sequence[Byline], lines: Sequence[Line]) -> Byline:
    """Names above the text, else the first below it, else the reporters of a credit line."""
    if not above and not below and not any(isinstance(line.reading, tuple) for line in lines):
        return Byline()
    emails = _unique(email for byline in (*above, *below) for email in byline.emails)
    agency = next((byline.agency for byline in (*above, *below[:1]) if byline.agency), None)
    names = _unique(name for byline in above for name in byline.authors)
    if not names:
        names = next((byline.authors for byline in below if byline.authors), ())
    if not names:
        credits = [line.reading for line in lines if isinstance(line.reading, tuple)]
        names = _unique(name for credit in credits for name in credit)
    return Byline(names, emails, agency)


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


def _published(near: Sequence[Line], dateline: Dateline) -> PublicationDate | None:
    stamps = [line.reading for line in near if isinstance(line.reading, Timestamp)]
    updated = next((stamp.updated for stamp in stamps if stamp.updated), None)
    return next((stamp.at for stamp in stamps if stamp.at), dateline.published or updated)


def _unread(above: Sequence[Line], head: Sequence[Line]) -> list[Line]:
    """The head, and what stands above the text without belonging to it, in this order."""
    return [*head, *(line for line in above if not any(line is other for other in head))]


def clean(
    content: str,
    scraped: bool,
    title: str | None = None,
    authors: Sequence[str] = (),
    recurs: Callable[[str], bool] = nothing_known,
) -> Cleaned:
    """Cleans one text; see `transforms.scraped.sort_lines` for what the arguments do."""
    lines = sort_lines(split_lines(normalise(content)), scraped, title, authors, recurs)
    first, last = first_last(lines)
    below, above = nearby(lines, last), lines[:first]
    head = head_of(lines) if scraped else ()
    above = _unread(above, head)
    paragraphs = [line.text for line in lines if line.own]
    dateline = _take_dateline(paragraphs)
    byline = _authors(_bylines(above), _bylines(below), [*above, *lines[last + 1 :]])
    if scraped and not byline.authors and (bare := bare_byline(lines, above)):
        byline = replace(byline, authors=bare.authors)
    found_title = next((line.text for line in lines if line.role == "title"), "")
    captions = [line.reading for line in lines if isinstance(line.reading, str)]
    return Cleaned(
        title=title or _HEADING_MARK.sub("", found_title) or None,
        text="\n\n".join(paragraphs),
        captions=_unique(captions),
        authors=byline.authors,
        author_emails=byline.emails,
        place=dateline.place,
        agency=dateline.agency or byline.agency,
        published=_published([*above, *below], dateline) or shown_date(head),
        dropped=tuple((line.role, line.text) for line in lines if not line.own),
    )


def _plausible(date: PublicationDate | None, fetched_at: datetime | None) -> bool:
    return date is not None and (fetched_at is None or date.at <= fetched_at + FETCH_TOLERANCE)


def _date_of_last_resort(article: Article, shown: PublicationDate | None) -> PublicationDate | None:
    """The date in the address, or the one that the text shows; the finer one of the same day."""
    addressed = choose([date_in_url(article.url or "")], article.fetched_at)
    return choose([addressed, shown if _plausible(shown, article.fetched_at) else None], None)


def _filled(article: Article, cleaned: Cleaned) -> Article:
    """The article with what was found; what the record said of itself is never overwritten."""
    return changed(
        article,
        content="",
        title=cleaned.title,
        authors=article.authors or cleaned.authors,
        published=article.published or _date_of_last_resort(article, cleaned.published),
        text=cleaned.text,
        captions=_unique((*article.captions, *cleaned.captions)),
        dateline_place=cleaned.place,
        dateline_agency=cleaned.agency,
        author_emails=_unique((*article.author_emails, *cleaned.author_emails)),
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
        cleaned = clean(article.content, scraped, title, article.authors, known)
        filled = _filled(article, cleaned)
        if filled.word_count < min_words:
            detail = f"{filled.word_count} words left, {min_words} wanted"
            return Reject(article.message, STAGE, "text_too_short", detail)
        return filled

    return run
