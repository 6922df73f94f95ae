"""A record as it enters the graph for workers elsewhere: it carries its shard along."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.article import Article, Outcome
from schemas.changed import changed
from schemas.message import Message


@dataclass(frozen=True)
class RemoteShard:
    """A shard that waits in the dataset's home.

    Attributes:
        place: its folder there, relative, unlike that of any other shard.
        records: how many it has.
    """

    place: str
    records: int


@dataclass(frozen=True)
class Marked(Message):
    """A message that knows which shard it belongs to.

    A bundle may hold several shards, and the engine decides which; the stages hand messages on as
    they are, so what comes out of them still tells the shards apart.
    """

    shard: RemoteShard | None = None


def marked(outcome: Outcome, shard: RemoteShard) -> Outcome:
    """The outcome, marked as the shard's."""
    message = outcome.message
    of_shard = Marked(
        message.payload,
        message.origin,
        message.format,
        message.hints,
        message.replay_of,
        shard,
    )
    if isinstance(outcome, Article):
        return changed(outcome, message=of_shard)
    return replace(outcome, message=of_shard)


def shard_of(outcome: Outcome) -> RemoteShard:
    """The shard that the outcome belongs to; TypeError if its message was replaced."""
    message = outcome.message
    if not isinstance(message, Marked) or message.shard is None:
        raise TypeError(f"{message.origin.uri}#{message.origin.record} has lost its shard")
    return message.shard
