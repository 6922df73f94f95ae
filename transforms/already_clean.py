"""Keep, in Clean's place: the text of records that are clean already, whole, none of it judged."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

from schemas.article import Article
from schemas.changed import changed
from schemas.reject import Reject
from transforms.normalise import broken_characters, count_words

STAGE = "Keep"


def keeper(min_words: int) -> Callable[[Article], Article | Reject]:
    """The Keep stage: text and title in NFC, without white space around them, and no more.

    Args:
        min_words: articles of fewer words (`normalise.count_words`) are rejected.
    """

    def run(article: Article) -> Article | Reject:
        title = article.title or ""
        broken = broken_characters(article.content) or broken_characters(title)
        if broken:
            return Reject(article.message, STAGE, broken)
        text = normalize("NFC", article.content).strip()
        words = count_words(text)
        if words < min_words:
            detail = f"{words} words, {min_words} wanted"
            return Reject(article.message, STAGE, "text_too_short", detail)
        title = normalize("NFC", title).strip()
        return changed(article, content="", title=title or None, text=text, word_count=words)

    return run
