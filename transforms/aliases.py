"""Which field of a record holds which Article attribute: names, wrappers, mapped paths.

The names are those of scrapers, feeds, news APIs, crawl data sets and schema.org's NewsArticle.
They are compared without case, "-", "_" and spaces.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from transforms.field_values import EMPTY, TEXT_KEYS, fold, folded, texts

Record = Mapping[str, object]
Names = dict[str, tuple[str, ...]]

# Attribute -> folded field names, best first.
NAMES: dict[str, str] = {
    "text": "text body content article articletext articlebody maintext fulltext rawtext "
    "pagecontent bodytext contenttext plaintext cleantext articlecontent storytext story",
    "html": "html rawhtml htmlcontent contenthtml bodyhtml htmlbody pagehtml",
    "url": "url link sourceurl articleurl canonicalurl uri permalink pageurl weburl originalurl "
    "mainentityofpage",
    "title": "title headline heading name articletitle pagetitle",
    "authors": "authors author byline creator by writer authorname dccreator",
    "published_at": "publishedat date datepublish published publishdate publicationdate pubdate "
    "datepublished publisheddate timestamp createdat publishedon publishtime datetime "
    "datecreated created webpublicationdate dcdate publicationtime publishedtime publishingdate "
    "firstpublished firstpublishedat releasedate",
    "modified_at": "modifiedat datemodify updated updatedat lastmod lastmodified datemodified "
    "modified modifieddate updateddate dateupdated",
    "fetched_at": "fetchedat datedownload crawledat retrievedat scrapedat downloadedat "
    "datecrawled crawldate fetchtime scrapedate warcdate dateadded",
    "site_name": "sitename source publisher site outlet sourcename publication newspaper website "
    "sitetitle sourcedomain domain",
    "section": "section category desk articlesection newsdesk categories",
    "language": "language lang inlanguage languagecode dclanguage",
    "image": "image imageurl leadimage topimage thumbnail urltoimage leadimageurl mainimage "
    "thumbnailurl imgurl",
}
ALIASES = {attribute: tuple(names.split()) for attribute, names in NAMES.items()}
MAPPABLE = tuple(attribute for attribute in ALIASES if attribute != "html")

# Types of records whose names are remembered, and the most names that such a record has.
KEPT_RECORD_TYPES = 256
MOST_NAMES = 100

# Objects around an article.
WRAPPERS = ("article", "data", "document", "item", "record", "source")


def checked_map(field_map: Mapping[str, str]) -> dict[str, str]:
    """A copy of a `--field` map.

    Raises:
        ValueError: an attribute that is not in MAPPABLE, or an empty path.
    """
    for attribute, path in field_map.items():
        if attribute not in MAPPABLE or not path:
            raise ValueError(f"field {attribute}={path}: name one of {', '.join(MAPPABLE)}")
    return dict(field_map)


class Values:
    """Looks up an attribute's values in a record, the mapped one or all aliases in order.

    `there` holds every attribute that has one.
    """

    def __init__(self, record: Record, field_map: Mapping[str, str]) -> None:
        self.record = record
        self.field_map = field_map
        self.there: Container[str] = ALIASES
        self.names: list[tuple[Record, Names]]
        names = plainly_named(tuple(record))
        if names is None:
            self.names = [(scope, named(tuple(scope))) for scope in scopes(record)]
        else:
            self.names = [(record, names)]
            if not field_map:
                self.there = names

    def of(self, attribute: str) -> Sequence[object]:
        """Values that are not empty, best first."""
        if self.field_map and (path := self.field_map.get(attribute)) is not None:
            return (at_path(self.record, path),)
        return [
            scope[name]
            for scope, names in self.names
            if attribute in names
            for name in names[attribute]
            if scope[name] not in EMPTY
        ]


def named(keys: tuple[str, ...]) -> Names:
    """For each attribute its aliases among folded names, best first; none that has none.

    Records of one source have the same names, so the last few answers are kept.
    """
    return known_names(keys) if len(keys) <= MOST_NAMES else aliases_among(keys)


def plainly_named(keys: tuple[str, ...]) -> Names | None:
    """The same for the names of a record as they are written; None where two of them fold to the
    same, or one may hold the article."""
    return known_plain_names(keys) if len(keys) <= MOST_NAMES else None


def plain_names(keys: tuple[str, ...]) -> Names | None:
    """The same, looked up."""
    written = {fold(key): key for key in keys}
    if len(written) < len(keys) or not written.keys().isdisjoint(WRAPPERS):
        return None
    return {
        attribute: tuple(written[alias] for alias in aliases)
        for attribute, aliases in aliases_among(tuple(written)).items()
    }


def aliases_among(keys: tuple[str, ...]) -> Names:
    """The same, looked up."""
    there = frozenset(keys)
    return {
        attribute: found
        for attribute, aliases in ALIASES.items()
        if (found := tuple(alias for alias in aliases if alias in there))
    }


known_names = lru_cache(maxsize=KEPT_RECORD_TYPES)(aliases_among)
known_plain_names = lru_cache(maxsize=KEPT_RECORD_TYPES)(plain_names)


def scopes(record: Record) -> list[dict[str, object]]:
    """The record with folded names; before it, the object that holds the article, if one does."""
    outer = folded(record)
    inner = {name: folded(value) for name in WRAPPERS if isinstance(value := outer.get(name), dict)}
    holder = next((name for name in inner if has_text(inner[name])), None)
    if holder is None:
        return [outer]
    del outer[holder]
    return [outer] if has_text(outer) else [inner[holder], outer]


def has_text(scope: Record) -> bool:
    """Whether any text or HTML alias holds a text."""
    names = (*ALIASES["text"], *ALIASES["html"])
    return any(texts(scope[name], TEXT_KEYS) for name in names if name in scope)


def at_path(record: Record, path: str) -> object:
    """The value under a field name, or along a dotted path; digits pick from a list."""
    if path in record:
        return record[path]
    value: object = record
    for step in path.split("."):
        if isinstance(value, dict):
            value = value[step] if step in value else folded(value).get(fold(step))
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
