"""CPU of each stage, and what a million articles cost: python benchmarks/stages.py [COUNT]

COUNT (1,000) articles of some 500 words go through the stages one after the other in this process,
without Beam; the same again as HTML pages. CPU is user and system time, children included.
"""

from __future__ import annotations

import html
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
from corpus import article, write

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.commit import CommitConfig, commit_slice
from pipeline.dataset import Dataset
from pipeline.index import open_index
from pipeline.position import Position
from pipeline.reader import Pending, read
from pipeline.sinks.staged_rows import StagedRows
from pipeline.slices import Sizes, Slice, cut
from pipeline.sources.files import local_file
from pipeline.sources.spool import read_spool
from schemas.article import Article, Outcome
from transforms.clean import cleaner
from transforms.dedup import index_deduplicator
from transforms.entities import recogniser
from transforms.extract import extractor
from transforms.fingerprint import fingerprinter
from transforms.formats.limits import Limits
from transforms.language import identifier
from transforms.parse import parser
from transforms.places import placer
from transforms.quoted_articles import quoter
from transforms.rows import Lineage
from transforms.topics import classifier

BATCH = 100
HOURS = 1e6 / 3600
"""Hours a million articles take, for each second that one takes."""


Result = TypeVar("Result")


class Clock:
    """CPU seconds by stage, of this process and of its children that are alive."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.process = psutil.Process()

    def now(self) -> float:
        """CPU seconds so far."""
        return sum(
            sum(each.cpu_times()[:2]) for each in (self.process, *self.process.children(True))
        )

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        """Does the work and keeps what it took."""
        started = self.now()
        found = work()
        self.seconds[stage] = self.now() - started
        return found


def pages(path: Path, count: int) -> Path:
    """The articles as whole pages, one a line, as crawlers keep them."""
    with path.open("w", encoding="utf-8") as sink:
        for number in range(count):
            made = article(number)
            paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in made["text"].split("\n\n"))
            page = (
                f"<html><head><title>{made['title']}</title></head><body><nav><a href='/'>Home</a>"
                f"</nav><article><h1>{made['title']}</h1>{paragraphs}</article></body></html>"
            )
            sink.write(json.dumps({"url": made["url"], "html": page}) + "\n")
    return path


def through(function: Callable[[Article], Outcome], outcomes: Iterable[Outcome]) -> list[Outcome]:
    """A stage: what is no article passes."""
    return [function(item) if isinstance(item, Article) else item for item in outcomes]


def batched(outcomes: list[Outcome]) -> list[Outcome]:
    """Entities, in batches."""
    articles = [item for item in outcomes if isinstance(item, Article)]
    recognise = recogniser()
    return [
        found
        for at in range(0, len(articles), BATCH)
        for found in recognise(articles[at : at + BATCH])
    ]


def stage(outcomes: list[Outcome], folder: Path, lineage: Lineage) -> None:
    """Writes the rows that the committer reads."""
    rows = StagedRows(lineage)
    for outcome in outcomes:
        rows.add(outcome)
    folder.mkdir(parents=True)
    list(rows.write(folder))


def measure(source: Path, count: int, folder: Path) -> dict[str, float]:
    """CPU seconds of each stage for all articles of the file."""
    clock, limits = Clock(), Limits()
    dataset = Dataset(folder / "out")
    dataset.create()
    index = open_index(dataset.index)
    items = [Pending(local_file(str(source)), 0)]
    records = clock.time("Read", lambda: list(read(items, limits, Position())))
    sizes = Sizes(slice_records=count)
    *_, planned = clock.time("Spool", lambda: list(cut(records, folder, lambda: sizes)))
    if not isinstance(planned, Slice):
        raise SystemExit("no slice was cut")
    spools = planned.spools
    outcomes = clock.time("Unspool", lambda: [item for path in spools for item in read_spool(path)])
    stages: dict[str, Callable[[], Callable[[Article], Outcome]]] = {
        "Parse": partial(parser, {}),
        "Extract": partial(extractor, 20.0, 2048),
        "Clean": partial(cleaner, 5),
        "Language": identifier,
        "Fingerprint": fingerprinter,
        "Dedup": partial(index_deduplicator, str(dataset.index)),
    }
    for name, factory in stages.items():
        function = factory()
        through(function, outcomes[:1])  # models load
        if name == "Dedup":
            function = factory()  # it remembers what it has seen
        outcomes = clock.time(name, partial(through, function, outcomes))
    batched(outcomes[:1])
    outcomes = clock.time("Entities", partial(batched, outcomes))
    for name, factory in {"Places": placer, "Quotations": quoter, "Topics": classifier}.items():
        function = factory()
        through(function, outcomes[:1])
        outcomes = clock.time(name, partial(through, function, outcomes))
    started = datetime.now(UTC)
    lineage = Lineage("bench", started, "0", limits.reject_bytes)

    rows_folder = planned.rows_folder(spools[0])
    clock.time("StageFiles", partial(stage, outcomes, rows_folder, lineage))
    config = CommitConfig("bench", started, "0", {})
    clock.time("Commit", partial(commit_slice, dataset, index, planned, config))
    published = dataset.manifest(1).counts.published
    if published != count:
        raise SystemExit(f"{published} of {count} articles were published")
    return clock.seconds


def main() -> None:
    """Prints a row for each stage: JSON articles, and HTML pages."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / kind for kind in ("json", "html")]
        for folder in folders:
            folder.mkdir()
        plain = measure(write(folders[0] / "in.jsonl", count), count, folders[0])
        whole = measure(pages(folders[1] / "in.jsonl", count), count, folders[1])
    print("| stage | text: ms an article | core hours a million | HTML: ms | core hours |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for found in (plain, whole):
        found["all"] = sum(found.values())
        found["all but Entities"] = found["all"] - found["Entities"]
    for stage, seconds in plain.items():
        each, paged = seconds / count, whole[stage] / count
        print(
            f"| {stage} | {each * 1e3:.2f} | {each * HOURS:.2f} "
            f"| {paged * 1e3:.2f} | {paged * HOURS:.2f} |"
        )


if __name__ == "__main__":
    main()
