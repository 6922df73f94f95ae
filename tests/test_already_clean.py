"""Keep: texts as they are."""

from __future__ import annotations

from dataclasses import replace

from schemas.article import Article
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.already_clean import keeper

ARTICLE = Article(Message(b"", Origin("a", 0), "json"))
TEXT = "By Ann Lee\n\nShips left the bay.\n\nSubscribe to our newsletter!"


def test_every_line_of_a_clean_text_stays():
    kept = keeper(5)(replace(ARTICLE, title=" Cafe\u0301 ", content=f"\n{TEXT} \n"))
    assert isinstance(kept, Article)
    assert (kept.title, kept.text, kept.content) == ("Caf\xe9", TEXT, "")
    assert (kept.word_count, kept.authors) == (11, ())


def test_what_no_table_may_hold_is_refused():
    for content, reason in (("a b c d", "text_too_short"), ("a\0", "nul_bytes")):
        refused = keeper(5)(replace(ARTICLE, content=content))
        assert isinstance(refused, Reject)
        assert (refused.stage, refused.reason) == ("Keep", reason)
