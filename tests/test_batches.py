"""A stage on batches: bounded, as many out as in, one failing article stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from schemas.article import Article, Duplicate
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.batches import MAX_ARTICLES, MAX_CHARACTERS, ApplyToBatches
from transforms.step import apply_to_batch


def article(text: str, number: int = 0) -> Article:
    return Article(Message(b"", Origin("file:///a", number), "text"), text=text)


def shout(articles: Sequence[Article]) -> list[Article]:
    if any(found.text == "disk" for found in articles):
        raise OSError("no space left")
    return [replace(found, text=found.text[0].upper() + found.text[1:]) for found in articles]


def test_batches_are_bounded_in_articles_and_characters() -> None:
    stage = ApplyToBatches("Shout", lambda: shout)
    stage.setup()
    stage.start_bundle()
    sizes = [len(list(stage.process(article("a", n), 0, None))) for n in range(MAX_ARTICLES + 1)]
    assert sizes == [0] * (MAX_ARTICLES - 1) + [MAX_ARTICLES, 0]
    assert [value.value.text for value in stage.finish_bundle()] == ["A"]
    assert list(stage.finish_bundle()) == []
    (full,) = stage.process(article("b" * MAX_CHARACTERS), 5, "window")
    assert (full.timestamp, full.windows) == (5, ("window",))


def test_what_is_no_article_passes_at_once() -> None:
    stage = ApplyToBatches("Shout", lambda: shout)
    stage.setup()
    stage.start_bundle()
    message = article("").message
    for other in (
        Reject(message, "Parse", "unexpected_error"),
        Duplicate(message, "", None, None, "", None),
    ):
        assert list(stage.process(other, 0, None)) == [other]
    assert list(stage.finish_bundle()) == []


def test_article_that_fails_is_rejected_and_others_are_not() -> None:
    first, failed, last = apply_to_batch(shout, "Shout", [article("a"), article(""), article("c")])
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.text) == ("A", "C")
    assert isinstance(failed, Reject)
    assert (failed.stage, failed.reason) == ("Shout", "unexpected_error")


def test_full_disk_stops_the_run() -> None:
    with pytest.raises(OSError, match="no space"):
        apply_to_batch(shout, "Shout", [article("a"), article("disk")])
