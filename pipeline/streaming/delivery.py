"""A record as it enters the unbounded graph: it carries its range along, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.record import Record
from pipeline.streaming.receipt import Stretch
from schemas.article import Article, Outcome, Tombstone
from schemas.message import Message
from schemas.reject import Reject


@dataclass(frozen=True)
class Delivered(Message):
    """A message that knows which stretch of its source it stands for.

    The stages hand messages on as they are, so the committer learns from what comes out of the
    graph, and from nothing else, whether a record is missing.
    """

    stretch: Stretch | None = None


def enter(item: Record, opening: bool) -> Outcome:
    """The record as an outcome: an empty article, a tombstone, or the feed's reject."""
    message = item.message
    stretch = None if item.source is None else Stretch(item.source, opening)
    delivered = Delivered(
        message.payload,
        message.origin,
        message.format,
        message.hints,
        message.replay_of,
        stretch,
    )
    if isinstance(item.record, Reject):
        return replace(item.record, message=delivered)
    if message.format == "tombstone":
        return Tombstone(delivered)
    return Article(delivered)


def stretch_of(outcome: Outcome) -> Stretch:
    """The stretch that the outcome stands for; TypeError if its message was replaced."""
    message = outcome.message
    if not isinstance(message, Delivered) or message.stretch is None:
        raise TypeError(f"{message.origin.uri}#{message.origin.record} has lost its range")
    return message.stretch
