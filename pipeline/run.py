"""The driver: plans slices, has the workers run them, commits them in order."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from pathlib import Path

from pipeline import points
from pipeline.begin import commit_beginnings
from pipeline.commit import PlanAgainError, commit_slice
from pipeline.engines import Engine, open_engine
from pipeline.feeds import Sources, open_feeds, sources_of
from pipeline.flights import Flight, is_enough
from pipeline.handed import commit_config, graph_config
from pipeline.jobs import ShardJob
from pipeline.opening import Run
from pipeline.publication import planned_slices
from pipeline.reader import Plan, pending, total
from pipeline.record import Record
from pipeline.slices import Shard, Slice, cut
from pipeline.sources.feed import Feed, merged
from pipeline.sources.settling import Steadiness
from pipeline.workers import result_of

POLL_SECONDS = 0.2


def run_inputs(run: Run, planned: Plan | None = None) -> None:
    """Reads, runs and commits what the sources deliver, until they end or the user asks to stop;
    `planned` is what a listing has just found of them.

    Raises:
        InterruptedRunError: the user wants no more, not even the slice at hand.
        WorkerError, AccountingError, CheckError, OSError: a slice could not be committed.
        InputError, FeedError: a source cannot be read.
    """
    sources = sources_of(run.config, run.staging / "input")
    steadiness = Steadiness(run.config.settle_seconds)
    with open_engine(run) as engine:
        while True:
            with open_feeds(
                run.config, sources, run.index, run.progress, steadiness, planned
            ) as feeds:
                if run.config.follow:
                    engine.warm()
                try:
                    begin(run, feeds)
                    run_records(run, engine, merged(feeds, run.stop.finishing), feeds)
                    finish(run, sources, feeds)
                except PlanAgainError as reason:
                    plan_again(run, reason)
                    planned = None
                else:
                    return


def begin(run: Run, feeds: Sequence[Feed]) -> None:
    """Commits where reading begins, for feeds that could not tell it again."""
    run.index = commit_beginnings(run.dataset, run.index, run.staging, commit_config(run), feeds)


def finish(run: Run, sources: Sources, feeds: Sequence[Feed]) -> None:
    """Commits, without a row, that this run's share of its input is read to its end."""
    number, of = run.config.shard_of
    if of == 1 or run.config.follow or run.stop.finishing():
        return
    ended = tuple(source for feed in feeds for source in feed.ended())
    keys = {source.key for source in ended}
    rest = pending(sources(run.index.complete), run.index, (number, of))
    left, _ = total(item for item in rest if (item.source.uri, item.part.name) not in keys)
    if left:
        run.progress.say(
            f"{left:,} files of shard {number}/{of} are not read to their end; "
            "run the same command again"
        )
    elif ended or not run.index.is_finished(run.config.shard):
        folder = run.staging / "slice-000000"
        folder.mkdir()
        config = replace(commit_config(run), finished=True)
        run.index, _ = commit_slice(run.dataset, run.index, Slice(0, folder, (), ended, 0), config)


def plan_again(run: Run, reason: PlanAgainError) -> None:
    """Says why and rolls back what is staged."""
    run.progress.say(str(reason))
    drop_slices(run)


def drop_slices(run: Run) -> None:
    """Rolls back whatever is staged and not planned for publication."""
    planned = planned_slices(run.dataset, run.run_id)
    for folder in run.staging.glob("slice-*"):
        if folder.name not in planned:
            shutil.rmtree(folder)


def run_records(
    run: Run, engine: Engine, records: Iterator[Record | None], feeds: Sequence[Feed] = ()
) -> None:
    """Runs and commits the slices of `records`, in order."""
    cuts = cut(records, run.staging, run.sizes, run.stop.now)
    run_slices(run, engine, cuts, lambda flight: land(run, flight, feeds))


def run_slices(
    run: Run,
    engine: Engine,
    cuts: Iterator[Shard | Slice | None],
    land: Callable[[Flight], None],
) -> None:
    """Has the shards run as they come, and lets the slices land in order."""
    flying: deque[Flight] = deque()
    futures: dict[Path, Future[str]] = {}
    config = graph_config(run)
    try:
        for item in cuts:
            if isinstance(item, Shard):
                job = ShardJob(str(item.spool), str(item.rows), config)
                futures[item.spool] = engine.submit(job)
            elif isinstance(item, Slice):
                engine.slice_ended()
                flying.append(Flight(item, tuple(futures.pop(spool) for spool in item.spools)))
            while flying and (is_enough(flying, engine.width) or flying[0].done):
                land(flying.popleft())
            run.look_after()
        while flying:
            land(flying.popleft())
    except PlanAgainError:
        wait([*futures.values(), *(future for flight in flying for future in flight.futures)])
        raise
    run.look_after()


def land(run: Run, flight: Flight, feeds: Sequence[Feed]) -> None:
    """Waits for a slice's rows, commits them, and tells the sources."""
    await_all(run, flight)
    points.reached("rows-staged")
    run.pace.measure(flight)
    planned = flight.planned
    for feed in feeds:
        feed.check(planned.sources, run.look_after)
        planned = replace(planned, sources=feed.extended(planned.sources))
    run.index, manifest = commit_slice(run.dataset, run.index, planned, commit_config(run))
    if manifest is not None:
        run.committed(manifest)
        points.reached("acknowledging")
        for feed in feeds:
            feed.acknowledge(manifest)
        points.reached("acknowledged")


def await_all(run: Run, flight: Flight) -> None:
    """Waits for the shards, with an eye on the wish to stop."""
    waiting: set[Future[str]] = set(flight.futures)
    while waiting:
        done, waiting = wait(waiting, timeout=POLL_SECONDS)
        run.look_after()  # first: a stop that reached the workers too looks like their death
        for future in done:
            result_of(future)
