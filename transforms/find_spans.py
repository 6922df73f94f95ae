"""Spans of names in texts of any length: a recogniser run on bounded batches, with a time limit."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from transforms.recogniser import FAILURES, EntityRecognizer, RecogniserError, Span
from transforms.spans import pieces, runs

Piece = tuple[int, int, str]  # index of the text, offset of the piece in it, the piece

MAX_ARTICLES = 32  # articles in a batch
MAX_CHARACTERS = 200_000  # of text in a batch; bounds the model's working memory
PIECE_CHARACTERS = 50_000  # longer texts are cut; the model refuses a million
TEXT_SECONDS = 60.0  # of wall time for a text; a text of a megabyte takes some 4
LONGEST_WORD = 1_000
"""Characters without white space that the model is shown together. spaCy's tokenizer takes a time
that grows with the square of a word's length: minutes for 50,000 brackets in a row."""


class SlowTextError(RecogniserError):
    """The recogniser took longer than it may; the message says how long."""


def find(
    recogniser: EntityRecognizer, texts: Sequence[str], seconds: float = TEXT_SECONDS
) -> list[list[Span]]:
    """The raw spans of each text, in text order.

    Raises:
        RecogniserError: the recogniser failed on a text.
        SlowTextError: it took more than `seconds` a text. The clock is read between batches: no
            thread can be stopped in the middle of one, but a batch is of bounded size.
    """
    found: list[list[Span]] = [[] for _ in texts]
    started = time.monotonic()
    for batch in _batches(texts):
        spans = _attempt(recogniser, [piece for _, _, piece in batch])
        for (index, offset, _), here in zip(batch, spans, strict=True):
            found[index].extend((offset + start, offset + end, kind) for start, end, kind in here)
        taken = time.monotonic() - started
        if taken > seconds * len(texts):
            raise SlowTextError(f"no end after {taken:.0f} s; {seconds:g} s are allowed")
    return found


def _attempt(recogniser: EntityRecognizer, texts: Sequence[str]) -> list[list[Span]]:
    """The recogniser's spans; whatever it cannot take is a RecogniserError."""
    try:
        return recogniser.find(texts)
    except FAILURES as error:
        raise RecogniserError(f"{type(error).__name__}: {error}") from error


def _batches(texts: Sequence[str]) -> Iterator[list[Piece]]:
    """The texts' pieces in batches of at most MAX_ARTICLES and MAX_CHARACTERS."""
    batch: list[Piece] = []
    characters = 0
    for index, text in enumerate(texts):
        for offset, piece in _pieces(text):
            if len(batch) == MAX_ARTICLES or characters + len(piece) > MAX_CHARACTERS:
                yield batch
                batch, characters = [], 0
            batch.append((index, offset, piece))
            characters += len(piece)
    if batch:
        yield batch


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Consecutive (offset, piece) that add up to the text."""
    for start, run in runs(text, LONGEST_WORD):
        for offset, piece in pieces(run, PIECE_CHARACTERS):
            yield start + offset, piece
