from dataclasses import replace

import pytest

from schemas.article import Article
from schemas.changed import changed
from schemas.message import Message, Origin

ARTICLE = Article(Message(b"x", Origin("/a", 1), "json"), title="old", authors=("A",))


def test_is_what_replace_gives():
    copy = changed(ARTICLE, title="new", word_count=3)
    assert copy == replace(ARTICLE, title="new", word_count=3)
    assert hash(copy) == hash(replace(ARTICLE, title="new", word_count=3))
    assert ARTICLE.title == "old"
    assert changed(copy) == copy


def test_a_name_that_is_no_field_is_refused():
    with pytest.raises(TypeError, match="titel"):
        changed(ARTICLE, titel="new")
