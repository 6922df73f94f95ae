"""Which feed reads which input: one visible place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

from pipeline.config import OptionError, RunConfig
from pipeline.index import Index
from pipeline.progress import Progress
from pipeline.reader import FilesFeed, Plan
from pipeline.sources.feed import Feed
from pipeline.sources.files import Committed, expand
from pipeline.sources.settling import Steadiness
from pipeline.sources.source import SourceFile
from pipeline.sources.stdin import keep_stdin

Sources = Callable[[Committed], Iterator[SourceFile]]
"""Lists an input's files anew, but those that are committed to their end."""


def sources_of(config: RunConfig, scratch: Path) -> Sources:
    """The files of the input; standard input is kept in `scratch` once."""
    paths = [text for text in config.files if text != "-"]
    kept = [keep_stdin(sys.stdin.buffer, scratch)] if "-" in config.files else []

    def sources(committed: Committed) -> Iterator[SourceFile]:
        return chain(expand(paths, config.home, committed), kept)

    return sources


@contextmanager
def open_feeds(
    config: RunConfig,
    sources: Sources,
    index: Index,
    progress: Progress,
    steadiness: Steadiness | None = None,
    planned: Plan | None = None,
) -> Iterator[list[Feed]]:
    """The feeds of all inputs, closed in the end; what is known of files that never rest outlives
    them in `steadiness`, and `planned` is what was just found of files that are there.

    Raises:
        OptionError, InputError: an input cannot be opened as it is asked for.
    """
    with ExitStack() as stack:
        feeds: list[Feed] = []
        if config.files:
            feeds.append(files_feed(config, sources, index, progress, steadiness, planned))
            stack.callback(feeds[-1].close)
        read: set[str] = set()
        for url in config.topics:
            from pipeline.sources.kafka import KafkaFeed

            feed = KafkaFeed(url, config, index, progress.say)
            stack.callback(feed.close)
            if not read.isdisjoint(feed.by_uri):
                raise OptionError(f"{url} is a topic that another input names too; name it once")
            read.update(feed.by_uri)
            feeds.append(feed)
        progress.watch(lambda: [lag for feed in feeds for lag in feed.lags()])
        yield feeds


def files_feed(
    config: RunConfig,
    sources: Sources,
    index: Index,
    progress: Progress,
    steadiness: Steadiness | None = None,
    planned: Plan | None = None,
) -> Feed:
    """Files: read to their end, or a folder that is followed."""
    if not config.follow:
        return FilesFeed(sources, index, config, progress, planned)
    from pipeline.sources.folder import FolderFeed

    return FolderFeed(config, index, progress.say, steadiness)
