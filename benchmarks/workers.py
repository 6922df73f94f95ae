"""Articles/s with one and with two workers, side by side: python benchmarks/workers.py [COUNT]

Runs alternate, so that a change of the machine's mood falls on both; the best of each counts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write

ROUNDS = 2


def seconds(source: Path, output: Path, workers: int) -> float:
    """Wall time of a whole run, start-up and commit included."""
    started = time.monotonic()
    command = [sys.executable, "-m", "pipeline", "run", str(source), "--output", str(output)]
    subprocess.run([*command, "--workers", str(workers), "--quiet"], check=True)
    return time.monotonic() - started


def main() -> None:
    """Prints a line for each number of workers, and the ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        source = write(Path(name) / "in.jsonl", count)
        best: dict[int, float] = {}
        for round_number in range(ROUNDS):
            for workers in (1, 2):
                taken = seconds(source, Path(name) / f"out-{round_number}-{workers}", workers)
                best[workers] = min(taken, best.get(workers, taken))
    for workers, taken in best.items():
        print(f"{workers} workers: {taken:6.1f} s, {count / taken:6.1f} articles/s")
    print(f"ratio: {best[1] / best[2]:.2f}")


if __name__ == "__main__":
    main()
