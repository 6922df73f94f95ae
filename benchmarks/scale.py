"""What a large history costs before any work is done: python benchmarks/scale.py [ROWS...]

Makes datasets of 10^6 and 10^7 articles: real manifests, files of articles with the one column that
the index is made of, the source files that the manifests name (empty), 5,000 articles a commit and
50 a source file. Measures, each in its own process, `newsmill run` on input that is committed
already, with the index present and with the index lost, and `newsmill inspect`. Prints a table, the
growth that follows from it, and writes both to the file that --write names.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.dataset import COMMITS, Dataset, manifest_name
from pipeline.sinks.parquet import sha256_of
from pipeline.sources.files import local_file
from schemas.manifest import Counts, DataFile, Manifest, SourceRange, commit_id
from schemas.version import SCHEMA_VERSION

ROOT = Path(__file__).parent.parent
COMMIT_ROWS = 5_000
FILE_ROWS = 50
FOLDER_FILES = 1_000
ID_HEX = 32
STARTED = "2026-01-01T00:00:00+00:00"
GOAL_SECONDS, GOAL_BYTES = 2.0, 500e6
"""What planning on 10^7 articles may take."""
PEAK_TOLD = """
import runpy, sys
try:
    runpy.run_module("pipeline", run_name="__main__")
finally:
    with open("/proc/self/status") as status:
        print(next(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""
"""Runs newsmill and tells its peak; the kernel's account of a child begins with its parent's."""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of CPU and of wall time, peak resident bytes."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True)
class Measured:
    """The figures for one number of articles; sizes in bytes."""

    rows: int
    manifests: int
    index: int
    planning: Cost
    rebuild: Cost
    inspect: Cost


def random_ids(count: int) -> pa.Array:
    """Article ids as hashes are: uniform."""
    offsets = pa.array(range(0, (count + 1) * ID_HEX, ID_HEX), pa.int32()).buffers()[1]
    text = pa.py_buffer(os.urandom(count * ID_HEX // 2).hex().encode())
    return pa.Array.from_buffers(pa.string(), count, [None, offsets, text])


def sources_of(folder: Path, commit: int, rows: int) -> tuple[SourceRange, ...]:
    """Source files of one commit, made as they are named."""
    ranges = []
    for place in range(rows // FILE_ROWS):
        number = (commit - 1) * (COMMIT_ROWS // FILE_ROWS) + place
        path = folder / f"{number // FOLDER_FILES:05d}" / f"articles-{number:07d}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        source = local_file(str(path))
        ranges.append(
            SourceRange(source.uri, source.version, 0, FILE_ROWS, True, published=FILE_ROWS)
        )
    return tuple(ranges)


def make(folder: Path, rows: int) -> Dataset:
    """The dataset below `folder`/out of what lies below `folder`/in."""
    root = folder / "out"
    dataset = Dataset(root)
    dataset.create()
    for number in range(1, rows // COMMIT_ROWS + 1):
        month = f"2025-{1 + number % 12:02d}"
        name = f"data/articles/published_month={month}/part-{commit_id(number)}.parquet"
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        table = pa.table({"article_id": random_ids(COMMIT_ROWS)})
        pq.write_table(table, path, compression="none", use_dictionary=False)
        file = DataFile(
            name, "articles", month, COMMIT_ROWS, path.stat().st_size, sha256_of(path),
            STARTED, STARTED,
        )  # fmt: skip
        manifest = Manifest(
            number, "scale", "run", STARTED, SCHEMA_VERSION, "0", "month", {},
            Counts(COMMIT_ROWS, COMMIT_ROWS), (file,),
            sources_of(folder / "in", number, COMMIT_ROWS),
        )  # fmt: skip
        (root / manifest_name(number)).write_text(manifest.to_json())
    return dataset


def cost(*words: str) -> Cost:
    """Runs newsmill in a process of its own."""
    started = time.monotonic()
    command = [sys.executable, "-c", PEAK_TOLD, *words]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None  # noqa: S101 - it was asked for
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"newsmill {' '.join(words)} failed: {told}")
    seconds = time.monotonic() - started
    return Cost(used.ru_utime + used.ru_stime, seconds, int(told.split()[-2]) * 1024)


def measure(rows: int) -> Measured:
    """Makes a dataset, and measures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = make(folder, rows)
        run = ["run", str(folder / "in"), "--output", dataset.url, "--quiet"]
        rebuild = cost(*run)
        planning = min((cost(*run) for _ in range(3)), key=lambda found: found.cpu)
        if dataset.last() != rows // COMMIT_ROWS:
            raise SystemExit("the run found something to do")
        manifests = sum(path.stat().st_size for path in (folder / "out" / COMMITS).iterdir())
        return Measured(
            rows,
            manifests,
            dataset.index.stat().st_size,
            planning,
            rebuild,
            cost("inspect", dataset.url),
        )


def table(found: Sequence[Measured]) -> str:
    """The figures, a row for each size."""
    lines = [
        "| articles | commits | source files | manifests | index | planning: CPU, wall, peak "
        "| index lost: CPU, wall, peak | inspect: CPU, wall, peak |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for item in found:
        costs = " | ".join(map(shown, (item.planning, item.rebuild, item.inspect)))
        lines.append(
            f"| {item.rows:,} | {item.rows // COMMIT_ROWS:,} | {item.rows // FILE_ROWS:,} "
            f"| {item.manifests / 1e6:,.1f} MB | {item.index / 1e6:,.1f} MB | {costs} |"
        )
    return "\n".join(lines)


def shown(found: Cost) -> str:
    """One cost for the table."""
    return f"{found.cpu:.1f} s, {found.wall:.1f} s, {found.peak / 1e6:,.0f} MB"


def growth(found: Sequence[Measured]) -> str:
    """How the figures grow from the first to the last, as a straight line and as a power."""
    first, last = found[0], found[-1]
    pairs = {
        "manifests, MB": (first.manifests / 1e6, last.manifests / 1e6),
        "index, MB": (first.index / 1e6, last.index / 1e6),
        "planning, s of CPU": (first.planning.cpu, last.planning.cpu),
        "planning, MB": (first.planning.peak / 1e6, last.planning.peak / 1e6),
        "index lost, s of CPU": (first.rebuild.cpu, last.rebuild.cpu),
        "index lost, MB": (first.rebuild.peak / 1e6, last.rebuild.peak / 1e6),
        "inspect, s of CPU": (first.inspect.cpu, last.inspect.cpu),
        "inspect, MB": (first.inspect.peak / 1e6, last.inspect.peak / 1e6),
    }
    lines = [
        "| what | at 0 | for each 10^6 articles more | exponent | at 10^8 | at 10^9 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, (low, high) in pairs.items():
        slope = (high - low) / (last.rows - first.rows)
        start = low - slope * first.rows
        exponent = math.log(high / low) / math.log(last.rows / first.rows)
        ahead = " | ".join(f"{start + slope * rows:,.0f}" for rows in (1e8, 1e9))
        lines.append(f"| {name} | {start:,.1f} | {slope * 1e6:,.2f} | {exponent:.2f} | {ahead} |")
    return "\n".join(lines)


def main() -> None:
    """Prints and writes the tables; fails if planning on 10^7 articles takes too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[10**6, 10**7])
    parser.add_argument("--write", type=Path, metavar="FILE")
    options = parser.parse_args()
    found = []
    for rows in options.rows:
        found.append(measure(rows))
        print(table(found[-1:]), flush=True)
    text = f"{table(found)}\n"
    if len(found) > 1:
        text += f"\n{growth(found)}\n"
    print(f"\n{text}")
    if options.write:
        options.write.write_text(text)
    planning = found[-1].planning
    if planning.cpu > GOAL_SECONDS or planning.peak > GOAL_BYTES:
        raise SystemExit(f"planning takes more than {GOAL_SECONDS:g} s or 500 MB")


if __name__ == "__main__":
    main()
