"""The stage Quotations: Article.quotations, of English articles."""

from __future__ import annotations

from collections.abc import Callable

from schemas.article import Article
from schemas.changed import changed
from transforms.quotations import find_quotations

LANGUAGE = "en"  # of the words of speaking


def quoter() -> Callable[[Article], Article]:
    """Gives the function that finds an article's quotations."""
    return quote


def quote(article: Article) -> Article:
    """The article with its quotations; words of speaking are known for English only."""
    if article.language != LANGUAGE:
        return article
    names = [entity for entity in article.entities if entity.value is None]
    return changed(article, quotations=find_quotations(article.text, names))
