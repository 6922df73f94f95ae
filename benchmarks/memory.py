"""Peak memory of a run on 10,000 and on 100,000 articles: python benchmarks/memory.py [COUNT...]

The entity model is replaced by a rule or two, so that the run is short; everything else is real.
Prints the peak of the whole process tree (sum of resident set sizes, sampled; memory that processes
share counts once for each of them, so this is an upper bound) and of the largest process.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import spacy
from corpus import write

SAMPLE_SECONDS = 0.1
SENTENCES = 48


def stub_model(folder: Path) -> Path:
    """A model that costs nothing."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Oslo"}])
    nlp.to_disk(folder / "model")
    return folder / "model"


def peak(command: list[str]) -> tuple[int, int]:
    """Peak bytes of the tree and of its largest process."""
    tree = largest = 0
    process = subprocess.Popen(command)
    while process.poll() is None:
        sizes = [size for size in map(resident, family(process.pid)) if size]
        tree, largest = max(tree, sum(sizes)), max([largest, *sizes])
        time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise SystemExit(process.returncode)
    return tree, largest


def family(pid: int) -> list[psutil.Process]:
    """The process and all its descendants that are alive."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def resident(process: psutil.Process) -> int:
    """Resident bytes, 0 if the process has just ended."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def proportional(process: psutil.Process) -> int:
    """Bytes of memory that are due to it: of a page that n processes share, the n-th part (Linux's
    proportional set size). The sum over a tree is what the tree takes of the machine."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


def main() -> None:
    """Prints a line for each corpus, and the ratio of the last to the first."""
    counts = [int(word) for word in sys.argv[1:]] or [10_000, 100_000]
    peaks = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            source = write(folder / "in.jsonl", count, SENTENCES)
            started = time.monotonic()
            tree, largest = peak(
                [
                    sys.executable, "-m", "pipeline", "run", str(source), "--quiet",
                    "--output", str(folder / "out"), "--spacy-model", str(stub_model(folder)),
                ]
            )  # fmt: skip
            taken = time.monotonic() - started
            peaks.append(tree)
            print(
                f"{count:8,} articles, {source.stat().st_size / 1e6:6.0f} MB: tree "
                f"{tree / 1e6:6.0f} MB, largest process {largest / 1e6:6.0f} MB, {taken:5.0f} s",
                flush=True,
            )
    print(f"ratio: {peaks[-1] / peaks[0]:.3f}")


if __name__ == "__main__":
    main()
