"""`newsmill reprocess`: stages run again over the articles that the dataset holds.

Commits whose models are not those of now are taken in order, small ones together; the articles of
such a group are one slice, and its commit replaces those of the group. So each article's rows are
of one model, whole, at every moment; a run that is killed has done some groups and not others, and
the next one goes on with the rest.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from pipeline import points
from pipeline.commit import PlanAgainError, commit_slice
from pipeline.config import MIB, OptionError, RunConfig
from pipeline.dataset import Dataset
from pipeline.engines import Engine, open_engine
from pipeline.enrichment import Enrichment, enrichment_named
from pipeline.flights import Flight
from pipeline.handed import commit_config, models_named
from pipeline.live import Replaced, committed
from pipeline.opening import Run
from pipeline.position import Position
from pipeline.report import Done, as_json, table
from pipeline.resolve import read_staged
from pipeline.rewrite import Rewriting, check_live, prepare_rewrite
from pipeline.run import await_all, plan_again, run_slices
from pipeline.slices import Shard, Slice, SliceWriter, finished
from pipeline.sources.articles import article_records
from schemas.manifest import DataFile, Manifest

EXPANSION = 4
"""How many times as large as its Parquet file a table of articles is taken to be in memory."""


@dataclass(frozen=True)
class Plan:
    """What is to do: numbers of commits in order, their articles, and the size of their files;
    and articles that are of the models of now, or were published without the stages."""

    commits: tuple[int, ...]
    articles: int
    files: int
    bytes: int
    done: int
    without: int


def plan_of(dataset: Dataset, config: RunConfig) -> Plan:
    """Looks through the manifests; no row is read."""
    enrichment, wanted = enrichment_named(config.stage), models_named(config)
    commits: list[int] = []
    counts: Counter[str] = Counter()
    for manifest, live in committed(dataset):
        files = articles_of(live)
        rows = sum(file.rows for file in files)
        if enrichment.is_done(manifest.models, wanted):
            counts["done"] += rows
        elif enrichment.is_lacking(manifest.models) and not config.add:
            counts["without"] += rows
        elif rows:
            commits.append(manifest.commit)
            counts.update(articles=rows, files=len(files), bytes=sum(file.bytes for file in files))
    names = ("articles", "files", "bytes", "done", "without")
    return Plan(tuple(reversed(commits)), *(counts[name] for name in names))


def articles_of(files: Iterable[DataFile]) -> list[DataFile]:
    """The files of the table articles."""
    return [file for file in files if file.table == "articles"]


def check_stage(config: RunConfig) -> Plan:
    """The plan; raises OptionError if the dataset holds nothing that the stages were run on."""
    plan = plan_of(Dataset(config.home, config.scratch), config)
    if plan.without and not plan.articles and not plan.done:
        raise OptionError(
            f"--stage {config.stage}: {config.output} was made without it; add --add to run it "
            "over all articles for the first time"
        )
    return plan


def plan_text(plan: Plan, config: RunConfig) -> str:
    """What would be run; nothing is."""
    models = ", ".join(f"{name} by {model}" for name, model in models_named(config).items())
    lines = [
        f"to do: {plan.articles:,} articles of {len(plan.commits):,} commits ({models})",
        *standing(plan),
        "nothing was written",
    ]
    return "\n".join(lines)


def standing(plan: Plan) -> list[str]:
    """What is not to do, and why."""
    lines = [f"{plan.done:,} articles are of these models already"] if plan.done else []
    if plan.without:
        lines.append(
            f"{plan.without:,} articles were published without the stage and stay so; "
            "--add runs it on them too"
        )
    return lines


def reprocess(run: Run) -> None:
    """Runs and commits, group by group, what is not of the models of now.

    Raises what `run_inputs` raises.
    """
    failures: Counter[str] = Counter()
    with open_engine(run) as engine:
        while True:
            try:
                run_once(run, engine, failures)
            except PlanAgainError as reason:
                plan_again(run, reason)
            else:
                break
    for why, number in sorted(failures.items()):
        run.progress.say(f"{number:,} articles stay as they were, since they failed: {why}")


def run_once(run: Run, engine: Engine, failures: Counter[str]) -> None:
    """Plans, and does what is planned; `failures` counts articles on which a stage failed."""
    plan = plan_of(run.dataset, run.config)
    for line in standing(plan):
        run.progress.say(line)
    position = Position()
    run.progress.begin(plan.files, plan.bytes, position)
    enrichment, models = enrichment_named(run.config.stage), models_named(run.config)
    rewriting = Rewriting(enrichment, models, Replaced(), run.config.keep_seconds)
    cuts = slices(run, rewriting, plan, position)
    run_slices(run, engine, cuts, partial(land, run, rewriting, failures))


def groups(
    dataset: Dataset, plan: Plan, config: RunConfig, enrichment: Enrichment
) -> Iterator[list[Manifest]]:
    """The plan's commits, neighbours together as long as their articles fit into a slice and their
    other models are the same."""
    group: list[Manifest] = []
    rows = size = 0
    for number in plan.commits:
        manifest = dataset.manifest(number)
        files = articles_of(manifest.files)
        more, larger = sum(file.rows for file in files), sum(file.bytes for file in files)
        fits = (
            rows + more <= config.slice_records
            and EXPANSION * (size + larger) <= config.slice_mib * MIB
        )
        models = enrichment.without_own(manifest.models)
        if group and not (fits and models == enrichment.without_own(group[0].models)):
            yield group
            group, rows, size = [], 0, 0
        group.append(manifest)
        rows, size = rows + more, size + larger
    if group:
        yield group


def slices(
    run: Run, rewriting: Rewriting, plan: Plan, position: Position
) -> Iterator[Shard | Slice | None]:
    """A slice for each group, before it its shards."""
    parts = groups(run.dataset, plan, run.config, rewriting.enrichment)
    for number, group in enumerate(parts, start=1):
        writer = SliceWriter(number, run.staging / f"slice-{number:06d}", run.sizes())
        numbers = tuple(manifest.commit for manifest in group)
        try:
            for record in article_records(run.dataset, group):
                if run.stop.now():
                    return
                position.records += 1
                yield writer.add(record)
                points.reached("record-read")
        except FileNotFoundError:
            check_live(rewriting, run.dataset, numbers)
            raise
        position.finish(sum(file.bytes for one in group for file in articles_of(one.files)))
        for item in finished(writer):
            if isinstance(item, Slice):
                yield replace(item, kind="reprocess", replaces=numbers)
            else:
                yield item


def land(run: Run, rewriting: Rewriting, failures: Counter[str], flight: Flight) -> None:
    """Waits for a slice's rows and commits them."""
    await_all(run, flight)
    points.reached("rows-staged")
    planned = flight.planned
    folders = [planned.rows_folder(spool) for spool in planned.spools]
    refused = read_staged(folders, "rejects", ["reason"])["reason"].to_pylist()
    prepare = partial(prepare_rewrite, rewriting)
    run.index, manifest = commit_slice(run.dataset, run.index, planned, commit_config(run), prepare)
    if manifest is not None:
        failures.update(refused)
        run.committed(manifest)


def conclude(config: RunConfig, done: Done, seconds: float) -> int:
    """Prints the report; gives the exit status."""
    if config.log_format == "json":
        print(json.dumps(as_json(done, seconds)))
    elif not config.quiet:
        print(text(config, done, seconds))
    return 0


def text(config: RunConfig, done: Done, seconds: float) -> str:
    """What was run again."""
    models = models_named(config)
    if not done.commits:
        named = ", ".join(f"{name} of {model}" for name, model in models.items())
        return f"0 to do: every article that has the stage has {named}; nothing was written"
    tables = enrichment_named(config.stage).tables
    found = [(one.name, f"{done.counts.rows[one.name]:,}") for one in tables]
    return table(
        [
            ("articles processed again", f"{done.counts.published:,}"),
            *found,
            *((f"model of {name}", model) for name, model in models.items()),
            ("commits", f"{done.commits:,}"),
            ("files", f"{done.files:,}"),
            ("bytes", f"{done.bytes:,}"),
            ("seconds", f"{seconds:,.1f}"),
            ("docs/s", f"{done.counts.published / max(seconds, 1e-6):,.1f}"),
        ]
    )
