"""The article as it grows along the graph; fields stand in the order in which stages fill them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.message import Message, Origin
from schemas.place import Place
from schemas.quotation import Quotation
from schemas.reject import Reject
from schemas.value import Value


@dataclass(frozen=True)
class PublicationDate:
    """A date with where it came from and how far to trust it.

    Attributes:
        at: UTC; a date without a time of day is midnight UTC.
        source: "record", "json-ld", "meta", "url", "visible-text" or "dateline".
        precision: "second", "minute", "day" or "month".
        confidence: 0 to 1.
    """

    at: datetime
    source: str
    precision: str
    confidence: float


@dataclass(frozen=True)
class Mention:
    """One place where an entity is named: `text[start:end] == surface`, in code points.

    `paragraph` counts the text's paragraphs from 1.
    """

    start: int
    end: int
    surface: str
    paragraph: int = 1


@dataclass(frozen=True)
class Entity:
    """A named entity of one article.

    Attributes:
        name: the fullest form in the text, without titles and possessives.
        type: of OntoNotes 5.
        mentions: in text order, under whatever name.
        entity_id: 32 hex digits of the normalised name, type and sense; one in all articles.
        type_source: what decided the type: "model", "votes" or the evidence against the model.
        sense: "government" where the name of a capital stands for its government.
        salience: how far the article is about it, 0 to 1.
        wikidata_id: by the user's own table.
        place: where a place's or people's name is; None for other names and where it is open.
        value: what a date or number comes to; None for names.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    entity_id: str = ""
    type_source: str = "model"
    sense: str | None = None
    salience: float = 0.0
    wikidata_id: str | None = None
    place: Place | None = None
    value: Value | None = None


@dataclass(frozen=True)
class Evidence:
    """Words of an article that carried a topic.

    `field` is "title" or "text", and `field[start:end] == surface`, in code points.
    """

    surface: str
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Topic:
    """A topic of one article: an IPTC Media Topic, or one of the user's taxonomy.

    Attributes:
        code: "medtop:" and eight digits, or the user's id.
        name: the topic's name.
        score: probability that a person would give the topic; an article's need not add up to 1.
        rank: 1 is the best.
        evidence: words of the article that carried the decision, strongest first.
        level: 1 at the top of the taxonomy.
        parent: code of the topic above; None at the top.
    """

    code: str
    name: str
    score: float
    rank: int
    evidence: tuple[Evidence, ...] = ()
    level: int = 1
    parent: str | None = None


@dataclass(frozen=True)
class Article:
    """One article on its way; None or empty means "not known (yet)".

    `content`, `markup` and `page` are working state: what Parse found, for Extract and Clean to
    turn into `text`. Markup is "html" (a whole page or a fragment in `content`), "text" (a plain
    body that a record's field delivered) or "scraped" (a text file: title line, boilerplate and
    all). `page` is the HTML page of a record that gave its body too: only metadata is taken from
    it.
    """

    message: Message
    # Parse
    content: str = ""
    markup: str = "text"
    page: str = ""
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: PublicationDate | None = None
    modified_at: datetime | None = None
    fetched_at: datetime | None = None
    site_name: str | None = None
    section: str | None = None
    language_hint: str | None = None
    lead_image_url: str | None = None
    keywords: tuple[str, ...] = ()
    # Extract
    canonical_url: str | None = None
    extraction: str | None = None
    extraction_confidence: float | None = None
    # Clean
    text: str = ""
    captions: tuple[str, ...] = ()
    dateline_place: str | None = None
    dateline_agency: str | None = None
    author_emails: tuple[str, ...] = ()
    word_count: int = 0
    # Language
    language: str | None = None
    language_score: float | None = None
    is_mixed_language: bool | None = None
    # Dedup
    source_domain: str | None = None
    content_hash: str = ""
    article_id: str = ""
    # Entities
    entities: tuple[Entity, ...] = ()
    entity_model: str | None = None
    # Quotations
    quotations: tuple[Quotation, ...] = ()
    # Topics
    topics: tuple[Topic, ...] = ()
    topic_model: str | None = None
    keyphrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duplicate:
    """A record whose canonical URL and content are those of an article kept elsewhere."""

    message: Message
    article_id: str
    url: str | None
    canonical_url: str | None
    content_hash: str
    title: str | None


@dataclass(frozen=True)
class Tombstone:
    """A queue's message without a value: it asks for the deletion of what its key stands for."""

    message: Message


Outcome = Article | Reject | Duplicate | Tombstone

__all__ = [
    "Article",
    "Duplicate",
    "Entity",
    "Evidence",
    "Mention",
    "Message",
    "Origin",
    "Outcome",
    "Place",
    "PublicationDate",
    "Quotation",
    "Reject",
    "Tombstone",
    "Topic",
]
